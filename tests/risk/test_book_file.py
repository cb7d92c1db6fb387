"""Reading a book file: what a whole one becomes, and how every malformed field is named."""

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest

from risk.account import DeadlineRule, Incoming
from risk.book_file import BookError, read_book, write_book
from tests.risk.books import Book, book, called, financing, holding, random_book, short, snapshot
from tests.scale import scaled

Spoil = Callable[[Book], Any]


def _full() -> Book:
    raw = book(
        id="x",
        collateral=[
            holding(
                status="suspended", fair_value="1400", sellable=50, lot=200, asset_class="index_constituent"
            )
        ],
        financing=[financing(extended=["2027-03-01"], due="2027-04-08", interest="12.34")],
        shorts=[short(due="2027-04-08")],
        incoming=[
            {"amount": "100", "counts_from": "2026-11-23"},
            {"security": "600036.SH", "quantity": 10, "counts_from": "2026-11-24"},
        ],
        credit_line="1000000",
    )
    raw["terms"] |= {"liquidation_order": ["largest"], "clauses": {"liquidation_line": "12.3"}}
    return raw


def test_a_whole_book_is_read() -> None:
    read = read_book(_full())
    assert read.as_of == date(2026, 11, 20)
    assert read.terms.call_deadline == DeadlineRule(1, time(15, 0))
    assert read.terms.clauses == {"liquidation_line": "12.3"}
    assert read.collateral[0].in_flight == 50
    assert read.financing[0].extended == (date(2027, 3, 1),)
    assert read.shorts[0].amount == Fraction(12500)
    assert read.incoming[0] == Incoming(None, None, Fraction(100), date(2026, 11, 23))


def test_a_book_written_and_read_again_is_the_same() -> None:
    fine = book(collateral=[holding(price="433333.333333333333333")])
    books = [_full(), fine, called(), *(random_book(seed) for seed in range(scaled(30)))]
    for raw in books:
        once = snapshot(raw)
        assert read_book(write_book(once)) == once


def test_only_what_some_figures_need_may_be_absent() -> None:
    raw = book()
    for key in ("jurisdiction", "currency", "client_class", "other_collateral", "fees", "shorts"):
        del raw[key]
    for key in ("minimum_line", "withdrawal_line", "day_basis", "call_deadline"):
        del raw["terms"][key]
    assert read_book(raw).terms.day_basis is None


def test_a_null_price_is_unknown_and_an_absent_one_is_an_error() -> None:
    assert read_book(book(collateral=[holding(price=None)])).collateral[0].price is None
    absent = holding()
    del absent["price"]
    assert _errors(book(collateral=[absent])) == [("collateral[0].price", "missing")]


@pytest.mark.parametrize(
    ("limit_down", "locked"), [(True, True), (False, False), ("1500.00", True), ("1400", False)]
)
def test_limit_down_is_a_statement_or_the_limit_price(limit_down: object, locked: bool) -> None:
    assert read_book(book(collateral=[holding(limit_down=limit_down)])).collateral[0].limit_down is locked


def _errors(raw: object) -> list[tuple[str, str]]:
    with pytest.raises(BookError) as refused:
        read_book(raw)
    for error in refused.value.errors:
        assert error.field in error.text and error.field in error.text_zh
    return [(error.field, error.code) for error in refused.value.errors]


MALFORMED: tuple[tuple[str, str, Spoil], ...] = (
    ("cash", "missing", lambda b: b.pop("cash")),
    ("cash", "negative", lambda b: b.update(cash="-1")),
    ("cash", "float", lambda b: b.update(cash=1.5)),
    ("cash", "nan", lambda b: b.update(cash="NaN")),
    ("cash", "nan", lambda b: b.update(cash=float("nan"))),
    ("cash", "exponent", lambda b: b.update(cash="1e3")),
    ("cash", "not_decimal", lambda b: b.update(cash="many")),
    ("cash", "not_decimal", lambda b: b.update(cash=True)),
    ("cash", "too_long", lambda b: b.update(cash="1" * 60)),
    ("fees", "negative", lambda b: b.update(fees="-0.01")),
    ("colour", "unknown_key", lambda b: b.update(colour="red")),
    ("as_of", "missing", lambda b: b.pop("as_of")),
    ("as_of", "bad_date", lambda b: b.update(as_of="2026-02-30")),
    ("as_of", "bad_date", lambda b: b.update(as_of="20261120")),
    ("as_of", "bad_date", lambda b: b.update(as_of=20261120)),
    ("as_of", "bad_date", lambda b: b.update(as_of="2026-W47-5")),
    ("as_of", "bad_date", lambda b: b.update(as_of="9999-12-31")),
    ("as_of", "bad_date", lambda b: b.update(as_of="0001-01-01")),
    ("client_class", "not_one_of", lambda b: b.update(client_class="whale")),
    ("currency", "not_one_of", lambda b: b.update(currency="USD")),
    ("jurisdiction", "unsupported", lambda b: b.update(jurisdiction="XX")),
    ("id", "not_text", lambda b: b.update(id=7)),
    ("id", "not_text", lambda b: b.update(id="half a character \ud800")),
    ("?", "unknown_key", lambda b: b.update({"\ud800": "\ud800"})),
    ("terms", "missing", lambda b: b.pop("terms")),
    ("terms", "not_object", lambda b: b.update(terms=[])),
    ("terms.restore_line", "missing", lambda b: b["terms"].pop("restore_line")),
    ("terms.restore_line", "out_of_range", lambda b: b["terms"].update(_lines("0.9", "0.8", "0.9"))),
    ("terms.warning_line", "line_order", lambda b: b["terms"].update(_lines("1.2", "1.3", "1.4"))),
    ("terms.restore_line", "line_order", lambda b: b["terms"].update(_lines("1.4", "1.3", "1.2"))),
    ("terms.minimum_line", "line_order", lambda b: b["terms"].update(minimum_line="1.35")),
    ("terms.day_basis", "not_one_of", lambda b: b["terms"].update(day_basis=366)),
    ("terms.day_basis", "float", lambda b: b["terms"].update(day_basis=360.0)),
    ("terms.tempo", "unknown_key", lambda b: b["terms"].update(tempo=1)),
    ("terms.clauses", "not_object", lambda b: b["terms"].update(clauses=["12.3"])),
    ("terms.clauses.tempo", "unknown_key", lambda b: b["terms"].update(clauses={"tempo": "1"})),
    ("terms.liquidation_order[0]", "not_text", lambda b: b["terms"].update(liquidation_order=[1])),
    ("terms.call_deadline.time", "bad_time", lambda b: b["terms"]["call_deadline"].update(time="3pm")),
    ("terms.call_deadline.time", "bad_time", lambda b: b["terms"]["call_deadline"].update(time="1500Z")),
    ("terms.call_deadline.time", "missing", lambda b: b["terms"]["call_deadline"].pop("time")),
    (
        "terms.call_deadline.trading_days",
        "not_whole",
        lambda b: b["terms"]["call_deadline"].update(trading_days="1.5"),
    ),
    ("collateral", "not_list", lambda b: b.update(collateral={})),
    ("collateral[0]", "not_object", lambda b: b.update(collateral=["600519.SH"])),
    ("collateral[0].quantity", "negative", lambda b: b.update(collateral=[holding(quantity=-1)])),
    ("collateral[0].quantity", "not_whole", lambda b: b.update(collateral=[holding(quantity="1.5")])),
    ("collateral[0].quantity", "float", lambda b: b.update(collateral=[holding(quantity=100.0)])),
    ("collateral[0].security", "not_text", lambda b: b.update(collateral=[holding(security=" ")])),
    ("collateral[0].haircut", "out_of_range", lambda b: b.update(collateral=[holding(haircut="1.01")])),
    ("collateral[0].status", "not_one_of", lambda b: b.update(collateral=[holding(status="odd")])),
    ("collateral[0].sellable", "out_of_range", lambda b: b.update(collateral=[holding(sellable=101)])),
    ("collateral[0].lot", "not_positive", lambda b: b.update(collateral=[holding(lot=0)])),
    ("collateral[0].prise", "unknown_key", lambda b: b.update(collateral=[holding(prise="1")])),
    ("financing[0].proceeds", "unknown_key", lambda b: b.update(financing=[financing(proceeds="1")])),
    (
        "financing[0].fee_basis",
        "unknown_key",
        lambda b: b.update(financing=[financing(fee_basis="proceeds")]),
    ),
    ("financing[0].due", "out_of_range", lambda b: b.update(financing=[financing(due="2026-01-01")])),
    ("financing[0].extended[0]", "bad_date", lambda b: b.update(financing=[financing(extended=["soon"])])),
    ("financing[0].extended", "not_list", lambda b: b.update(financing=[financing(extended="2026-11-01")])),
    (
        "financing[0].annual_rate",
        "missing",
        lambda b: b.update(financing=[financing(annual_rate=None, interest=None)]),
    ),
    ("financing[1].contract", "duplicate", lambda b: b.update(financing=[financing(), financing()])),
    ("shorts[0].fee_basis", "not_one_of", lambda b: b.update(shorts=[short(fee_basis="cost")])),
    ("shorts[0].amount", "unknown_key", lambda b: b.update(shorts=[short(amount="1")])),
    ("shorts[0].opened", "missing", lambda b: b.update(shorts=[short(opened=None)])),
    ("incoming[0].amount", "missing", lambda b: b.update(incoming=[{"counts_from": "2026-11-23"}])),
)


def _lines(warning: str, liquidation: str, restore: str) -> Book:
    return {
        "warning_line": warning,
        "liquidation_line": liquidation,
        "restore_line": restore,
        "minimum_line": None,
    }


@pytest.mark.parametrize(
    ("field", "code", "spoil"), MALFORMED, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_malformed_field_is_named_by_path_and_code(field: str, code: str, spoil: Spoil) -> None:
    raw = book()
    spoil(raw)
    assert (field, code) in _errors(raw)


def test_everything_wrong_is_reported_in_one_pass() -> None:
    raw = book(cash="-1", fees=0.5, collateral=[holding(quantity=-5, colour="red")])
    assert set(_errors(raw)) == {
        ("cash", "negative"),
        ("fees", "float"),
        ("collateral[0].quantity", "negative"),
        ("collateral[0].colour", "unknown_key"),
    }


@pytest.mark.parametrize("raw", [[], "text", None, 7])
def test_what_is_no_object_is_no_book(raw: object) -> None:
    assert _errors(raw) == [("book", "not_object")]
