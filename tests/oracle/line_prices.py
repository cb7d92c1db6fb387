"""Break-even prices and the prices at which a line is touched, a second time: by bisection on exact rationals.

Rule texts section 2: ratio = assets / liabilities, the short valued at its current price. The test of a price is the
whole book recomputed at that price. Interest is held at the figure accrued so far; where a fee on market
value is to follow the price (in steps of a fen) only a bracket can be given: `touch_price_bracket`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.book_reading import (
    KINDS,
    ONE,
    ZERO,
    Book,
    exact,
    interest_of,
    mark,
    round_down,
    round_up,
    rows,
    securities_of,
    with_interest_held,
    with_move,
    with_price,
)
from tests.oracle.cn_figures import totals

Excess = Callable[[Fraction], Fraction]

WIDTH = Fraction(1, 10**12)
CEILING = Fraction(10**12)


@dataclass(frozen=True)
class Touch:
    """Where a line is touched: the exact root, a bracket proving it, whether it is met on the way down, whether a
    higher value is the safer side, and whether the book is on the safe side (or on the line) now.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    falling: bool
    higher_is_safer: bool
    safe_now: bool


def excess_at(book: Book, line: Fraction) -> Fraction:
    """Assets less line x liabilities: zero on the line, negative below it."""
    sums = totals(book)
    return sums.assets - line * sums.liabilities


def bisect(
    excess: Excess, low: Fraction, high: Fraction, width: Fraction = WIDTH
) -> tuple[Fraction, Fraction]:
    """A bracket no wider than `width` whose ends lie on different sides of the line (the line is the upper side)."""
    side = excess(low) >= 0
    if side == (excess(high) >= 0):
        raise ValueError("no change of side")
    while high - low > width:
        middle = (low + high) / 2
        low, high = (middle, high) if (excess(middle) >= 0) == side else (low, middle)
    return low, high


def secant_root(excess: Excess, low: Fraction, high: Fraction) -> Fraction:
    """The root of a straight line from two recomputed points; the caller checks that it is one."""
    below, above = excess(low), excess(high)
    return low - below * (high - low) / (above - below)


def _touch(excess: Excess, now: Fraction, least: Fraction) -> Touch | None:
    """The one value >= `least` at which a straight excess is zero, proved by a bracket round it."""
    if excess(now) == excess(now + 1):
        return None
    root = secant_root(excess, now, now + 1)
    if root < least:
        return None
    low, high = bisect(excess, least - 1, max(now, root) * 2 + 2)
    if not low <= root <= high or excess(root) != 0:
        raise AssertionError("the excess is not a straight line")
    return Touch(root, low, high, root < now, excess(now + 1) > excess(now), excess(now) >= 0)


def touch_price(book: Book, security: str, line: Fraction) -> Touch | None:
    """The price of one security, in all its rows, at which the ratio equals the line; others and interest fixed."""
    held = with_interest_held(book)

    def excess(price: Fraction) -> Fraction:
        return excess_at(with_price(held, security, price), line)

    return _touch(excess, price_now(held, security), ZERO)


def touch_move(book: Book, line: Fraction, weights: dict[str, Fraction] | None = None) -> Touch | None:
    """The common move (-0.1 is a fall of a tenth) of the named securities, both legs, that ends on the line.

    A weight scales or turns the move of a security; without names every security moves alike. Moves that would take
    a price below zero do not exist.
    """
    held = with_interest_held(book)
    moving = weights if weights is not None else dict.fromkeys(securities_of(held), ONE)

    def excess(move: Fraction) -> Fraction:
        return excess_at(with_move(held, moving, move), line)

    return _touch_between(excess, moving)


def _touch_between(excess: Excess, weights: dict[str, Fraction]) -> Touch | None:
    least = max((-1 / weight for weight in weights.values() if weight > 0), default=-CEILING)
    most = min((-1 / weight for weight in weights.values() if weight < 0), default=CEILING)
    found = _touch(excess, ZERO, least)
    return found if found is not None and found.value <= most else None


def price_now(book: Book, security: str) -> Fraction:
    """The mark of the first row of a security."""
    marks = (
        mark(row, path) for kind in KINDS for path, row in rows(book, kind) if row["security"] == security
    )
    return next(marks)


def touch_price_bracket(
    book: Book, security: str, line: Fraction, low: Fraction, high: Fraction, width: Fraction = WIDTH
) -> tuple[Fraction, Fraction]:
    """The bracket of the touch price with interest recomputed at each price (a fee on market value moves with it)."""
    return bisect(lambda price: excess_at(with_price(book, security, price), line), low, high, width)


def price_shown(touch: Touch, unit: Fraction = Fraction(1, 10_000)) -> Fraction:
    """Never safer than the truth: up where a higher price is safer, so the line is met no later; else down."""
    return round_up(touch.value, unit) if touch.higher_is_safer else round_down(touch.value, unit)


def distance(touch: Touch, now: Fraction) -> Fraction:
    """How far the price is from the line, as a part of the present price, always >= 0."""
    return abs(touch.value - now) / now


def distance_shown(touch: Touch, now: Fraction, unit: Fraction = Fraction(1, 10_000)) -> Fraction:
    """Distances to a line are shown down; from below the line, the way back to it is shown up."""
    return (round_down if touch.safe_now else round_up)(distance(touch, now), unit)


def break_even(book: Book, kind: str, index: int, costs: Fraction = ZERO) -> Touch:
    """The price at which closing a contract leaves nothing: value against amount + interest, or the short's mirror.

    Interest is held at the figure accrued so far; `costs` of closing are the caller's. Own collateral has no cost in
    the book and therefore no break-even.
    """
    path, row = rows(book, kind)[index]
    interest = interest_of(book, kind, row, path)

    def result(price: Fraction) -> Fraction:
        if kind == "financing":
            return int(row["quantity"]) * price - exact(row["amount"]) - interest - costs
        return exact(row["proceeds"]) - int(row["quantity"]) * price - interest - costs

    found = _touch(result, mark(row, path), -CEILING)
    if found is None:
        raise ValueError("no quantity, no break-even")
    return found


def break_even_shown(touch: Touch, unit: Fraction = Fraction(1, 10_000)) -> Fraction:
    """Never better than the truth: up where a higher price is needed (financing), down for a short."""
    return price_shown(touch, unit)
