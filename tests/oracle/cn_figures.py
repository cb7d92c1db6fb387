"""Mainland figures of a book, a second time: totals, ratio, available margin, withdrawals, concentration.

Sections named below are those of the mainland rule texts; names and rounding are those of the book file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from tests.oracle.book_reading import (
    ONE,
    ZERO,
    Book,
    Row,
    copied,
    exact,
    interest_rows,
    rows,
    with_interest_held,
    worth,
)

Bands = tuple[tuple[Fraction, Fraction], ...]
Test = Callable[[int], bool]

# Section 8, the one published table with figures (a firm's, 2018-06-01): from this ratio on, this part of assets.
INDIVIDUAL_BANDS: Bands = ((Fraction(240, 100), ONE), (Fraction(180, 100), Fraction(70, 100)))
INDIVIDUAL_LOWEST = Fraction(50, 100)
PRODUCT_BANDS: Bands = ((Fraction(3), ONE), (Fraction(180, 100), Fraction(50, 100)))
PRODUCT_LOWEST = Fraction(30, 100)


@dataclass(frozen=True)
class Totals:
    assets: Fraction
    liabilities: Fraction
    net_assets: Fraction
    interest: Fraction


def long_value(book: Book) -> Fraction:
    """Market value of all long rows, own and financed; conversion rates play no part."""
    return sum(
        (worth(row, path) for kind in ("collateral", "financing") for path, row in rows(book, kind)), ZERO
    )


def short_value(book: Book) -> Fraction:
    """What the borrowed securities cost now: quantity x current price."""
    return sum((worth(row, path) for path, row in rows(book, "shorts")), ZERO)


def financed(book: Book) -> Fraction:
    """Sum of the amounts bought on margin."""
    return sum((exact(row["amount"]) for _, row in rows(book, "financing")), ZERO)


def proceeds(book: Book) -> Fraction:
    """Sum of the short proceeds, which are part of cash."""
    return sum((exact(row["proceeds"]) for _, row in rows(book, "shorts")), ZERO)


def totals(book: Book) -> Totals:
    """Section 2: numerator and denominator of the maintenance ratio."""
    interest = sum(interest_rows(book).values(), ZERO)
    assets = exact(book["cash"]) + exact(book.get("other_collateral", "0")) + long_value(book)
    liabilities = financed(book) + short_value(book) + interest + exact(book.get("fees", "0"))
    return Totals(assets, liabilities, assets - liabilities, interest)


def maintenance_ratio(book: Book) -> Fraction | None:
    """Section 2, formula; without debt it is not defined."""
    sums = totals(book)
    return sums.assets / sums.liabilities if sums.liabilities else None


def band(book: Book) -> str:
    """Bands of the book file: exact, and on a line is the better band."""
    ratio, terms = maintenance_ratio(book), book["terms"]
    if ratio is None:
        return "no_debt"
    if ratio >= exact(terms["warning_line"]):
        return "safe"
    return "warning" if ratio >= exact(terms["liquidation_line"]) else "call"


def floating(result: Fraction, rate: Fraction) -> Fraction:
    """Section 3, loss rule: a gain counts at the conversion rate, a loss at 100 %, per contract, never netted."""
    return result * (rate if result > 0 else ONE)


def contract_terms(kind: str, row: Row, path: str) -> dict[str, Fraction]:
    """What one contract adds to available margin: its floating result, its proceeds, its required margin."""
    value, rate, required = worth(row, path), exact(row["haircut"]), exact(row["margin_ratio"])
    if kind == "financing":
        amount = exact(row["amount"])
        return {"floating": floating(value - amount, rate), "proceeds": ZERO, "margin": -amount * required}
    sold = exact(row["proceeds"])
    return {"floating": floating(sold - value, rate), "proceeds": -sold, "margin": -value * required}


def available_margin_terms(book: Book) -> dict[str, Fraction]:
    """Section 3, formula, term by term with its sign; other collateral is not in it.

    Gains and losses of each leg are kept apart, so that the loss rule shows.
    """
    terms = dict.fromkeys(
        (
            *("cash", "collateral", "financing_gain", "financing_loss", "short_gain", "short_loss"),
            *("short_proceeds", "financing_margin", "short_margin", "interest", "fees"),
        ),
        ZERO,
    )
    terms["cash"] = exact(book["cash"])
    for path, row in rows(book, "collateral"):
        terms["collateral"] += worth(row, path) * exact(row["haircut"])
    for kind, name in (("financing", "financing"), ("shorts", "short")):
        for path, row in rows(book, kind):
            parts = contract_terms(kind, row, path)
            terms[f"{name}_{'gain' if parts['floating'] > 0 else 'loss'}"] += parts["floating"]
            terms["short_proceeds"] += parts["proceeds"]
            terms[f"{name}_margin"] += parts["margin"]
    terms["interest"] = -totals(book).interest
    terms["fees"] = -exact(book.get("fees", "0"))
    return terms


def available_margin(book: Book) -> Fraction:
    """Section 3: the sum of the terms; it may be negative."""
    return sum(available_margin_terms(book).values(), ZERO)


def above_withdrawal_line(book: Book) -> Fraction:
    """Assets without other collateral less line x liabilities: what may leave by the 300 % line alone."""
    sums = totals(book)
    counted = sums.assets - exact(book.get("other_collateral", "0"))
    return counted - exact(book["terms"]["withdrawal_line"]) * sums.liabilities


def may_withdraw(book: Book) -> bool:
    """Section 2: only where the ratio lies above the line (on it is not above)."""
    ratio = maintenance_ratio(book)
    return ratio is None or ratio > exact(book["terms"]["withdrawal_line"])


def withdrawable_cash(book: Book) -> Fraction:
    """Section 2, withdrawal: bounded by the 300 % line *and* available margin, and by cash that is not proceeds."""
    cash = exact(book["cash"])
    if maintenance_ratio(book) is None:
        return cash
    if not may_withdraw(book):
        return ZERO
    bounds = (available_margin(book), cash - proceeds(book), above_withdrawal_line(book))
    return max(ZERO, min(bounds))


def withdrawal_holds(book: Book, index: int, quantity: int) -> bool:
    """Whether taking `quantity` of a collateral row leaves both bounds kept, by recomputing the book after it."""
    after = copied(book)
    after["collateral"][index]["quantity"] -= quantity
    return available_margin(after) >= 0 and above_withdrawal_line(after) >= 0


def withdrawable_securities(book: Book, lot: int = 1) -> list[int]:
    """Largest number of each collateral row, alone, that may leave: 300 % line and available margin after it.

    Taking a security away costs available margin its value x conversion rate. No more than `sellable` may leave.
    """
    held = [
        min(int(row["quantity"]), int(row.get("sellable", row["quantity"]))) for row in book["collateral"]
    ]
    if maintenance_ratio(book) is None:
        return [count // lot * lot for count in held]
    if not may_withdraw(book):
        return [0 for _ in held]
    result = []
    for index, count in enumerate(held):
        holds = partial(_lots_may_leave, with_interest_held(book), index, lot)
        result.append(largest(holds, count // lot) * lot)
    return result


def _lots_may_leave(book: Book, index: int, lot: int, lots: int) -> bool:
    return withdrawal_holds(book, index, lots * lot)


def largest(holds: Test, top: int) -> int:
    """Largest n in 0..top that holds, where holding at n means holding below n; 0 where not even 1 holds."""
    low, high = 0, top + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def shortfall_to_restore(book: Book) -> Fraction:
    """Section 2, restore arithmetic: what added cash or securities must be worth."""
    sums = totals(book)
    return max(ZERO, exact(book["terms"]["restore_line"]) * sums.liabilities - sums.assets)


def leverage(book: Book) -> Fraction | None:
    """Total assets / net assets; without positive net assets it is not defined."""
    sums = totals(book)
    return sums.assets / sums.net_assets if sums.net_assets > 0 else None


def concentration(book: Book) -> dict[str, Fraction]:
    """Section 8: market value of a security over all its long rows / total assets."""
    assets = totals(book).assets
    parts: dict[str, Fraction] = {}
    for kind in ("collateral", "financing"):
        for path, row in rows(book, kind):
            parts[row["security"]] = parts.get(row["security"], ZERO) + worth(row, path)
    return {security: value / assets for security, value in parts.items()} if assets else {}


def concentration_cap(ratio: Fraction | None, client_class: str) -> Fraction:
    """Section 8, published table: the cap at this maintenance ratio; 1 means no cap, as without debt."""
    product = client_class in ("product", "private_fund")
    bands, lowest = (PRODUCT_BANDS, PRODUCT_LOWEST) if product else (INDIVIDUAL_BANDS, INDIVIDUAL_LOWEST)
    if ratio is None:
        return ONE
    return next((cap for floor, cap in bands if ratio >= floor), lowest)
