"""The single ways out of a margin call: amounts, lots, what stands against each, the best that is reached then."""

from fractions import Fraction

import pytest

from risk.book_file import BookError
from risk.cure_limits import UNKNOWN
from risk.cures import Cure, cures
from risk.rulebook import CN
from risk.tradable import offer
from tests.risk.books import Book, book, called, financing, holding, short, snapshot


def _cures(raw: Book, target: str | None = None) -> dict[tuple[str, str | None], Cure]:
    found = cures(snapshot(raw), CN, None if target is None else Fraction(target))
    return {(cure.kind, cure.security): cure for cure in found.cures}


def test_the_called_account_has_six_ways_with_their_own_amounts() -> None:
    shown = {key: cure.amount.display for key, cure in _cures(called()).items()}
    assert shown == {
        ("repay_outside_cash", None): "85,714.29",
        ("add_cash", None): "120,000.00",
        ("add_security", None): "120,000.00",
        ("add_security", "600519.SH"): "160,000.00",
        ("add_security", "600036.SH"): "122,500.00",
        ("sell_to_repay", None): "300,000.00",
        ("sell_to_repay", "600519.SH"): "320,000.00",
        ("sell_to_repay", "600036.SH"): "301,000.00",
        ("repay_inside_cash", None): "300,000.00",
    }


def test_selling_one_security_takes_whole_lots() -> None:
    cure = _cures(called())["sell_to_repay", "600036.SH"]
    assert (cure.quantity, cure.after.display) == (8_600, "140.05%")
    assert cure.feasible


@pytest.mark.parametrize(("target", "amount"), [("1.50", "146,666.67"), ("1.28", "0.00"), ("1.20", "0.00")])
def test_another_target_takes_another_amount_and_never_less_than_nothing(target: str, amount: str) -> None:
    assert _cures(called(), target)["repay_outside_cash", None].amount.display == amount


@pytest.mark.parametrize("target", ["1", "0.9"])
def test_a_target_that_selling_cannot_move_toward_is_refused(target: str) -> None:
    with pytest.raises(BookError) as refused:
        _cures(called(), target)
    assert [(error.field, error.code) for error in refused.value.errors] == [("target", "out_of_range")]


def test_cash_inside_that_does_not_reach_is_infeasible_with_its_reason() -> None:
    cure = _cures(called())["repay_inside_cash", None]
    assert not cure.feasible
    assert cure.as_json()["reason"] == "not enough: cash without short proceeds is 100,000.00"
    assert cure.as_json()["reason_zh"] == "不足以达到目标：扣除融券卖出金额后的现金为 100,000.00"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "suspended"}, "600519.SH does not trade"),
        ({"limit_down": True}, "600519.SH is locked at its lower limit"),
        ({"quantity": 100, "price": "4000"}, "200 shares would be needed and there are 100"),
        (
            {"sellable": 100},
            "200 shares would be needed and only 100 are settled; the rest can be sold from the next session",
        ),
    ],
)
def test_a_security_that_cannot_be_sold_says_why(changes: Book, reason: str) -> None:
    raw = called()
    raw["collateral"][0] |= changes
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert cure.obstacle is not None and cure.obstacle.text == reason


def test_an_odd_remainder_may_be_sold_whole() -> None:
    raw = book(
        cash="0",
        collateral=[holding(quantity=150, price="1600")],
        financing=[financing(quantity=0, amount="178000")],
    )
    raw["terms"] |= {"restore_line": "1.90", "warning_line": "1.90"}
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert (cure.quantity, cure.feasible) == (100, True)
    raw["financing"][0] |= {"amount": "210000"}
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert (cure.quantity, cure.feasible) == (150, True)


def _short_only(**changes: object) -> Book:
    return book(cash="390000", shorts=[short(quantity=10_000, price="30.00", proceeds="290000", **changes)])


def test_securities_owed_are_bought_back_with_cash_not_repaid_with_money() -> None:
    found = _cures(_short_only())
    assert not found["repay_outside_cash", None].feasible
    assert found["buy_to_return", None].feasible
    back = found["buy_to_return", "000001.SZ"]
    assert (back.quantity, back.amount.display, back.feasible) == (2_500, "75,000.00", True)
    assert back.after.display == "140.00%"


def test_buying_back_more_than_the_cash_allows_is_infeasible() -> None:
    raw = _short_only() | {"cash": "50000", "collateral": [holding(quantity=200, price="1700")]}
    cure = _cures(raw)["buy_to_return", None].as_json()
    assert (cure["reason"], cure["reason_zh"], cure["reason_code"]) == (
        "not enough: cash is 50,000.00 and the shorts to return are worth 300,000.00",
        "不足以达到目标：账户现金 50,000.00，可偿还的融券市值 300,000.00",
        "not_enough",
    )


def test_an_insolvent_account_cannot_be_cured_from_inside() -> None:
    raw = book(
        cash="0", collateral=[holding(quantity=50)], financing=[financing(quantity=0, amount="100000")]
    )
    found = _cures(raw)
    assert not found["sell_to_repay", None].feasible
    assert found["add_cash", None].feasible


def test_nothing_owed_needs_no_cure() -> None:
    nothing = {"target": "1.4", "cures": [], "mixes": [], "limited": None}
    assert cures(snapshot(book()), CN).as_json() == nothing


def test_a_missing_price_leaves_every_cure_undetermined() -> None:
    raw = called()
    raw["collateral"][0] |= {"price": None}
    found = _cures(raw)
    assert len(found) == 9
    for cure in found.values():
        for figure in (cure.amount, cure.after, cure.per_percent):
            assert figure.value is None and figure.missing == ("600519.SH.price",)
        assert cure.obstacle == UNKNOWN and not cure.feasible


def test_one_security_in_two_rows_is_sold_as_one() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600036.SH", quantity=1_000, price="35.00"))
    raw["cash"] = "65000.00"
    assert _cures(raw)["sell_to_repay", "600036.SH"].quantity == 8_600
    raw["collateral"][1] |= {"limit_down": True}
    assert not _cures(raw)["sell_to_repay", "600036.SH"].feasible


def test_a_worthless_security_is_no_way_out() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600001.SH", price="0"))
    assert ("sell_to_repay", "600001.SH") not in _cures(raw)


def _best(cure: Cure) -> tuple[str, str]:
    assert cure.best is not None
    return cure.best.amount.display, cure.after.display


def test_what_reaches_the_target_needs_no_second_best() -> None:
    assert [cure.best for cure in _cures(called()).values() if cure.feasible] == [None] * 8


def test_cash_inside_does_what_it_can() -> None:
    assert _best(_cures(called())["repay_inside_cash", None]) == ("100,000.00", "131.11%")


def test_money_repays_no_more_than_what_is_owed_in_money() -> None:
    raw = _short_only(interest="1000") | {"cash": "300000"}
    cure = _cures(raw)["repay_outside_cash", None]
    assert cure.obstacle is not None and cure.obstacle.code == "not_repayable"
    assert _best(cure) == ("1,000.00", "100.00%")


def test_a_sale_beyond_the_money_owed_leaves_cash_and_moves_nothing_more() -> None:
    raw = _short_only(interest="1000") | {
        "cash": "300000",
        "collateral": [holding(quantity=300, price="100")],
    }
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert cure.obstacle is not None and cure.obstacle.code == "not_repayable"
    assert cure.best is not None and cure.best.quantity == 100
    assert cure.best.amount.display == "10,000.00"
    assert cure.after.value == Fraction(329_000, 300_000)


def test_half_of_a_security_is_sold_when_the_other_half_is_not_settled() -> None:
    raw = called()
    raw["collateral"][0] |= {"sellable": 100}
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert cure.quantity == 200 and cure.best is not None and cure.best.quantity == 100
    assert _best(cure) == ("160,000.00", "133.33%")


def test_an_account_under_water_is_best_left_alone_from_inside() -> None:
    raw = book(cash="1000", collateral=[holding()], financing=[financing(quantity=0, amount="200000")])
    found = _cures(raw)
    for key in (("sell_to_repay", None), ("sell_to_repay", "600519.SH"), ("repay_inside_cash", None)):
        cure = found[key]
        assert cure.obstacle is not None and cure.obstacle.code == "under_water"
        assert _best(cure) == ("0.00", "75.50%")
    assert found["repay_outside_cash", None].feasible


def test_a_short_sold_today_is_returned_from_the_next_session() -> None:
    raw = _short_only(opened="2026-11-20")
    cure = _cures(raw)["buy_to_return", "000001.SZ"]
    assert cure.obstacle is not None and cure.obstacle.code == "t_plus_one"
    assert not _cures(raw)["buy_to_return", None].feasible
    older = short(quantity=300, price="30.00", proceeds="9000", contract="S2")
    cure = _cures(raw | {"shorts": [*raw["shorts"], older]})["buy_to_return", "000001.SZ"]
    assert cure.best is not None and cure.best.quantity == 300


def test_before_the_rule_came_a_short_was_returned_the_same_day() -> None:
    raw = _short_only(opened="2015-08-03") | {"as_of": "2015-08-03"}
    assert _cures(raw)["buy_to_return", "000001.SZ"].feasible


def test_a_suspended_security_is_not_bought_back() -> None:
    raw = _short_only()
    raw["collateral"] = [holding(security="000001.SZ", quantity=100, price="30.00", status="suspended")]
    cure = _cures(raw)["buy_to_return", "000001.SZ"]
    assert cure.obstacle is not None and cure.obstacle.code == "suspended"


def test_cash_that_buys_only_some_of_a_short_buys_whole_lots() -> None:
    raw = _short_only() | {"cash": "50000", "collateral": [holding(quantity=200, price="1700")]}
    cure = _cures(raw)["buy_to_return", "000001.SZ"]
    assert cure.best is not None and cure.best.quantity == 1_600
    assert cure.quantity == 2_500
    raw["cash"] = "35900"
    raw["collateral"] = [holding(quantity=200, price="1849.50")]
    exact = _cures(raw)["buy_to_return", "000001.SZ"]
    assert exact.obstacle is not None and exact.best is not None
    assert (exact.quantity, exact.best.quantity, exact.obstacle.code) == (1_200, 1_100, "not_enough")


def test_a_short_worth_less_than_what_is_lacking_does_not_suffice() -> None:
    raw = called() | {"cash": "400000", "shorts": [short(quantity=1_000, price="12.00")]}
    cure = _cures(raw, "1.90")["buy_to_return", "000001.SZ"]
    assert cure.obstacle is not None and cure.obstacle.code == "not_enough"
    assert cure.best is not None and cure.best.quantity == 1_000


@pytest.mark.parametrize("changes", [{"status": "risk_warned"}, {"status": "suspended"}, {"haircut": "0"}])
def test_what_the_firm_does_not_take_is_not_brought_in(changes: Book) -> None:
    raw = called()
    raw["collateral"][0] |= changes
    cure = _cures(raw)["add_security", "600519.SH"]
    assert cure.obstacle is not None and cure.obstacle.code == "not_collateral"
    assert cure.quantity == 100 and cure.best is not None and cure.best.quantity == 0
    assert _cures(raw)["add_security", "600036.SH"].feasible


def test_a_financed_security_without_credit_is_not_brought_in() -> None:
    raw = called()
    raw["financing"][0] |= {"haircut": "0"}
    cure = _cures(raw)["add_security", "600036.SH"]
    assert cure.obstacle is not None and cure.obstacle.code == "not_collateral"


def test_a_further_security_is_brought_in_at_its_price_and_lot() -> None:
    brought = {"688981.SH": offer("688981.SH", Fraction("61.5"), lot=200)}
    found = {cure.security: cure for cure in cures(snapshot(called()), CN, brought=brought).cures}
    cure = found["688981.SH"]
    assert (cure.quantity, cure.amount.display) == (2_000, "123,000.00")
    assert cure.per_percent.value == 2_200 * Fraction("60.885")


def test_one_per_cent_further_down_takes_that_much_more() -> None:
    found = _cures(called())
    shown = {kind: found[kind, None].per_percent for kind in ("add_cash", "sell_to_repay")}
    assert {kind: each.display for kind, each in shown.items()} == {
        "add_cash": "131,800.00",
        "sell_to_repay": "329,500.00",
    }
    assert [each.value for each in shown["add_cash"].inputs if each.name == "move"] == [Fraction(-1, 100)]
    assert found["sell_to_repay", "600036.SH"].per_percent.display == "332,640.00"


def test_against_a_short_the_move_that_hurts_is_up_and_interest_stands_still() -> None:
    figure = _cures(_short_only(interest=None, fee_basis="market_value"))["add_cash", None].per_percent
    assert [each.value for each in figure.inputs if each.name == "move"] == [Fraction(1, 100)]
    now = _cures(_short_only(interest=None, fee_basis="market_value"))["add_cash", None].amount.value
    assert now is not None and figure.value == now + Fraction("1.4") * 3_000


def test_a_suspended_security_does_not_move() -> None:
    raw = called()
    raw["collateral"][0] |= {"status": "suspended", "fair_value": "1600.00"}
    assert _cures(raw)["add_cash", None].per_percent.display == "127,000.00"
    raw["collateral"][0] |= {"fair_value": None}
    assert _cures(raw)["add_cash", None].per_percent.display == "127,000.00"
    raw["collateral"][0] |= {"fair_value": "1600.00", "price": None}
    assert _cures(raw)["add_cash", None].per_percent.display == "127,000.00"


def test_a_worthless_short_is_not_bought_back_alone() -> None:
    raw = called() | {"cash": "112500", "shorts": [short(price="0", proceeds="12500")]}
    found = _cures(raw)
    assert ("buy_to_return", "000001.SZ") not in found
    assert not found["buy_to_return", None].feasible


def test_own_rows_are_sold_before_those_bought_on_margin_each_at_its_price() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600036.SH", quantity=1_000, price="20.00"))
    cure = _cures(raw)["sell_to_repay", "600036.SH"]
    assert (cure.quantity, cure.amount.display) == (7_600, "251,000.00")
    raw["collateral"][1] |= {"sellable": 0}
    assert _cures(raw)["sell_to_repay", "600036.SH"].quantity == 7_200


def test_nothing_is_asked_of_an_account_above_the_target() -> None:
    raw = called() | {"cash": "400000.00"}
    raw["collateral"][0] |= {"limit_down": True}
    for cure in _cures(raw).values():
        assert cure.feasible and cure.amount.value == 0 and cure.after.display == "158.00%"


def test_the_formula_of_an_order_is_the_same_in_both_languages() -> None:
    shown = _cures(called())["sell_to_repay", "600036.SH"].amount.as_json()
    assert shown["formula_en"] == "order amount = quantity (rounded up to the lot) × price"
