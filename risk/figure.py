"""A figure carries its origin: value, unit, formula, inputs, rules and snapshot time travel together to the
sentence.

The trace id is a hash of what was computed from what. It holds no clock and no random part, so the same
inputs under the same rules give the same id on any day, and a reader of the JSON can recompute it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from risk import money
from risk.formulas import formula_en

Direction = Literal["higher_safer", "lower_safer"]
UNKNOWN = "—"
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Input:
    """One number that went into a figure. `source` says where it comes from, or how it was worked out."""

    name: str
    value: Fraction | None
    unit: str
    source: str
    time: date | None = None

    def as_json(self) -> dict[str, str | None]:
        return {
            "name": self.name,
            "value": _text(self.value),
            "unit": self.unit,
            "source": self.source,
            "time": _day(self.time),
        }


@dataclass(frozen=True, slots=True)
class RuleRef:
    """A rule as quoted by a figure. Validity is half-open: `valid_to` is the first day no longer in force."""

    param: str
    value: str
    layer: str
    source: str
    article: str | None
    valid_from: date | None
    valid_to: date | None
    confidence: str

    def as_json(self) -> dict[str, str | None]:
        return {
            "param": self.param,
            "value": self.value,
            "layer": self.layer,
            "source": self.source,
            "article": self.article,
            "valid_from": _day(self.valid_from),
            "valid_to": _day(self.valid_to),
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed number. `value` is None when something is `missing`, or undefined when nothing is.

    `english` is the formula in English where another rulebook than the mainland's gives the name its meaning.
    """

    name: str
    value: Fraction | None
    unit: str
    direction: Direction | None
    formula: str
    inputs: tuple[Input, ...]
    rule: tuple[RuleRef, ...]
    as_of: date
    price_time: date | None
    missing: tuple[str, ...] = ()
    english: str | None = None

    @property
    def display(self) -> str:
        """The value as a client reads it, rounded to the careful side; a dash when there is none."""
        if self.value is None:
            return UNKNOWN
        rounding: money.Rounding = "up" if self.direction == "lower_safer" else "down"
        return _DISPLAYS.get(self.unit, money.display_money)(self.value, rounding)

    @property
    def trace_id(self) -> str:
        return trace(self._traced())

    def as_json(self) -> dict[str, object]:
        """The figure as JSON; decimals as strings, times in ISO 8601."""
        traced = self._traced()
        return {
            "name": self.name,
            "value": traced["value"],
            "display": self.display,
            "unit": self.unit,
            "direction": self.direction,
            "formula": self.formula,
            "formula_en": self.english or formula_en(self.name),
            "inputs": traced["inputs"],
            "rule": traced["rule"],
            "as_of": _day(self.as_of),
            "price_time": _day(self.price_time),
            "missing": list(self.missing),
            "trace_id": trace(traced),
        }

    def _traced(self) -> dict[str, object]:
        """What the trace id is a hash of."""
        return {
            "name": self.name,
            "value": _text(self.value),
            "formula": self.formula,
            "inputs": [each.as_json() for each in self.inputs],
            "rule": [each.as_json() for each in self.rule],
        }


def trace(content: Mapping[str, object]) -> str:
    """ "t" and the first 24 hex digits of SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8)."""
    return "t" + hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:24]


_DISPLAYS = {
    "ratio": money.display_ratio,
    "price": money.display_price,
    "shares": money.display_count,
    "days": money.display_count,
    "count": money.display_count,
    "points": money.display_count,
    "per_second": money.display_count,
    "per_day": money.display_count,
    "times": money.display_price,
}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else money.to_text(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
