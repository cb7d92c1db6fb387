"""United States cures, stress and touch prices, a second time.

International rule texts section 1.3: a maintenance call is met by cash c, securities worth c / (1 - m) or a sale worth
c / m; a sale leaves equity as it was. Each is searched for on the recomputed book; whole shares go up. Section 6.3: a
stress must name its convention, requirement held or recomputed.
"""

from collections.abc import Callable
from fractions import Fraction

from tests.oracle.book_reading import ONE, ZERO, Book, copied, exact, mark, rows, with_price, worth
from tests.oracle.line_prices import bisect
from tests.oracle.us import LONG_FLOOR, equity, maintenance, maintenance_call, maintenance_excess


def cash_deposited(book: Book, amount: Fraction) -> Book:
    """Cash lowers the debit (below 0 it is a balance)."""
    return book | {"debit": exact(book.get("debit", "0")) - amount}


def shares_sold(book: Book, security: str, quantity: int) -> Book:
    """Long shares sold at their price against the debit; never through zero."""
    after, money = _taken(book, "long", security, quantity)
    return cash_deposited(after, money)


def shares_covered(book: Book, security: str, quantity: int) -> Book:
    """Short shares bought back out of the credit; never through zero."""
    after, cost = _taken(book, "short", security, quantity)
    return after | {"credit": exact(book.get("credit", "0")) - cost}


def _taken(book: Book, leg: str, security: str, quantity: int) -> tuple[Book, Fraction]:
    after, left, money = copied(book), quantity, ZERO
    for path, row in rows(after, leg):
        if row["security"] == security and left:
            taken = min(left, int(row["quantity"]))
            money += taken * mark(row, path)
            row["quantity"] = int(row["quantity"]) - taken
            left -= taken
    if left:
        raise ValueError("a reduction never crosses zero")
    return after, money


def securities_deposited(book: Book, value: Fraction) -> Book:
    """Fully paid marginable securities of this worth, bearing the book's long rate."""
    after = copied(book)
    after["long"] = [*after.get("long", []), {"security": "deposited", "quantity": 1, "price": value}]
    return after


def cash_cure(book: Book) -> Fraction:
    """Cash that ends the call, found by trying: it is the deficiency itself."""
    return _amount(book, lambda amount: maintenance_excess(cash_deposited(book, amount)))


def securities_cure(book: Book) -> Fraction:
    """Worth of the securities that end the call."""
    return _amount(book, lambda amount: maintenance_excess(securities_deposited(book, amount)))


def sale_cure(book: Book) -> Fraction:
    """Worth of long shares whose sale ends the call, whatever they are: equity stays, the requirement falls."""
    terms = book["terms"]
    rate = max(
        LONG_FLOOR, exact(terms.get("maintenance", LONG_FLOOR)), exact(terms.get("house_maintenance") or 0)
    )
    return _amount(book, lambda amount: maintenance_excess(book) + rate * amount)


def _amount(book: Book, excess: Callable[[Fraction], Fraction]) -> Fraction:
    """The amount at which a straight excess is zero, proved by a bracket."""
    if maintenance_call(book) == 0:
        return ZERO
    slope = excess(ONE * 2) - excess(ONE)
    root = ONE - excess(ONE) / slope
    low, high = bisect(excess, ZERO, root * 2 + 1)
    if not low <= root <= high or excess(root) != 0:
        raise AssertionError("not a straight line")
    return root


def shares_to_sell(book: Book, security: str) -> int | None:
    """Fewest long shares of one security whose sale ends the call; None where all of them do not."""
    return _fewest(book, "long", security, shares_sold)


def shares_to_cover(book: Book, security: str) -> int | None:
    """Fewest short shares of one security whose cover ends the call; None where all of them do not."""
    return _fewest(book, "short", security, shares_covered)


def _fewest(book: Book, leg: str, security: str, trade: Callable[[Book, str, int], Book]) -> int | None:
    held = sum(int(row["quantity"]) for _, row in rows(book, leg) if row["security"] == security)
    if maintenance_excess(trade(book, security, held)) < 0:
        return None
    low, high = -1, held
    while high - low > 1:
        middle = (low + high) // 2
        good = maintenance_excess(trade(book, security, middle)) >= 0
        low, high = (low, middle) if good else (middle, high)
    return high


def touch_bracket(book: Book, security: str, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The bracket of the price of one security at which equity equals maintenance, between two prices given.

    A short's requirement is made of straight pieces with bends at 2.50, 5.00 and 16 2/3, so there is no one formula.
    """
    return bisect(lambda price: maintenance_excess(with_price(book, security, price)), low, high)


def opening_call_price(paid: Fraction, initial: Fraction, rate: Fraction) -> Fraction:
    """Price at which a stock bought at `paid` with `initial` own money meets `rate`: p - loan = rate x p."""
    loan = paid * (1 - initial)

    def excess(price: Fraction) -> Fraction:
        return price - loan - rate * price

    slope = excess(ONE) - excess(ZERO)
    root = -excess(ZERO) / slope
    low, high = bisect(excess, Fraction(-1), root * 2 + 1)
    if not low <= root <= high:
        raise AssertionError("not a straight line")
    return root


def stressed(book: Book, moves: dict[str, Fraction]) -> Book:
    """Each named security moved by its own part of one (beta x shock is the caller's)."""
    after = copied(book)
    for leg in ("long", "short"):
        for path, row in rows(after, leg):
            if row["security"] in moves:
                row["price"] = mark(row, path) * (1 + moves[row["security"]])
    return after


def stress_excess(book: Book, moves: dict[str, Fraction], convention: str) -> Fraction:
    """Excess after a shock: `held` keeps the requirement of before it, `recomputed` takes that of after it."""
    after = stressed(book, moves)
    requirement = {"held": book, "recomputed": after}[convention]
    return equity(after) - maintenance(requirement).applied


def profit(book: Book, moves: dict[str, Fraction]) -> Fraction:
    """What a shock makes or costs."""
    return equity(stressed(book, moves)) - equity(book)


def leg_value(book: Book, leg: str, security: str) -> Fraction:
    """Market value of one security on one leg."""
    return sum((worth(row, path) for path, row in rows(book, leg) if row["security"] == security), ZERO)
