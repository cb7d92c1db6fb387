"""An order is read field by field, and the account after it is the account with one contract or holding more."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from risk.fields import BookError
from risk.market import Listing, listed_in, price_band
from risk.orders import Order, checked, filled, read_order
from risk.rulebook import CN
from tests.risk.books import book, financing, holding, short, snapshot

TODAY = date(2026, 11, 20)
GIVEN = {"kind": "margin_purchase", "security": "600036.SH", "price": "38.00", "quantity": "200"}


def _refused(work: Any) -> list[tuple[str, str]]:
    with pytest.raises(BookError) as caught:
        work()
    assert all(error.text and error.text_zh for error in caught.value.errors)
    return [(error.field, error.code) for error in caught.value.errors]


def test_an_order_is_read_from_texts() -> None:
    assert read_order(GIVEN) == Order("margin_purchase", "600036.SH", Fraction(38), 200)
    assert read_order({**GIVEN, "quantity": None}).quantity is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"price": "-1"}, ("price", "negative")),
        ({"price": "0"}, ("price", "not_positive")),
        ({"price": "NaN"}, ("price", "nan")),
        ({"price": "1e3"}, ("price", "exponent")),
        ({"price": None}, ("price", "missing")),
        ({"price": "10000001"}, ("price", "out_of_range")),
        ({"quantity": "0"}, ("quantity", "not_positive")),
        ({"quantity": "-100"}, ("quantity", "negative")),
        ({"quantity": "1.5"}, ("quantity", "not_whole")),
        ({"quantity": "1000000001"}, ("quantity", "out_of_range")),
        ({"quantity": "many"}, ("quantity", "not_decimal")),
        ({"security": ""}, ("security", "not_text")),
        ({"security": None}, ("security", "missing")),
        ({"kind": None}, ("kind", "missing")),
        ({"kind": "gamble"}, ("kind", "not_one_of")),
        ({"colour": "red"}, ("colour", "unknown_key")),
    ],
)
def test_what_is_wrong_with_an_order_is_named_once(change: dict[str, object], error: tuple[str, str]) -> None:
    assert _refused(lambda: read_order({**GIVEN, **change})) == [error]


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (Order("short_sale", "x", Fraction(-1)), ("price", "not_positive")),
        (Order("short_sale", "x", Fraction(1), 0), ("quantity", "not_positive")),
        (Order("short_sale", "x", Fraction(1), 10**10), ("quantity", "out_of_range")),
    ],
)
def test_an_order_that_was_not_read_is_held_to_the_same_bounds(order: Order, error: tuple[str, str]) -> None:
    assert _refused(lambda: checked(order)) == [error]


def test_each_kind_of_order_changes_the_account_in_its_own_way() -> None:
    account = snapshot(book(cash="10000"))
    listing = Listing("600036.SH", conversion_rate=Fraction("0.7"))
    bought = filled(account, Order("margin_purchase", "600036.SH", Fraction(38)), listing, 200)
    assert (bought.cash, [row.amount for row in bought.financing]) == (10_000, [7_600])
    sold = filled(account, Order("short_sale", "600036.SH", Fraction(38)), listing, 200)
    assert (sold.cash, [row.quantity for row in sold.shorts]) == (17_600, [200])
    paid = filled(account, Order("collateral_purchase", "600036.SH", Fraction(38)), listing, 200)
    assert (paid.cash, [row.settled for row in paid.collateral]) == (2_400, [0])
    assert filled(account, Order("short_sale", "600036.SH", Fraction(38)), listing, 0) is account


def test_the_price_limits_come_from_the_board_and_the_previous_close() -> None:
    def limits(**known: Any) -> tuple[str, str] | None:
        band = price_band(CN, Listing("600036.SH", **known), TODAY)
        return None if band is None else (str(float(band.low)), str(float(band.high)))

    close = {"previous_close": Fraction("10.05")}
    assert limits(board="main", **close) == ("9.05", "11.06")
    assert limits(board="star", **close) == ("8.04", "12.06")
    assert limits(board="main", status="risk_warned", previous_close=Fraction(10)) == ("9.0", "11.0")
    assert limits(board="chinext", status="risk_warned", previous_close=Fraction(10)) == ("8.0", "12.0")
    assert limits(board="bse", **close) is None  # nobody could check that row
    assert limits(board="main") is None and limits(**close) is None
    assert limits(limit_down=Fraction(1), limit_up=Fraction(2), board="main", **close) == ("1.0", "2.0")


def test_an_account_knows_the_securities_of_its_rows() -> None:
    account = snapshot(
        book(
            cash="20000",
            collateral=[holding(security="600900.SH", lot=200, status="suspended")],
            financing=[financing()],
            shorts=[short()],
        )
    )
    held, owed = listed_in(account, "600900.SH"), listed_in(account, "000001.SZ")
    assert (held.lot, held.status, held.last) == (200, "suspended", 1500)
    assert (owed.lot, owed.conversion_rate, owed.last) == (100, Fraction("0.7"), 12)
    assert listed_in(account, "688981.SH") == Listing("688981.SH")
