"""Hong Kong accounts: reading, figures, bands, cures. Lower is safer."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from risk.fields import BookError
from risk.hk.book_file import read_hk_book
from risk.hk.cures import cures
from risk.hk.evaluation import evaluate
from risk.money import parse
from risk.reference import ReferenceCure, ReferenceEvaluation
from risk.rulebook import CN, HK, RulebookError

_LINES = {"call_line": "1.05", "target_line": "1.00", "forced_sale_line": "1.15", "day_basis": 365}


def _row(**changes: Any) -> dict[str, Any]:
    return {"security": "00005.HK", "quantity": 1000, "price": "100", "lending_ratio": "0.60"} | changes


def _book(*rows: dict[str, Any], terms: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    raw = {
        "jurisdiction": "HK",
        "currency": "HKD",
        "as_of": "2026-11-20",
        "loan": "60000",
        "credit_limit": "500000",
        "terms": _LINES if terms is None else terms,
        "collateral": list(rows or (_row(),)),
    }
    return {key: value for key, value in (raw | keys).items() if value is not ...}


def _evaluated(*rows: dict[str, Any], **keys: Any) -> ReferenceEvaluation:
    return evaluate(read_hk_book(_book(*rows, **keys)), HK)


def _value(found: ReferenceEvaluation, name: str) -> Fraction | None:
    return found.figures[name].value


def test_the_ratio_is_the_loan_over_what_counts_and_shows_the_careful_side() -> None:
    found = _evaluated(_row(quantity=5000, price="41"), loan="150000", id="x")
    ratio = found.figures["loan_to_marginable_value"]
    assert (ratio.display, ratio.direction, ratio.unit) == ("121.96%", "lower_safer", "ratio")
    assert "孖展比率" in ratio.formula and "margin ratio" in str(ratio.as_json()["formula_en"])
    assert {rule.param for rule in ratio.rule} == {"call_line", "target_line", "client_margin_ratio"}
    body = found.as_json()
    assert (body["id"], body["jurisdiction"], body["measure"]) == ("x", "HK", "loan_to_marginable_value")
    assert "仅供参考" in str(body["reference_zh"]) and "reference" in str(body["reference"])
    assert found.trace_id == _evaluated(_row(quantity=5000, price="41"), loan="150000", id="x").trace_id


@pytest.mark.parametrize(
    ("loan", "band", "call"),
    [
        ("0", "no_debt", "0"),
        ("60000", "safe", "0"),
        ("60000.01", "warning", "0"),
        ("63000", "warning", "0"),
        ("63000.01", "call", "3000.01"),
        ("69000", "call", "9000"),
        ("69000.01", "forced_sale", "9000.01"),
    ],
)
def test_on_a_line_is_the_better_band_and_a_call_goes_back_to_the_target(
    loan: str, band: str, call: str
) -> None:
    found = _evaluated(loan=loan)
    assert found.band == band
    assert _value(found, "call_amount") == parse(call, "")


def test_a_loan_above_the_credit_limit_is_a_call_whatever_the_securities_count_for() -> None:
    found = _evaluated(loan="50000", credit_limit="40000")
    assert found.band == "call" and _value(found, "call_amount") == 10_000
    assert "above_credit_limit" in {finding.code for finding in found.findings}
    assert _value(found, "available_credit") == 0


def test_without_a_limit_only_the_securities_limit_and_that_is_said() -> None:
    found = _evaluated(loan="20000", credit_limit=...)
    assert _value(found, "available_credit") == 40_000
    assert [finding.code for finding in found.findings] == ["no_credit_limit"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"price": None}, "00005.HK.price"),
        ({"lending_ratio": None}, "00005.HK.lending_ratio"),
    ],
)
def test_an_unknown_part_makes_what_rests_on_it_indeterminate_and_is_named(
    change: dict[str, Any], missing: str
) -> None:
    found = _evaluated(_row(**change))
    assert found.band == "indeterminate"
    for name in ("marginable_value", "loan_to_marginable_value", "call_amount", "available_credit"):
        assert found.figures[name].value is None and missing in found.figures[name].missing
    each = found.figures["purchasing_power.00005.HK"]
    assert each.value is None and missing in each.missing


def test_lines_that_are_not_agreed_are_missing_and_never_assumed() -> None:
    found = _evaluated(terms={})
    assert found.band == "indeterminate"
    assert found.figures["call_amount"].missing == ("terms.call_line",)
    assert found.figures["call_price.00005.HK"].missing == ("terms.call_line",)
    called = _evaluated(terms={"call_line": "1"}, loan="61000")
    assert called.band == "call" and called.figures["call_amount"].missing == ("terms.target_line",)
    assert _evaluated(terms={"call_line": "1"}).band == "safe"
    assert _evaluated(terms={}, loan="0").figures["call_amount"].value == 0


def test_a_loan_that_nothing_covers_has_no_ratio_and_is_a_forced_sale() -> None:
    found = _evaluated(_row(lending_ratio="0"))
    assert found.figures["loan_to_marginable_value"].value is None
    assert found.band == "forced_sale"
    assert "no_marginable_value" in {finding.code for finding in found.findings}
    assert found.figures["call_price.00005.HK"].value is None


def test_a_security_with_neither_quantity_nor_price_does_not_matter() -> None:
    found = _evaluated(_row(), _row(security="00700.HK", quantity=0, price=None, lending_ratio="0.5"))
    assert _value(found, "marginable_value") == 60_000
    assert _value(found, "purchasing_power.00700.HK") == 0
    assert found.figures["call_price.00700.HK"].value is None


@pytest.mark.parametrize(
    ("ratio", "limit", "power"),
    [
        ("0.60", "500000", "250000"),
        ("0.60", "100000", "200000"),
        ("1", "100000", "200000"),
        ("0.60", ..., "250000"),
    ],
)
def test_purchasing_power_counts_the_purchase_itself_up_to_the_limit(
    ratio: str, limit: Any, power: str
) -> None:
    row = _row(quantity=0, lending_ratio=ratio)
    found = _evaluated(row, loan="0", cash="100000", credit_limit=limit)
    assert _value(found, "purchasing_power.00005.HK") == parse(power, "")


def test_a_security_that_counts_in_full_needs_a_limit_to_have_a_purchasing_power() -> None:
    row = _row(quantity=0, lending_ratio="1")
    power = _evaluated(row, loan="0", cash="1", credit_limit=...).figures["purchasing_power.00005.HK"]
    assert power.value is None and power.missing == ("credit_limit",)


def test_at_its_call_price_an_account_is_exactly_on_the_call_line() -> None:
    other = _row(security="00700.HK", quantity=100, price="400", lending_ratio="0.50")
    price = _value(_evaluated(_row(), other), "call_price.00005.HK")
    assert price is not None
    account = read_hk_book(_book(_row(), other))
    first, second = account.collateral
    moved = replace(account, collateral=(replace(first, price=price), second))
    assert _value(evaluate(moved, HK), "loan_to_marginable_value") == parse("1.05", "")
    lower = replace(account, collateral=(replace(first, price=price - Fraction(1, 10_000)), second))
    assert (evaluate(moved, HK).band, evaluate(lower, HK).band) == ("warning", "call")
    twice = _evaluated(_row(), _row())
    assert not [name for name in twice.figures if name.startswith("call_price")]


@pytest.mark.parametrize(
    ("equity_loan", "band", "call"),
    [("14000", "warning", "0"), ("13250", "safe", "0"), ("15000", "call", "1750")],
)
def test_a_firm_that_sets_margins_calls_below_maintenance_up_to_initial(
    equity_loan: str, band: str, call: str
) -> None:
    rows = (
        _row(security="A", quantity=1, price="5000", initial_margin="0.30", maintenance_margin="0.25"),
        _row(security="B", quantity=1, price="19500", initial_margin="0.50", maintenance_margin="0.45"),
    )
    found = _evaluated(*rows, loan=equity_loan, terms={})
    assert found.band == band and _value(found, "call_to_initial") == parse(call, "")


def test_one_margin_that_is_missing_leaves_the_call_open() -> None:
    rows = (_row(initial_margin="0.3", maintenance_margin="0.2"), _row(security="B"))
    found = _evaluated(*rows, terms={})
    assert found.band == "indeterminate"
    assert {"B.initial_margin", "B.maintenance_margin"} <= set(found.figures["call_to_initial"].missing)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"currency": "CNY"}, "currency", "not_one_of"),
        ({"jurisdiction": "US"}, "jurisdiction", "unsupported"),
        ({"loan": "-1"}, "loan", "negative"),
        ({"loan": ...}, "loan", "missing"),
        ({"loan": 1.5}, "loan", "float"),
        ({"cash": "1"}, "cash", "both_sides"),
        ({"as_of": "2026-13-01"}, "as_of", "bad_date"),
        ({"terms": ...}, "terms", "missing"),
        ({"terms": _LINES | {"call_line": "0"}}, "terms.call_line", "not_positive"),
        ({"terms": _LINES | {"target_line": "1.10"}}, "terms.call_line", "line_order"),
        ({"terms": _LINES | {"day_basis": 364}}, "terms.day_basis", "not_one_of"),
        ({"collateral": [_row(price="NaN")]}, "collateral[0].price", "nan"),
        ({"collateral": [_row(price="-1")]}, "collateral[0].price", "negative"),
        ({"collateral": [{"security": "X", "quantity": 1}]}, "collateral[0].price", "missing"),
        ({"collateral": [_row(lending_ratio="1.1")]}, "collateral[0].lending_ratio", "out_of_range"),
        ({"collateral": [_row(quantity="9" * 41)]}, "collateral[0].quantity", "too_long"),
        ({"collateral": [_row(haircut="0.7")]}, "collateral[0].haircut", "unknown_key"),
        ({"debit": "1"}, "debit", "unknown_key"),
    ],
)
def test_a_wrong_book_is_refused_with_the_field(change: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        read_hk_book(_book(**change))
    assert (field, code) in [(error.field, error.code) for error in refused.value.errors]


def test_another_places_rulebook_is_refused() -> None:
    with pytest.raises(RulebookError, match="HK rulebook, not CN"):
        evaluate(read_hk_book(_book()), CN)


def _cures(*rows: dict[str, Any], target: str | None = None, **keys: Any) -> list[ReferenceCure]:
    goal = None if target is None else parse(target, "")
    return list(cures(read_hk_book(_book(*rows, **keys)), HK, goal).cures)


def test_three_cures_of_a_call_need_three_amounts_and_each_lands_on_the_target() -> None:
    found = {cure.kind: cure for cure in _cures(loan="66000")}
    assert found["repay_outside_cash"].amount.value == 6000
    assert found["add_security"].amount.value == 10_000
    assert found["sell_to_repay"].amount.value == 15_000
    assert {cure.after.value for cure in found.values()} == {Fraction(1)}
    assert all(cure.reason is None for cure in found.values())
    assert found["sell_to_repay"].as_json()["quantity"] == 150


def test_a_sale_and_a_deposit_go_up_to_the_lot() -> None:
    found = {cure.kind: cure for cure in _cures(_row(lot=400), loan="66000")}
    assert (found["add_security"].quantity, found["sell_to_repay"].quantity) == (400, 400)
    assert found["sell_to_repay"].after.value == Fraction(66_000 - 40_000, 36_000)


def test_a_target_of_ones_own_may_be_asked_for() -> None:
    body = cures(read_hk_book(_book()), HK, parse("0.9", "")).as_json()
    assert body["target"] == "0.9" and body["jurisdiction"] == "HK"
    assert body["cures"][0]["amount"]["value"] == "6000"  # type: ignore[index]
    with pytest.raises(BookError):
        cures(read_hk_book(_book()), HK, Fraction(0))


def test_nothing_is_cured_where_nothing_is_above_the_target() -> None:
    assert _cures() == [] and _cures(loan="0") == []


def test_an_unknown_price_leaves_one_cure_without_amount_that_names_it() -> None:
    (only,) = _cures(_row(price=None), loan="66000")
    assert only.amount.value is None and only.amount.missing == ("00005.HK.price",)
    (untargeted,) = _cures(terms={"call_line": "1"}, loan="66000")
    assert untargeted.amount.missing == ("terms.target_line",)
    assert cures(read_hk_book(_book(terms={"call_line": "1"}, loan="66000")), HK).as_json()["target"] is None


def test_what_cannot_cure_says_why() -> None:
    full = _row(security="F", quantity=10, price="1000", lending_ratio="1")
    none = _row(security="N", quantity=10, price="10", lending_ratio="0")
    reasons = {
        (cure.kind, cure.security): cure.reason[0] if cure.reason else None
        for cure in _cures(full, none, loan="15000")
    }
    assert "lowers what counts" in str(reasons["sell_to_repay", "F"])
    assert "does not count" in str(reasons["add_security", "N"])
    assert "not enough" in str(reasons["sell_to_repay", "N"])
    assert reasons["add_security", "F"] is None


def test_a_credit_limit_is_met_by_cash_and_sales_but_not_by_securities() -> None:
    found = {cure.kind: cure for cure in _cures(loan="50000", credit_limit="40000")}
    assert found["repay_outside_cash"].amount.value == 10_000
    assert "credit limit" in found["add_security"].reason[0]  # type: ignore[index]
    assert found["sell_to_repay"].amount.value == 10_000
    full = {cure.kind: cure for cure in _cures(_row(lending_ratio="1"), loan="50000", credit_limit="40000")}
    assert full["sell_to_repay"].amount.value == 10_000 and full["sell_to_repay"].reason is None


def test_two_rows_of_one_security_are_not_cured_by_that_security_and_none_held_is_not_sold() -> None:
    kinds = [(cure.kind, cure.security) for cure in _cures(_row(), _row(), loan="200000")]
    assert kinds == [("repay_outside_cash", None)]
    idle = _row(security="00700.HK", quantity=0)
    kinds = [(cure.kind, cure.security) for cure in _cures(_row(), idle, loan="66000")]
    assert ("add_security", "00700.HK") in kinds and ("sell_to_repay", "00700.HK") not in kinds


def test_the_figures_carry_the_day_of_the_book() -> None:
    assert _evaluated().figures["equity"].as_of == date(2026, 11, 20)
