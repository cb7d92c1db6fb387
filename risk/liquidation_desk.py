"""The run of a forced liquidation: one account taken through an order, name after name, until the line is reached."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from risk import margin
from risk.account import ZERO, Snapshot
from risk.cure_amounts import inside_repayment
from risk.disposal import Market, Stock, owed, stocks
from risk.figure import Figure, RuleRef
from risk.finding import Finding
from risk.liquidation_orders import CASH, RULES, SHORTS, sorted_by
from risk.liquidation_run import Liquidation, OrderSource, Outcome, Unsold
from risk.ratio import Ratio
from risk.sheet import Sheet
from risk.trading import Step, Trading, cash_debt, fen_up, own_cash, total
from risk.valuation import Valuation, value


def rule_of(sheet: Sheet, order: tuple[str, ...], source: OrderSource) -> tuple[RuleRef, ...]:
    """The duty to dispose of collateral, and the contract's clause where its order is followed."""
    duty = sheet.quoted("liquidation_duty")
    if source != "contract":
        return duty
    clause = sheet.snapshot.terms.clauses.get("liquidation_order")
    agreed = RuleRef(
        "liquidation_order", ",".join(order), "contract", "融资融券合同", clause, None, None, "contract"
    )
    return (*duty, agreed)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an account whose prices and interest are known."""

    sheet: Sheet
    order: tuple[str, ...]
    source: OrderSource
    until: Fraction | None
    market: Market
    trading: Trading
    prices: Mapping[str, Fraction]

    def result(self) -> Liquidation:
        """The order gone through until the line is reached, or nothing in it moves the account any more."""
        steps: list[Step] = []
        state, moving = self.sheet.snapshot, True
        while moving and not self._done(state):
            moving = False
            for name in self.order:
                for step in self._steps(state, name, steps):
                    steps.append(step)
                    state, moving = step.state, True
        after = Sheet(value(state), self.sheet.rules)
        return Liquidation(
            self.order,
            self.source,
            self.until,
            margin.maintenance_ratio(self.sheet),
            tuple(steps),
            tuple(self._unsold(after.valuation, self._done(state))),
            self._outcome(state, steps),
            self._figures(after, steps),
            rule_of(self.sheet, self.order, self.source),
            findings=tuple(self._findings()),
        )

    def _steps(self, state: Snapshot, name: str, before: Sequence[Step]) -> Iterator[Step]:
        """What one name of the order does to the account, step after step."""
        if name == CASH:
            yield from self._cash(state)
        elif name == SHORTS:
            for stock in owed(value(state), self.market):
                for step in self._bought(state, stock):
                    yield step
                    state = step.state
        else:
            for stock in self._sellable(state, name):
                for step in self._sold(state, stock, before):
                    yield step
                    state = step.state

    def _sellable(self, state: Snapshot, name: str) -> list[Stock]:
        valuation = value(state)
        found = stocks(valuation, self.market)
        if name not in RULES:
            return [stock for stock in found if stock.security == name]
        rest = [stock for stock in found if stock.security not in self.order]
        return sorted_by(name, rest, self.sheet.valuation, self.market.volumes)

    def _cash(self, state: Snapshot) -> Iterator[Step]:
        money = min(fen_up(self._needed(state)), own_cash(state), cash_debt(value(state)))
        if money > 0 and not self._done(state):
            yield self.trading.inside(state, money)

    def _sold(self, state: Snapshot, stock: Stock, before: Sequence[Step]) -> Iterator[Step]:
        """The smallest sale that is enough; of a stock with a volume, no more than is left of its share."""
        if stock.most is not None:
            taken = sum(step.quantity or 0 for step in before if step.security == stock.security)
            stock = replace(stock, most=max(0, stock.most - taken))
        if self._done(state) or not stock.largest() or self._at_hand(state) >= self._needed(state):
            return
        price = self.prices.get(stock.security)
        yield self.trading.sale(state, stock, self._quantity(state, stock, price), price)

    def _quantity(self, state: Snapshot, stock: Stock, price: Fraction | None) -> int:
        """The smallest order that is enough; the largest there is where none is."""
        largest = stock.largest()
        if not self._enough(state, stock, largest, price):
            return largest
        lots = range(stock.size.minimum, stock.size.within(stock.shares()) + 1, stock.size.step)
        at = bisect_left(lots, True, key=lambda lot: self._enough(state, stock, lot, price))
        return lots[at] if at < len(lots) else largest

    def _enough(self, state: Snapshot, stock: Stock, quantity: int, price: Fraction | None) -> bool:
        after = self.trading.sale(state, stock, quantity, price).state
        return self._done(after) or self._at_hand(after) >= self._needed(after)

    def _bought(self, state: Snapshot, stock: Stock) -> Iterator[Step]:
        """The smallest buy-back that is enough, within the cash there is."""
        if self._done(state) or not stock.largest():
            return
        needed = (self._needed(state) / stock.price).__ceil__()
        quantity = min(stock.at_least(needed), stock.largest())
        affordable = (max(ZERO, state.cash) / stock.price).__floor__()
        quantity = min(quantity, stock.size.within(affordable))
        while quantity:
            step = self.trading.purchase(state, stock, quantity)
            if step.state.cash >= 0:
                yield step
                return
            quantity = stock.size.within(quantity - 1)

    def _needed(self, state: Snapshot) -> Fraction:
        """What of the debts is still to go by the account's own means: all of them where no ratio stops the run."""
        valuation = value(state)
        assets, debts = valuation.assets or ZERO, valuation.liabilities or ZERO
        return debts if self.until is None else min(debts, inside_repayment(assets, debts, self.until))

    def _at_hand(self, state: Snapshot) -> Fraction:
        """What cash can still do where money repays nothing more: buy back what is owed, if the order says so."""
        if cash_debt(value(state)):
            return ZERO
        return state.cash if SHORTS in self.order else self._needed(state)

    def _done(self, state: Snapshot) -> bool:
        valuation = value(state)
        debts = valuation.liabilities or ZERO
        if debts == 0:
            return True
        return self.until is not None and Ratio(valuation.assets or ZERO, debts).at_least(self.until)

    def _outcome(self, state: Snapshot, steps: Sequence[Step]) -> Outcome:
        if not self._done(state):
            return "not_restored"
        if value(state).liabilities == 0:
            return "debt_gone" if steps else "nothing_to_do"
        return "restored" if steps else "nothing_to_do"

    def _unsold(self, after: Valuation, done: bool) -> Iterator[Unsold]:
        for stock in stocks(after, self.market):
            quantity = stock.settled + stock.unsettled
            named = stock.security in self.order or any(name in RULES for name in self.order)
            if quantity:
                reasons = stock.binding or (_left_over(after, done),)
                yield Unsold(stock.security, quantity, reasons if named else ("not_in_order",))

    def _figures(self, after: Sheet, steps: Sequence[Step]) -> dict[str, Figure]:
        orders = [step for step in steps if step.security is not None]
        assets, debts = after.assets(), after.liabilities()
        residual = max(ZERO, (debts.value or ZERO) - (assets.value or ZERO))
        figures = (
            total(self.sheet, "plan_traded", [step.amount for step in orders]),
            total(self.sheet, "plan_costs", [step.costs for step in orders if step.costs]),
            margin.total_assets(after),
            margin.total_liabilities(after),
            margin.net_assets(after),
            margin.maintenance_ratio(after),
            after.figure("residual_debt", residual, "lower_safer", (assets, debts)),
        )
        return {each.name: each for each in figures}

    def _findings(self) -> Iterator[Finding]:
        ratio = self.sheet.ratio
        if ratio and ratio.defined and ratio.at_least(self.sheet.snapshot.terms.liquidation_line):
            yield Finding(
                "above_liquidation_line",
                "info",
                "terms.liquidation_line",
                "the account is on its liquidation line or above it; the run is only supposed",
                "账户未低于平仓线，此处仅为假设推演",
            )
        if self.source == "assumed":
            yield Finding(
                "order_assumed",
                "warning",
                "terms.liquidation_order",
                "the contract data names no order; an order is assumed",
                "合同数据未约定平仓顺序，此处为假设的顺序",
            )


def _left_over(after: Valuation, done: bool) -> str:
    """Why shares that nothing bars were not sold."""
    if done:
        return "not_needed"
    return "lots" if cash_debt(after) else "nothing_to_repay"
