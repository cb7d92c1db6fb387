"""Hypothetical questions: every kind answered, its inputs shown, and wrong inputs refused by name."""

from datetime import date
from fractions import Fraction

import pytest

from risk.book_file import BookError
from risk.calculators import CALCULATORS, Calculation, calculate
from risk.formulas import formula_zh
from risk.rulebook import CN

_TODAY = date(2026, 11, 20)


def _answer(kind: str, as_of: date = _TODAY, /, **inputs: str) -> Calculation:
    return calculate(kind, inputs, CN, as_of)


def _shown(kind: str, /, **inputs: str) -> dict[str, str]:
    return {name: figure.display for name, figure in _answer(kind, **inputs).figures.items()}


@pytest.mark.parametrize(
    ("kind", "inputs", "shown"),
    [
        (
            "maintenance_ratio",
            {"assets": "1500000", "liabilities": "1000000"},
            {"maintenance_ratio": "150.00%"},
        ),
        (
            "maintenance_ratio",
            {"securities": "150", "liabilities": "100"},
            {"maintenance_ratio": "150.00%"},
        ),
        ("maintenance_ratio", {"assets": "5", "liabilities": "0"}, {"maintenance_ratio": "—"}),
        (
            "topup",
            {"assets": "1280000", "liabilities": "1000000", "target": "1.4"},
            {
                "cure_repay_outside_cash": "85,714.29",
                "cure_add_collateral": "120,000.00",
                "cure_sell_to_repay": "300,000.00",
            },
        ),
        (
            "drop_to_line",
            {"securities": "920000", "cash": "500000", "liabilities": "920991.66", "line": "1.3"},
            {"drop": "24.20%", "touch_value": "697,289.16"},
        ),
        (
            "interest",
            {"principal": "100000", "annual_rate": "0.05", "days": "1"},
            {"interest.360": "13.89", "interest.365": "13.70"},
        ),
        (
            "margin_total",
            {"cash": "60", "securities": "100", "conversion_rate": "0.6"},
            {"margin_total": "120.00"},
        ),
        (
            "margin_used",
            {"quantity": "100", "price": "20", "margin_ratio": "0.8"},
            {"margin_used": "1,600.00"},
        ),
        ("margin_used", {"amount": "2000", "margin_ratio": "1"}, {"margin_used": "2,000.00"}),
        ("concentration", {"security_value": "1", "assets": "3"}, {"concentration": "33.34%"}),
        (
            "floating_effect",
            {"amount": "100", "market_value": "90", "conversion_rate": "0.7"},
            {"floating_effect": "-10.00"},
        ),
        (
            "floating_effect",
            {"amount": "100", "market_value": "110", "conversion_rate": "0.7"},
            {"floating_effect": "7.00"},
        ),
    ],
)
def test_a_question_is_answered(kind: str, inputs: dict[str, str], shown: dict[str, str]) -> None:
    assert _shown(kind, **inputs) == shown


def test_a_loss_needs_no_conversion_rate_and_a_gain_does() -> None:
    assert _shown("floating_effect", amount="100", market_value="90") == {"floating_effect": "-10.00"}
    with pytest.raises(BookError, match="conversion_rate"):
        _answer("floating_effect", amount="100", market_value="110")


def test_a_purchase_is_answered_at_the_ratio_given_and_at_the_floor_when_they_differ() -> None:
    answer = _answer("max_margin_purchase", available_margin="100", margin_ratio="0.8")
    assert {name: each.display for name, each in answer.figures.items()} == {
        "max_margin_purchase": "125.00",
        "max_margin_purchase.floor": "100.00",
    }
    assert [finding.code for finding in answer.findings] == ["above_cap"]
    assert "2026-11-20" in answer.assumptions[0][1]
    assert answer.figures["max_margin_purchase.floor"].rule[0].value == "1.00"


def test_a_stricter_ratio_than_the_floor_is_no_finding() -> None:
    answer = _answer("max_margin_purchase", available_margin="100", margin_ratio="1.25")
    assert answer.figures["max_margin_purchase"].display == "80.00"
    assert answer.findings == ()


def test_before_any_rule_only_the_given_ratio_answers() -> None:
    answer = _answer("max_margin_purchase", date(1999, 1, 4), available_margin="100", margin_ratio="0.5")
    assert list(answer.figures) == ["max_margin_purchase"]


def test_before_any_rule_a_purchase_needs_its_ratio_told() -> None:
    with pytest.raises(BookError, match="margin_ratio is required"):
        _answer("max_margin_purchase", date(1999, 1, 4), available_margin="100")


def test_a_line_that_cash_alone_keeps_is_never_reached() -> None:
    answer = _answer("drop_to_line", securities="100", cash="500", liabilities="100", line="1.3")
    assert [finding.code for finding in answer.findings] == ["never_reached"]
    assert {name: each.display for name, each in answer.figures.items()} == {"drop": "—", "touch_value": "—"}


def test_an_account_already_below_the_line_is_said_to_be() -> None:
    answer = _answer("drop_to_line", securities="100", liabilities="100", line="1.3")
    assert [finding.code for finding in answer.findings] == ["already_below"]


@pytest.mark.parametrize(
    ("kind", "inputs", "field", "code"),
    [
        ("weather", {}, "kind", "not_one_of"),
        ("maintenance_ratio", {"assets": "1"}, "liabilities", "missing"),
        ("maintenance_ratio", {"liabilities": "1"}, "assets", "missing"),
        ("maintenance_ratio", {"assets": "-1", "liabilities": "1"}, "assets", "negative"),
        ("maintenance_ratio", {"assets": "1e3", "liabilities": "1"}, "assets", "exponent"),
        ("maintenance_ratio", {"assets": "1", "liabilities": "1", "x": "1"}, "x", "unknown_key"),
        ("topup", {"assets": "1", "liabilities": "1", "target": "1"}, "target", "out_of_range"),
        ("topup", {"assets": "1", "liabilities": "1"}, "target", "missing"),
        ("interest", {"principal": "1", "annual_rate": "1", "days": "1.5"}, "days", "not_whole"),
        (
            "interest",
            {"principal": "1", "annual_rate": "1", "days": "1", "day_basis": "300"},
            "day_basis",
            "not_one_of",
        ),
        (
            "margin_total",
            {"cash": "0", "securities": "1", "conversion_rate": "70"},
            "conversion_rate",
            "out_of_range",
        ),
        ("margin_used", {"quantity": "1.5", "price": "1", "margin_ratio": "1"}, "quantity", "not_whole"),
        ("max_margin_purchase", {}, "available_margin", "missing"),
        ("max_margin_purchase", {"securities": "1"}, "conversion_rate", "missing"),
        (
            "max_margin_purchase",
            {"available_margin": "1", "margin_ratio": "0"},
            "margin_ratio",
            "not_positive",
        ),
    ],
)
def test_a_wrong_input_is_refused_by_name(kind: str, inputs: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        calculate(kind, inputs, CN, _TODAY)
    assert (field, code) in [(error.field, error.code) for error in refused.value.errors]


def test_a_second_fall_is_of_what_the_first_one_left() -> None:
    shown = _shown("ratio_after", assets="1500000", liabilities="1000000", fall="0.1", fall_2="0.1")
    assert shown["ratio_after"] == "121.50%"
    with pytest.raises(BookError):
        _answer("ratio_after", assets="1500000", liabilities="1000000", fall="0.1", fall_2="1.1")


def test_the_duty_on_a_sale_is_that_of_the_day_and_not_computed_for_a_day_without_the_rule() -> None:
    figure = _answer("stamp_duty", amount="200000").figures["stamp_duty"]
    assert figure.value == 100 and figure.rule[0].param == "stamp_duty_on_sale"
    assert _answer("stamp_duty", quantity="300", price="12.35").figures["stamp_duty"].value == Fraction(
        "1.85"
    )
    with pytest.raises(BookError) as refused:
        calculate("stamp_duty", {"amount": "200000"}, CN, date(2015, 1, 5))
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("stamp_duty_on_sale", "missing")
    ]


def test_what_the_asker_gave_and_what_was_assumed_stand_apart() -> None:
    figure = _answer("drop_to_line", securities="100", liabilities="50", line="1.3").figures["drop"]
    assert {each.name: each.source for each in figure.inputs} == {
        "securities": "asker",
        "liabilities": "asker",
        "line": "asker",
    }
    by_rule = _answer("margin_used", amount="100").figures["margin_used"]
    assert {each.name: each.source for each in by_rule.inputs} == {
        "amount": "asker",
        "margin_ratio": "rulebook",
    }


def test_every_calculator_is_labelled_and_named_by_its_kind() -> None:
    assert len(CALCULATORS) == 15
    for kind, calculator in CALCULATORS.items():
        assert calculator.kind == kind and all(calculator.label) and calculator.inputs


def test_a_calculation_as_json_shows_figures_assumptions_and_findings() -> None:
    output = _answer("interest", principal="1", annual_rate="1", days="1").as_json()
    assert set(output) == {"kind", "figures", "assumptions", "findings"}
    assert output["figures"]["interest.360"]["formula"] == formula_zh("interest")  # type: ignore[index]
