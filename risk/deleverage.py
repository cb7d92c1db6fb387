"""Plans that bring an account to a target ratio, by the client's objective, beside the alternatives.

`cheapest` has the least costs, `least_sold` trades the least value, `fewest` takes the fewest steps; `only_cash` sells
nothing and `only_sell` uses no cash. A mixed-integer program (`risk.deleverage_model`) finds how many shares of what;
then every step is done to the account in exact arithmetic, and what does not reach the target exactly is searched for
again with a little more, or refused. A plan that is shown as reaching reaches. Facts only: the client chooses.

    >>> plan(snapshot, CN, PlanRequest(target=Fraction(3, 2))).chosen.after.display
    '150.00%'
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from risk.account import ZERO, Snapshot
from risk.boards import FIRM_SIZES, board_of
from risk.cure_amounts import inside_repayment, outside_repayment
from risk.cure_limits import repayable
from risk.deleverage_blocking import blocking
from risk.deleverage_model import Objective, Orders, Task, solve
from risk.deleverage_request import PlanRequest, check_request
from risk.deleverage_set import PLAN_NAMES, Blocking, Plan, PlanName, PlanSet
from risk.disposal import Market, owed, stocks
from risk.finding import Finding
from risk.margin import maintenance_ratio
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.trade_costs import Tariff
from risk.trading import Step, Trading, cash_debt, fen_up, on_day, own_cash, total
from risk.valuation import Valuation, value

__all__ = ("Plan", "PlanRequest", "PlanSet", "plan")

_FEN = 100
_NO_ORDERS = Orders((), ())
_OBJECTIVES: Mapping[PlanName, Objective] = MappingProxyType(
    {"cheapest": "cheapest", "least_sold": "least_sold", "fewest": "fewest", "only_sell": "cheapest"}
)
_UNPROVEN = Blocking(
    "unproven",
    False,
    (),
    "the orders that come closest do not reach the target in exact arithmetic",
    "最接近目标的委托经精确复核仍未达到目标",
)


def plan(s: Snapshot, rules: Rulebook, request: PlanRequest) -> PlanSet:
    """Every plan to the target of `request`. Raises `BookError` for conditions out of range or against each other."""
    check_request(request, value(s))
    fixed = on_day(s, request.day)
    sheet = Sheet(value(fixed), rules)
    target = s.terms.restore_line if request.target is None else request.target
    missing, before = sheet.valuation.missing, maintenance_ratio(sheet)
    if missing or sheet.valuation.liabilities == 0:
        return PlanSet(target, request.objective, before, {}, missing)
    market = request.market(sheet.valuation)
    trading = Trading(rules, Tariff.on(market.day, rules, request.costs), market.day, request.repay_first)
    desk = _Desk(sheet, target, request, market, trading)
    plans: dict[PlanName, Plan] = {name: desk.named(name) for name in PLAN_NAMES}
    return PlanSet(target, request.objective, before, plans, findings=tuple(_findings(plans, request)))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Makes the plans of one account, whose prices and interest are known, toward one target."""

    sheet: Sheet
    target: Fraction
    request: PlanRequest
    market: Market
    trading: Trading

    def named(self, name: PlanName) -> Plan:
        """The plan of that name, or one without steps that says what is in the way."""
        if name == "only_cash":
            return self._only_cash()
        task = self._task(only_sell=name == "only_sell")
        return self._searched(name, _OBJECTIVES[name], task)

    def _task(self, *, only_sell: bool) -> Task:
        valuation = self.sheet.valuation
        s = valuation.snapshot
        assert valuation.assets is not None and valuation.liabilities is not None
        return Task(
            self.target,
            valuation.assets,
            valuation.liabilities,
            cash_debt(valuation),
            s.cash,
            ZERO if only_sell else own_cash(s),
            stocks(valuation, self.market),
            () if only_sell else owed(valuation, self.market),
            self.trading.tariff,
            ZERO if only_sell else self.request.cash,
            self.request.orders,
        )

    def _searched(self, name: PlanName, objective: Objective, task: Task, more: Fraction = ZERO) -> Plan:
        """Search, do the orders exactly, and search for a little more where they do not reach the target."""
        found = solve(task, objective, more)
        if found is None:
            return self._plan(name, (), _NO_ORDERS, (_UNPROVEN,) if more else self._in_the_way(task, name))
        steps = self._done(task, found)
        short = self._short(steps)
        if short > 0:
            return self._searched(name, objective, task, more + short + Fraction(1, _FEN))
        return self._plan(name, steps, found)

    def _in_the_way(self, task: Task, name: PlanName) -> tuple[Blocking, ...]:
        return blocking(task, cash_counts=name != "only_sell")

    def _only_cash(self) -> Plan:
        """Own cash first, then as much from outside as it takes, whatever the client has."""
        task = replace(self._task(only_sell=False), sells=(), buys=(), outside=None)
        steps = self._done(task, _NO_ORDERS)
        if self._short(steps) <= 0:
            return self._plan("only_cash", steps, _NO_ORDERS)
        why = repayable(task.cash_debt)
        return self._plan(
            "only_cash", (), _NO_ORDERS, (Blocking(why.code, False, (), why.text, why.text_zh),)
        )

    def _done(self, task: Task, orders: Orders) -> tuple[Step, ...]:
        """The steps in their order: money from outside and inside repays, then sales, then buying back."""
        sells = [(stock, n) for stock, n in zip(task.sells, orders.sells, strict=True) if n]
        buys = [(stock, n) for stock, n in zip(task.buys, orders.buys, strict=True) if n]
        state, steps = self.sheet.snapshot, []
        inside, outside = self._cash_for(task, self._traded(state, task, orders))
        if outside:
            steps.append(self.trading.outside(state, outside))
            state = steps[-1].state
        if inside:
            steps.append(self.trading.inside(state, inside))
            state = steps[-1].state
        for stock, n in sells:
            steps.append(self.trading.sale(state, stock, n))
            state = steps[-1].state
        for stock, n in buys:
            steps.append(self.trading.purchase(state, stock, n))
            state = steps[-1].state
        return tuple(steps)

    def _traded(self, state: Snapshot, task: Task, orders: Orders) -> Snapshot:
        """The account after the orders alone."""
        for stock, n in zip(task.sells, orders.sells, strict=True):
            state = self.trading.sale(state, stock, n).state if n else state
        for stock, n in zip(task.buys, orders.buys, strict=True):
            state = self.trading.purchase(state, stock, n).state if n else state
        return state

    def _cash_for(self, task: Task, traded: Snapshot) -> tuple[Fraction, Fraction]:
        """The least cash inside, and then from outside, that is still needed beside the orders; up to the fen."""
        after = value(traded)
        assets, debts, left = _sides(after)
        needed = fen_up(inside_repayment(assets, debts, self.target))
        inside = max(ZERO, min(needed, task.own_cash, traded.cash, left))
        beside = outside_repayment(assets - inside, debts - inside, self.target)
        limit = left - inside if task.outside is None else min(task.outside, left - inside)
        return inside, min(fen_up(beside), limit)

    def _short(self, steps: tuple[Step, ...]) -> Fraction:
        """What the steps lack to the target, or the cash that they overspend; 0 or less where they reach it."""
        state = steps[-1].state if steps else self.sheet.snapshot
        assets, debts, _ = _sides(value(state))
        overspent = max((-step.state.cash for step in steps), default=ZERO)
        return max(
            ZERO if Ratio(assets, debts).at_least(self.target) else self.target * debts - assets, overspent
        )

    def _plan(
        self, name: PlanName, steps: tuple[Step, ...], found: Orders, why: tuple[Blocking, ...] = ()
    ) -> Plan:
        state = steps[-1].state if steps else self.sheet.snapshot
        within = _within(found)
        orders = [step for step in steps if step.security is not None]
        outside = [step for step in steps if step.kind == "repay_outside_cash"]
        return Plan(
            name,
            steps,
            total(self.sheet, "plan_traded", [step.amount for step in orders]),
            total(self.sheet, "plan_costs", [step.costs for step in orders if step.costs]),
            total(self.sheet, "plan_outside_cash", [step.amount for step in outside]),
            maintenance_ratio(Sheet(value(state), self.sheet.rules)),
            within,
            not why and found.fewest and not within,
            why,
        )


def _sides(valuation: Valuation) -> tuple[Fraction, Fraction, Fraction]:
    """Assets, debts, and the part of the debts that money can repay; all known."""
    assert valuation.assets is not None and valuation.liabilities is not None
    return valuation.assets, valuation.liabilities, cash_debt(valuation)


def _within(found: Orders) -> Fraction:
    """To the fen: what is below that is the solver's arithmetic."""
    return Fraction(max(0, round(found.within * _FEN)), _FEN)


def _findings(plans: dict[PlanName, Plan], request: PlanRequest) -> Iterator[Finding]:
    """What the plans take for granted."""
    traded = (step.security for each in plans.values() for step in each.steps if step.security)
    for code in dict.fromkeys(traded):
        if board_of(code) in FIRM_SIZES:
            yield Finding(
                "order_size_firm_set",
                "info",
                code,
                f"the order sizes of {code}'s board are the firm's setting; the exchange text was not read",
                f"{code} 所在板块的委托数量为公司设置，未核对交易所文本",
            )
    if not request.costs.commission and not request.costs.minimum:
        yield Finding(
            "no_commission",
            "info",
            "costs",
            "no commission was given and none is counted",
            "未提供佣金费率，未计佣金",
        )
