"""Accounts described in many shapes, changed and asked about: every figure reckoned by hand beside it."""

from datetime import date

import pytest

from risk.book_file import BookError
from risk.calculators import Calculation, calculate
from risk.rulebook import CN

_TODAY = date(2026, 11, 20)
_OWED = {"liabilities": "100"}


def _answer(kind: str, /, **inputs: str) -> Calculation:
    return calculate(kind, inputs, CN, _TODAY)


def _shown(kind: str, /, **inputs: str) -> dict[str, str]:
    return {name: figure.display for name, figure in _answer(kind, **inputs).figures.items()}


@pytest.mark.parametrize(
    ("inputs", "ratio"),
    [
        ({"cash": "20", "securities": "130"}, "150.00%"),
        ({"assets": "150", "cash": "30"}, "150.00%"),
        ({"own_assets": "60"}, "160.00%"),
        ({"securities": "90", "securities_2": "50", "cash": "5", "cash_2": "5"}, "150.00%"),
        ({"security_value": "90", "other_securities": "50"}, "140.00%"),
        ({"quantity": "10", "price": "12", "cash": "20"}, "140.00%"),
        ({"securities": "150", "own_assets": "60"}, "150.00%"),
    ],
)
def test_every_shape_of_an_account_has_its_ratio(inputs: dict[str, str], ratio: str) -> None:
    assert _shown("maintenance_ratio", **inputs, **_OWED) == {"maintenance_ratio": ratio}


def test_interest_fees_several_debts_and_a_short_position_are_all_owed() -> None:
    # (200 + 100) ÷ (60 + 30 + 2 + 1 + 5 × 11.4) = 300 ÷ 150
    inputs = {"cash": "100", "securities": "200", "liabilities": "60", "liabilities_2": "30"}
    short = {"short_quantity": "5", "short_price": "11.4", "short_proceeds": "60"}
    answer = _answer("maintenance_ratio", **inputs, **short, accrued_interest="2", fees="1")
    assert answer.figures["maintenance_ratio"].display == "200.00%"
    assert "现金已包含融券卖出所得" in [zh for _, zh in answer.assumptions]


def test_a_short_sale_alone_has_its_proceeds_as_cash() -> None:
    answer = _answer("maintenance_ratio", securities="100", short_value="50", short_proceeds="50")
    assert answer.figures["maintenance_ratio"].display == "300.00%"


def test_what_was_financed_is_owed_and_held() -> None:
    bought = {"cash": "50", "amount": "100"}
    assert _shown("maintenance_ratio", **bought, market_value="80") == {"maintenance_ratio": "130.00%"}
    assert _shown("maintenance_ratio", **bought) == {"maintenance_ratio": "150.00%"}


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"fall": "0.1"}, "135.00%"),
        ({"rise": "0.1"}, "165.00%"),
        ({"add": "30"}, "180.00%"),
        ({"repay": "25"}, "200.00%"),
        ({"sell": "50"}, "200.00%"),
        ({"buy": "50"}, "133.33%"),
        ({"withdraw": "20"}, "130.00%"),
        ({"fall": "0.2", "add": "20"}, "140.00%"),
    ],
)
def test_a_change_moves_its_side_of_the_ratio(change: dict[str, str], after: str) -> None:
    shown = _shown("ratio_after", assets="150", **_OWED, **change)
    assert shown == {"ratio_after": after, "maintenance_ratio": "150.00%"}


def test_only_the_named_holding_moves() -> None:
    held = {"security_value": "80", "other_securities": "60", "cash": "10", "liabilities": "100"}
    assert _shown("ratio_after", **held, fall="0.25")["ratio_after"] == "130.00%"
    assert _shown("drop_to_line", **held, line="1.3") == {"drop": "25.00%", "touch_value": "60.00"}


def test_a_part_of_the_securities_moves_within_their_total() -> None:
    held = {"securities": "140", "security_value": "80", "cash": "10", "liabilities": "100"}
    assert _shown("drop_to_line", **held, line="1.3")["drop"] == "25.00%"


def test_a_new_price_of_a_holding() -> None:
    held = {"quantity": "10", "price": "15", "liabilities": "100"}
    assert _shown("ratio_after", **held, new_price="13")["ratio_after"] == "130.00%"


def test_of_all_assets_what_is_not_said_to_be_securities_is_cash() -> None:
    shown = _shown("ratio_after", assets="150", securities="100", fall="0.1", **_OWED)
    assert shown == {"ratio_after": "140.00%", "maintenance_ratio": "150.00%"}
    with_rest = _shown("ratio_after", assets="150", cash="20", securities="100", fall="0.1", **_OWED)
    assert with_rest == shown


def test_the_price_at_which_the_line_is_touched() -> None:
    # 1.3 × 90,000 − 20,000 = 97,000 over 10,000 shares
    held = {"quantity": "10000", "cash": "20000", "liabilities": "90000", "line": "1.3"}
    assert _shown("drop_to_line", **held) == {"touch_price": "9.70"}
    assert _shown("drop_to_line", **held, price="15") == {
        "touch_price": "9.70",
        "drop": "35.33%",
        "touch_value": "97,000.00",
    }


def test_a_gain_or_loss_in_money_and_of_ones_own() -> None:
    shown = _shown("price_effect", own_assets="100", liabilities="100", fall="0.2")
    assert shown == {"price_effect": "-40.00", "effect_on_own": "-40.00%"}


@pytest.mark.parametrize(
    "inputs",
    [
        {"assets": "128", "liabilities": "100"},
        {"securities": "100", "cash": "28", "liabilities": "100"},
        {"own_assets": "28", "liabilities": "100"},
    ],
)
def test_what_restores_a_ratio(inputs: dict[str, str]) -> None:
    assert _shown("topup", **inputs, target="1.4") == {
        "cure_repay_outside_cash": "8.58",
        "cure_add_collateral": "12.00",
        "cure_sell_to_repay": "30.00",
    }


def test_a_target_reached_already_is_said_to_be() -> None:
    answer = _answer("topup", assets="150", liabilities="100", target="1.4")
    assert [finding.code for finding in answer.findings] == ["already_reached"]
    assert {figure.display for figure in answer.figures.values()} == {"0.00"}


@pytest.mark.parametrize(
    ("inputs", "out"),
    [
        ({"assets": "400", "cash": "80"}, "80.00"),
        ({"assets": "400", "cash": "200"}, "100.00"),
        ({"assets": "400", "cash": "200", "available_margin": "30"}, "30.00"),
        ({"assets": "300", "cash": "200"}, "0.00"),
        ({"assets": "400"}, "100.00"),
        ({"assets": "400", "cash": "200", "short_proceeds": "150"}, "50.00"),
    ],
)
def test_what_may_leave_above_the_withdrawal_line(inputs: dict[str, str], out: str) -> None:
    answer = _answer("withdrawable", **inputs, **_OWED)
    assert answer.figures["withdrawable"].display == out
    assert answer.figures["withdrawable"].rule[0].param == "withdrawal_line"


def test_a_withdrawal_line_that_is_given_is_used() -> None:
    assert _shown("withdrawable", assets="400", line="3.5", **_OWED) == {"withdrawable": "50.00"}


def test_leverage_of_own_and_borrowed_money() -> None:
    assert _answer("leverage", own_assets="100", liabilities="50").figures["leverage"].value == 1.5
    broke = _answer("leverage", assets="100", liabilities="100")
    assert broke.figures["leverage"].value is None
    assert [finding.code for finding in broke.findings] == ["no_own_money"]


def test_concentration_within_what_is_held() -> None:
    assert _shown("concentration", security_value="60", other_securities="20", cash="20") == {
        "concentration": "60.00%"
    }


def test_margin_of_several_holdings_each_at_its_rate() -> None:
    held = {"securities": "50", "conversion_rate": "0.7", "securities_2": "30", "conversion_rate_2": "0.9"}
    assert _shown("margin_total", **held, cash="10") == {"margin_total": "72.00"}
    one_rate = {"securities": "50", "securities_2": "30", "conversion_rate": "0.5"}
    assert _shown("margin_total", **one_rate) == {"margin_total": "40.00"}


def test_margin_used_without_a_ratio_takes_the_floor_in_force_and_says_so() -> None:
    answer = _answer("margin_used", amount="200")
    assert answer.figures["margin_used"].display == "200.00"
    assert "2026-11-20" in answer.assumptions[0][1]
    short = _answer("margin_used", short_quantity="10", short_price="20")
    assert short.figures["margin_used"].rule[0].param == "short_margin_ratio"


@pytest.mark.parametrize(
    ("position", "left"),
    [
        ({"market_value": "45"}, "35.00"),  # 30 + 60 − loss 5 − 50
        ({"market_value": "60"}, "46.00"),  # 30 + 60 + gain 10 × 0.6 − 50
        ({"market_value": "60", "position_rate": "0.5"}, "45.00"),
        ({"accrued_interest": "1", "fees": "1"}, "38.00"),
    ],
)
def test_available_margin_with_a_position(position: dict[str, str], left: str) -> None:
    account = {"cash": "30", "securities": "100", "conversion_rate": "0.6", "amount": "50"}
    assert _shown("available_margin", **account, **position, margin_ratio="1") == {"available_margin": left}


def test_available_margin_with_a_short_position() -> None:
    # cash 150 − loss (55 − 50) − proceeds 50 − 55 × 1.1
    short = {"cash": "150", "short_value": "55", "short_proceeds": "50", "short_margin_ratio": "1.1"}
    assert _shown("available_margin", **short) == {"available_margin": "34.50"}


def test_a_purchase_in_whole_lots() -> None:
    shown = _shown("max_margin_purchase", available_margin="10000", margin_ratio="1", price="33")
    assert shown == {"max_margin_purchase": "10,000.00", "max_margin_shares": "300"}


@pytest.mark.parametrize(
    ("kind", "inputs", "shown"),
    [
        ("drop_to_line", {"ratio_now": "1.5", "line": "1.3"}, {"drop": "13.33%"}),
        (
            "ratio_after",
            {"ratio_now": "1.5", "fall": "0.1"},
            {"ratio_after": "135.00%", "maintenance_ratio": "150.00%"},
        ),
        (
            "topup",
            {"ratio_now": "1.28", "liabilities": "100", "target": "1.4"},
            {
                "cure_repay_outside_cash": "8.58",
                "cure_add_collateral": "12.00",
                "cure_sell_to_repay": "30.00",
            },
        ),
        ("leverage", {"ratio_now": "1.5", "assets": "150"}, {"leverage": "300.00%"}),
        ("leverage", {"ratio_now": "1.5", "assets": "150", "liabilities": "100"}, {"leverage": "300.00%"}),
    ],
)
def test_a_ratio_that_is_told_stands_for_a_side_of_the_account(
    kind: str, inputs: dict[str, str], shown: dict[str, str]
) -> None:
    assert _shown(kind, **inputs) == shown


def test_without_debt_there_is_no_ratio_and_that_is_said() -> None:
    answer = _answer("ratio_after", assets="150", liabilities="100", repay="100")
    assert answer.figures["ratio_after"].value is None
    assert [finding.code for finding in answer.findings] == ["no_debt"]


def test_a_purchase_beside_what_is_open() -> None:
    shown = _shown("max_margin_purchase", cash="100", amount="40", margin_ratio="1")
    assert shown == {"max_margin_purchase": "60.00"}


def test_months_and_years_are_days_and_that_is_said() -> None:
    answer = _answer("interest", principal="100000", annual_rate="0.06", months="3", day_basis="360")
    assert answer.figures["interest"].display == "1,500.00"
    assert "90" in answer.assumptions[0][1]
    year = _answer("interest", principal="100000", annual_rate="0.06", years="1", day_basis="365")
    assert year.figures["interest"].display == "6,000.00"


def test_where_a_ratio_stands_to_a_line_is_said() -> None:
    below = _answer("ratio_after", assets="150", liabilities="100", fall="0.2", line="1.3")
    assert "已低于 130.00% 的线" in below.assumptions[-1][1]
    above = _answer("maintenance_ratio", assets="150", liabilities="100", line="1.3")
    assert "不低于 130.00% 的线" in above.assumptions[-1][1]


@pytest.mark.parametrize(
    ("kind", "inputs", "field"),
    [
        ("maintenance_ratio", {"assets": "100", "cash": "120", **_OWED}, "assets"),
        ("maintenance_ratio", {"quantity": "10", **_OWED}, "price"),
        ("maintenance_ratio", {"assets": "100"}, "liabilities"),
        ("maintenance_ratio", _OWED, "assets"),
        (
            "drop_to_line",
            {"securities": "50", "security_value": "80", "line": "1.3", **_OWED},
            "security_value",
        ),
        ("ratio_after", {"assets": "150", **_OWED}, "fall"),
        ("ratio_after", {"assets": "150", "repay": "120", **_OWED}, "repay"),
        ("ratio_after", {"assets": "150", "withdraw": "160", **_OWED}, "withdraw"),
        ("ratio_after", {"assets": "150", "new_price": "1", **_OWED}, "quantity"),
        ("price_effect", {"assets": "150", **_OWED}, "fall"),
        ("topup", {"ratio_now": "1.2", "target": "1.4"}, "liabilities"),
        ("ratio_after", {"ratio_now": "1.2", "add": "10"}, "liabilities"),
        ("leverage", {"ratio_now": "1.2", "assets": "150", **_OWED}, "ratio_now"),
        ("leverage", {"ratio_now": "0", **_OWED}, "ratio_now"),
        ("leverage", {"ratio_now": "1.5", "cash": "200", **_OWED}, "cash"),
        ("margin_total", {"cash": "1"}, "securities"),
        ("max_margin_purchase", {"available_margin": "1", "price": "0"}, "price"),
        ("interest", {"annual_rate": "0.06", "days": "1"}, "principal"),
    ],
)
def test_what_is_missing_or_contradicts_is_refused_by_name(
    kind: str, inputs: dict[str, str], field: str
) -> None:
    with pytest.raises(BookError) as refused:
        calculate(kind, inputs, CN, _TODAY)
    assert field in [error.field for error in refused.value.errors]


def test_rules_of_a_day_before_any_ask_for_the_line_and_the_ratio() -> None:
    for kind, inputs, field in (
        ("withdrawable", {"assets": "400", **_OWED}, "line"),
        ("margin_used", {"amount": "1"}, "margin_ratio"),
    ):
        with pytest.raises(BookError, match=field):
            calculate(kind, inputs, CN, date(1999, 1, 4))
