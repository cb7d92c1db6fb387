"""The ways to bring a called account back to a target ratio: how much each takes, when it counts, whether it can work.

Six kinds: money from outside repays debt; cash is added; securities are added; own securities are sold to repay; shorts
are bought back and returned; cash already inside repays. They need different amounts because each moves a different side
of the account (see `risk.cure_amounts`). Selling and buying back are also given per security, in whole lots. Taxes and
fees of the trades are not counted. Facts only: the client chooses.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from risk import cure_limits
from risk.account import Snapshot
from risk.arrival import Arrival, Clock, Timing
from risk.calendar import Calendar
from risk.cure_amounts import amount_figure, inside_repayment
from risk.cure_limits import Reason, Tradable
from risk.evaluation import band
from risk.fields import BookError, refuse
from risk.figure import Figure, Input
from risk.money import to_text
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import Valuation, value

Limit = Callable[[Valuation, Fraction], Reason | None]


@dataclass(frozen=True, slots=True)
class Cure:
    """One way. `security` and `quantity` are None where any security or plain money will do.

    `counts_from`: the day from which it counts when started now; `last_start`: the latest start that counts
    by the deadline. Both None when no calendar and arrival rules were given. `reason` says why it is not
    feasible.
    """

    kind: str
    security: str | None
    quantity: int | None
    amount: Figure
    after: Figure
    timing: Timing
    reason: Reason | None

    @property
    def feasible(self) -> bool:
        return self.reason is None

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "security": self.security,
            "quantity": self.quantity,
            "amount": self.amount.as_json(),
            "after": self.after.as_json(),
            "counts_from": _iso(self.timing.counts_from),
            "last_start": _iso(self.timing.last_start),
            "feasible": self.feasible,
            "reason": self.reason[0] if self.reason else None,
            "reason_zh": self.reason[1] if self.reason else None,
        }


@dataclass(frozen=True, slots=True)
class CureSet:
    """Every way to `target`; empty when nothing is owed."""

    target: Fraction
    cures: tuple[Cure, ...]

    def as_json(self) -> dict[str, object]:
        return {"target": to_text(self.target), "cures": [cure.as_json() for cure in self.cures]}


def cures(
    s: Snapshot,
    rules: Rulebook,
    target: Fraction | None = None,
    now: datetime | None = None,
    calendar: Calendar | None = None,
    arrival: Arrival | None = None,
    deadline: datetime | None = None,
) -> CureSet:
    """The ways to lift a snapshot to `target` (the restore line when None); raises `BookError` for a target
    ≤ 1.

    `deadline` is that of the open call; without it, an account in band `call` counts as called on its own day.
    """
    goal = s.terms.restore_line if target is None else target
    if goal <= 1:
        raise BookError([refuse("target", "out_of_range", to_text(goal))])
    sheet = Sheet(value(s), rules)
    if sheet.valuation.liabilities == 0:
        return CureSet(goal, ())
    clock = Clock.of(s, now, calendar, arrival, deadline, called=band(sheet) == "call")
    return CureSet(goal, tuple(_Desk(sheet, goal, clock).all()))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Works out every cure of one account toward one target."""

    sheet: Sheet
    target: Fraction
    clock: Clock | None

    def all(self) -> Iterator[Cure]:
        """In the order of the module's first paragraph; a total first, then one security after the other."""
        valuation = self.sheet.valuation
        yield self._outside()
        yield self._added("add_cash", "cash")
        yield self._added("add_security", "securities")
        yield self._inside("sell_to_repay", cure_limits.sale)
        for each in cure_limits.sellables(valuation):
            yield self._order("sell_to_repay", each, cure_limits.repayment)
        if valuation.shorts:
            yield self._inside("buy_to_return", cure_limits.buy_back)
            for each in cure_limits.shorts(valuation):
                yield self._order("buy_to_return", each, cure_limits.buy_back)
        yield self._inside("repay_inside_cash", cure_limits.inside_cash)

    def _outside(self) -> Cure:
        amount = amount_figure(self.sheet, "cure_repay_outside_cash", self.target)
        after = self._after("after_repay_outside_cash", amount.value, assets=0, debts=-1)
        return self._cure(
            "repay_outside_cash", "cash", amount, after, self._limit(cure_limits.repayment, amount)
        )

    def _added(self, kind: str, channel: str) -> Cure:
        amount = amount_figure(self.sheet, "cure_add_collateral", self.target)
        after = self._after("after_add_collateral", amount.value, assets=1, debts=0)
        return self._cure(kind, channel, amount, after, self._limit(lambda *_: None, amount))

    def _inside(self, kind: str, limit: Limit) -> Cure:
        amount = amount_figure(self.sheet, f"cure_{kind}", self.target)
        after = self._after("after_repay_inside", amount.value, assets=-1, debts=-1)
        return self._cure(kind, "trade", amount, after, self._limit(limit, amount))

    def _order(self, kind: str, each: Tradable, limit: Limit) -> Cure:
        """The whole way through one security alone, in lots."""
        needed = self._needed()
        quantity = None if needed is None else each.order(needed)
        amount = self._order_amount(kind, each, quantity)
        # Proceeds beyond the debt stay in the account as cash, so they move neither side.
        debt = self.sheet.valuation.cash_debt
        moved = amount.value
        if moved is not None and debt is not None and kind == "sell_to_repay":
            moved = min(moved, debt)
        after = self._after("after_repay_inside", moved, assets=-1, debts=-1)
        if quantity is None or needed is None:
            reason: Reason | None = cure_limits.UNKNOWN
        else:
            cost = amount.value if kind == "buy_to_return" and amount.value else needed
            reason = cure_limits.order(each, quantity) or limit(self.sheet.valuation, cost)
        return self._cure(kind, "trade", amount, after, reason, each.security, quantity)

    def _order_amount(self, kind: str, each: Tradable, quantity: int | None) -> Figure:
        shares = None if quantity is None else Fraction(quantity)
        inputs = (
            Input("quantity", shares, "shares", each.security),
            Input("price", each.price, "price", each.security, self.sheet.priced_at),
        )
        worth = None if shares is None or each.price is None else shares * each.price
        missing = self.sheet.valuation.missing or (f"{each.security}.price",)
        return self.sheet.figure(
            f"cure_{kind}.{each.security}",
            worth,
            "lower_safer",
            inputs,
            formula="cure_order_amount",
            missing=missing if worth is None else (),
        )

    def _needed(self) -> Fraction | None:
        ratio = self.sheet.ratio
        return inside_repayment(ratio.numerator, ratio.denominator, self.target) if ratio else None

    def _limit(self, limit: Limit, amount: Figure) -> Reason | None:
        return cure_limits.UNKNOWN if amount.value is None else limit(self.sheet.valuation, amount.value)

    def _cure(
        self,
        kind: str,
        channel: str,
        amount: Figure,
        after: Figure,
        reason: Reason | None,
        security: str | None = None,
        quantity: int | None = None,
    ) -> Cure:
        timing = self.clock.timing(channel) if self.clock else Timing()
        late = cure_limits.TOO_LATE if timing.too_late else None
        return Cure(kind, security, quantity, amount, after, timing, reason or late)

    def _after(self, formula: str, moved: Fraction | None, *, assets: int, debts: int) -> Figure:
        """The ratio once `moved` is added to (+1) or taken from (-1) the two sides."""
        ratio, sheet = self.sheet.ratio, self.sheet
        after = None
        if ratio is not None and moved is not None:
            after = Ratio(ratio.numerator + assets * moved, ratio.denominator + debts * moved).value
        missing = sheet.valuation.missing or (("price",) if moved is None else ())
        return sheet.figure(
            "maintenance_ratio",
            after,
            "higher_safer",
            (sheet.assets(), sheet.liabilities(), sheet.money("moved", moved, "amount")),
            unit="ratio",
            formula=formula,
            missing=missing,
        )


def _iso(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()
