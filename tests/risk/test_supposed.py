"""Trades, transfers, lines, rules, another account and a ratio asked for: worked out by hand, refused by their path."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from risk.changes import read_changes
from risk.fields import BookError
from risk.rulebook import CN
from risk.supposed_rules import SUPPOSED_SOURCE
from risk.what_if import WhatIf, changed, what_if
from tests.risk.books import TERMS, Book, called, financing, holding, snapshot
from tests.risk.books import two_legged as legs

OWN, FINANCED, SHORTED = "600519.SH", "600036.SH", "000001.SZ"


def _what_if(raw: Book, *changes: Book, target: str | None = None) -> WhatIf:
    ratio = None if target is None else Fraction(target)
    return what_if(snapshot(raw), read_changes(list(changes)), CN, ratio)


def _trade(side: str, security: str, quantity: int, **more: Any) -> Book:
    return {"op": "trade", "side": side, "security": security, "quantity": quantity, **more}


def _sides(found: WhatIf) -> tuple[object, object]:
    figures = found.after.figures
    return figures["total_assets"].value, figures["total_liabilities"].value


def _codes(found: WhatIf) -> set[str]:
    return {each.code for each in found.findings}


def _refusal(raw: Book, *changes: Book) -> tuple[str, str]:
    with pytest.raises(BookError) as caught:
        _what_if(raw, *changes)
    return caught.value.errors[0].field, caught.value.errors[0].code


def test_half_the_own_shares_sold_repay_the_debt_without_moving_what_is_left_over() -> None:
    found = _what_if(called(), _trade("sell_to_repay", OWN, 150))
    assert _sides(found) == (1_280_000 - 240_000, 760_000)  # 150 × 1,600
    assert found.after.figures["maintenance_ratio"].display == "136.84%"
    assert "costs_not_counted" in _codes(found) and "order_not_checked" not in _codes(found)


def test_a_sale_to_repay_takes_own_shares_first_and_keeps_as_cash_what_no_debt_takes() -> None:
    raw = called() | {"collateral": [holding(security=FINANCED, price="40.00", quantity=1_000, sellable=400)]}
    after = changed(snapshot(raw), read_changes([_trade("sell_to_repay", FINANCED, 3_000, price="40")]))
    assert (after.collateral[0].quantity, after.collateral[0].sellable) == (0, 0)
    assert after.financing[0].quantity == 18_000 and after.financing[0].amount == 880_000
    rich = called() | {"collateral": [holding(quantity=1_000, price="1600.00")]}
    free = changed(snapshot(rich), read_changes([_trade("sell_to_repay", OWN, 1_000)]))
    assert free.financing[0].amount == 0 and free.cash == 100_000 + 600_000


def test_a_share_of_what_there_is_goes_down_to_the_lot_and_all_is_all() -> None:
    half = {"op": "trade", "side": "sell_to_repay", "security": OWN, "share": "0.5"}
    assert _sides(_what_if(called(), half)) == (1_280_000 - 160_000, 840_000)  # 100 of 300 shares
    every = _what_if(called(), half | {"share": "1"})
    assert _sides(every) == (1_280_000 - 480_000, 520_000)
    odd = called() | {"collateral": [holding(quantity=330, price="1600.00")]}
    assert changed(snapshot(odd), read_changes([half | {"share": "1"}])).collateral[0].quantity == 0
    back = {"op": "trade", "side": "buy_to_return", "security": SHORTED, "share": "0.5"}
    assert _sides(_what_if(legs(), back)) == (1_350_000, 754_200)


def test_own_shares_sold_become_cash_and_the_ratio_stays() -> None:
    found = _what_if(called(), _trade("sell", OWN, 100, price="1500"))
    assert _sides(found) == (1_280_000 - 100 * 100, 1_000_000)
    assert _refusal(called(), _trade("sell", FINANCED, 1)) == ("changes[0].quantity", "out_of_range")


def test_a_purchase_with_own_cash_leaves_short_proceeds_alone() -> None:
    found = _what_if(legs(), _trade("buy", OWN, 100, price="2000", haircut="0.70"))
    assert _sides(found) == (1_500_000, 904_200)
    assert "order_not_checked" in _codes(found)
    assert _refusal(legs(), _trade("buy", OWN, 101, price="2000")) == ("changes[0].quantity", "out_of_range")


def test_a_margin_purchase_adds_as_much_debt_as_securities() -> None:
    found = _what_if(legs(), _trade("margin_buy", FINANCED, 1_000, price="20"), {"op": "days", "n": 10})
    assets, owed = _sides(found)
    new_interest = Fraction("36.11")  # 20,000 × 6.5 % × 10 ÷ 360
    assert assets == 1_520_000 and owed == 924_200 + Fraction("1083.33") + Fraction("708.33") + new_interest
    raw = legs() | {"financing": [financing(), financing(contract="F2", annual_rate="0.07")]}
    two_rates = _what_if(raw, _trade("margin_buy", FINANCED, 100), {"op": "days", "n": 1})
    assert two_rates.after.figures["accrued_interest"].missing == ("new-4.interest",)
    told = _what_if(raw, _trade("margin_buy", FINANCED, 100, annual_rate="0.06"), {"op": "days", "n": 1})
    assert told.after.figures["accrued_interest"].missing == ()


def test_a_short_sale_adds_its_proceeds_and_its_debt() -> None:
    found = _what_if(legs(), _trade("short", SHORTED, 1_000))
    assert _sides(found) == (1_530_000, 934_200)


def test_buying_back_returns_shares_and_their_part_of_the_proceeds() -> None:
    found = _what_if(legs(), _trade("buy_to_return", SHORTED, 4_000))
    assert _sides(found) == (1_500_000 - 120_000, 904_200 - 120_000)
    after = changed(snapshot(legs()), found.changes)
    assert after.shorts[0].quantity == 6_000 and after.shorts[0].amount == 180_000
    beyond = _refusal(legs(), _trade("buy_to_return", SHORTED, 10_001))
    assert beyond == ("changes[0].quantity", "out_of_range")
    dear = _trade("buy_to_return", SHORTED, 10_000, price="50.01")
    assert _refusal(legs(), dear) == ("changes[0].price", "out_of_range")


def test_securities_moved_in_count_and_those_moved_out_do_not() -> None:
    moved_in = {"op": "transfer", "security": "600000.SH", "quantity": 1_000, "price": "12", "haircut": "0.5"}
    found = _what_if(called(), moved_in)
    assert _sides(found) == (1_292_000, 1_000_000)
    was, now = (each.figures["available_margin"].value or 0 for each in (found.before, found.after))
    assert now - was == 6_000
    out = {"op": "transfer", "security": OWN, "quantity": -100}
    assert _sides(_what_if(called(), out)) == (1_120_000, 1_000_000)
    assert _refusal(called(), out | {"quantity": -301}) == ("changes[0].quantity", "out_of_range")
    unknown = _what_if(called(), {"op": "transfer", "security": "600000.SH", "quantity": 100})
    assert unknown.after.figures["total_assets"].missing == ("600000.SH.price",)
    known = _what_if(called(), {"op": "transfer", "security": OWN, "quantity": 100})
    assert _sides(known) == (1_440_000, 1_000_000)


def test_money_without_a_contract_goes_to_the_nearest_due_day() -> None:
    raw = called() | {
        "financing": [
            financing(amount="500000.00", due="2027-04-08"),
            financing(contract="F2", amount="500000.00", due="2027-01-08", opened="2026-07-08"),
        ]
    }
    after = changed(snapshot(raw), read_changes([{"op": "repay", "amount": "600000"}]))
    assert [row.amount for row in after.financing] == [400_000, 0]
    assert _refusal(called(), {"op": "repay", "amount": "1000001"}) == ("changes[0].amount", "out_of_range")


def test_a_security_removed_from_collateral_stays_in_the_ratio_and_leaves_the_margin() -> None:
    found = _what_if(called(), {"op": "remove", "security": OWN})
    before, after = found.before.figures, found.after.figures
    assert before["maintenance_ratio"].value == after["maintenance_ratio"].value
    assert (before["available_margin"].value or 0) - (after["available_margin"].value or 0) == 336_000
    assert "removed_still_counted" in _codes(found)
    gone = changed(snapshot(legs()), read_changes([{"op": "remove", "security": SHORTED}]))
    assert gone.shorts[0].conversion_rate == Fraction("0.7")
    owed = changed(snapshot(legs()), read_changes([{"op": "remove", "security": FINANCED}]))
    assert owed.financing[0].conversion_rate == 0


def test_a_credit_line_and_a_line_of_the_contract_may_stand_elsewhere() -> None:
    raised = _what_if(
        called() | {"credit_line": "1500000"}, {"op": "line", "line": "credit_line", "to": "2000000"}
    )
    told: Any = raised.as_json()
    left = told["credit_line_left"]
    assert [left[side]["value"] for side in ("before", "after")] == ["500000", "1000000"]
    untold: Any = _what_if(called()).as_json()
    assert untold["credit_line_left"]["after"]["missing"] == ["credit_line"]
    lower = _what_if(called(), {"op": "line", "line": "liquidation_line", "to": "1.25"})
    assert (lower.before.band, lower.after.band) == ("call", "warning")


def test_a_margin_ratio_supposed_holds_for_the_contracts_of_its_kind() -> None:
    raw = legs() | {
        "financing": [financing(quantity=50_000, price="20.00", amount="600000.00", margin_ratio=None)]
    }
    rule = {"op": "rules", "param": "financing_margin_ratio", "to": "1.20"}
    found = _what_if(raw, rule)
    was, now = (each.figures["available_margin"].value or 0 for each in (found.before, found.after))
    assert was - now == 600_000 * (Fraction("1.2") - 1)
    account = changed(snapshot(raw), found.changes)
    assert account.financing[0].margin_ratio == Fraction("1.2") and account.shorts[0].margin_ratio == 1
    unsaid = called() | {"terms": {key: value for key, value in TERMS.items() if key != "withdrawal_line"}}
    line = _what_if(unsaid, {"op": "rules", "param": "withdrawal_line", "to": "2.00"})
    cited = [ref for ref in line.after.figures["withdrawable"].rule if ref.param == "withdrawal_line"]
    assert [(ref.value, ref.source, ref.article) for ref in cited] == [("2", SUPPOSED_SOURCE, None)]
    assert _refusal(called(), rule | {"param": "no_such"}) == ("changes[0].param", "not_one_of")


def test_the_rules_of_another_day_judge_the_account_and_keep_their_own_dates() -> None:
    raw = called() | {
        "financing": [
            financing(quantity=20_000, amount="1000000.00", margin_ratio=None, opened="2026-10-08")
        ],
        "shorts": [],
    }
    found = _what_if(raw, {"op": "rules", "day": "2015-07-09"})
    floors = [
        ref for ref in found.after.figures["available_margin"].rule if ref.param == "financing_margin_ratio"
    ]
    assert [(ref.value, ref.valid_from) for ref in floors] == [("0.50", date(2006, 8, 21))]
    was, now = (each.figures["available_margin"].value or 0 for each in (found.before, found.after))
    assert now > was
    assert found.as_json()["changes"] == [{"op": "rules", "day": "2015-07-09"}]


def test_another_account_altogether_is_judged_by_the_same_contract() -> None:
    other = {"op": "account", "assets": "1500000", "liabilities": "1000000", "cash": "300000"}
    assert _sides(_what_if(legs(), other)) == (1_500_000, 1_000_000)
    fallen = _what_if(legs(), other, {"op": "price", "security": "*", "pct": "-10"}, target="1.3")
    assert _sides(fallen) == (1_380_000, 1_000_000) and fallen.after.band == "warning"
    assert fallen.target is not None
    assert fallen.target.touch.together.move.value == Fraction(1_000_000, 1_080_000) - 1
    repaid = _what_if(legs(), other, {"op": "repay", "amount": "50000"})
    assert _sides(repaid) == (1_500_000, 950_000)
    money = _what_if(legs(), other | {"cash": "1500000"})
    assert _sides(money) == (1_500_000, 1_000_000)


def test_what_each_contract_grows_by_is_told_apart_unless_some_of_it_is_repaid() -> None:
    ten = {"op": "days", "n": 10}
    grown = {each.name: each.value for each in _what_if(legs(), ten).interest}
    assert grown == {"added_interest.F1": Fraction("1083.33"), "added_interest.S1": Fraction("708.33")}
    basis = {"op": "terms", "fee_basis": "market_value"}
    dear = {"op": "price", "security": SHORTED, "pct": "5"}
    on_value = {each.name: each.display for each in _what_if(legs(), basis, dear, ten).interest}
    assert on_value["added_interest.S1"] == "743.75"  # 315,000 × 8.5 % × 10 ÷ 360
    assert _what_if(legs(), {"op": "repay", "amount": "1"}, ten).interest == ()
    assert _what_if(legs()).interest == ()
    unknown = legs() | {"financing": [financing(annual_rate=None)]}
    assert _what_if(unknown, ten).interest[0].missing == ("F1.interest",)


def test_a_ratio_asked_for_is_told_from_both_sides() -> None:
    above = _what_if(legs(), target="1.50").target
    assert above is not None and above.touch.state == "above"
    told = {name: figure.value for name, figure in above.figures.items()}
    room = 1_500_000 - Fraction("1.5") * 904_200
    assert told["withdraw_to_target"] == room == 143_700
    assert told["borrow_to_target"] == room * 2
    assert told["cure_add_collateral"] == 0
    below = _what_if(called(), target="1.50").target
    assert below is not None and below.touch.state == "below"
    figures = {name: figure.display for name, figure in below.figures.items()}
    assert figures["cure_repay_outside_cash"] == "146,666.67"  # 1,000,000 − 1,280,000 ÷ 1.5
    assert figures["cure_add_collateral"] == "220,000.00"
    assert figures["cure_sell_to_repay"] == "440,000.00"
    assert figures["borrow_to_target"] == figures["withdraw_to_target"] == "0.00"
    told_json: Any = _what_if(called(), target="1.50").as_json()
    assert told_json["target"]["ratio"] == "1.5" and told_json["target"]["touch"]["line"] == "target"
    unknown = _what_if(called() | {"collateral": [holding(price=None)]}, target="1.5").target
    assert unknown is not None and unknown.figures["borrow_to_target"].missing == ("600519.SH.price",)
    with pytest.raises(BookError) as caught:
        _what_if(called(), target="1")
    assert [(error.field, error.code) for error in caught.value.errors] == [("target", "out_of_range")]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"op": "trade", "security": OWN, "quantity": 100}, ".side", "missing"),
        (_trade("steal", OWN, 100), ".side", "not_one_of"),
        (_trade("sell", OWN, 0), ".quantity", "not_positive"),
        (_trade("sell", OWN, 1, share="0.5"), ".share", "one_of_two"),
        (
            {"op": "trade", "side": "buy", "security": OWN, "share": "0.5", "price": "1"},
            ".share",
            "contradicts",
        ),
        ({"op": "trade", "side": "sell", "security": OWN, "share": "1.5"}, ".share", "out_of_range"),
        ({"op": "trade", "side": "sell", "security": OWN, "share": "0.1"}, ".share", "out_of_range"),
        ({"op": "trade", "side": "sell", "security": FINANCED, "share": "1"}, ".share", "out_of_range"),
        (_trade("sell", OWN, 10**9 + 1), ".quantity", "out_of_range"),
        (_trade("sell", OWN, 100, price="0"), ".price", "not_positive"),
        (_trade("sell", OWN, 100, price="10000001"), ".price", "out_of_range"),
        (_trade("margin_buy", "600000.SH", 100), ".price", "missing"),
        (_trade("margin_buy", OWN, 100, haircut="1.1"), ".haircut", "out_of_range"),
        (_trade("sell_to_repay", OWN, 301), ".quantity", "out_of_range"),
        ({"op": "transfer", "security": OWN}, ".quantity", "missing"),
        ({"op": "transfer", "security": OWN, "quantity": 0}, ".quantity", "not_positive"),
        ({"op": "transfer", "security": OWN, "quantity": "1.5"}, ".quantity", "not_whole"),
        ({"op": "transfer", "quantity": 1}, ".security", "missing"),
        ({"op": "remove", "security": "688981.SH"}, ".security", "not_one_of"),
        ({"op": "line", "line": "finish", "to": "1"}, ".line", "not_one_of"),
        ({"op": "line", "to": "1"}, ".line", "missing"),
        ({"op": "line", "line": "warning_line", "to": "101"}, ".to", "out_of_range"),
        ({"op": "line", "line": "warning_line", "to": "1.2"}, ".warning_line", "line_order"),
        ({"op": "rules"}, ".param", "missing"),
        ({"op": "rules", "day": "2015-07-09", "param": "withdrawal_line"}, ".param", "one_of_two"),
        ({"op": "rules", "param": "withdrawal_line"}, ".to", "missing"),
        ({"op": "rules", "day": "2015-07-09", "to": "1"}, ".to", "contradicts"),
        ({"op": "rules", "day": "yesterday"}, ".day", "bad_date"),
        ({"op": "account", "assets": "1"}, ".liabilities", "missing"),
        ({"op": "account", "assets": "1", "liabilities": "1", "cash": "2"}, ".cash", "out_of_range"),
    ],
)
def test_a_wrong_change_is_refused_by_its_path(change: Book, field: str, code: str) -> None:
    assert _refusal(called(), change) == (f"changes[0]{field}", code)
