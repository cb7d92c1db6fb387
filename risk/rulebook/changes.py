"""How a parameter changed: one `Change` for every day on which another value began to answer, oldest first.

Each case (a scope, or extensions) is followed on its own. A change of a floor or a cap says whether it
tightened or loosened; a first value is `introduced`, an end that nothing follows `repealed`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from risk.rulebook.integrity import tighter
from risk.rulebook.model import Row, Rulebook

Direction = Literal["introduced", "tightened", "loosened", "changed", "repealed"]
_COMPARED = ("value", "unit", "layer", "force", "legal_force", "applies_to", "source", "article")


@dataclass(frozen=True, slots=True)
class Change:
    """What answered before `on`, what answers from it, and which fields differ between the two."""

    on: date
    before: Row | None
    after: Row | None

    @property
    def fields(self) -> tuple[str, ...]:
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in _COMPARED if getattr(self.before, name) != getattr(self.after, name))

    @property
    def direction(self) -> Direction:
        if self.before is None:
            return "introduced"
        if self.after is None:
            return "repealed"
        was, now = self.before.number, self.after.number
        if was is None or now is None or was == now:
            return "changed"
        return _direction(self.after.force, was, now)

    @property
    def announced(self) -> date | None:
        """The day the change could first be known, where a document says it."""
        if self.after is not None:
            return self.after.announced
        return self.before.repealed if self.before else None

    def as_json(self) -> dict[str, object]:
        return {
            "on": self.on.isoformat(),
            "announced": self.announced.isoformat() if self.announced else None,
            "direction": self.direction,
            "fields": list(self.fields),
            "before": self.before.as_json() if self.before else None,
            "after": self.after.as_json() if self.after else None,
        }


def changes(rules: Rulebook, param: str, as_of: date | None = None, /, **scope: str) -> tuple[Change, ...]:
    """The changes of a parameter that took effect by `as_of` (all of them when None), oldest first."""
    cases: dict[object, list[Row]] = {}
    for row in rules.history(param, **scope):
        if row.legal != "proposal":
            cases.setdefault(row.case, []).append(row)
    found = [change for rows in cases.values() for change in _of_case(rules, rows)]
    return tuple(
        sorted((each for each in found if as_of is None or each.on <= as_of), key=lambda each: each.on)
    )


def _of_case(rules: Rulebook, rows: list[Row]) -> Iterator[Change]:
    days = sorted({row.valid_from for row in rows} | {row.valid_to for row in rows if row.valid_to})
    for day in days:
        before = _answer(rules, rows, day - timedelta(days=1))
        after = _answer(rules, rows, day)
        if before != after:
            yield Change(day, before, after)


def _answer(rules: Rulebook, rows: list[Row], day: date) -> Row | None:
    """What answers for the case of `rows`; where the case itself says nothing any more, the general rule."""
    covering = [row for row in rows if row.covers(day)]
    if not covering:
        return rules.in_force(rows[0].param, day, **rows[0].scope)
    rule = next((row for row in covering if row.layer != "firm"), None)
    return tighter(rule, next((row for row in covering if row.layer == "firm"), None))


def _direction(force: str, was: Fraction, now: Fraction) -> Direction:
    if force not in ("floor", "cap"):
        return "changed"
    return "tightened" if (now > was) == (force == "floor") else "loosened"
