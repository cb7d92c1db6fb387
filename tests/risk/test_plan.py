"""Deleverage plans worked out by hand, the conditions they keep, and why there is none where there is none."""

from datetime import date
from fractions import Fraction

import pytest

from risk.deleverage import Plan, PlanRequest, PlanSet, plan
from risk.fields import BookError
from risk.finding import Finding
from risk.rulebook import CN
from risk.trade_costs import Costs
from tests.risk.books import Book, book, called, financing, holding, short, snapshot, two_legged

OWN, BOUGHT, STAR = "600519.SH", "600036.SH", "688981.SH"
FREE = Costs(stamp_duty=Fraction(0))


def _plans(raw: Book, **asked: object) -> PlanSet:
    return plan(snapshot(raw), CN, PlanRequest(**{"costs": FREE, **asked}))  # type: ignore[arg-type]


def _chosen(raw: Book, **asked: object) -> Plan:
    found = _plans(raw, **asked).chosen
    assert found is not None
    return found


def _orders(found: Plan) -> list[tuple[str, str | None, int | None]]:
    return [(step.kind, step.security, step.quantity) for step in found.steps]


def _blocking(found: Plan) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(each.condition, each.alone, each.securities) for each in found.blocking]


def _refusals(raw: Book, **asked: object) -> list[tuple[str, str]]:
    with pytest.raises(BookError) as caught:
        _plans(raw, **asked)
    return [(error.field, error.code) for error in caught.value.errors]


def test_a_called_account_is_brought_back_by_hand_computed_orders() -> None:
    """Assets 1,280,000, debts 1,000,000, target 140 %: (1.4 × 1,000,000 − 1,280,000) ÷ 0.4 = 300,000 from inside.

    Own cash repays 100,000 of it and 200,000 are left to sell, at 35.00 or 1,600.00. Lots of 3,500 and 160,000:
    200,000 is 58 lots of the first (203,000), and with one lot of the second 40,000 is left, 12 lots (42,000).
    160,000 + 42,000 = 202,000 is the least; 203,000 with one order is the fewest beside the cash.
    """
    found = _plans(called(), target=Fraction("1.4"))
    assert found.before.display == "128.00%"
    least = found.plans["least_sold"]
    assert least.traded.value == 202_000
    assert sorted(_orders(least))[1:] == [("sell_to_repay", BOUGHT, 1_200), ("sell_to_repay", OWN, 100)]
    assert least.steps[0].amount.value == 98_000
    assert least.after.value == Fraction("1.4")
    fewest = found.plans["fewest"]
    assert _orders(fewest) == [("sell_to_repay", BOUGHT, 8_600)]
    assert (fewest.traded.value, fewest.orders) == (301_000, 1)


def test_only_cash_and_only_selling_stand_beside_the_objectives() -> None:
    """Own cash of 100,000 leaves 1,180,000 over 900,000; from outside 900,000 − 1,180,000 ÷ 1.4 = 57,142.86, up."""
    found = _plans(called(), target=Fraction("1.4"))
    assert tuple(found.plans) == ("cheapest", "least_sold", "fewest", "only_cash", "only_sell")
    cash = found.plans["only_cash"]
    assert [step.kind for step in cash.steps] == ["repay_outside_cash", "repay_inside_cash"]
    assert cash.outside_cash.value == Fraction("57142.86")
    assert cash.after.display == "140.00%"
    assert {step.kind for step in found.plans["only_sell"].steps} == {"sell_to_repay"}
    assert found.plans["only_sell"].traded.value == 300_000  # 160,000 and 40 lots of 3,500


def test_stamp_duty_and_the_least_commission_are_counted_to_the_fen() -> None:
    """Sales of 301,000 bring 150.50 duty; 0.025 % commission is 75.25; 301,000 − 225.75 repays.

    1,280,000 − 301,000 = 979,000 over 1,000,000 − 300,774.25 = 699,225.75 is 140.01 %; a lot less reaches 139.99 %.
    """
    costs = Costs(Fraction("0.00025"), Fraction(5))
    found = _chosen(called(), target=Fraction("1.4"), objective="fewest", only=(BOUGHT,), costs=costs)
    (sale,) = found.steps
    assert (sale.quantity, sale.amount.value) == (8_600, 301_000)
    assert sale.costs is not None and sale.costs.value == Fraction("225.75")
    assert sale.costs.rule[0].param == "stamp_duty_on_sale"
    assert sale.after.value == Fraction(979_000) / Fraction("699225.75")


def test_the_least_commission_is_that_of_each_order() -> None:
    """10,000 over 7,000 to 150 %: a lot of 1,000 would do without costs; two cost 5.00 and 1.00 and bring 1,994."""
    raw = book(
        cash="0",
        collateral=[holding(quantity=1_000, price="10.00")],
        financing=[financing(quantity=0, amount="7000.00")],
    )
    found = _chosen(raw, target=Fraction("1.5"), costs=Costs(Fraction("0.00025"), Fraction(5)))
    assert _orders(found) == [("sell_to_repay", OWN, 200)]
    assert found.costs.value == 6
    assert found.after.value == Fraction(8_000, 5_006)


def test_money_from_outside_is_used_up_to_what_the_client_has() -> None:
    """With 40,000 from outside 1,280,000 over 960,000 is left: inside (1.4 × 960,000 − 1,280,000) ÷ 0.4 = 160,000.

    Own cash of 100,000 and 18 lots of 3,500 are 163,000, so that less is needed from outside:
    837,000 − 1,117,000 ÷ 1.4 = 39,142.86.
    """
    found = _chosen(called(), target=Fraction("1.4"), cash=Fraction(40_000), objective="least_sold")
    assert found.outside_cash.value == Fraction("39142.86")
    assert [step.kind for step in found.steps][:2] == ["repay_outside_cash", "repay_inside_cash"]
    assert found.traded.value == 63_000  # 160,000 less own cash of 100,000 is 60,000: 18 lots of 3,500


def test_an_account_on_its_target_needs_no_step() -> None:
    for each in _plans(called(), target=Fraction("1.28")).plans.values():
        assert (each.feasible, each.steps, each.traded.value) == (True, (), 0)


def test_shorts_are_bought_back_in_lots_with_the_cash_there_is() -> None:
    """Only the short is in the way: cash 500,000, short 10,000 at 30.00 and nothing else owed.

    (2.5 × 300,000 − 500,000) ÷ 1.5 = 166,666.67 to buy back: 5,600 shares for 168,000, 332,000 over 132,000.
    """
    raw = book(cash="500000.00", shorts=[short(quantity=10_000, price="30.00", proceeds="300000.00")])
    found = _chosen(raw, target=Fraction("2.5"))
    assert _orders(found) == [("buy_to_return", "000001.SZ", 5_600)]
    assert found.after.value == Fraction(332_000, 132_000)
    assert found.steps[0].state.shorts[0].amount == 300_000 * Fraction(44, 100)


def test_sales_beyond_what_money_can_repay_may_buy_back() -> None:
    found = _chosen(two_legged(), target=Fraction(9), objective="least_sold")
    assert [step.kind for step in found.steps] == ["repay_inside_cash", "sell_to_repay", "buy_to_return"]
    assert found.feasible and min(step.state.cash for step in found.steps) >= 0


def test_star_shares_are_sold_from_two_hundred_on_one_by_one() -> None:
    """At 40.00 a share (1.4 × 100,000 − 130,000) ÷ 0.4 = 25,000 is 625 shares; 130.1 % would take 9, but 200 are the least."""
    raw = book(
        cash="0",
        collateral=[holding(security=STAR, quantity=3_250, price="40.00")],
        financing=[financing(quantity=0, amount="100000.00")],
    )
    found = _plans(raw, target=Fraction("1.4"))
    assert found.chosen is not None
    assert _orders(found.chosen) == [("sell_to_repay", STAR, 625)]
    assert [(each.code, each.path) for each in found.findings] == [
        ("order_size_firm_set", STAR),
        ("no_commission", "costs"),
    ]
    few = _chosen(raw, target=Fraction("1.301"))
    assert _orders(few) == [("sell_to_repay", STAR, 200)]


def test_an_odd_remainder_goes_whole_or_not_at_all() -> None:
    raw = book(
        cash="0",
        collateral=[holding(quantity=150, price="100.00")],
        financing=[financing(quantity=0, amount="10500.00")],
    )
    assert _orders(_chosen(raw, target=Fraction(100))) == [("sell_to_repay", OWN, 150)]
    assert _orders(_chosen(raw, target=Fraction("1.45"))) == [("sell_to_repay", OWN, 100)]


def test_rows_of_one_security_at_two_prices_are_sold_at_their_own() -> None:
    raw = called()
    raw["collateral"] = [holding(quantity=100, price="10.00"), holding(quantity=100, price="20.00")]
    found = _chosen(raw, target=Fraction("1.5"), objective="least_sold", exclude=(BOUGHT,))
    assert not found.feasible
    wide = _chosen(raw, target=Fraction("0.9") + 1, objective="fewest")
    assert all(step.security for step in wide.steps if step.kind == "sell_to_repay")


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"status": "suspended"}, "suspended"),
        ({"limit_down": True}, "limit_down"),
        ({"sellable": 0}, "t_plus_one"),
    ],
)
def test_what_keeps_a_target_out_of_reach_is_named(change: Book, condition: str) -> None:
    raw = book(
        cash="0",
        collateral=[holding(quantity=1_000, price="130.00", **change)],
        financing=[financing(quantity=0, amount="100000.00")],
    )
    found = _chosen(raw, target=Fraction("1.4"), objective="least_sold")
    assert found.steps == () and found.after.display == "130.00%" and not found.proven
    assert _blocking(found) == [(condition, True, (OWN,)), ("outside_cash", True, ())]


def test_what_was_bought_on_margin_the_same_day_is_sold_from_the_next_session() -> None:
    raw = called()
    raw["financing"][0]["opened"] = "2026-11-20"
    asked = {"target": Fraction("1.9"), "objective": "least_sold"}
    today = _chosen(raw, **asked)
    assert _blocking(today)[0] == ("t_plus_one", True, (BOUGHT,))
    assert _chosen(raw, day=date(2026, 11, 23), **asked).feasible


def test_a_short_sold_the_same_day_is_returned_from_the_next_session() -> None:
    sold = short(quantity=10_000, price="30.00", proceeds="300000.00", opened="2026-11-20")
    found = _chosen(book(cash="500000.00", shorts=[sold]), target=Fraction("2.5"))
    assert _blocking(found) == [("t_plus_one", True, ("000001.SZ",))]


def test_an_exclusion_in_the_way_is_named_and_so_is_a_limit_of_orders() -> None:
    found = _plans(called(), target=Fraction(2), exclude=(BOUGHT,))
    assert _blocking(found.plans["cheapest"]) == [("excluded", True, (BOUGHT,)), ("outside_cash", True, ())]
    assert _blocking(found.plans["only_sell"]) == [("excluded", True, (BOUGHT,))]
    none = _chosen(called(), target=Fraction("1.5"), orders=0)
    assert _blocking(none) == [("orders", True, ()), ("outside_cash", True, ())]


def test_liquidity_bounds_an_order_and_is_named() -> None:
    asked = {"target": Fraction("1.9"), "share": Fraction(1, 10)}
    found = _chosen(called(), volumes={BOUGHT: 50_000}, only=(BOUGHT,), **asked)
    assert ("liquidity", False, (BOUGHT,)) in _blocking(found) or ("liquidity", True, (BOUGHT,)) in _blocking(
        found
    )
    wide = _chosen(called(), volumes={BOUGHT: 500_000}, **asked)
    assert wide.feasible and all((step.quantity or 0) <= 50_000 for step in wide.steps)


def test_conditions_that_only_together_are_in_the_way_are_named_together() -> None:
    """Half of what is needed is suspended and half is excluded; a client with no money from outside needs both."""
    raw = book(
        cash="0",
        collateral=[
            holding(quantity=600, price="100.00", status="suspended"),
            holding(security="600000.SH", quantity=600, price="100.00"),
        ],
        financing=[financing(quantity=0, amount="100000.00")],
    )
    only = _plans(raw, target=Fraction("2.5"), exclude=("600000.SH",)).plans["only_sell"]
    assert _blocking(only) == [("excluded", False, ("600000.SH",)), ("suspended", False, (OWN,))]


def test_an_account_under_water_or_without_enough_to_sell_is_itself_the_reason() -> None:
    sunk = called()
    sunk["financing"][0]["price"] = "15.00"
    assert [each.condition for each in _plans(sunk).plans["only_sell"].blocking] == ["under_water"]
    owed = book(
        cash="300000.00",
        collateral=[holding(quantity=1_000, price="100.00")],
        shorts=[short(quantity=10_000, price="30.00", proceeds="300000.00", interest="100.00")],
    )
    found = _plans(owed, target=Fraction(2))
    assert [each.condition for each in found.plans["only_cash"].blocking] == ["not_repayable"]
    assert [each.condition for each in found.plans["only_sell"].blocking] == ["not_repayable"]
    cash_rich = book(
        cash="0", other_collateral="150000.00", financing=[financing(quantity=0, amount="100000.00")]
    )
    assert [each.condition for each in _plans(cash_rich, target=Fraction(2)).plans["only_sell"].blocking] == [
        "not_enough"
    ]


def test_what_repays_first_is_the_clients_or_the_rules_choice() -> None:
    """The nearest due day first; with F2 named, F2 first: the sale of 10,000 pays 40 interest, then principal."""
    raw = book(
        cash="0",
        collateral=[holding(quantity=1_000, price="100.00")],
        financing=[
            financing(quantity=0, amount="40000.00", due="2027-03-01", interest="30.00"),
            financing(contract="F2", quantity=0, amount="30000.00", due="2027-04-01", interest="40.00"),
        ],
    )
    asked = {"target": Fraction("1.5"), "objective": "fewest"}
    by_rule = _chosen(raw, **asked).steps[0].repaid
    assert [(each.contract, each.interest) for each in by_rule] == [("F1", 30)]
    named = _chosen(raw, repay_first=("F2",), **asked).steps[0].repaid
    assert (named[0].contract, named[0].interest, named[0].principal) == ("F2", 40, 19_960)


def test_equal_questions_have_equal_answers_and_other_targets_other_ones() -> None:
    first, again = (_plans(called(), target=Fraction("1.5")) for _ in range(2))
    assert first.as_json() == again.as_json()
    assert first.trace_id != _plans(called(), target=Fraction("1.6")).trace_id
    said = first.as_json()
    assert said["feasible"] is True and said["blocking"] == []
    alternatives = said["alternatives"]
    assert isinstance(alternatives, list) and len(alternatives) == 4


def test_nothing_owed_and_something_unknown_have_no_plan() -> None:
    free = _plans(book(collateral=[holding()]))
    assert (free.chosen, free.missing, free.before.value) == (None, (), None)
    assert (free.as_json()["feasible"], free.as_json()["steps"]) == (True, [])
    raw = called()
    raw["collateral"][0]["price"] = None
    unknown = _plans(raw)
    assert unknown.missing == (f"{OWN}.price",)
    assert unknown.as_json()["feasible"] is False


def test_conditions_out_of_range_or_against_each_other_are_refused_by_name() -> None:
    assert _refusals(called(), target=Fraction(1)) == [("target", "out_of_range")]
    assert _refusals(called(), objective="best") == [("objective", "not_one_of")]
    assert _refusals(called(), cash=Fraction(-1), orders=-1) == [
        ("cash", "negative"),
        ("orders", "out_of_range"),
    ]
    assert _refusals(called(), share=Fraction(2)) == [("share", "out_of_range")]
    assert _refusals(called(), volumes={BOUGHT: 1}) == [("share", "missing")]
    assert _refusals(called(), volumes={"1": 1, BOUGHT: -1}, share=Fraction(1)) == [
        ("volumes.1", "not_one_of"),
        (f"volumes.{BOUGHT}", "negative"),
    ]
    assert _refusals(called(), exclude=("X",)) == [("exclude[0]", "not_one_of")]
    assert _refusals(called(), exclude=(BOUGHT,), only=(BOUGHT,)) == [("exclude[0]", "contradicts")]
    assert _refusals(called(), repay_first=("F1", "F1", "F9")) == [
        ("repay_first[2]", "not_one_of"),
        ("repay_first[1]", "duplicate"),
    ]
    costs = Costs(Fraction(1), Fraction(-1), Fraction(0), Fraction(-1))
    assert _refusals(called(), costs=costs) == [
        ("commission", "out_of_range"),
        ("stamp_duty", "out_of_range"),
        ("least_commission", "negative"),
    ]


def test_a_day_before_the_book_is_refused() -> None:
    assert _refusals(called(), day=date(2026, 11, 19)) == [("day", "out_of_range")]


def test_a_finding_tells_that_no_commission_is_counted() -> None:
    assert [each.code for each in _plans(called()).findings] == ["no_commission"]
    counted = _plans(called(), costs=Costs(Fraction("0.00025")))
    assert counted.findings == () and isinstance(counted.findings, tuple)
    assert not any(isinstance(each, Finding) for each in counted.findings)


def test_what_the_rounding_of_fees_keeps_from_the_target_takes_a_lot_more_or_is_refused() -> None:
    """One lot of 1,010.00 bears 0.505 of duty, charged as 0.51: half a fen short of 9,090 over 5,990.505."""
    target = Fraction(9_090) / Fraction("5990.505")
    raw = book(
        cash="0",
        collateral=[holding(quantity=1_000, price="10.10")],
        financing=[financing(quantity=0, amount="7000.00")],
    )
    found = _chosen(raw, target=target, costs=Costs())
    assert _orders(found) == [("sell_to_repay", OWN, 200)]
    assert found.after.value is not None and found.after.value > target
    raw["collateral"] = [
        holding(quantity=100, price="10.10"),
        holding(security="S", status="suspended", price="90.90"),
    ]
    refused = _plans(raw, target=target, costs=Costs()).plans["only_sell"]
    assert [each.condition for each in refused.blocking] == ["unproven"]


def test_many_holdings_are_planned_close_to_the_best_and_say_how_close() -> None:
    rows = [
        holding(security=f"{600000 + i}.SH", quantity=100 * (7 + i), price=f"{11 + 3 * i}.37")
        for i in range(9)
    ]
    worth = sum(row["quantity"] * Fraction(row["price"]) for row in rows)
    raw = book(cash="0", collateral=rows, financing=[financing(quantity=0, amount=str(int(worth * 3 / 4)))])
    for costs in (Costs(), Costs(Fraction("0.0003"), Fraction(5))):
        found = _plans(raw, target=Fraction("1.4"), costs=costs)
        least = found.plans["least_sold"]
        assert (least.traded.value or 0) <= (found.plans["fewest"].traded.value or 0) + least.within
        assert found.plans["fewest"].orders <= least.orders


def test_a_condition_as_json_names_its_securities() -> None:
    (first, *_) = _plans(called(), target=Fraction(2), exclude=(BOUGHT,)).plans["only_sell"].blocking
    assert first.as_json()["securities"] == [BOUGHT]
    assert first.text_zh == "客户指定不卖出的证券（600036.SH）"
