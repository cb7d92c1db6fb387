"""Forced liquidations worked out by hand, in several orders, replayed and side by side with another order."""

from datetime import date
from fractions import Fraction

import pytest

from risk.fields import BookError
from risk.liquidation import Liquidation, LiquidationRequest, counterfactual, liquidate
from risk.rulebook import CN
from risk.trade_costs import Costs
from tests.risk.books import TERMS, Book, book, called, financing, holding, short, snapshot, two_legged

A, B, OWN = "600036.SH", "601318.SH", "600519.SH"
FREE = Costs(stamp_duty=Fraction(0))


def _run(raw: Book, *order: str, **asked: object) -> Liquidation:
    return liquidate(snapshot(raw), CN, LiquidationRequest(order=order, **{"costs": FREE, **asked}))  # type: ignore[arg-type]


def _value(found: Liquidation, name: str) -> Fraction:
    value = found.figures[name].value
    assert value is not None
    return value


def _refusals(raw: Book, *order: str, **asked: object) -> list[tuple[str, str]]:
    with pytest.raises(BookError) as caught:
        _run(raw, *order, **asked)
    return [(error.field, error.code) for error in caught.value.errors]


def _disputed() -> Book:
    """A: 30,000 at 20.00, B: 20,000 at 34.00, together 1,280,000 over 1,000,000; restore 140 %."""
    return book(
        id="disputed",
        cash="0",
        collateral=[holding(security=B, quantity=20_000, price="34.00")],
        financing=[financing(security=A, quantity=30_000, price="20.00", amount="1000000.00")],
    )


def test_what_would_have_been_sold_in_the_contracts_order() -> None:
    """With 0.05 % duty a lot of A brings 1,999.00: 1,280,000 − 2,000 n ≥ 1.4 × (1,000,000 − 1,999 n) from n = 151 on.

    n ≥ 120,000 ÷ (1.4 × 1,999 − 2,000) = 150.26. So 15,100 shares: 978,000 over 698,151 is 140.08 %.
    """
    raw = _disputed()
    raw["terms"] |= {"liquidation_order": [A, B], "clauses": {"liquidation_order": "14.2"}}
    found = _run(raw, costs=Costs())
    assert (found.order, found.order_source, found.outcome) == ((A, B), "contract", "restored")
    assert found.sold == {A: 15_100}
    (sale,) = found.steps
    assert sale.costs is not None and sale.costs.value == 151
    assert sale.repaid[0].as_json() == {"contract": "F1", "interest": "0", "principal": "301849"}
    assert sale.left.value == 698_151
    assert sale.after.display == "140.08%"
    assert [(each.param, each.article) for each in found.rule] == [
        ("liquidation_duty", "第五十四条"),
        ("liquidation_order", "14.2"),
    ]
    assert [(each.security, each.quantity, each.reasons) for each in found.unsold] == [
        (B, 20_000, ("not_needed",)),
        (A, 14_900, ("not_needed",)),
    ]


def test_the_same_day_with_only_the_other_security_sold() -> None:
    """A lot of B brings 3,398.30: n ≥ 120,000 ÷ (1.4 × 3,398.30 − 3,400) = 88.39, so 8,900 shares.

    302,600 against 302,000 sold, duty 151.30 against 151.00: 30 fen less are left to the client.
    """
    found = counterfactual(snapshot(_disputed()), CN, LiquidationRequest(order=(A,)), (B,))
    assert (found.first.sold, found.second.sold) == ({A: 15_100}, {B: 8_900})
    differences = {name: figure.value for name, figure in found.differences.items()}
    assert differences == {
        "plan_traded": 600,
        "plan_costs": Fraction("0.30"),
        "total_liabilities": Fraction("-599.70"),
        "net_assets": Fraction("-0.30"),
        "residual_debt": 0,
    }
    said = found.as_json()
    assert said["sold"] == {A: {"first": 15_100, "second": 0}, B: {"first": 0, "second": 8_900}}
    assert said["trace_id"] == found.trace_id


def test_the_same_snapshot_gives_the_same_run_on_any_day() -> None:
    first, again = _run(_disputed(), A), _run(_disputed(), A)
    assert first.as_json() == again.as_json()
    assert first.trace_id != _run(_disputed(), B).trace_id


def test_days_until_the_sale_bear_interest_first() -> None:
    """1,000,000 at 6.5 % for 3 days on 360 is 541.67: the account that sells stands at 1,280,000 over 1,000,541.67."""
    found = _run(_disputed(), A, as_of=date(2026, 11, 23))
    assert found.before.value == 1_280_000 / Fraction("1000541.67")
    assert found.steps[0].repaid[0].interest == Fraction("541.67")


def test_own_cash_goes_first_where_the_order_says_so_and_an_order_is_assumed_where_none_is_agreed() -> None:
    """Of 300,000 needed own cash pays 100,000; 200,000 at 35.00 is 5,800 shares."""
    found = _run(called())
    assert (found.order, found.order_source) == (("cash", "value", "shorts"), "assumed")
    assert [each.code for each in found.findings] == ["order_assumed"]
    assert [(step.kind, step.security, step.quantity) for step in found.steps] == [
        ("repay_inside_cash", None, None),
        ("sell_to_repay", A, 5_800),
    ]


def _three() -> Book:
    """Own shares of 160,000, one purchase with a loss of 100,000 and an older one with a gain."""
    return book(
        cash="0",
        collateral=[holding(quantity=100, price="1600.00")],
        financing=[
            financing(quantity=10_000, price="20.00", amount="300000.00", opened="2026-10-08"),
            financing(
                contract="F2",
                security=B,
                quantity=10_000,
                price="15.00",
                amount="110000.00",
                opened="2026-09-01",
            ),
        ],
    )


@pytest.mark.parametrize(
    ("rule", "first"),
    [("loss", A), ("opened", B), ("value", A), ("book", OWN), ("liquidity", B)],
)
def test_each_rule_begins_with_another_security(rule: str, first: str) -> None:
    volumes = {A: 100, B: 10_000, OWN: 1}
    found = _run(_three(), rule, volumes=volumes)
    assert next(iter(found.sold)) == first


def test_an_order_by_liquidity_without_volumes_is_indeterminate_and_says_what_is_missing() -> None:
    found = _run(_three(), OWN, "liquidity", volumes={A: 1})
    assert (found.outcome, found.missing) == ("indeterminate", (f"{B}.volume",))
    assert found.steps == () and found.figures == {}


def test_what_a_share_of_the_volume_allows_is_sold_once() -> None:
    found = _run(_disputed(), A, volumes={A: 100_000}, share=Fraction(1, 10))
    assert (found.sold, found.outcome) == ({A: 10_000}, "not_restored")
    assert ("liquidity",) in [each.reasons for each in found.unsold]
    nothing = _run(_disputed(), A, volumes={A: 900}, share=Fraction(1, 10))
    assert nothing.sold == {}


def test_what_cannot_be_sold_is_told_with_its_reason() -> None:
    raw = called()
    raw["collateral"] = [
        holding(quantity=100, status="suspended"),
        holding(security="600000.SH", quantity=100, limit_down=True),
        holding(security="600004.SH", quantity=300, sellable=100),
        holding(security="600006.SH", quantity=100),
    ]
    raw["financing"] = [financing(quantity=0, amount="800000.00")]
    found = _run(raw, "600519.SH", "600000.SH", "600004.SH")
    assert found.outcome == "not_restored" and found.sold == {"600004.SH": 100}
    assert {each.security: each.reasons for each in found.unsold} == {
        OWN: ("suspended",),
        "600000.SH": ("limit_down",),
        "600004.SH": ("t_plus_one",),
        "600006.SH": ("not_in_order",),
    }


def test_a_price_below_the_days_price_is_that_of_the_proceeds() -> None:
    """15,000 shares at 18.00 bring 270,000 and take 300,000 from the assets: 980,000 over 730,000 is not enough.

    n × (1.4 × 1,800 − 2,000) ≥ 120,000 from n = 230.8 lots on: 23,100 shares.
    """
    found = _run(_disputed(), A, prices={A: Fraction(18)})
    assert found.sold == {A: 23_100}
    assert found.steps[0].price == 18
    assert _value(found, "total_liabilities") == 1_000_000 - 23_100 * 18


def test_a_price_so_low_that_nothing_restores_is_sold_out() -> None:
    found = _run(_disputed(), A, prices={A: Fraction(14)})
    assert (found.sold, found.outcome) == ({A: 30_000}, "not_restored")


def test_until_nothing_is_owed_the_rest_of_the_proceeds_stays_as_cash() -> None:
    """700,000 and 300,000 of 1,600.00 a share: 200 shares bring 320,000, of which 20,000 remain."""
    found = _run(called(), "value", until="no_debt")
    assert (found.outcome, found.sold) == ("debt_gone", {A: 20_000, OWN: 200})
    assert _value(found, "total_liabilities") == 0
    assert found.steps[-1].state.cash == 120_000
    assert found.figures["maintenance_ratio"].value is None


def test_until_the_liquidation_line_less_is_sold() -> None:
    """(1.3 × 1,000,000 − 1,280,000) ÷ 0.3 = 66,666.67: 34 lots of A are 68,000."""
    assert _run(_disputed(), A, until="liquidation_line").sold == {A: 3_400}


def test_an_account_under_water_is_sold_out_and_a_residual_debt_remains() -> None:
    """Cash 500,000, A 50,000 at 6.00, 604,200 owed in money and a short of 300,000: 800,000 over 904,200.

    200,000 of own cash and 300,000 of proceeds repay 500,000; the short takes the rest of the cash: 104,200 remain.
    """
    raw = two_legged()
    raw["financing"][0]["price"] = "6.00"
    found = _run(raw)
    assert [step.kind for step in found.steps] == ["repay_inside_cash", "sell_to_repay", "buy_to_return"]
    assert found.outcome == "not_restored"
    assert _value(found, "residual_debt") == 104_200
    assert _value(found, "total_assets") == 0


def test_buying_back_costs_are_paid_from_the_same_cash() -> None:
    """300,000 of cash buys back 9,900 shares: the last lot lacks the commission of 1 %."""
    raw = book(cash="300000.00", shorts=[short(quantity=10_000, price="30.00", proceeds="300000.00")])
    found = _run(raw, "shorts", until="no_debt", costs=Costs(Fraction("0.01"), stamp_duty=Fraction(0)))
    assert found.steps[0].quantity == 9_900
    assert found.steps[0].costs is not None and found.steps[0].costs.value == 2_970
    assert found.steps[0].state.cash == 30
    broke = book(cash="100.00", shorts=[short(quantity=10_000, price="30.00", proceeds="300000.00")])
    assert _run(broke, "shorts").steps == ()


def test_shorts_are_bought_back_one_after_the_other_until_the_line_is_reached() -> None:
    """(3 × 360,000 − 500,000) ÷ 2 = 290,000: the first short is 150,000, 140,000 of the second is 4,700 shares."""
    raw = book(
        cash="500000.00",
        shorts=[
            short(quantity=5_000, price="30.00", proceeds="150000.00"),
            short(contract="S2", security="000002.SZ", quantity=7_000, price="30.00", proceeds="210000.00"),
        ],
        terms=TERMS | {"restore_line": "3.00"},
    )
    found = _run(raw, "shorts")
    assert [(step.security, step.quantity) for step in found.steps] == [
        ("000001.SZ", 5_000),
        ("000002.SZ", 4_700),
    ]
    assert found.outcome == "restored"


def test_shares_are_sold_for_what_buying_back_still_needs_and_no_more() -> None:
    """Only 100.00 is owed in money and 300,000 in shares; 310,000 of cash buys them back, 100 shares would do too."""
    raw = book(
        cash="200000.00",
        collateral=[holding(quantity=2_000, price="100.00")],
        shorts=[short(quantity=10_000, price="30.00", proceeds="200000.00", interest="100.00")],
    )
    found = _run(raw, "book", "shorts", until="no_debt")
    assert found.outcome == "debt_gone"
    assert found.sold == {OWN: 1_100}  # 100.00 and 100,000 at 100.00 a share, in lots
    without = _run(raw, "book", until="no_debt")
    assert without.sold == {OWN: 100} and without.outcome == "not_restored"
    assert [each.reasons for each in without.unsold] == [("nothing_to_repay",)]


def test_an_account_on_its_line_or_without_debt_has_nothing_to_do() -> None:
    fine = _run(two_legged())
    assert (fine.outcome, fine.steps, fine.sold) == ("nothing_to_do", (), {})
    assert [each.code for each in fine.findings] == ["above_liquidation_line", "order_assumed"]
    assert _run(book()).outcome == "nothing_to_do"


def test_a_whole_odd_remainder_is_sold_where_no_lot_is_enough() -> None:
    raw = book(
        cash="0",
        collateral=[holding(quantity=150, price="100.00")],
        financing=[financing(quantity=0, amount="12000.00")],
    )
    assert _run(raw, OWN, until="no_debt").sold == {OWN: 150}
    tiny = raw | {"collateral": [holding(quantity=50, price="100.00")]}
    assert _run(tiny, OWN, until="no_debt").sold == {OWN: 50}


def test_something_unknown_is_named_and_nothing_is_sold() -> None:
    raw = called()
    raw["collateral"][0]["price"] = None
    found = _run(raw, A)
    assert (found.outcome, found.missing) == ("indeterminate", (f"{OWN}.price",))
    assert found.as_json()["after"] == {}
    both = counterfactual(snapshot(raw), CN, LiquidationRequest(order=(A,)), (OWN,))
    assert both.differences == {}


def test_what_does_not_fit_the_account_is_refused_by_name() -> None:
    raw = called()
    assert _refusals(raw, "cash", "X", "cash", "value", "loss") == [
        ("order[1]", "not_one_of"),
        ("order[2]", "duplicate"),
        ("order[4]", "contradicts"),
    ]
    agreed = called()
    agreed["terms"]["liquidation_order"] = ["largest"]
    assert _refusals(agreed) == [("terms.liquidation_order[0]", "not_one_of")]
    assert _refusals(raw, until="never") == [("until", "not_one_of")]
    assert _refusals(raw, prices={"X": Fraction(1), A: Fraction(0)}, volumes={"Y": 1}) == [
        ("prices.X", "not_one_of"),
        ("volumes.Y", "not_one_of"),
        (f"prices.{A}", "not_positive"),
    ]
    assert _refusals(raw, share=Fraction(0), as_of=date(2026, 11, 19)) == [
        ("share", "out_of_range"),
        ("as_of", "out_of_range"),
    ]
    low = called()
    low["terms"] |= {"liquidation_line": "1.00", "minimum_line": None}
    assert _refusals(low, until="liquidation_line") == [("until", "out_of_range")]
    assert _refusals(raw, repay_first=("F9",)) == [("repay_first[0]", "not_one_of")]
