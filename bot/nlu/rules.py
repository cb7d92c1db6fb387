"""What must never be missed is found by rules before any model is asked: distress, fraud, complaints, a person please, injection.

The words live in `data/rules.yaml`; the first rule that matches wins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_CLOSING: Final = " \n,.!?~。、;…"
_LONGEST_FULL: Final = 40  # their repeated groups would backtrack for ever on a long text


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the intent it gives, and how it is matched (see the head of the data file)."""

    intent: str
    kind: str | None
    whole: bool
    full: bool
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    beside: re.Pattern[str] | None


def read_rules(rows: Sequence[Mapping[str, object]]) -> tuple[Rule, ...]:
    """Rules from the rows of `data/rules.yaml`, order kept."""
    return tuple(_read(row) for row in rows)


def _read(row: Mapping[str, object]) -> Rule:
    kind = row.get("kind")
    return Rule(
        intent=str(row["intent"]),
        kind=None if kind is None else str(kind),
        whole=bool(row.get("whole")),
        full=bool(row.get("full")),
        words=_any(row["patterns"]),
        unless=_any(row["unless"]) if "unless" in row else None,
        beside=_any(row["beside"]) if "beside" in row else None,
    )


def _any(patterns: object) -> re.Pattern[str]:
    assert isinstance(patterns, list)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def first_match(text: str, rules: Sequence[Rule], *, whole: bool) -> Rule | None:
    """The first rule for whole messages, or for single requests, that a normal-form text meets."""
    return next((rule for rule in rules if rule.whole == whole and _meets(text, rule)), None)


def _meets(text: str, rule: Rule) -> bool:
    if rule.full:
        said = text.strip(_CLOSING)
        return len(said) <= _LONGEST_FULL and bool(rule.words.fullmatch(said))
    if not rule.words.search(text) or (rule.beside and not rule.beside.search(text)):
        return False
    return not (rule.unless and rule.unless.search(text))
