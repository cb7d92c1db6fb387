"""A rulebook: dated, layered, sourced parameters of one jurisdiction, asked "what was in force on that day?".

Two clocks run in it. `in_force` asks what applied on a day; `known_on` gives the rulebook as it could be known
on a day, without what was announced later. Rows that would answer the same question on the same day, a day
that nothing answers between two rows, and a firm's row that loosens a rule are refused when the book is made
(`risk.rulebook.integrity`). A day before the first row answers None.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from risk.rulebook.integrity import RulebookError, answers_for, refuse_what_contradicts, tighter
from risk.rulebook.labels import label
from risk.rulebook.row import (
    ANY,
    JURISDICTIONS,
    AppliesTo,
    Confidence,
    Force,
    Jurisdiction,
    Layer,
    LegalForce,
    Row,
    Window,
)

__all__ = [
    "ANY",
    "JURISDICTIONS",
    "AppliesTo",
    "Confidence",
    "Force",
    "Jurisdiction",
    "Layer",
    "LegalForce",
    "Row",
    "Rulebook",
    "RulebookError",
    "Standing",
    "Window",
]

NO_CUT_OVERS: Mapping[str, date] = MappingProxyType({})
ANSWERS_KEPT = 4_096
"""Questions whose answer a rulebook remembers: a whole book asks the same few of every account."""
_NARROWEST = ("law", "exchange", "firm", "contract")
_BOUNDS: Mapping[str, Force] = {"_min": "floor", "_max": "cap"}


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
            "jurisdiction": self.history[-1].jurisdiction if self.history else None,
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
    """The rows of one jurisdiction, indexed by parameter. Immutable once made.

    `cut_overs` holds the days a firm has chosen in the windows of the rows; the rows are on those days already.
    """

    def __init__(self, rows: Iterable[Row], cut_overs: Mapping[str, date] = NO_CUT_OVERS) -> None:
        self.cut_overs = cut_overs
        self._rows: dict[str, tuple[Row, ...]] = {}
        for row in sorted(rows, key=lambda each: (each.param, each.valid_from)):
            self._rows[row.param] = (*self._rows.get(row.param, ()), row)
        for same_param in self._rows.values():
            refuse_what_contradicts(same_param)
        jurisdictions = {row.jurisdiction for row in self.every()}
        if len(jurisdictions) > 1:
            raise RulebookError(f"one rulebook, one jurisdiction; got {sorted(jurisdictions)}")
        self.jurisdiction: str = next(iter(jurisdictions), "")
        self._answered = lru_cache(ANSWERS_KEPT)(self._answer)

    def params(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def every(self) -> Iterator[Row]:
        """Every row, by parameter, oldest first."""
        return chain.from_iterable(self._rows.values())

    def rows(self, param: str) -> tuple[Row, ...]:
        """Every row of a parameter, oldest first; empty for an unknown name."""
        return self._rows.get(param, ())

    def canonical(self, name: str) -> str | None:
        """The parameter of that name; `x_min` and `x_max` are the parameter `x` where it is a floor or a cap."""
        if name in self._rows:
            return name
        for ending, force in _BOUNDS.items():
            base = name.removesuffix(ending)
            if base != name and any(row.force == force for row in self.rows(base)):
                return base
        return None

    def conditions(self) -> frozenset[str]:
        """Every name a scope may have; a value under any other name narrows nothing."""
        return frozenset(name for row in self.every() for name in row.scope)

    def windows(self) -> tuple[Window, ...]:
        """The windows in which a firm chooses its own day, by name."""
        found = {row.window.name: row.window for row in self.every() if row.window}
        return tuple(found[name] for name in sorted(found))

    def history(self, param: str, /, **scope: str) -> tuple[Row, ...]:
        """The rows that bear on `scope`, oldest first; without a scope, every row of the parameter."""
        return tuple(row for row in self.rows(param) if not scope or row.fits(scope))

    def in_force(self, param: str, as_of: date, /, **scope: str) -> Row | None:
        """The row in force on `as_of`: the rule of the narrowest scope, or the firm's where that is tighter."""
        return tighter(*self.rule_and_house(param, as_of, **scope))

    def rule_and_house(self, param: str, as_of: date, /, **scope: str) -> tuple[Row | None, Row | None]:
        """What binds everyone on `as_of`, and what the firm has set beside it; each for the narrowest scope."""
        return self._answered(param, as_of, frozenset(scope.items()))

    def _answer(
        self, param: str, as_of: date, scope: frozenset[tuple[str, str]]
    ) -> tuple[Row | None, Row | None]:
        covering = [row for row in self._of_openings(param, dict(scope)) if row.covers(as_of)]
        rules = [row for row in covering if row.layer != "firm"]
        house = [row for row in covering if row.layer == "firm"]
        return max(rules, key=_narrowness, default=None), max(house, key=_narrowness, default=None)

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

    def known_on(self, day: date) -> "Rulebook":
        """This rulebook as it could be known on `day`: an end that was announced later had not come yet."""
        known = [row for row in self.every() if row.known_from <= day]
        seen = (row if _end_known(row, known, day) else replace(row, valid_to=None) for row in known)
        return Rulebook(seen, self.cut_overs)

    def cut_over(self, window: str, day: date) -> "Rulebook":
        """This rulebook for a firm that went over on `day`; raises `RulebookError` for an unknown window or a
        day outside it.
        """
        found = next((each for each in self.windows() if each.name == window), None)
        if found is None or not found.first <= day <= found.last:
            raise RulebookError(f"{window}: {day} is not a day of a window of {self.jurisdiction}")
        today = self.cut_overs.get(window, found.first)
        moved = (_moved(row, found, today, day) for row in self.every())
        return Rulebook(moved, {**self.cut_overs, window: day})

    def with_firm_rows(self, rows: Iterable[Row]) -> "Rulebook":
        """This rulebook with a firm's own rows, which take the place of packaged rows of the layer `firm`."""
        ours = tuple(rows)
        replaced = {row.group for row in ours}
        return Rulebook((*(row for row in self.every() if row.group not in replaced), *ours), self.cut_overs)

    def _of_openings(self, param: str, scope: Mapping[str, str]) -> list[Row]:
        return [
            row
            for row in self.rows(param)
            if row.applies_to != "extension" and row.legal != "proposal" and row.fits(scope)
        ]


def _narrowness(row: Row) -> tuple[int, int]:
    return len(row.scope), _NARROWEST.index(row.layer)


def _end_known(row: Row, known: list[Row], day: date) -> bool:
    if row.valid_to is None:
        return True
    if row.repealed is not None:
        return row.repealed <= day
    end = row.valid_to
    return any(other.param == row.param and answers_for(other, row, end) for other in known)


def _moved(row: Row, window: Window, today: date, day: date) -> Row:
    if row.window != window:
        return row
    return replace(row, valid_from=day) if row.valid_from == today else replace(row, valid_to=day)
