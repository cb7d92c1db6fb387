"""What a contract must carry: the floor of its dates, or more where the firm's formula asks for it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from risk.account import Contract, ContractKind
from risk.evaluation import evaluate
from risk.margin_ratio import FormulaError, demanded, read_formula
from risk.rulebook import CN, Row, Rulebook, for_contract
from tests.risk.books import book, financing, short, snapshot

TODAY = date(2026, 11, 20)


def _with_formula(text: str, param: str = "financing_margin_ratio_formula") -> Rulebook:
    row = next(row for row in CN.rows(param) if row.layer == "firm")
    return CN.with_firm_rows([*_other_firm_rows(param), replace(row, value=text)])


def _other_firm_rows(param: str) -> list[Row]:
    return [row for row in CN.every() if row.layer == "firm" and row.param != param]


def _contract(
    kind: ContractKind = "financing", opened: str = "2026-11-20", rate: str | None = "0.65"
) -> Contract:
    return Contract(
        contract="N1",
        kind=kind,
        security="600036.SH",
        quantity=100,
        price=Fraction(10),
        amount=Fraction(1000),
        conversion_rate=None if rate is None else Fraction(rate),
        margin_ratio=None,
        opened=date.fromisoformat(opened),
    )


@pytest.mark.parametrize(
    ("text", "rate", "ratio"),
    [
        ("1.00+(1-rate)", "0.65", "1.35"),
        ("0.5 + (1 - rate)", "1", "0.5"),
        ("max(1.70-rate,1.00)", "0.65", "1.05"),
        ("max(1.7-rate, 1)", "0.70", "1"),
        ("max(1.7-rate,1)", "0.95", "1"),
    ],
)
def test_both_published_formulas_are_read(text: str, rate: str, ratio: str) -> None:
    assert read_formula(text).ratio(Fraction(rate)) == Fraction(ratio)


@pytest.mark.parametrize(
    "text", ["floor", "1.7-rate", "max(1..7-rate,1)", "max(1.7-rate,1.)", ".+(1-rate)", ""]
)
def test_anything_else_is_no_formula(text: str) -> None:
    with pytest.raises(FormulaError):
        read_formula(text)


def test_without_a_formula_the_floor_is_asked_for() -> None:
    found = demanded(CN, _contract(), "individual", TODAY)
    assert (found.value, found.house, [ref.param for ref in found.rule]) == (
        1,
        False,
        ["financing_margin_ratio"],
    )


def test_the_formula_governs_where_it_asks_for_more_and_the_floor_where_it_asks_for_less() -> None:
    more = demanded(_with_formula("max(1.70-rate,1.00)"), _contract(), "individual", TODAY)
    less = demanded(_with_formula("0.30+(1-rate)"), _contract(), "individual", TODAY)
    assert (more.value, more.house) == (Fraction("1.05"), True)
    assert (less.value, less.house) == (1, False)
    assert [ref.value for ref in more.rule] == ["1.00", "max(1.70-rate,1.00)"]


def test_a_short_has_a_formula_of_its_own() -> None:
    rules = _with_formula("1.00+(1-rate)", "short_margin_ratio_formula")
    assert demanded(rules, _contract("short"), "individual", TODAY).value == Fraction("1.35")
    assert demanded(rules, _contract("short"), "private_fund", TODAY).value == Fraction("1.35")
    assert demanded(rules, _contract("short", rate="0.9"), "private_fund", TODAY).value == Fraction("1.2")
    assert demanded(rules, _contract(), "individual", TODAY).value == 1


def test_a_formula_without_a_rate_or_that_cannot_be_read_leaves_the_ratio_open_and_names_why() -> None:
    rateless = demanded(_with_formula("1.00+(1-rate)"), _contract(rate=None), "individual", TODAY)
    assert (rateless.value, rateless.missing) == (None, ("N1.conversion_rate",))
    wrong = demanded(_with_formula("rate"), _contract(), "individual", TODAY)
    assert (wrong.value, wrong.missing) == (None, ("financing_margin_ratio_formula",))


def test_before_the_formula_was_set_and_before_any_rule_nothing_is_made_up() -> None:
    assert demanded(CN, _contract(opened="2016-05-04"), "individual", TODAY).value == 1
    assert demanded(CN, _contract(opened="2001-05-04"), "individual", TODAY).value is None
    assert demanded(CN, _contract(opened="2001-05-04"), "individual", TODAY).rule == ()


def test_a_cut_of_open_contracts_is_allowed_by_agreement_and_never_assumed() -> None:
    contract = _contract(opened="2020-05-06")
    assert demanded(CN, contract, "individual", TODAY).value == 1
    agreed = for_contract(CN, contract, "individual", TODAY)
    assert agreed is not None and agreed.value == "0.80"


def _findings(rules: Rulebook, **row: object) -> list[tuple[str, str]]:
    raw = book(cash="2000000", financing=[financing(**row)])
    found = [each for each in evaluate(snapshot(raw), rules).findings if each.path.endswith("margin_ratio")]
    assert all(each.text and each.text_zh for each in found)
    return [(each.code, each.path) for each in found]


def test_a_ratio_that_the_rules_allow_and_the_firm_does_not_is_below_its_floor() -> None:
    rules = _with_formula("max(1.70-rate,1.00)")
    at = "financing[0].margin_ratio"
    assert _findings(rules, margin_ratio="1.04") == [("below_floor", at)]
    assert _findings(rules, margin_ratio="1.05") == []
    assert _findings(rules, margin_ratio="0.80") == [("above_cap", at)]
    assert _findings(rules, margin_ratio=None) == [("floor_used", at)]
    assert _findings(rules, margin_ratio=None, haircut=None) == []
    assert _findings(CN, margin_ratio="1.04") == []


def test_the_available_margin_takes_what_the_formula_asks_where_no_ratio_is_given() -> None:
    raw = book(cash="2000000", financing=[financing(margin_ratio=None)])
    assert evaluate(snapshot(raw), CN).figures["available_margin"].value == 1_650_000
    rules = _with_formula("max(1.70-rate,1.00)")
    assert evaluate(snapshot(raw), rules).figures["available_margin"].value == 1_632_500
    blind = book(cash="2000000", shorts=[short(margin_ratio=None, haircut=None, price="13.00")])
    rules = _with_formula("1.00+(1-rate)", "short_margin_ratio_formula")
    assert evaluate(snapshot(blind), rules).figures["available_margin"].missing == ("S1.conversion_rate",)
