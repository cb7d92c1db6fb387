"""The ways to bring a called account back to a target ratio: how much each takes, when it counts, whether
it can work.

Six kinds: money from outside repays debt; cash is added; securities are added; own securities are sold to
repay; shorts are bought back and returned; cash already inside repays. They need different amounts because
each moves a different side of the account (see `risk.cure_amounts`). Selling and buying back are also given
per security, in whole lots. Taxes and fees of the trades are not counted. Facts only: the client chooses.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from risk.account import ZERO, Snapshot
from risk.arrival import Arrival, Clock, Timing
from risk.calendar import Calendar
from risk.cure_amounts import amount_figure, inside_repayment
from risk.fields import BookError, refuse
from risk.figure import Figure
from risk.margin import Sheet
from risk.money import to_text
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.valuation import PricedContract, PricedHolding, value

Reason = tuple[str, str]

_UNKNOWN: Reason = ("cannot be determined: something is missing", "资料不全，无法确定")


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

    `deadline` is that of the open call; without it a call made on the snapshot's day is assumed.
    """
    goal = s.terms.restore_line if target is None else target
    if goal <= 1:
        raise BookError([refuse("target", "out_of_range", to_text(goal))])
    sheet = Sheet(value(s), rules)
    if sheet.valuation.liabilities == 0:
        return CureSet(goal, ())
    clock = Clock.of(s, now, calendar, arrival, deadline)
    desk = _Desk(sheet, goal, clock)
    return CureSet(goal, tuple(desk.all()))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Works out every cure of one account toward one target."""

    sheet: Sheet
    target: Fraction
    clock: Clock | None

    def all(self) -> Iterator[Cure]:
        yield self._outside()
        yield self._added("add_cash", "cash")
        yield self._added("add_security", "securities")
        yield self._inside("sell_to_repay", "trade", self._why_not_sell)
        yield from (self._sale(row) for row in self.sheet.valuation.holdings)
        if self.sheet.valuation.shorts:
            yield self._inside("buy_to_return", "trade", self._why_not_buy_back)
            yield from (self._buy_back(row) for row in self.sheet.valuation.shorts)
        yield self._inside("repay_inside_cash", "trade", self._why_not_inside_cash)

    def _outside(self) -> Cure:
        amount = amount_figure(self.sheet, "cure_repay_outside_cash", self.target)
        after = self._after("after_repay_outside_cash", amount.value, assets=0, debts=-1)
        return self._cure("repay_outside_cash", amount, after, "cash", self._why_not_repaid(amount.value))

    def _added(self, kind: str, channel: str) -> Cure:
        amount = amount_figure(self.sheet, "cure_add_collateral", self.target)
        after = self._after("after_add_collateral", amount.value, assets=1, debts=0)
        return self._cure(kind, amount, after, channel, _UNKNOWN if amount.value is None else None)

    def _inside(self, kind: str, channel: str, why_not: Callable[[Fraction], Reason | None]) -> Cure:
        amount = amount_figure(self.sheet, f"cure_{kind}", self.target)
        after = self._after("after_repay_inside", amount.value, assets=-1, debts=-1)
        reason = _UNKNOWN if amount.value is None else why_not(amount.value)
        return self._cure(kind, amount, after, channel, reason)

    def _sale(self, row: PricedHolding) -> Cure:
        holding = row.holding
        quantity = self._lots(row.price, holding.lot)
        worth = None if quantity is None or row.price is None else row.price * quantity
        reason = _UNKNOWN if worth is None or quantity is None else _why_not_sale(row, quantity)
        repaid = None if worth is None else self._repayable(worth)
        if reason is None and repaid != worth and not self._enough(repaid):
            reason = self._debt_reason()
        return self._order("sell_to_repay", holding.security, quantity, worth, repaid, reason)

    def _buy_back(self, row: PricedContract) -> Cure:
        contract = row.contract
        quantity = self._lots(contract.price, 100)
        if quantity is not None and contract.quantity < quantity < contract.quantity + 100:
            quantity = contract.quantity
        worth = None if quantity is None or contract.price is None else contract.price * quantity
        if worth is None or quantity is None:
            reason: Reason | None = _UNKNOWN
        elif quantity > contract.quantity or not self._enough(worth):
            reason = ("more than is owed in this security", "超过该证券的融券数量")
        else:
            reason = self._why_not_buy_back(worth)
        return self._order("buy_to_return", contract.security, quantity, worth, worth, reason)

    def _enough(self, repaid: Fraction | None) -> bool:
        ratio = self.sheet.ratio
        needed = inside_repayment(ratio.numerator, ratio.denominator, self.target) if ratio else None
        return repaid is not None and needed is not None and repaid >= needed

    def _lots(self, price: Fraction | None, lot: int) -> int | None:
        """Shares whose price covers the inside repayment, up to the lot."""
        ratio = self.sheet.ratio
        if ratio is None or not price:
            return None
        needed = inside_repayment(ratio.numerator, ratio.denominator, self.target)
        return (needed / (price * lot)).__ceil__() * lot

    def _repayable(self, worth: Fraction) -> Fraction:
        debt = self.sheet.valuation.cash_debt
        return min(worth, debt) if debt is not None else worth

    def _order(
        self,
        kind: str,
        security: str,
        quantity: int | None,
        worth: Fraction | None,
        repaid: Fraction | None,
        reason: Reason | None,
    ) -> Cure:
        inputs = (
            self.sheet.money(
                "price", None if not quantity or worth is None else worth / quantity, security, priced=True
            ),
        )
        amount = self.sheet.figure(
            f"cure_{kind}.{security}",
            worth,
            "lower_safer",
            inputs,
            formula="cure_order_amount",
            missing=self.sheet.valuation.missing if worth is None else (),
        )
        after = self._after("after_repay_inside", repaid, assets=-1, debts=-1)
        return self._cure(kind, amount, after, "trade", reason, security, quantity)

    def _cure(
        self,
        kind: str,
        amount: Figure,
        after: Figure,
        channel: str,
        reason: Reason | None,
        security: str | None = None,
        quantity: int | None = None,
    ) -> Cure:
        timing = self.clock.timing(channel) if self.clock else Timing()
        if reason is None and timing.too_late:
            reason = ("no longer counts by the deadline", "已来不及在截止时刻前计入")
        return Cure(kind, security, quantity, amount, after, timing, reason)

    def _after(self, formula: str, moved: Fraction | None, *, assets: int, debts: int) -> Figure:
        ratio, sheet = self.sheet.ratio, self.sheet
        after = None
        if ratio is not None and moved is not None:
            after = Ratio(ratio.numerator + assets * moved, ratio.denominator + debts * moved).value
        inputs = (sheet.assets(), sheet.liabilities(), sheet.money("moved", moved, "amount"))
        return sheet.figure(
            "maintenance_ratio",
            after,
            "higher_safer",
            inputs,
            unit="ratio",
            formula=formula,
            missing=sheet.valuation.missing,
        )

    def _why_not_repaid(self, amount: Fraction | None) -> Reason | None:
        debt = self.sheet.valuation.cash_debt
        if amount is None or debt is None:
            return _UNKNOWN
        return self._debt_reason() if amount > debt else None

    def _debt_reason(self) -> Reason:
        debt = self.sheet.valuation.cash_debt or ZERO
        return (
            f"money can repay only {to_text(debt)}; the rest is securities owed",
            f"可用现金偿还的负债只有 {to_text(debt)}，其余为应还证券",
        )

    def _why_not_sell(self, amount: Fraction) -> Reason | None:
        sellable = sum((_sellable_worth(row) for row in self.sheet.valuation.holdings), ZERO) + sum(
            (row.market_value or ZERO for row in self.sheet.valuation.financing), ZERO
        )
        if amount > sellable:
            return (
                f"only {to_text(sellable)} could be sold",
                f"可卖出的证券市值只有 {to_text(sellable)}",
            )
        return self._why_not_repaid(amount)

    def _why_not_buy_back(self, amount: Fraction) -> Reason | None:
        owed = sum((row.market_value or ZERO for row in self.sheet.valuation.shorts), ZERO)
        cash = self.sheet.snapshot.cash
        if amount > min(owed, cash):
            return (
                f"cash is {to_text(cash)} and the shorts are worth {to_text(owed)}",
                f"账户现金 {to_text(cash)}，融券市值 {to_text(owed)}，不足以达到目标",
            )
        return None

    def _why_not_inside_cash(self, amount: Fraction) -> Reason | None:
        own = max(ZERO, self.sheet.snapshot.cash - self.sheet.valuation.short_proceeds)
        if amount > own:
            return (
                f"cash without short proceeds is {to_text(own)}",
                f"扣除融券卖出金额后的现金为 {to_text(own)}，不足以达到目标",
            )
        return self._why_not_repaid(amount)


def _why_not_sale(row: PricedHolding, quantity: int) -> Reason | None:
    holding = row.holding
    if holding.status in ("suspended", "delisting"):
        return (f"{holding.security} does not trade", f"{holding.security} 未在交易")
    if holding.limit_down:
        return (f"{holding.security} is locked at its lower limit", f"{holding.security} 跌停，难以卖出")
    if quantity > holding.settled:
        return (
            f"only {holding.settled} of {holding.security} can be sold",
            f"{holding.security} 可卖数量只有 {holding.settled} 股",
        )
    return None


def _sellable_worth(row: PricedHolding) -> Fraction:
    if row.price is None or _why_not_sale(row, 0):
        return ZERO
    return row.price * row.holding.settled


def _iso(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()
