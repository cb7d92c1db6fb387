"""What if: acceptance figures to the fen, every change by itself, and refusals that name their path."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from risk.changes import MOST_CHANGES, MOST_DAYS, read_changes
from risk.evaluation import evaluate
from risk.fields import BookError
from risk.figure import trace
from risk.rulebook import CN
from risk.touch import LINES
from risk.valuation import value
from risk.what_if import WhatIf, changed, what_if
from tests.risk.books import TERMS, Book, book, called, financing, holding, random_book, short, snapshot
from tests.risk.books import two_legged as legs

A, B = "600036.SH", "000001.SZ"
FALL: tuple[Book, ...] = (
    {"op": "price", "security": A, "pct": "-8"},
    {"op": "price", "security": B, "pct": "5"},
)
TEN_DAYS: Book = {"op": "days", "n": 10}


def _what_if(raw: Book, *changes: Book) -> WhatIf:
    return what_if(snapshot(raw), read_changes(list(changes)), CN)


def _display(found: WhatIf, name: str) -> str:
    return found.after.figures[name].display


def _value(found: WhatIf, name: str) -> Fraction:
    value = found.after.figures[name].value
    assert value is not None
    return value


def _refusals(raw: Book, *changes: object) -> list[tuple[str, str]]:
    with pytest.raises(BookError) as caught:
        what_if(snapshot(raw), read_changes(list(changes)), CN)
    return [(error.field, error.code) for error in caught.value.errors]


def test_a_fall_a_rise_and_ten_days_are_reckoned_to_the_fen() -> None:
    found = _what_if(legs(), *FALL, TEN_DAYS)
    before = found.before.figures
    assert [before[name].value for name in ("total_assets", "total_liabilities")] == [1_500_000, 904_200]
    assert before["maintenance_ratio"].display == "165.89%"
    assert _value(found, "accrued_interest") == 4_200 + Fraction("1083.33") + Fraction("708.33")
    assert _value(found, "total_assets") == 1_420_000
    assert _value(found, "total_liabilities") == Fraction("920991.66")
    assert _value(found, "maintenance_ratio") == Fraction(1_420_000) / Fraction("920991.66")
    assert _display(found, "maintenance_ratio") == "154.18%"
    assert (found.before.band, found.after.band) == ("safe", "safe")


def test_the_lines_are_those_of_the_account_afterwards() -> None:
    found = _what_if(legs(), *FALL, TEN_DAYS)
    assert tuple(line.line for line in found.lines) == LINES
    liquidation = found.lines[1].securities[0]
    assert liquidation.price is not None and liquidation.price.display == "13.9458"
    assert liquidation.move.display == "-24.20%"
    assert liquidation.move.value is not None and round(float(liquidation.move.value), 6) == -0.242077


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_fee_on_market_value_is_counted_at_the_price_reached(turn: int) -> None:
    supposed: list[Book] = [*FALL, TEN_DAYS]
    supposed.insert(turn, {"op": "terms", "fee_basis": "market_value"})
    found = _what_if(legs(), *supposed)
    assert _value(found, "accrued_interest") == 4_200 + Fraction("1083.33") + Fraction("743.75")
    assert _value(found, "total_liabilities") == Fraction("921027.08")
    assert _display(found, "maintenance_ratio") == "154.17%"  # 154.1757 %, and never more than it is


def test_changes_happen_in_the_order_given() -> None:
    on_market_value = legs() | {"shorts": [short(**_short_b(), fee_basis="market_value")]}
    later = _what_if(on_market_value, TEN_DAYS, *FALL)
    assert _value(later, "accrued_interest") == 4_200 + Fraction("1083.33") + Fraction("708.33")


def _short_b() -> dict[str, Any]:
    return {"quantity": 10_000, "price": "30.00", "proceeds": "300000.00"}


def test_a_haircut_to_nothing_leaves_the_ratio_and_takes_the_margin() -> None:
    raw = called()
    found = _what_if(raw, {"op": "haircut", "security": "600519.SH", "to": "0"})
    before, after = found.before.figures, found.after.figures
    assert before["maintenance_ratio"].value == after["maintenance_ratio"].value
    assert before["available_margin"].value is not None
    fallen = before["available_margin"].value - _value(found, "available_margin")
    assert fallen == 300 * 1_600 * Fraction("0.70")
    owed = changed(snapshot(raw), read_changes([{"op": "haircut", "security": A, "to": "0.1"}]))
    assert owed.financing[0].conversion_rate == Fraction("0.1")


@pytest.mark.parametrize("seed", range(12))
def test_nothing_supposed_changes_nothing_and_nothing_is_mutated(seed: int) -> None:
    account = snapshot(random_book(seed))
    kept = replace(account)
    found = what_if(account, (), CN)
    assert found.before.trace_id == found.after.trace_id == evaluate(account, CN).trace_id
    moved = what_if(account, read_changes([{"op": "price", "security": "*", "pct": "-10"}, TEN_DAYS]), CN)
    assert account == kept
    again = what_if(account, read_changes([{"op": "price", "security": "*", "pct": "-10"}, TEN_DAYS]), CN)
    assert moved.trace_id == again.trace_id != found.trace_id


@pytest.mark.parametrize("seed", range(12))
def test_a_common_move_changes_every_market_value_by_its_share_and_no_interest(seed: int) -> None:
    account = snapshot(random_book(seed))
    was = value(account)
    now = value(changed(account, read_changes([{"op": "price", "security": "*", "pct": "-12.5"}])))
    pairs = list(zip((*was.longs, *was.shorts), (*now.longs, *now.shorts), strict=True))
    for old, new in pairs:
        assert old.market_value is not None
        assert new.market_value == old.market_value * Fraction("0.875")
    assert was.interest == now.interest and len(pairs) == len(was.longs) + len(was.shorts)


def test_the_touch_of_a_common_move_is_where_that_move_leads() -> None:
    account = snapshot(two := legs())
    move = what_if(account, (), CN).lines[0].together.move.value
    assert move is not None and two["id"] == "two-legged"
    pct = f"{float(move * 100):.12f}"
    found = what_if(account, read_changes([{"op": "price", "security": "*", "pct": pct}]), CN)
    assert round(float(_value(found, "maintenance_ratio")), 9) == 1.4


def test_a_price_may_be_named_and_moves_every_row_of_its_security() -> None:
    raw = legs() | {"collateral": [holding(security=A, price="20.00", quantity=100)]}
    after = changed(snapshot(raw), read_changes([{"op": "price", "security": A, "to": "18.4"}]))
    assert after.collateral[0].price == after.financing[0].price == Fraction("18.4")
    assert after.shorts[0].price == 30


def test_a_price_that_is_not_known_stays_unknown_under_a_move_and_can_be_supposed() -> None:
    raw = book(collateral=[holding(price=None)], financing=[financing()])
    for code in ("*", "600519.SH"):
        found = _what_if(raw, {"op": "price", "security": code, "pct": "-1"})
        assert found.after.figures["maintenance_ratio"].missing == ("600519.SH.price",)
    known = _what_if(raw, {"op": "price", "security": "600519.SH", "to": "10"})
    assert _value(known, "total_assets") == 100 + 1_000 + 350_000


def test_a_suspended_security_is_taken_at_the_fair_value_supposed() -> None:
    raw = called() | {"collateral": [holding(security=A, price="50.00", quantity=1_000)]}
    found = _what_if(raw, {"op": "suspend", "security": A, "fair_value": "12"})
    assert _value(found, "total_assets") == 100_000 + 21_000 * 12
    assert [each.code for each in found.findings if each.code == "fair_value_used"] == ["fair_value_used"]
    kept = _what_if(raw, {"op": "suspend", "security": A})
    assert _value(kept, "total_assets") == 100_000 + 50_000 + 20_000 * 35
    assert "last_price_used" in {each.code for each in kept.findings}
    fallen = _what_if(
        raw,
        {"op": "suspend", "security": A, "fair_value": "12"},
        {"op": "price", "security": A, "pct": "-50"},
    )
    assert _value(fallen, "total_assets") == 100_000 + 21_000 * 6


def test_cash_comes_in_and_goes_out() -> None:
    found = _what_if(called(), {"op": "cash", "amount": "120000"})
    assert _display(found, "maintenance_ratio") == "140.00%"
    out = _what_if(called(), {"op": "cash", "amount": "-100000"})
    assert _value(out, "total_assets") == 1_180_000


def test_a_repayment_from_outside_pays_interest_first() -> None:
    repay = {"op": "repay", "contract": "F1", "amount": "10000"}
    after = changed(snapshot(legs()), read_changes([repay]))
    assert after.financing[0].interest == 0 and after.financing[0].amount == 600_000 - 5_800
    assert after.cash == 500_000 and after.shorts[0].amount == 300_000
    found = _what_if(legs(), repay, TEN_DAYS)
    interest = Fraction("1072.86") + Fraction("708.33")  # 594,200 × 6.5 % × 10 ÷ 360
    assert _value(found, "total_liabilities") == 894_200 + interest
    fee = _what_if(legs(), TEN_DAYS, {"op": "repay", "contract": "S1", "amount": "708.33"})
    assert _value(fee, "accrued_interest") == 4_200 + Fraction("1083.33")


def test_a_repayment_where_interest_is_unknown_pays_principal() -> None:
    raw = legs() | {"terms": {key: value for key, value in TERMS.items() if key != "day_basis"}}
    raw["financing"] = [financing(amount="600000.00", interest=None)]
    after = changed(snapshot(raw), read_changes([{"op": "repay", "contract": "F1", "amount": "600000"}]))
    assert after.financing[0].amount == 0 and after.financing[0].interest is None


def test_interest_so_far_is_what_had_accrued_before_the_changes() -> None:
    raw = book(financing=[financing(interest=None)], shorts=[short(interest=None, fee_basis="market_value")])
    was = value(snapshot(raw)).interest
    price = {"op": "price", "security": "*", "pct": "-50"}
    found = _what_if(raw, price, {"op": "terms", "fee_basis": "proceeds", "day_basis": 365})
    assert found.after.figures["accrued_interest"].value == was
    later = changed(snapshot(raw), read_changes([TEN_DAYS, {"op": "terms", "day_basis": "365"}]))
    added = (later.financing[0].interest or 0) - (value(snapshot(raw)).financing[0].interest or 0)
    assert added == Fraction("623.29")  # 350,000 × 6.5 % × 10 ÷ 365


@pytest.mark.parametrize(
    ("raw", "missing"),
    [
        (book(financing=[financing(annual_rate=None)]), "F1.interest"),
        (book(shorts=[short(price=None, fee_basis="market_value")]), "S1.interest"),
        (book(financing=[financing()], terms=TERMS | {"day_basis": None}), "F1.interest"),
        (book(financing=[financing(interest=None)], terms=TERMS | {"day_basis": None}), "F1.interest"),
    ],
)
def test_days_without_a_rate_a_price_or_a_day_basis_make_interest_unknown(raw: Book, missing: str) -> None:
    found = _what_if(raw, TEN_DAYS)
    assert found.after.figures["accrued_interest"].missing == (missing,)
    again = _what_if(raw, TEN_DAYS, {"op": "price", "security": "*", "to": "12"})
    assert again.after.figures["accrued_interest"].missing == (missing,)


def test_days_move_the_day_of_the_account_and_show_what_falls_due() -> None:
    raw = legs() | {"financing": [financing(due="2026-11-25")], "shorts": [short(due="2027-04-08")]}
    found = _what_if(raw, TEN_DAYS)
    assert str(found.after.figures["maintenance_ratio"].as_of) == "2026-11-30"
    told = [(each.code, each.path) for each in found.findings]
    assert told == [("past_due", "financing[0]"), ("penalty_not_counted", "financing[0]")]
    late = legs() | {"financing": [financing(due="2026-11-12")], "shorts": []}
    assert [each.code for each in _what_if(late, FALL[0]).findings] == ["past_due"]


def test_the_moment_of_the_account_moves_too() -> None:
    taken = datetime(2026, 11, 20, 8, tzinfo=UTC)
    account = replace(snapshot(called()), taken_at=taken, price_time=taken)
    after = changed(account, read_changes([TEN_DAYS]))
    assert after.taken_at == datetime(2026, 11, 30, 8, tzinfo=UTC) and after.price_time == taken


def test_supposed_lines_count_without_the_clause_of_the_old_ones() -> None:
    raw = called() | {"terms": TERMS | {"clauses": {"liquidation_line": "12.3", "warning_line": "12.2"}}}
    found = _what_if(raw, {"op": "terms", "liquidation_line": "1.20", "withdrawal_line": "2.5"})
    assert (found.before.band, found.after.band) == ("call", "warning")
    after = changed(snapshot(raw), found.changes)
    assert dict(after.terms.clauses) == {"warning_line": "12.2"}
    assert (after.terms.liquidation_line, after.terms.withdrawal_line) == (Fraction("1.2"), Fraction("2.5"))


def test_the_result_is_json_whose_figures_and_trace_can_be_made_again() -> None:
    found = _what_if(legs(), *FALL, TEN_DAYS, {"op": "terms", "fee_basis": "market_value"})
    told: Any = json.loads(json.dumps(found.as_json()))
    assert list(told["before"]) == list(told["after"]) == list(evaluate(snapshot(legs()), CN).figures)
    assert told["changes"] == [*FALL, TEN_DAYS, {"op": "terms", "fee_basis": "market_value"}]
    assert (told["band_before"], told["band_after"]) == ("safe", "safe")
    figures = [*told["before"].values(), *told["after"].values()]
    for figure in figures:
        content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
        assert trace(content) == figure["trace_id"]
    assert len(figures) >= 18 and told["trace_id"] == found.trace_id


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ("fall", "", "not_object"),
        ({}, ".op", "missing"),
        ({"op": "gamble"}, ".op", "not_one_of"),
        ({"op": ["price"]}, ".op", "not_one_of"),
        ({"op": "price", "pct": "-8"}, ".security", "missing"),
        ({"op": "price", "security": A}, ".pct", "missing"),
        ({"op": "price", "security": A, "pct": "-8", "to": "3"}, ".to", "one_of_two"),
        ({"op": "price", "security": A, "pct": "-100.01"}, ".pct", "out_of_range"),
        ({"op": "price", "security": A, "pct": "1001"}, ".pct", "out_of_range"),
        ({"op": "price", "security": A, "pct": -8.5}, ".pct", "float"),
        ({"op": "price", "security": A, "pct": "1e2"}, ".pct", "exponent"),
        ({"op": "price", "security": A, "pct": "NaN"}, ".pct", "nan"),
        ({"op": "price", "security": A, "to": "-1"}, ".to", "negative"),
        ({"op": "price", "security": A, "to": "10000001"}, ".to", "out_of_range"),
        ({"op": "price", "security": "688981.SH", "pct": "1"}, ".security", "not_one_of"),
        ({"op": "price", "security": A, "pct": "1", "by": "1"}, ".by", "unknown_key"),
        ({"op": "days"}, ".n", "missing"),
        ({"op": "days", "n": 0}, ".n", "not_positive"),
        ({"op": "days", "n": -1}, ".n", "negative"),
        ({"op": "days", "n": "1.5"}, ".n", "not_whole"),
        ({"op": "days", "n": True}, ".n", "not_decimal"),
        ({"op": "days", "n": MOST_DAYS + 1}, ".n", "out_of_range"),
        ({"op": "haircut", "security": A}, ".to", "missing"),
        ({"op": "haircut", "security": A, "to": "1.01"}, ".to", "out_of_range"),
        ({"op": "haircut", "security": "*", "to": "0"}, ".security", "not_one_of"),
        ({"op": "suspend", "security": "688981.SH"}, ".security", "not_one_of"),
        ({"op": "suspend", "security": A, "fair_value": "-1"}, ".fair_value", "negative"),
        ({"op": "cash"}, ".amount", "missing"),
        ({"op": "cash", "amount": "ten"}, ".amount", "not_decimal"),
        ({"op": "cash", "amount": "-500000.01"}, ".amount", "out_of_range"),
        ({"op": "repay", "contract": "F1"}, ".amount", "missing"),
        ({"op": "repay", "contract": "F1", "amount": "0"}, ".amount", "not_positive"),
        ({"op": "repay", "contract": "F1", "amount": "605283.34"}, ".amount", "out_of_range"),
        ({"op": "repay", "contract": "S1", "amount": "708.34"}, ".amount", "out_of_range"),
        ({"op": "repay", "contract": "F9", "amount": "1"}, ".contract", "not_one_of"),
        ({"op": "terms"}, ".fee_basis", "missing"),
        ({"op": "terms", "fee_basis": "moon"}, ".fee_basis", "not_one_of"),
        ({"op": "terms", "day_basis": 364}, ".day_basis", "not_one_of"),
        ({"op": "terms", "restore_line": "1"}, ".restore_line", "out_of_range"),
        ({"op": "terms", "restore_line": "1.2"}, ".restore_line", "line_order"),
        ({"op": "terms", "warning_line": "1.29"}, ".warning_line", "line_order"),
        ({"op": "terms", "liquidation_line": "1.41"}, ".liquidation_line", "line_order"),
        ({"op": "terms", "liquidation_line": "1.05"}, ".liquidation_line", "line_order"),
        ({"op": "terms", "minimum_line": "1.31"}, ".minimum_line", "line_order"),
        ({"op": "terms", "warning_line": "130"}, ".warning_line", "out_of_range"),
        ({"op": "terms", "clauses": {}}, ".clauses", "unknown_key"),
    ],
)
def test_a_wrong_change_is_refused_by_its_path(change: object, field: str, code: str) -> None:
    refused = _refusals(legs(), TEN_DAYS, change)
    assert refused[0][0].startswith("changes[1]")
    assert (f"changes[1]{field}", code) in refused


def test_every_wrong_change_is_named_at_once() -> None:
    assert _refusals(legs(), {"op": "days"}, TEN_DAYS, {"op": "cash"}) == [
        ("changes[0].n", "missing"),
        ("changes[2].amount", "missing"),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [({"op": "days", "n": 1}, "not_list"), (None, "not_list"), ([TEN_DAYS] * 51, "out_of_range")],
)
def test_changes_are_a_list_of_a_bounded_length(raw: object, code: str) -> None:
    with pytest.raises(BookError) as caught:
        read_changes(raw)
    assert [(error.field, error.code) for error in caught.value.errors] == [("changes", code)]
    assert len(read_changes([TEN_DAYS] * MOST_CHANGES)) == MOST_CHANGES


def test_a_line_that_the_contract_lacks_is_not_compared() -> None:
    raw = legs() | {"terms": {key: value for key, value in TERMS.items() if key != "minimum_line"}}
    found = _what_if(raw, {"op": "terms", "liquidation_line": "1.05"})
    assert found.after.band == "safe" and len(found.lines) == len(LINES) - 1
