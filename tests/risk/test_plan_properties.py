"""Laws of plans and forced liquidations that hold for every account: what reaches reaches, and nothing is made up."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from risk.account import Snapshot
from risk.deleverage import PlanRequest, plan
from risk.evaluation import evaluate
from risk.liquidation import LiquidationRequest, Until, liquidate
from risk.rulebook import CN
from risk.trade_costs import Costs
from tests.risk.books import random_book, snapshot
from tests.scale import trying

_books = st.integers(0, 10_000).map(random_book)
_targets = st.integers(105, 400).map(lambda percent: Fraction(percent, 100))
_costs = st.sampled_from((Costs(), Costs(Fraction("0.0003"), Fraction(5), Fraction("0.00001"))))
_orders = st.sampled_from(
    (("cash", "value", "shorts"), ("book",), ("loss", "shorts", "cash"), ("shorts", "opened"))
)
_untils = st.sampled_from(("restore_line", "liquidation_line", "no_debt"))


def _ratio(s: Snapshot) -> Fraction | None:
    return evaluate(s, CN).figures["maintenance_ratio"].value


def _net(s: Snapshot) -> Fraction:
    value = evaluate(s, CN).figures["net_assets"].value
    assert value is not None
    return value


@given(_books, _targets, _costs)
@trying(15)
def test_every_plan_that_is_shown_reaches_and_loses_its_costs_and_nothing_else(
    raw: dict[str, object], target: Fraction, costs: Costs
) -> None:
    s = snapshot(raw)
    found = plan(s, CN, PlanRequest(target, costs=costs, cash=Fraction(20_000)))
    assume(found.plans)
    before = _net(s)
    for each in found.plans.values():
        assert each.feasible != bool(each.blocking)
        if not each.feasible or not each.steps:
            assert each.steps == ()
            continue
        state = each.steps[-1].state
        ratio = _ratio(state)
        assert ratio is None or ratio >= target
        assert ratio == each.after.value
        assert all(step.state.cash >= 0 for step in each.steps)
        assert each.costs.value is not None and each.outside_cash.value is not None
        assert _net(state) == before - each.costs.value + each.outside_cash.value
        assert all(not step.quantity or step.quantity > 0 for step in each.steps)


@given(_books, _targets, st.integers(0, 3))
@trying(15)
def test_excluded_securities_are_never_sold_and_orders_never_exceed_their_number(
    raw: dict[str, object], target: Fraction, most: int
) -> None:
    s = snapshot(raw)
    owned = [row.security for row in s.collateral if row.quantity]
    assume(owned)
    found = plan(s, CN, PlanRequest(target, exclude=(owned[0],), orders=most))
    for name, each in found.plans.items():
        assert all(step.security != owned[0] or step.kind == "buy_to_return" for step in each.steps)
        assert each.orders <= most, name


@given(_books, _orders, _untils, _costs)
@trying(30)
def test_a_forced_liquidation_stops_at_its_line_and_loses_its_costs_and_nothing_else(
    raw: dict[str, object], order: tuple[str, ...], until: Until, costs: Costs
) -> None:
    s = snapshot(raw)
    found = liquidate(s, CN, LiquidationRequest(order=order, until=until, costs=costs))
    assume(found.steps)
    state = found.steps[-1].state
    assert _net(state) == _net(s) - (found.figures["plan_costs"].value or 0)
    assert all(step.state.cash >= 0 for step in found.steps)
    ratio = _ratio(state)
    if found.outcome == "restored":
        assert found.until is not None and ratio is not None and ratio >= found.until
        last = found.steps[-2].state if len(found.steps) > 1 else s
        was = _ratio(last)
        assert was is not None and was < found.until
    elif found.outcome == "debt_gone":
        assert ratio is None
    for code, quantity in found.sold.items():
        there = sum(row.quantity for row in (*s.collateral, *s.financing) if row.security == code)
        assert 0 < quantity <= there
