"""Mainland books after a repayment, a delivery, a sale or a buy-back: the moves that cures are made of.

Rule texts section 5 (selling what was bought on margin repays the financing debt first; interest and fees before
principal; a short is returned in kind) and section 6 (a short sold today may be returned only from the next day).
Interest is held at what has accrued; every function gives a new book.
"""

from fractions import Fraction

from tests.oracle.book_reading import ZERO, Book, Row, copied, exact, mark, rows, with_interest_held
from tests.oracle.cn_figures import financed, proceeds, totals


class TooMuch(ValueError):
    """More is to be repaid, sold or returned than there is."""


def repayable(book: Book) -> Fraction:
    """What cash can repay: financing amounts, all interest and fees. A short is returned in kind, not in cash."""
    return financed(book) + totals(book).interest + exact(book.get("fees", "0"))


def usable_cash(book: Book) -> Fraction:
    """Cash of the account that is not short proceeds, whose use section 6 restricts."""
    return max(ZERO, exact(book["cash"]) - proceeds(book))


def repaid(book: Book, amount: Fraction) -> Book:
    """Debt repaid with money from outside: fees first, then interest, then principal, in the book's order."""
    if amount > repayable(book):
        raise TooMuch("debt")
    after = with_interest_held(book)
    fees = min(amount, exact(after.get("fees", "0")))
    after["fees"] = exact(after.get("fees", "0")) - fees
    left = amount - fees
    for key in ("interest", "amount"):
        for kind in ("financing", "shorts"):
            for _, row in rows(after, kind):
                if key in row:
                    paid = min(left, exact(row[key]))
                    row[key] = exact(row[key]) - paid
                    left -= paid
    return after


def cash_added(book: Book, amount: Fraction) -> Book:
    """Cash brought into the account."""
    after = with_interest_held(book)
    after["cash"] = exact(book["cash"]) + amount
    return after


def repaid_from_account(book: Book, amount: Fraction) -> Book:
    """Debt repaid with the account's own cash: both sides fall."""
    if amount > usable_cash(book):
        raise TooMuch("cash")
    return cash_added(repaid(book, amount), -amount)


def security_added(
    book: Book, security: str, quantity: int, price: Fraction, haircut: Fraction = ZERO
) -> Book:
    """Securities brought in as collateral; in the ratio they count in full, whatever their conversion rate."""
    after = with_interest_held(book)
    row: Row = {"security": security, "quantity": quantity, "price": price, "haircut": haircut}
    after["collateral"] = [*after.get("collateral", []), row]
    return after


def sellable(book: Book, security: str) -> int:
    """Shares of a security that may be sold now, own rows and financed rows."""
    kinds = ("collateral", "financing")
    return sum(_sellable(row) for kind in kinds for _, row in rows(book, kind) if row["security"] == security)


def _sellable(row: Row) -> int:
    if row.get("status") == "suspended":
        return 0
    return min(int(row["quantity"]), int(row["sellable"] if "sellable" in row else row["quantity"]))


def sold_to_repay(book: Book, security: str, quantity: int) -> Book:
    """Shares sold at their rows' marks, own rows first; the money repays what cash can repay, the rest is cash."""
    after = copied(book)
    left, money = quantity, ZERO
    for kind in ("collateral", "financing"):
        for path, row in rows(after, kind):
            if row["security"] == security and left:
                taken = min(left, _sellable(row))
                money += taken * mark(row, path)
                left -= taken
                _take(row, taken)
    if left:
        raise TooMuch("shares")
    held = with_interest_held(after)
    paid = min(money, repayable(held))
    return cash_added(repaid(held, paid), money - paid)


def _take(row: Row, quantity: int) -> None:
    row["quantity"] = int(row["quantity"]) - quantity
    if "sellable" in row:
        row["sellable"] = int(row["sellable"]) - quantity


def returnable(book: Book, security: str) -> int:
    """Shares short in a security that may be returned now: not those sold short on the book's day."""
    return sum(
        int(row["quantity"])
        for _, row in rows(book, "shorts")
        if row["security"] == security and row.get("opened") != book["as_of"]
    )


def bought_to_return(book: Book, security: str, quantity: int) -> Book:
    """Shares bought with the account's cash (short proceeds may serve) and returned; proceeds fall in proportion."""
    after = with_interest_held(book)
    left, cost = quantity, ZERO
    for path, row in rows(after, "shorts"):
        if row["security"] == security and left and row.get("opened") != book["as_of"]:
            whole = int(row["quantity"])
            taken = min(left, whole)
            cost += taken * mark(row, path)
            left -= taken
            row["proceeds"] = exact(row["proceeds"]) * (whole - taken) / whole if whole else ZERO
            row["quantity"] = whole - taken
    if left:
        raise TooMuch("short")
    if cost > exact(book["cash"]):
        raise TooMuch("cash")
    return cash_added(after, -cost)
