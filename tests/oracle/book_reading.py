"""Reads a raw book file into exact fractions: the first layer of the second implementation.

Written from the book file's description (its section on keys and its rounding table) and from the rule texts; it
imports nothing of the product. A price that is not known raises `Unknown` with its path, never becomes 0.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

Book = dict[str, Any]
Row = dict[str, Any]

ZERO = Fraction(0)
ONE = Fraction(1)
FEN = Fraction(1, 100)
KINDS = ("collateral", "financing", "shorts", "long", "short")


class Unknown(ValueError):
    """A value that a figure needs is not known; the text is the path of the missing item."""


def exact(text: str | int | Decimal | Fraction) -> Fraction:
    """A decimal string or whole number as an exact fraction; a float is refused."""
    if isinstance(text, bool | float):
        raise TypeError(f"not exact: {text!r}")
    return Fraction(text)


def half_up(value: Fraction, unit: Fraction = FEN) -> Fraction:
    """Half-up to the unit (away from zero on a tie): posted money and accrued interest."""
    sign = -1 if value < 0 else 1
    return sign * floor(abs(value) / unit + Fraction(1, 2)) * unit


def round_up(value: Fraction, unit: Fraction = FEN) -> Fraction:
    """Towards plus infinity: amounts owed, shortfalls, cures, liabilities, lower-is-safer ratios."""
    return ceil(value / unit) * unit


def round_down(value: Fraction, unit: Fraction = FEN) -> Fraction:
    """Towards minus infinity: assets, available, withdrawable, higher-is-safer ratios, distances."""
    return floor(value / unit) * unit


def up_to_lot(quantity: Fraction | int, lot: int) -> int:
    """Quantities to buy or sell go up to the lot."""
    return ceil(Fraction(quantity) / lot) * lot


def mark(row: Row, path: str) -> Fraction:
    """The price a row is valued at: the firm's fair value of a suspended security where given, else the price.

    Rule texts section 2, last row: a firm may revalue suspended securities.
    """
    if row.get("status") == "suspended" and row.get("fair_value") is not None:
        return exact(row["fair_value"])
    if row.get("price") is None:
        raise Unknown(f"{path}.price")
    return exact(row["price"])


def worth(row: Row, path: str) -> Fraction:
    """Quantity at its mark."""
    return int(row["quantity"]) * mark(row, path)


def rows(book: Book, kind: str) -> list[tuple[str, Row]]:
    """The rows of `collateral`, `financing`, `shorts`, `long` or `short`, each with its path."""
    return [(f"{kind}[{number}]", row) for number, row in enumerate(book.get(kind, []))]


def copied(book: Book) -> Book:
    """A copy whose rows may be written to."""
    kinds = [kind for kind in KINDS if kind in book]
    return book | {kind: [dict(row) for row in book[kind]] for kind in kinds}


def interest_basis(kind: str, row: Row, path: str) -> Fraction:
    """What the annual rate applies to: amount; for a short its proceeds or its current market value (fee base)."""
    if kind == "financing":
        return exact(row["amount"])
    return worth(row, path) if row.get("fee_basis") == "market_value" else exact(row["proceeds"])


def interest_of(book: Book, kind: str, row: Row, path: str) -> Fraction:
    """Accrued interest of one contract.

    Rule texts section 5: amount x annual rate x natural days / 360 or 365, day of use counted, last day not. A given
    figure is used as given; a computed one is rounded half-up to the fen, once, per contract.
    """
    if row.get("interest") is not None:
        return exact(row["interest"])
    days = (date.fromisoformat(book["as_of"]) - date.fromisoformat(row["opened"])).days
    basis = interest_basis(kind, row, path)
    return half_up(basis * exact(row["annual_rate"]) * max(0, days) / int(book["terms"]["day_basis"]))


def interest_rows(book: Book) -> dict[str, Fraction]:
    """Accrued interest by path, financing first."""
    return {
        path: interest_of(book, kind, row, path)
        for kind in ("financing", "shorts")
        for path, row in rows(book, kind)
    }


def with_interest_held(book: Book) -> Book:
    """A copy in which every contract's interest is the figure accrued so far, whatever is changed afterwards."""
    held = copied(book)
    for kind in ("financing", "shorts"):
        for path, row in rows(held, kind):
            row["interest"] = interest_of(book, kind, row, path)
    return held


def with_price(book: Book, security: str, price: Fraction) -> Book:
    """A copy in which every row of the security stands at the price."""
    moved = copied(book)
    for kind in KINDS:
        for _, row in rows(moved, kind):
            if row["security"] == security:
                row["price"] = price
                row.pop("fair_value", None)
    return moved


def with_move(book: Book, weights: dict[str, Fraction], move: Fraction) -> Book:
    """A copy in which each named security moved by its weight x move, as a part of one, from its mark."""
    moved = copied(book)
    for kind in KINDS:
        for path, row in rows(moved, kind):
            if row["security"] in weights:
                row["price"] = mark(row, path) * (1 + weights[row["security"]] * move)
                row.pop("fair_value", None)
    return moved


def securities_of(book: Book) -> list[str]:
    """Every security of the book once, in order of appearance."""
    return list(dict.fromkeys(row["security"] for kind in KINDS for _, row in rows(book, kind)))
