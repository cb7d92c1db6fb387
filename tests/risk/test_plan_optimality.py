"""Plans against brute force: on small books every combination of orders is tried, and none is better than the plan."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from risk.account import Snapshot
from risk.book_file import read_book
from risk.deleverage import Plan, PlanRequest, plan
from risk.deleverage_set import PlanName
from risk.evaluation import evaluate
from risk.rulebook import CN
from risk.trade_costs import Costs
from tests.risk.books import Book, book, financing, holding
from tests.scale import trying

LOT = 100
FREE = Costs(stamp_duty=Fraction(0))
TARIFF = Costs(Fraction("0.00025"), Fraction(5), stamp_duty=Fraction("0.0005"))
_MOST_LOTS = 5

_quantities = st.integers(1, _MOST_LOTS).flatmap(
    lambda lots: st.sampled_from((lots * LOT, lots * LOT, lots * LOT + 37))
)
_rows = st.lists(st.tuples(_quantities, st.integers(3, 97)), min_size=1, max_size=5)
_cash = st.sampled_from((0, 0, 1_500, 9_000))
_debts = st.integers(55, 98)
_targets = st.sampled_from((Fraction(13, 10), Fraction(7, 5), Fraction(3, 2), Fraction(2)))


def _book(rows: list[tuple[int, int]], cash: int, share: int) -> Book:
    """Own shares of several securities, a little bought on margin, and debts of `share` per cent of the assets."""
    own = [
        holding(security=f"60000{i}.SH", quantity=quantity, price=f"{price}")
        for i, (quantity, price) in enumerate(rows)
    ]
    worth = sum(quantity * price for quantity, price in rows) + cash
    debt = max(1, worth * share // 100)
    return book(cash=f"{cash}", collateral=own, financing=[financing(quantity=0, amount=f"{debt}")])


def _sizes(quantity: int) -> tuple[int, ...]:
    whole = tuple(range(0, quantity + 1, LOT))
    return whole if whole[-1] == quantity else (*whole, quantity)


def _choices(s: Snapshot, target: Fraction) -> Iterator[tuple[int, int, Fraction]]:
    """Orders, steps and value sold of every combination of orders that reaches the target without costs."""
    debt = s.financing[0].amount
    prices = [row.price or Fraction(0) for row in s.collateral]
    assets = s.cash + sum(
        (row.quantity * price for row, price in zip(s.collateral, prices, strict=True)), Fraction(0)
    )
    for sold in product(*(_sizes(row.quantity) for row in s.collateral)):
        value = sum((n * price for n, price in zip(sold, prices, strict=True)), Fraction(0))
        orders = sum(n > 0 for n in sold)
        repaid = min(value, debt)
        for cash in (Fraction(0), min(s.cash, debt - repaid)):
            if assets - repaid - cash >= target * (debt - repaid - cash):
                yield orders, orders + (cash > 0), value
                break


def _plan(s: Snapshot, target: Fraction, name: PlanName, costs: Costs = FREE) -> Plan:
    return plan(s, CN, PlanRequest(target, costs=costs)).plans[name]


def _reaches(found: Plan, target: Fraction) -> bool:
    """By the evaluation of the account that the last step leaves, which knows nothing of plans."""
    if not found.steps:
        return True
    ratio = evaluate(found.steps[-1].state, CN).figures["maintenance_ratio"].value
    return ratio is None or ratio >= target


@given(_rows, _cash, _debts, _targets)
@trying(12)
def test_no_combination_of_orders_sells_less_or_takes_fewer_steps(
    rows: list[tuple[int, int]], cash: int, share: int, target: Fraction
) -> None:
    s = read_book(_book(rows, cash, share))
    choices = list(_choices(s, target))
    least, fewest = _plan(s, target, "least_sold"), _plan(s, target, "fewest")
    assert least.feasible == fewest.feasible == bool(choices)
    if not choices:
        return
    assert _reaches(least, target) and _reaches(fewest, target)
    assert least.traded.value == min(value for _, _, value in choices)
    steps = min(steps for _, steps, _ in choices)
    assert len(fewest.steps) == steps
    assert fewest.traded.value == min(value for _, n, value in choices if n == steps)


@given(_rows, _debts, _targets)
@trying(12)
def test_no_combination_of_orders_costs_less_but_for_the_rounding_of_fees(
    rows: list[tuple[int, int]], share: int, target: Fraction
) -> None:
    s = read_book(_book(rows, 0, share))
    found = _plan(s, target, "cheapest", TARIFF)
    costs = list(_costs(s, target))
    assert found.feasible == bool(costs)
    if costs:
        assert _reaches(found, target)
        assert found.costs.value is not None
        assert found.costs.value <= min(costs) + Fraction(2 * found.orders + 1, 100)


def _costs(s: Snapshot, target: Fraction) -> Iterator[Fraction]:
    """What each combination that reaches the target costs: 0.025 % but at least 5, and 0.05 % duty, an order."""
    debt = s.financing[0].amount
    worths = [(row.quantity, row.price or Fraction(0)) for row in s.collateral]
    assets = sum((quantity * price for quantity, price in worths), Fraction(0))
    for sold in product(*(_sizes(quantity) for quantity, _ in worths)):
        values = [n * price for n, (_, price) in zip(sold, worths, strict=True) if n]
        fees = sum((_fen(max(Fraction(5), _fen(v / 4000))) + _fen(v / 2000) for v in values), Fraction(0))
        repaid = min(sum(values, Fraction(0)) - fees, debt)
        left = assets - fees - repaid
        if left >= target * (debt - repaid):
            yield fees


def _fen(amount: Fraction) -> Fraction:
    return Fraction(int(amount * 100 + Fraction(1, 2)), 100)
