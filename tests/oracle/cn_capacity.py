"""Largest margin purchase and largest short sale, a second time: by searching lots and recomputing the book.

Rule texts section 3 (margin used for an order may not exceed available margin), 6 (uptick, lots, inventory,
eligibility) and 8 (concentration is checked on buying, after the purchase). Nothing is solved: an order size is tried
by writing it into a copy of the book and looking at the figures of that copy.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.book_reading import ONE, ZERO, Book, Row, exact, rows, with_interest_held
from tests.oracle.cn_figures import (
    Test,
    available_margin,
    concentration,
    concentration_cap,
    financed,
    largest,
    maintenance_ratio,
    proceeds,
    short_value,
    totals,
)


@dataclass(frozen=True)
class Order:
    """An order to try: price, lots, and the limits that the caller knows. None means: no such limit."""

    security: str
    price: Fraction
    margin_ratio: Fraction
    conversion_rate: Fraction = ZERO
    lot: int = 100
    minimum: int = 0
    lowest_price: Fraction | None = None
    highest_price: Fraction | None = None
    line_left: Fraction | None = None
    concentration_cap: Fraction | None = None
    concentration_by_band: bool = False
    eligible: bool = True
    inventory: int | None = None
    last_trade: Fraction | None = None
    previous_close: Fraction | None = None


@dataclass(frozen=True)
class Capacity:
    """Shares, what stops the next lot (all that apply), and figures before and after the largest order."""

    quantity: int
    amount: Fraction
    stopped_by: tuple[str, ...]
    before: dict[str, Fraction | None] = field(default_factory=dict)
    after: dict[str, Fraction | None] = field(default_factory=dict)


def credit_line_used(book: Book) -> Fraction:
    """What open contracts use of the credit line: amounts bought on margin and short proceeds, both as contracted."""
    return financed(book) + proceeds(book)


def credit_line_left(book: Book) -> Fraction | None:
    """`credit_line` of the book less what is used; None where the book names none."""
    if book.get("credit_line") is None:
        return None
    return max(ZERO, exact(book["credit_line"]) - credit_line_used(book))


def after_purchase(book: Book, order: Order, quantity: int) -> Book:
    """The book with a new financing contract of this size, marked at the order's price, and no interest yet."""
    bought: Row = {
        "security": order.security,
        "quantity": quantity,
        "price": order.price,
        "amount": quantity * order.price,
        "margin_ratio": order.margin_ratio,
        "haircut": order.conversion_rate,
        "interest": ZERO,
    }
    return _with_row(book, "financing", bought)


def after_short_sale(book: Book, order: Order, quantity: int) -> Book:
    """The book with a new short contract of this size; its proceeds are cash."""
    sold: Row = {
        "security": order.security,
        "quantity": quantity,
        "price": order.price,
        "proceeds": quantity * order.price,
        "margin_ratio": order.margin_ratio,
        "haircut": order.conversion_rate,
        "fee_basis": "proceeds",
        "interest": ZERO,
    }
    after = _with_row(book, "shorts", sold)
    after["cash"] = exact(book["cash"]) + quantity * order.price
    return after


def _with_row(book: Book, kind: str, row: Row) -> Book:
    return book | {kind: [*book.get(kind, []), row]}


def preview(book: Book) -> dict[str, Fraction | None]:
    """The figures that a pre-trade preview shows before and after."""
    sums = totals(book)
    return {
        "total_assets": sums.assets,
        "total_liabilities": sums.liabilities,
        "maintenance_ratio": maintenance_ratio(book),
        "available_margin": available_margin(book),
    }


def standing_reasons(order: Order, kind: str) -> list[str]:
    """Reasons that forbid any size: not eligible, outside the price limits, a short below the last price."""
    reasons = [] if order.eligible else ["eligibility"]
    too_low = order.lowest_price is not None and order.price < order.lowest_price
    too_high = order.highest_price is not None and order.price > order.highest_price
    if too_low or too_high:
        reasons.append("price_limit")
    reference = order.last_trade if order.last_trade is not None else order.previous_close
    if kind == "short" and reference is not None and order.price < reference:
        reasons.append("uptick")
    return reasons


def short_concentration(book: Book, security: str) -> Fraction:
    """Market value of the shorts in one security / total assets (a reading: the rule texts name only the check)."""
    mine = [(path, row) for path, row in rows(book, "shorts") if row["security"] == security]
    assets = totals(book).assets
    return short_value(book | {"shorts": [row for _, row in mine]}) / assets if assets else ZERO


def size_reasons(book: Book, order: Order, kind: str, quantity: int) -> list[str]:
    """Reasons that forbid this size, found by recomputing the book after the order."""
    if quantity == 0:
        return []
    after = (after_purchase if kind == "purchase" else after_short_sale)(book, order, quantity)
    reasons = []
    if available_margin(after) < 0:
        reasons.append("available_margin")
    if order.line_left is not None and quantity * order.price > order.line_left:
        reasons.append("credit_line")
    if kind == "purchase":
        part = concentration(after)[order.security]
    else:
        part = short_concentration(after, order.security)
    if part > _cap(after, order):
        reasons.append("concentration")
    if kind == "short" and order.inventory is not None and quantity > order.inventory:
        reasons.append("inventory")
    return reasons


def _cap(after: Book, order: Order) -> Fraction:
    """The stricter of a fixed cap and the cap of the ratio band *after* the order; above 1 means none."""
    caps = [] if order.concentration_cap is None else [order.concentration_cap]
    if order.concentration_by_band:
        banded = concentration_cap(maintenance_ratio(after), after.get("client_class", "individual"))
        caps += [banded] if banded < ONE else []
    return min(caps) if caps else Fraction(10**9)


def largest_margin_purchase(book: Book, order: Order, *, scan: bool = False) -> Capacity:
    """Largest financing purchase in whole lots."""
    return _largest_order(book, order, "purchase", scan)


def largest_short_sale(book: Book, order: Order, *, scan: bool = False) -> Capacity:
    """Largest short sale in whole lots."""
    return _largest_order(book, order, "short", scan)


def _largest_order(book: Book, order: Order, kind: str, scan: bool) -> Capacity:
    before = with_interest_held(book)
    figures = preview(before)
    standing = standing_reasons(order, kind)
    if standing:
        return Capacity(0, ZERO, tuple(standing), figures, figures)

    def holds(lots: int) -> bool:
        return not size_reasons(before, order, kind, lots * order.lot)

    top = _most_lots(before, order)
    lots = by_scan(holds, top) if scan else largest(holds, top)
    stopped = size_reasons(before, order, kind, (lots + 1) * order.lot)
    quantity = lots * order.lot
    if quantity < order.minimum:
        quantity, stopped = 0, [*stopped, "minimum"]
    made = (after_purchase if kind == "purchase" else after_short_sale)(before, order, quantity)
    after = preview(made) if quantity else figures
    return Capacity(quantity, quantity * order.price, tuple(stopped), figures, after)


def _most_lots(book: Book, order: Order) -> int:
    """More lots than available margin can ever carry: each lot uses price x ratio x lot of it."""
    each = order.price * order.margin_ratio * order.lot
    if each <= 0:
        raise ValueError("price, margin ratio and lot must be above zero")
    return int(max(ZERO, available_margin(book)) / each) + 2


def by_scan(holds: Test, top: int) -> int:
    """Counts up lot by lot until one does not hold: the slow search that needs no monotony below the answer."""
    lots = 0
    while lots < top and holds(lots + 1):
        lots += 1
    return lots


def largest_collateral_purchase(book: Book, price: Fraction, lot: int = 100) -> int:
    """Buying collateral with own cash: gated by cash without short proceeds, not by available margin."""
    usable = max(ZERO, exact(book["cash"]) - proceeds(book))
    return largest(lambda lots: lots * lot * price <= usable, int(usable / (price * lot)) + 2) * lot
