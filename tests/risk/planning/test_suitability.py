"""What suits a client, by hand on two accounts: the called one (1,280,000 over 1,000,000) and one without debt."""

from typing import Any

import pytest

from risk.fields import BookError
from risk.planning import ROWS, Suitability, read_person, suit
from risk.rulebook import CN
from tests.risk.books import book, called, financing, holding, short, snapshot


def _suit(raw: Any, **person: Any) -> Suitability:
    return suit(read_person({"grade": "C4", **person}), snapshot(raw), CN)


def _value(found: Suitability, name: str) -> Any:
    return found.figures[name].value


def test_leverage_against_the_ceiling_of_the_grade() -> None:
    """1,280,000 ÷ 280,000 = 4.57; C4 suits 1.5, and its debt would be 280,000 × 0.5 = 140,000."""
    found = _suit(called())
    assert (_value(found, "leverage_ceiling"), _value(found, "debt_at_ceiling")) == (1.5, 140_000)
    assert found.findings[0].code == "leverage_above_ceiling" and "457.15%" in found.findings[0].text


@pytest.mark.parametrize(
    ("grade", "months", "ceiling"),
    [("C5", 6, 2), ("C5", 5, 1.2), ("C4", None, 1.5), ("C3", 60, 1), ("C3", 1, 1)],
)
def test_a_short_horizon_takes_the_lower_of_two_ceilings(
    grade: str, months: int | None, ceiling: float
) -> None:
    found = _suit(called(), grade=grade, horizon_months=months)
    figure = found.figures["leverage_ceiling"]
    assert figure.value is not None and float(figure.value) == ceiling
    assert {each.confidence for each in figure.rule} == {"firm-set"}


def test_the_cash_that_days_at_the_lower_limit_would_take() -> None:
    """600519 at 1,600: 1,440, then 1,296: 304 × 300 = 91,200. 600036 at 35.00: 31.50, then 28.35: 6.65 × 20,000 =
    133,000. 1.30 × 1,000,000 − (1,280,000 − 224,200) = 244,200."""
    found = _suit(called())
    figure = found.figures["cash_buffer"]
    assert figure.value == 244_200
    assert {"price_limit", "buffer_days", "liquidation_line"} == {each.param for each in figure.rule}
    assert "244,200.00" in next(each.text for each in found.findings if each.code == "cash_buffer_lacking")


def test_a_security_whose_board_or_price_is_unknown_leaves_the_buffer_untold() -> None:
    bond = book(collateral=[holding(security="110059.SH")], financing=[financing()])
    assert _suit(bond).figures["cash_buffer"].missing == ("110059.SH.price_limit",)
    unknown = _suit(book(collateral=[holding(price=None)], financing=[financing()]))
    assert unknown.figures["cash_buffer"].missing == ("600519.SH.price",)
    assert unknown.figures["leverage"].value is None and unknown.findings == ()


def test_the_fall_at_which_the_loss_is_what_the_grade_stands_for() -> None:
    """30 % of 280,000 is 84,000; 84,000 ÷ 1,180,000 = 7.11 %. A short takes its value off what is exposed."""
    fall = _value(_suit(called()), "fall_to_bearable_loss")
    assert fall * 1_180_000 == 84_000
    both = book(cash="112500.00", collateral=[holding()], shorts=[short()])
    assert _value(_suit(both), "fall_to_bearable_loss") * (150_000 - 12_000) == 0.3 * (262_500 - 12_000)


def test_cash_needed_against_what_may_be_withdrawn() -> None:
    found = _suit(called(), need="100000")
    assert _value(found, "liquidity_lacking") == 100_000
    assert "liquidity_need_lacking" in {each.code for each in found.findings}
    free = _suit(book(cash="150000.00"), need="100000")
    assert _value(free, "liquidity_lacking") == 0 and free.findings == ()


def test_scenarios_are_named_by_their_move_and_are_no_forecast() -> None:
    """−10 %: 1,280,000 − 118,000 = 1,162,000: net 162,000, 116.2 %. +10 %: 1,398,000."""
    found = _suit(called())
    assert _value(found, "scenario_net_assets.-0.10") == 162_000
    assert found.figures["scenario_ratio.-0.10"].display == "116.20%"
    assert _value(found, "scenario_net_assets.0.10") == 398_000
    assert len([name for name in found.figures if name.startswith("scenario")]) == 12


def test_a_goal_and_a_need_are_held_against_every_scenario() -> None:
    """Net 280,000 + 10 % of 1,180,000 = 398,000: 2,000 short of 400,000; at −10 % 162,000: 238,000 short. Own cash of
    150,000 without debt: nothing is lacking for a need of 100,000, 50,000 for one of 200,000."""
    found = _suit(called(), goal="400000")
    assert _value(found, "scenario_goal_lacking.0.10") == 2_000
    assert _value(found, "scenario_goal_lacking.-0.10") == 238_000
    assert "scenario_goal_lacking.0.10" not in _suit(called()).figures
    free = book(cash="150000.00")
    assert _value(_suit(free, need="100000"), "scenario_need_lacking.-0.30") == 0
    assert _value(_suit(free, need="200000"), "scenario_need_lacking.-0.30") == 50_000


def test_an_account_of_a_day_before_the_thresholds_is_refused() -> None:
    with pytest.raises(BookError) as refused:
        _suit(book(as_of="2015-06-30"))
    assert [(each.field, each.code) for each in refused.value.errors] == [("as_of", "out_of_range")]


def test_how_securities_are_spread_are_facts() -> None:
    """480,000 and 700,000: largest 70/118; effective 1,180² ÷ (480² + 700²) = 1,392,400 ÷ 720,400."""
    found = _suit(called())
    assert _value(found, "securities_owned") == 2
    assert _value(found, "largest_share") * 118 == 70 and _value(found, "top_three_share") == 1
    assert _value(found, "effective_number") * 7_204 == 13_924
    empty = _suit(book())
    assert _value(empty, "securities_owned") == 0 and _value(empty, "largest_share") is None


def test_the_json_carries_formulas_in_both_languages_and_names_no_security_to_buy() -> None:
    told: dict[str, Any] = _suit(called()).as_json()
    assert len(told["figures"]) == 22 and len(told["findings"]) == 2
    assert all(each["formula"] and each["formula_en"] for each in told["figures"].values())
    words = " ".join(f"{each['text']}{each['text_zh']}" for each in told["findings"])
    assert not [each for each in ("600519", "600036", "买入", "buy") if each in words]


def test_every_value_is_marked_as_set_by_the_firm() -> None:
    assert len(ROWS) == 17 and {row.confidence for row in ROWS} == {"firm-set"}


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({}, "grade", "missing"),
        ({"grade": "C6"}, "grade", "not_one_of"),
        ({"grade": "C4", "horizon_months": "1.5"}, "horizon_months", "not_whole"),
        ({"grade": "C4", "need": "-1"}, "need", "negative"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_by_field(raw: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        read_person(raw)
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]
