"""The words of `cues.yaml`: under which a text speaks of a parameter, of a scope, of the past, and what excuses a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.library.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Words:
    """`cues.yaml`, compiled."""

    cues: Mapping[str, re.Pattern[str]]
    scopes: Mapping[str, re.Pattern[str]]
    elsewhere: Mapping[str, re.Pattern[str]]
    excuses: Mapping[str, re.Pattern[str]]
    customary: Mapping[str, tuple[str, ...]]
    binding: re.Pattern[str]
    normative: re.Pattern[str]
    past: re.Pattern[str]
    today: re.Pattern[str]
    ended: re.Pattern[str]
    just_before: re.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged words."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("cues.yaml").read_text(encoding="utf-8"))
    cues = {name: _any(known) for place in data["cues"].values() for name, known in place.items()}
    excuses = {name: re.compile(pattern) for name, pattern in data["excuses"].items()}
    scopes, elsewhere = (
        {name: _any(known) for name, known in data[key].items()} for key in ("scopes", "elsewhere")
    )
    single = (
        re.compile(data[key]) for key in ("binding", "normative", "past", "today", "ended", "just_before")
    )
    return Words(cues, scopes, elsewhere, excuses, data["customary"], *single)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")


def names_scope_of(rule: Rule, clause: str) -> bool:
    """Whether a clause names a condition of a rule's rows: ETF, private funds, the main board."""
    names = {scope for row in rule.rows for scope in row.scopes if scope in words().scopes}
    named = any(words().scopes[name].search(clause) for name in names)
    return named and not _is_elsewhere(rule.param, clause)


def speaks_of(param: str, piece: str, clause: str) -> bool:
    """Whether a piece of text speaks of a parameter, in whose clause nothing says that another one is meant."""
    known = words().cues.get(param)
    return bool(known and known.search(piece) and not _is_elsewhere(param, clause))


def _is_elsewhere(param: str, clause: str) -> bool:
    away = words().elsewhere.get(param)
    return bool(away and away.search(clause))
