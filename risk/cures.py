"""The ways to bring a called account back to a target ratio: how much each takes, when it counts, whether it can work.

Six kinds: money from outside repays debt; cash is added; securities are added; own securities are sold to repay; shorts
are bought back and returned; cash already inside repays. They need different amounts because each moves a different side
of the account (see `risk.cure_ways`). Adding, selling and buying back are also given per security, in whole lots; mixes
take several steps; a limited sum is put where it moves the ratio most (see `risk.cure_mixes`). Taxes and fees of the
trades are not counted. Facts only: the client chooses.

    >>> cures(snapshot, CN, limit=Fraction(50_000)).limited.after.display
    '134.73%'
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from risk.account import Snapshot
from risk.arrival import Arrival, Clock, Timing
from risk.calendar import Calendar
from risk.cure_figures import CureFigures, Moved
from risk.cure_limits import TOO_LATE, UNKNOWN, Obstacle
from risk.cure_mixes import MixedWay, mixes, split_sum
from risk.cure_set import Cure, CureSet, LimitedSum, Mix, MixStep
from risk.cure_sides import Sides
from risk.cure_ways import CHANNELS, Means, Way, ways
from risk.evaluation import band
from risk.fields import BookError, FieldError, refuse
from risk.money import to_text
from risk.price_moves import adverse, moved
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.tradable import NONE_BROUGHT, Tradable, offers, securities, sellables, shorts
from risk.valuation import Valuation, value

__all__ = ("Cure", "CureSet", "cures")


def cures(
    s: Snapshot,
    rules: Rulebook,
    target: Fraction | None = None,
    now: datetime | None = None,
    calendar: Calendar | None = None,
    arrival: Arrival | None = None,
    deadline: datetime | None = None,
    *,
    limit: Fraction | None = None,
    order: Sequence[str] = (),
    brought: Mapping[str, Tradable] = NONE_BROUGHT,
) -> CureSet:
    """The ways to lift a snapshot to `target` (the restore line when None).

    `deadline` is that of the open call; without it, an account in band `call` counts as called on its own day.
    `limit` is a sum from outside; `order` the securities to sell, one after the other; `brought` further securities
    that could be brought in. Raises `BookError` for a target ≤ 1, a limit ≤ 0, an order that names what is not owned.
    """
    goal = s.terms.restore_line if target is None else target
    sheet = Sheet(value(s), rules)
    errors = [*_refused(sheet.valuation, goal, limit, order)]
    if errors:
        raise BookError(errors)
    if sheet.valuation.liabilities == 0:
        return CureSet(goal)
    clock = Clock.of(s, now, calendar, arrival, deadline, called=band(sheet) == "call")
    return _Desk(sheet, goal, clock, brought).answer(order, limit)


def _refused(
    valuation: Valuation, goal: Fraction, limit: Fraction | None, order: Sequence[str]
) -> Iterator[FieldError]:
    if goal <= 1:
        yield refuse("target", "out_of_range", to_text(goal))
    if limit is not None and limit <= 0:
        yield refuse("limit", "not_positive", to_text(limit))
    owned = securities(valuation)[0]
    for i, code in enumerate(order):
        if code not in owned:
            yield refuse(f"order[{i}]", "not_one_of", code)
        elif code in order[:i]:
            yield refuse(f"order[{i}]", "duplicate", code)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Works out every cure of one account toward one target."""

    sheet: Sheet
    target: Fraction
    clock: Clock | None
    brought: Mapping[str, Tradable]

    @property
    def figures(self) -> CureFigures:
        return CureFigures(self.sheet, self.target)

    def answer(self, order: Sequence[str], limit: Fraction | None) -> CureSet:
        valuation = self.sheet.valuation
        sides = Sides.of(valuation)
        if sides is None:
            return CureSet(self.target, tuple(self._unknown()))
        means, move = self._means(sides, valuation, self.brought), adverse(valuation, self.target)
        return CureSet(
            self.target,
            tuple(self._cures(means, move)),
            tuple(self._mix(mix) for mix in mixes(means, self.target, order, limit)),
            None if limit is None else self._limited(sides, limit),
        )

    def _means(self, sides: Sides, valuation: Valuation, brought: Mapping[str, Tradable]) -> Means:
        """What the account can be cured with."""
        return Means(
            sides,
            sellables(valuation),
            shorts(valuation, self._barred_on()),
            offers(valuation, brought),
            short_sold=bool(valuation.shorts),
        )

    def _cures(self, means: Means, move: Fraction) -> Iterator[Cure]:
        """Every way, beside what it would take after `move`."""
        priced = moved(self.sheet.valuation, move)
        sides = Sides.of(priced)
        assert sides is not None, "a move of known prices leaves them known"
        brought = {code: each.moved(move) for code, each in self.brought.items()}
        later = ways(self._means(sides, priced, brought), self.target)
        for way, then in zip(ways(means, self.target), later, strict=True):
            yield self._cure(way, Moved(move, then.needed, sides))

    def _barred_on(self) -> date | None:
        """The day on which nothing sold short on it may be returned: that of the next trade, under T+1."""
        as_of = self.sheet.snapshot.as_of
        if not self.sheet.rules.number("short_return_delay", as_of):
            return None
        return max(as_of, self._timing("buy_to_return").counts_from or as_of)

    def _cure(self, way: Way, later: Moved) -> Cure:
        figures, timing = self.figures, self._timing(way.kind)
        return Cure(
            way.kind,
            way.security,
            way.needed_quantity,
            figures.needed(way),
            figures.after(way),
            figures.per_percent(way, later),
            figures.best(way) if way.obstacle else None,
            timing,
            way.obstacle or (TOO_LATE if timing.too_late and way.needed else None),
        )

    def _unknown(self) -> Iterator[Cure]:
        """The same ways without a number, while something is missing."""
        owned, owed = securities(self.sheet.valuation)
        for kind in CHANNELS:
            if kind == "buy_to_return" and not owed:
                continue
            rows = {"add_security": owned, "sell_to_repay": owned, "buy_to_return": owed}.get(kind, ())
            for security in (None, *rows):
                figures = self.figures.unknown(kind, security)
                yield Cure(kind, security, None, *figures, None, self._timing(kind), UNKNOWN)

    def _mix(self, mix: MixedWay) -> Mix:
        steps = []
        for step in mix.steps:
            amount, after = self.figures.of_step(step), self.figures.after_steps(step.after)
            timing = self._timing(step.kind)
            steps.append(MixStep(step.kind, step.security, step.quantity, amount, after, timing))
        timing = Timing()
        for each in steps:
            timing = timing.together(each.timing)
        obstacle: Obstacle | None = mix.obstacle or (TOO_LATE if timing.too_late else None)
        return Mix(mix.name, tuple(steps), mix.skipped, self.figures.after_steps(mix.after), timing, obstacle)

    def _limited(self, sides: Sides, limit: Fraction) -> LimitedSum:
        split, figures = split_sum(sides, limit, self.target), self.figures
        return LimitedSum(
            limit,
            *figures.of_sum(split),
            figures.after_steps(split.after),
            split.reached,
            figures.remaining(split.after),
            self._timing("repay_outside_cash"),
        )

    def _timing(self, kind: str) -> Timing:
        return self.clock.timing(CHANNELS[kind]) if self.clock else Timing()
