"""Which orders bring an account to a target ratio: as a mixed-integer program, by one of three objectives.

With A assets, D debts and t the target, sales that repay R in all, buy-backs of B, costs F and o repaid from outside,
the account stands at A − R − B − F over D − R − B − o, which is on the target or above it where

    (t − 1) × (R + B) + t × o − F ≥ t × D − A

Per security the program chooses no order, a minimum and so many steps more, or all there is. What sales bring repays
until money can repay no more; what is left then, and the cash of the account, may buy back. The answer is a number
of shares per security: the sums of money follow from it exactly, in `risk.deleverage`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from risk.account import ZERO
from risk.disposal import NOTHING, Stock
from risk.integer_program import IntegerProgram, Optimum, Terms, plus, times
from risk.trade_costs import Tariff

Objective = Literal["cheapest", "least_sold", "fewest"]
OBJECTIVES: tuple[Objective, ...] = ("cheapest", "least_sold", "fewest")
NODES = 500
NODES_TO_SETTLE = 150
_WHOLE = 1e-6
_HALF_A_FEN = 0.005
_SCALE = 1000
_SMALL = 6
_TOLERATED: Mapping[Objective, float] = MappingProxyType(
    {"cheapest": 0.01, "least_sold": 10.0, "fewest": 0.0}
)
"""Yuan from the best at which a search ends in accounts of more than `_SMALL` securities."""


@dataclass(frozen=True, slots=True)
class Task:
    """The two sides of an account in money, what can be traded, and the conditions; `relaxed` are taken away.

    `outside` is the most that may come from outside, None for any sum; `orders` the most orders, None for any number.
    """

    target: Fraction
    assets: Fraction
    debts: Fraction
    cash_debt: Fraction
    cash: Fraction
    own_cash: Fraction
    sells: tuple[Stock, ...]
    buys: tuple[Stock, ...]
    tariff: Tariff
    outside: Fraction | None = ZERO
    orders: int | None = None
    relaxed: frozenset[str] = NOTHING

    @property
    def unit(self) -> float:
        """The sum that the program counts as one, so that its numbers are neither large nor small."""
        return max(1.0, float(self.debts) / _SCALE)

    def scaled(self, amount: Fraction) -> float:
        """An amount in units of the program."""
        return float(amount) / self.unit

    @property
    def lacking(self) -> Fraction:
        """target × debts − assets; nothing is to be done at 0 or below."""
        return self.target * self.debts - self.assets


@dataclass(frozen=True, slots=True)
class Orders:
    """Shares per stock, in the order of the task; `within` is how far in yuan the total may lie from the best.

    `fewest` says that no fewer steps will do, where steps were counted.
    """

    sells: tuple[int, ...]
    buys: tuple[int, ...]
    within: float = 0.0
    fewest: bool = True


@dataclass(frozen=True, slots=True)
class _Order:
    """One stock in the program: its shares, whether it is traded, its worth and its costs, all linear."""

    stock: Stock
    shares: Terms
    used: Terms
    worth: Terms
    costs: Terms


def solve(task: Task, objective: Objective, more: Fraction = ZERO) -> Orders | None:
    """The best orders by `objective`, with `more` lacking than there is; None where none reach the target.

    What has a tie, steps and costs that do not grow with the value traded, is settled by the least value.
    """
    program, sells, buys, cash = _built(task, more)
    orders = [*sells, *buys]
    used = plus(*(each.used for each in orders), cash)
    worth, costs = _sum(each.worth for each in orders), _sum(each.costs for each in orders)
    goal = {"cheapest": costs, "least_sold": worth, "fewest": used}[objective]
    found = program.minimise(goal, NODES, _gap(task, objective))
    if found is None:
        return None
    within, fewest = found.total - found.bound, True
    settling = NODES if _is_small(task) else NODES_TO_SETTLE
    if objective == "fewest":
        fewest = found.bound > round(found.total) - 1 + _WHOLE
        program.row(used, high=round(found.total))
        found = program.minimise(worth, settling, _gap(task, "least_sold")) or found
        within = found.total - found.bound
    elif objective == "cheapest" and not task.tariff.commission:
        program.row(costs, high=found.total + _HALF_A_FEN / task.unit)
        found = program.minimise(worth, settling, _gap(task, "least_sold")) or found
    return Orders(_chosen(sells, found), _chosen(buys, found), within * task.unit, fewest)


def _gap(task: Task, objective: Objective) -> float:
    """The tolerated distance from the best, as a share of what the best is at least about."""
    if _is_small(task):
        return 0.0
    about = float(task.lacking / (task.target - 1))
    if objective == "cheapest":
        about *= float(task.tariff.commission + task.tariff.transfer + task.tariff.stamp_duty)
    return _TOLERATED[objective] / about if about > 0 else 0.0


def _is_small(task: Task) -> bool:
    return len(task.sells) + len(task.buys) <= _SMALL


def feasible(task: Task) -> bool:
    """Whether any orders reach the target."""
    program, *_ = _built(task, ZERO)
    return program.minimise({}, NODES) is not None


def _built(task: Task, more: Fraction) -> tuple[IntegerProgram, list[_Order], list[_Order], Terms]:
    """The program of a task, its orders, and the repayments in cash that count as steps."""
    program = IntegerProgram()
    sells = [_order(program, task, stock, sold=True) for stock in task.sells]
    buys = [_order(program, task, stock, sold=False) for stock in task.buys]
    inside, outside, proceeds = (program.variable() for _ in range(3))
    paid = (program.variable(1.0, whole=True), program.variable(1.0, whole=True))
    net = plus(_sum(each.worth for each in sells), times(-1, _sum(each.costs for each in sells)))
    bought, spent = _sum(each.worth for each in buys), _sum(each.costs for each in buys)
    t, debt = float(task.target), task.scaled(task.cash_debt)
    repaid = {inside: 1.0, proceeds: 1.0}
    program.row(
        plus(
            times(t - 1, plus(repaid, bought)),
            {outside: t},
            times(-1, _sum(each.costs for each in (*sells, *buys))),
        ),
        low=task.scaled(task.lacking + more),
    )
    program.row(plus(repaid, {outside: 1.0}), high=debt)
    program.row({inside: 1.0, paid[0]: -task.scaled(min(task.own_cash, task.cash_debt))}, high=0)
    limit = task.cash_debt if task.outside is None else min(task.outside, task.cash_debt)
    program.row({outside: 1.0, paid[1]: -task.scaled(limit)}, high=0)
    _repay_first(program, task, net, proceeds, plus(repaid, {outside: 1.0}))
    program.row(
        plus(times(-1, net), {inside: 1.0, proceeds: 1.0}, bought, spent),
        high=task.scaled(max(ZERO, task.cash)),
    )
    if task.orders is not None:
        program.row(_sum(each.used for each in (*sells, *buys)), high=task.orders)
    return program, sells, buys, {paid[0]: 1.0, paid[1]: 1.0}


def _repay_first(program: IntegerProgram, task: Task, net: Terms, proceeds: int, repaid: Terms) -> None:
    """All that sales bring repays, unless money can repay no more: which only then may keep the rest as cash."""
    kept = plus(net, {proceeds: -1.0})
    program.row(kept, low=0)
    if not task.buys and task.lacking / (task.target - 1) + _largest_step(task) < task.cash_debt:
        program.row(kept, high=0)
        return
    cleared = program.variable(1, whole=True)
    most = sum((each.price * each.shares(task.relaxed) for each in task.sells), ZERO)
    program.row(plus(kept, {cleared: -task.scaled(most)}), high=0)
    program.row(plus(repaid, {cleared: -task.scaled(task.cash_debt)}), low=0)


def _largest_step(task: Task) -> Fraction:
    """By how much sales may overshoot: the dearest order that cannot be made smaller."""
    return max(
        (each.price * max(each.sized(task.relaxed).minimum, each.whole(task.relaxed)) for each in task.sells),
        default=ZERO,
    )


def _order(program: IntegerProgram, task: Task, stock: Stock, *, sold: bool) -> _Order:
    """The variables of one stock: a minimum, steps beyond it, and everything where that closes an odd remainder."""
    size, shares = stock.sized(task.relaxed), stock.shares(task.relaxed)
    some = program.variable(1.0 if shares >= size.minimum else 0.0, whole=True)
    most = float(max(0, shares - size.minimum) // size.step)
    steps = program.variable(most, whole=True)
    program.row({steps: 1.0, some: -most}, high=0)
    whole = stock.whole(task.relaxed)
    all_ = program.variable(1.0 if whole else 0.0, whole=True)
    program.row({some: 1.0, all_: 1.0}, high=1)
    traded = {some: float(size.minimum), steps: float(size.step), all_: float(whole)}
    used, worth = {some: 1.0, all_: 1.0}, times(task.scaled(stock.price), traded)
    duty = task.tariff.duty_on(stock.security) if sold else ZERO
    return _Order(stock, traded, used, worth, _costs(program, task, duty, used, worth))


def _costs(program: IntegerProgram, task: Task, duty: Fraction, used: Terms, worth: Terms) -> Terms:
    """What an order costs, before rounding: a commission with a minimum is a variable above both."""
    tariff = task.tariff
    by_worth = times(float(tariff.transfer + duty), worth)
    commission = times(float(tariff.commission), worth)
    if not tariff.minimum:
        return plus(by_worth, commission)
    charged = program.variable()
    program.row(plus({charged: 1.0}, times(-1, commission)), low=0)
    program.row(plus({charged: 1.0}, times(-task.scaled(tariff.minimum), used)), low=0)
    return plus(by_worth, {charged: 1.0})


def _sum(parts: Iterable[Terms]) -> dict[int, float]:
    return plus(*parts)


def _chosen(orders: Iterable[_Order], found: Optimum) -> tuple[int, ...]:
    return tuple(
        sum(round(factor) * round(found.values[variable]) for variable, factor in each.shares.items())
        for each in orders
    )
