"""A rulebook: dated, layered, sourced parameters of one jurisdiction, asked "what was in force on that day?".

A `Row` is one value of one parameter over a half-open span of days, with the document it stands in and how
well we know it. Rows that nobody could check are kept as `unverified`: they can be shown, never computed
with. Two rows that would answer the same question on the same day are refused when the book is made; a day
without a row answers None.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain
from types import MappingProxyType
from typing import Literal

from risk import money
from risk.figure import RuleRef
from risk.rulebook.labels import label
from risk.rulebook.units import show

Layer = Literal["law", "exchange", "firm", "contract"]
Force = Literal["floor", "cap", "exact", "condition"]
AppliesTo = Literal["new", "all", "extension"]
Confidence = Literal["seen-law", "seen-exch", "seen-2nd", "firm-set", "unverified"]

ANY: Mapping[str, str] = MappingProxyType({})
_NARROWEST = ("law", "exchange", "firm", "contract")


class RulebookError(ValueError):
    """The rows contradict each other, or belong to several jurisdictions."""


@dataclass(frozen=True, slots=True)
class Row:
    """One dated value. `value` is a decimal string, or a word when `unit` is "text" (`value_zh` is that
    word in Chinese).

    `force` says how the value binds: a floor or a cap may be tightened further down the layers, never
    loosened. `applies_to` "new" binds contracts opened from then on, "extension" those extended, "all"
    outstanding ones too.
    """

    param: str
    value: str
    unit: str
    layer: Layer
    force: Force
    valid_from: date
    source: str
    confidence: Confidence
    note: str
    note_zh: str
    article: str | None = None
    valid_to: date | None = None
    announced: date | None = None
    applies_to: AppliesTo = "all"
    scope: Mapping[str, str] = field(default_factory=lambda: ANY)
    value_zh: str | None = None
    jurisdiction: str = "CN"

    @property
    def verified(self) -> bool:
        return self.confidence != "unverified"

    @property
    def number(self) -> Fraction | None:
        """The value to compute with; None for a word and for an unverified row."""
        return money.parse(self.value, self.param) if self.verified and self.unit != "text" else None

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def fits(self, scope: Mapping[str, str]) -> bool:
        """True when every condition of this row is met by `scope`."""
        return all(scope.get(key) == value for key, value in self.scope.items())

    def ref(self) -> RuleRef:
        """This row as a figure quotes it."""
        return RuleRef(
            self.param,
            self.value,
            self.layer,
            self.source,
            self.article,
            self.valid_from,
            self.valid_to,
            self.confidence,
        )

    def as_json(self) -> dict[str, object]:
        return {
            **self.ref().as_json(),
            "unit": self.unit,
            "display": show(self.value_zh or self.value, self.unit, "zh"),
            "display_en": show(self.value, self.unit, "en"),
            "jurisdiction": self.jurisdiction,
            "force": self.force,
            "scope": dict(self.scope),
            "applies_to": self.applies_to,
            "announced": self.announced.isoformat() if self.announced else None,
            "note": self.note,
            "note_zh": self.note_zh,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """One parameter seen from one day: what is in force, what came before and what is announced after it."""

    param: str
    unit: str
    as_of: date
    in_force: Row | None
    variants: tuple[Row, ...]
    previous: Row | None
    next: Row | None
    history: tuple[Row, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "param": self.param,
            "label_zh": label(self.param)[0],
            "label_en": label(self.param)[1],
            "unit": self.unit,
            "as_of": self.as_of.isoformat(),
            "in_force": self.in_force.as_json() if self.in_force else None,
            "variants": [row.as_json() for row in self.variants],
            "previous": self.previous.as_json() if self.previous else None,
            "next": self.next.as_json() if self.next else None,
            "history": [row.as_json() for row in self.history],
        }


class Rulebook:
    """The rows of one jurisdiction, indexed by parameter. Immutable once made."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, tuple[Row, ...]] = {}
        for row in sorted(rows, key=lambda each: (each.param, each.valid_from)):
            self._rows[row.param] = (*self._rows.get(row.param, ()), row)
        for same_param in self._rows.values():
            _refuse_overlaps(same_param)
        jurisdictions = {row.jurisdiction for row in self._every()}
        if len(jurisdictions) > 1:
            raise RulebookError(f"one rulebook, one jurisdiction; got {sorted(jurisdictions)}")
        self.jurisdiction = next(iter(jurisdictions), "")

    def params(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def rows(self, param: str) -> tuple[Row, ...]:
        """Every row of a parameter, oldest first; empty for an unknown name."""
        return self._rows.get(param, ())

    def conditions(self) -> frozenset[str]:
        """Every name a scope may have; a value under any other name narrows nothing."""
        return frozenset(name for row in self._every() for name in row.scope)

    def history(self, param: str, /, **scope: str) -> tuple[Row, ...]:
        """The rows that bear on `scope`, oldest first; without a scope, every row of the parameter."""
        return tuple(row for row in self.rows(param) if not scope or row.fits(scope))

    def in_force(self, param: str, as_of: date, /, **scope: str) -> Row | None:
        """The row in force on `as_of` for the narrowest scope, then of the narrowest layer; else None."""
        covering = [row for row in self._of_openings(param, scope) if row.covers(as_of)]
        return max(covering, key=_narrowness, default=None)

    def number(self, param: str, as_of: date, /, **scope: str) -> Fraction | None:
        """The value in force as a number to compute with; None when unknown, a word, or unverified."""
        row = self.in_force(param, as_of, **scope)
        return row.number if row else None

    def standing(self, param: str, as_of: date, /, **scope: str) -> Standing:
        """What `rules show` prints; raises `KeyError` for an unknown parameter."""
        rows = self._rows[param]
        ours = self._of_openings(param, scope)
        current = self.in_force(param, as_of, **scope)
        earlier = [row for row in ours if row.valid_to is not None and row.valid_to <= as_of]
        later = [row for row in ours if row.valid_from > as_of]
        return Standing(
            param=param,
            unit=(current or rows[-1]).unit,
            as_of=as_of,
            in_force=current,
            variants=tuple(row for row in rows if row.covers(as_of) and row is not current),
            previous=max(earlier, key=lambda row: (row.valid_from, len(row.scope)), default=None),
            next=min(later, key=lambda row: (row.valid_from, -len(row.scope)), default=None),
            history=self.history(param, **scope),
        )

    def _every(self) -> Iterator[Row]:
        return chain.from_iterable(self._rows.values())

    def _of_openings(self, param: str, scope: Mapping[str, str]) -> list[Row]:
        return [row for row in self.rows(param) if row.applies_to != "extension" and row.fits(scope)]


def _narrowness(row: Row) -> tuple[int, int]:
    return len(row.scope), _NARROWEST.index(row.layer)


def _refuse_overlaps(rows: tuple[Row, ...]) -> None:
    last: dict[object, Row] = {}
    for row in rows:
        key = (row.layer, row.applies_to == "extension", tuple(sorted(row.scope.items())))
        before = last.get(key)
        if before and (before.valid_to is None or row.valid_from < before.valid_to):
            raise RulebookError(
                f"{row.param}: the rows from {before.valid_from} and {row.valid_from} overlap"
            )
        if row.valid_to is not None and row.valid_to <= row.valid_from:
            raise RulebookError(f"{row.param}: the row from {row.valid_from} ends before it begins")
        last[key] = row
