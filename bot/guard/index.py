"""The facts of one body of evidence, made ready for looking up: by name, by what they are called, by kind.

Made once for each set of facts: a draft is checked again with every correction and every key stroke.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answer.measures import MEASURES, labels_of
from bot.guard.evidence import Fact
from bot.guard.naming import SPOKEN
from bot.guard.numerals import fold_name, numerals_of
from bot.guard.passages import any_of

_TIMES_OF = ("deadline", "due_on")


@dataclass(frozen=True, slots=True)
class Entry:
    """One plain number that a fact allows, with the unit it is written in."""

    value: str
    unit: str
    fact: Fact


Row = tuple[str, frozenset[str], Fact]
"""A day, time, ticket or code in its one written form, the folded names it goes by, and its fact."""


@dataclass(frozen=True, slots=True)
class Index:
    """``entries`` by folded label, ``by_name`` by measure, ``rows`` by kind with the pattern of their labels.

    ``labels`` finds any name a number may have, ``behind`` those too that stand only right behind it, ``ratio`` those of the maintenance ratio, ``subjects`` what facts
    are said of.
    """

    entries: dict[str, list[Entry]]
    by_name: dict[str, list[Entry]]
    rows: dict[str, list[Row]]
    row_labels: dict[str, re.Pattern[str]]
    labels: re.Pattern[str]
    behind: re.Pattern[str]
    ratio: frozenset[str]
    subjects: re.Pattern[str]


@lru_cache(maxsize=32)
def index_of(facts: tuple[Fact, ...]) -> Index:
    """The index of ``facts``; the same tuple gives the same index."""
    entries: dict[str, list[Entry]] = {}
    by_name: dict[str, list[Entry]] = {}
    rows: dict[str, list[Row]] = {}
    for fact in facts:
        labels = frozenset(fold_name(label) for label in fact.labels)
        numbers = _numbers(fact)
        by_name.setdefault(fact.name, []).extend(numbers)
        for label in labels if numbers else ():
            entries.setdefault(label, []).extend(numbers)
        for kind, value in _others(fact):
            rows.setdefault(kind, []).append((value, labels, fact))
    return Index(
        entries,
        by_name,
        rows,
        {kind: any_of(label for _, labels, _ in known for label in labels) for kind, known in rows.items()},
        any_of(_proper_names({label for label, known in entries.items() if not _only_counted(known)})),
        any_of(_proper_names(set(entries))),
        frozenset(map(fold_name, (*labels_of("maintenance_ratio"), *SPOKEN["maintenance_ratio"]))),
        any_of(fold_name(subject) for fact in facts for subject in fact.subjects),
    )


def _only_counted(known: list[Entry]) -> bool:
    return all(entry.fact.kind == "counted" for entry in known)


def _numbers(fact: Fact) -> list[Entry]:
    written = [each for each in numerals_of(fact.shown) if each.unit][:1]
    values = {each.value for form in fact.accepted for each in numerals_of(form) if each.kind == "number"}
    return [Entry(value, written[0].unit if written else "", fact) for value in sorted(values)]


def _others(fact: Fact) -> list[tuple[str, str]]:
    found = (each for form in fact.accepted for each in numerals_of(form))
    return [(each.kind, each.value) for each in found if each.kind != "number"]


@lru_cache(maxsize=1)
def _everything_named() -> tuple[frozenset[str], frozenset[str]]:
    """The folded names of every measure, and those of a time among them."""
    every = {m.name: frozenset(fold_name(x) for x in (*m.zh, *m.en)) for m in MEASURES}
    timed = (names for name, names in every.items() if name in _TIMES_OF)
    return frozenset().union(*every.values()), frozenset().union(*timed)


def _proper_names(known: set[str]) -> frozenset[str]:
    """Every measure's names, also of those without a fact here: they claim the number beside them all the same.

    Names of a time claim no plain number unless a fact goes by them.
    """
    every, timed = _everything_named()
    return (every | known) - (timed - known)
