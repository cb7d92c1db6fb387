"""Hong Kong reference figures, a second time: loan against marginable value, and the two other published families.

International rule texts section 2.2. Margin ratio = loan / sum(market value x lending ratio), lower is safer; call
amount = loan - min(marginable value, credit limit); purchasing power = cash / (1 - lending ratio). All lines are house
parameters. A line that is exactly met is the better side. Cures are searched for, not solved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.book_reading import ONE, ZERO, Book, copied, exact, half_up, rows, with_price, worth
from tests.oracle.line_prices import bisect, secant_root


@dataclass(frozen=True)
class Stock:
    """A position of the requirement family: value, initial and maintenance ratio."""

    value: Fraction
    initial: Fraction
    maintenance: Fraction


def market_value(book: Book) -> Fraction:
    return sum((worth(row, path) for path, row in rows(book, "collateral")), ZERO)


def marginable_value(book: Book) -> Fraction:
    """Sum of market value x lending ratio."""
    return sum(
        (worth(row, path) * exact(row["lending_ratio"]) for path, row in rows(book, "collateral")), ZERO
    )


def margin_ratio(book: Book) -> Fraction | None:
    """Loan / marginable value; not defined where nothing counts. 0 without a loan."""
    value = marginable_value(book)
    return exact(book["loan"]) / value if value else None


def above(book: Book, line: Fraction) -> bool:
    """Whether the loan exceeds line x marginable value: also where nothing counts and there is a loan."""
    return exact(book["loan"]) > line * marginable_value(book)


def over_limit(book: Book) -> bool:
    """Whether the loan exceeds the credit limit (Chong Hing: marginable value *or* limit)."""
    return book.get("credit_limit") is not None and exact(book["loan"]) > exact(book["credit_limit"])


def in_call(book: Book) -> bool:
    return above(book, exact(book["terms"]["call_line"])) or over_limit(book)


def forced_sale(book: Book) -> bool:
    return above(book, exact(book["terms"]["forced_sale_line"]))


def band(book: Book) -> str:
    """`forced_sale`, `call` or `safe`; without a loan `no_debt`."""
    if not exact(book["loan"]):
        return "no_debt"
    if forced_sale(book):
        return "forced_sale"
    return "call" if in_call(book) else "safe"


def excess_over_target(book: Book) -> Fraction:
    """What the loan may still grow (or, negative, must fall) to stand at the target line and within the limit."""
    room = exact(book["terms"]["target_line"]) * marginable_value(book)
    if book.get("credit_limit") is not None:
        room = min(room, exact(book["credit_limit"]))
    return room - exact(book["loan"])


def call_amount(book: Book) -> Fraction:
    """Loan - min(target line x marginable value, credit limit), never below 0; at a target of 100 % as published.

    Struck whether or not the trigger line is passed: trigger and target are two lines.
    """
    return max(ZERO, -excess_over_target(book))


def with_loan(book: Book, loan: Fraction) -> Book:
    return book | {"loan": loan}


def sold(book: Book, security: str, quantity: int) -> Book:
    """Shares sold at their price; all of the money repays the loan (a negative loan is a balance)."""
    after, left, money = copied(book), quantity, ZERO
    for path, row in rows(after, "collateral"):
        if row["security"] == security and left:
            taken = min(left, int(row["quantity"]))
            money += worth(row | {"quantity": taken}, path)
            row["quantity"] = int(row["quantity"]) - taken
            left -= taken
    if left:
        raise ValueError("not enough shares")
    return with_loan(after, exact(book["loan"]) - money)


def delivered(book: Book, security: str, quantity: int, price: Fraction, lending_ratio: Fraction) -> Book:
    """Shares delivered in as collateral."""
    after = copied(book)
    row = {"security": security, "quantity": quantity, "price": price, "lending_ratio": lending_ratio}
    after["collateral"].append(row)
    return after


def shares_to_deliver(
    book: Book, security: str, price: Fraction, lending_ratio: Fraction, lot: int
) -> int | None:
    """Fewest whole lots that reach the target; None where none does (nothing lent on it, or the limit binds)."""
    top = 1
    while excess_over_target(delivered(book, security, top * lot, price, lending_ratio)) < 0:
        top *= 2
        if top > 2**40:
            return None
    return (
        _fewest(lambda n: excess_over_target(delivered(book, security, n * lot, price, lending_ratio)), top)
        * lot
    )


def shares_to_sell(book: Book, security: str, lot: int) -> int | None:
    """Fewest whole lots (or all) whose sale reaches the target; None where selling all does not."""
    held = sum(int(row["quantity"]) for _, row in rows(book, "collateral") if row["security"] == security)
    sizes: list[int] = [*range(0, held, lot), held]
    at = [excess_over_target(sold(book, security, size)) >= 0 for size in (sizes[0], sizes[-1])]
    if not any(at):
        return None
    return sizes[_fewest(lambda n: excess_over_target(sold(book, security, sizes[n])), len(sizes) - 1)]


def _fewest(excess: Callable[[int], Fraction], top: int) -> int:
    """Fewest n in 0..top with an excess >= 0, given that top has one."""
    low, high = -1, top
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if excess(middle) >= 0 else (middle, high)
    return high


def purchasing_power(cash: Fraction, lending_ratio: Fraction) -> Fraction:
    """Largest v with v - cash <= v x lending ratio: cash / (1 - lending ratio), found between two points."""
    if lending_ratio >= 1:
        raise ValueError("a lending ratio of 1 or more has no end")

    def room(value: Fraction) -> Fraction:
        return value * lending_ratio - (value - cash)

    return secant_root(room, ZERO, ONE) if cash else ZERO


def purchase_room(book: Book, lending_ratio: Fraction) -> Fraction:
    """Largest purchase, on the loan, of a stock with this lending ratio: 100 % line and credit limit after it."""
    headroom = max(ZERO, marginable_value(book) - exact(book["loan"]))
    power = purchasing_power(headroom, lending_ratio)
    if book.get("credit_limit") is None:
        return power
    return max(ZERO, min(power, exact(book["credit_limit"]) - exact(book["loan"])))


def touch_price(book: Book, security: str, line: Fraction) -> Fraction | None:
    """The price of one security at which the loan is line x marginable value; None where no price >= 0 is."""

    def excess(price: Fraction) -> Fraction:
        moved = with_price(book, security, price)
        return line * marginable_value(moved) - exact(book["loan"])

    if excess(ZERO) == excess(ONE):
        return None
    root = secant_root(excess, ZERO, ONE)
    if root < 0:
        return None
    low, high = bisect(excess, Fraction(-1), root * 2 + 1)
    if not low <= root <= high:
        raise AssertionError("the excess is not a straight line")
    return root


def interest(loan: Fraction, annual_rate: Fraction, start: date, end: date, day_basis: int) -> Fraction:
    """Actual days / basis, first counted, last not, half-up to the cent."""
    return half_up(loan * annual_rate * (end - start).days / day_basis)


def requirement_call(stocks: list[Stock], debit: Fraction) -> dict[str, Fraction | bool]:
    """Second family: equity against maintenance triggers, the call is up to initial (trigger is not target)."""
    equity = sum((stock.value for stock in stocks), ZERO) - debit
    initial = sum((stock.value * stock.initial for stock in stocks), ZERO)
    maintenance = sum((stock.value * stock.maintenance for stock in stocks), ZERO)
    called = equity < maintenance
    call = max(ZERO, initial - equity) if called else ZERO
    return {"equity": equity, "initial": initial, "maintenance": maintenance, "called": called, "call": call}


def stock_borrow(
    deposit: Fraction, quantity: int, price: Fraction, initial: Fraction, maintenance: Fraction
) -> dict[str, Fraction | bool]:
    """Stock-borrow page: deposit / market value; below maintenance a call back up to initial; surplus over initial."""
    value = quantity * price
    called = deposit < maintenance * value
    return {
        "ratio": deposit / value,
        "called": called,
        "call": max(ZERO, initial * value - deposit) if called else ZERO,
        "withdrawable": max(ZERO, deposit - initial * value),
    }
