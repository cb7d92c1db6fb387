"""The rulebook as the account service tells it, made ready to be compared with a text: rows by parameter, values by sort."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.library.quantities import scaled, sort_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
Json = Mapping[str, Any]
CONFIDENCE = ("seen-law", "seen-exch", "seen-2nd", "unverified")
"""From the best known to the least; what the firm sets is known as well as the law."""


@dataclass(frozen=True, slots=True)
class Row:
    """A dated row with its value in the scale of a text; ``value`` is ``None`` where the rule is a word.

    ``thresholds`` are the numbers among its conditions: from a ratio of 1.80 on, 70%. ``layer`` says who set it (law,
    exchange, firm, contract), ``force`` what it bounds (floor, cap, or neither).
    """

    param: str
    value: Decimal | None
    shown: str
    shown_en: str
    start: date
    end: date | None
    scopes: tuple[str, ...]
    thresholds: tuple[Decimal, ...]
    confidence: str
    source: str
    layer: str
    force: str

    def holds(self, value: Decimal) -> bool:
        """Whether a text that gives this number states the row."""
        return value == self.value or value in self.thresholds

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def meets(self, start: date, end: date | None) -> bool:
        """Whether it was in force on any day of ``[start, end)``."""
        return (end is None or self.start < end) and (self.end is None or start < self.end)


@dataclass(frozen=True, slots=True)
class Rule:
    """A parameter with all its rows, oldest first; ``sort`` is that of its numbers, empty where it has none."""

    param: str
    jurisdiction: str
    label_zh: str
    label_en: str
    sort: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rulebooks:
    """Every rule of every jurisdiction."""

    rules: Mapping[str, Rule]

    def of(self, jurisdiction: str) -> tuple[Rule, ...]:
        """The rules of one place."""
        return tuple(rule for rule in self.rules.values() if rule.jurisdiction == jurisdiction)


def read_rulebooks(told: Iterable[tuple[str, Iterable[Json]]]) -> Rulebooks:
    """From what `GET /rules` answers, one list for each jurisdiction."""
    return Rulebooks({str(row["param"]): _rule(place, row) for place, rows in told for row in rows})


def _rule(place: str, told: Json) -> Rule:
    rows = tuple(_row(row) for row in told["history"])
    sorts = [sort_of(str(row["unit"])) for row in told["history"]]
    return Rule(
        str(told["param"]),
        place,
        str(told["label_zh"]),
        str(told["label_en"]),
        next((sort for sort in sorts if sort), ""),
        rows,
    )


def _row(told: Json) -> Row:
    unit = str(told["unit"])
    return Row(
        str(told["param"]),
        None if unit == "text" else scaled(str(told["value"]), unit),
        str(told["display"]),
        str(told["display_en"]),
        date.fromisoformat(told["valid_from"]),
        date.fromisoformat(told["valid_to"]) if told["valid_to"] else None,
        tuple(str(value) for value in told["scope"].values()),
        tuple(Decimal(value) for value in told["scope"].values() if _NUMBER.fullmatch(value)),
        str(told["confidence"]),
        str(told["source"]),
        str(told["layer"]),
        str(told["force"]),
    )
