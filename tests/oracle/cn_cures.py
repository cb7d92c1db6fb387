"""Cures of a mainland shortfall, a second time: each is searched for, and proved by the book after it.

Rule texts section 2, restore arithmetic (A assets, D debt, target t): added cash or securities tD - A; debt repaid with
outside money D - A/t; debt repaid with assets inside (tD - A)/(t - 1). None of these is used here: an amount is found
between two amounts that lie on different sides of the target, a quantity by trying lots. Money is shown up to the fen,
quantities up to the lot; a last odd remainder may be sold or returned whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.book_reading import FEN, ZERO, Book, Row, round_up, rows, with_interest_held
from tests.oracle.cn_after import (
    TooMuch,
    bought_to_return,
    cash_added,
    repaid,
    repaid_from_account,
    repayable,
    returnable,
    security_added,
    sellable,
    sold_to_repay,
    usable_cash,
)
from tests.oracle.cn_figures import largest, long_value, maintenance_ratio, short_value, totals
from tests.oracle.line_prices import bisect, excess_at, secant_root

Step = Callable[[Book, Fraction], Book]
Trade = Callable[[Book, str, int], Book]


@dataclass(frozen=True)
class Cure:
    """One way back: the exact amount, the amount to pay (or worth of the shares), shares, the ratio after it.

    Where it is not feasible, `reason` says why and `after` is the best it can do.
    """

    kind: str
    exact_amount: Fraction | None
    amount: Fraction | None
    after: Fraction | None
    feasible: bool
    reason: str = ""
    security: str | None = None
    quantity: int | None = None


def reached(book: Book, target: Fraction) -> bool:
    """On the target, above it, or without debt."""
    return excess_at(book, target) >= 0


def _money(kind: str, book: Book, target: Fraction, step: Step, most: Fraction, limit: str) -> Cure:
    held = with_interest_held(book)
    if reached(held, target):
        return Cure(kind, ZERO, ZERO, maintenance_ratio(held), True)

    def excess(amount: Fraction) -> Fraction:
        return excess_at(step(held, amount), target)

    if excess(most) < 0:
        return Cure(kind, None, None, maintenance_ratio(step(held, most)), False, limit)
    root = secant_root(excess, ZERO, most)
    low, high = bisect(excess, ZERO, most, FEN)
    if not low <= root <= high or excess(root) != 0:
        raise AssertionError("the amount is not where the target is crossed")
    amount = round_up(root)
    after = step(held, min(amount, most))
    return Cure(kind, root, amount, maintenance_ratio(after), True)


def repay_outside_cash(book: Book, target: Fraction) -> Cure:
    """Debt repaid with money from outside; no more than cash can repay."""
    return _money("repay_outside_cash", book, target, repaid, repayable(book), "debt")


def add_cash(book: Book, target: Fraction) -> Cure:
    """Cash brought in and left there; target x liabilities is always enough."""
    most = target * totals(book).liabilities
    return _money("add_cash", book, target, cash_added, most, "")


def repay_inside_cash(book: Book, target: Fraction) -> Cure:
    """Debt repaid from the account's cash other than short proceeds."""
    most = min(usable_cash(book), repayable(book))
    limit = "cash" if usable_cash(book) < repayable(book) else "debt"
    return _money("repay_inside_cash", book, target, repaid_from_account, most, limit)


def inside_amount(book: Book, target: Fraction) -> Fraction | None:
    """Assets to sell, whatever they are, so that the proceeds repay: both sides fall by it. None where never."""
    sums = totals(book)
    if reached(book, target):
        return ZERO

    def excess(amount: Fraction) -> Fraction:
        return (sums.assets - amount) - target * (sums.liabilities - amount)

    most = min(sums.assets, sums.liabilities)
    if excess(most) < 0:
        return None
    root = secant_root(excess, ZERO, most)
    low, high = bisect(excess, ZERO, most)
    if not low <= root <= high:
        raise AssertionError("the amount is not where the target is crossed")
    return root


def add_security(
    book: Book, target: Fraction, security: str, price: Fraction, lot: int = 100, eligible: bool = True
) -> Cure:
    """Securities brought in: the smallest number of lots that reaches the target."""
    held = with_interest_held(book)

    def holds(lots: int) -> bool:
        return reached(security_added(held, security, lots * lot, price), target)

    lots = _smallest(holds)
    after = maintenance_ratio(security_added(held, security, lots * lot, price))
    worth, reason = lots * lot * price, "" if eligible else "not_collateral"
    return Cure("add_security", worth, round_up(worth), after, eligible, reason, security, lots * lot)


def _smallest(holds: Callable[[int], bool]) -> int:
    if holds(0):
        return 0
    top = 1
    while not holds(top):
        top *= 2
    low = top // 2
    while top - low > 1:
        middle = (low + top) // 2
        low, top = (low, middle) if holds(middle) else (middle, top)
    return top


def sizes(most: int, lot: int) -> list[int]:
    """What may be sold or returned: whole lots, and all of it."""
    whole = list(range(0, most + 1, lot))
    return whole if most % lot == 0 else [*whole, most]


def _shares(kind: str, book: Book, target: Fraction, security: str, trade: Trade, allowed: list[int]) -> Cure:
    """The smallest allowed size that reaches the target; more never hurts where assets exceed debt."""
    held = with_interest_held(book)
    sums = totals(held)
    low, high = -1, len(allowed)
    while high - low > 1 and (sums.assets > sums.liabilities or reached(held, target)):
        middle = (low + high) // 2
        good = reached(trade(held, security, allowed[middle]), target)
        low, high = (low, middle) if good else (middle, high)
    if high == len(allowed):
        best = maintenance_ratio(trade(held, security, allowed[-1]))
        return Cure(kind, None, None, best, False, "not_enough", security, allowed[-1])
    quantity = allowed[high]
    after = trade(held, security, quantity)
    worth = long_value(held) - long_value(after) + short_value(held) - short_value(after)
    return Cure(kind, worth, round_up(worth), maintenance_ratio(after), True, "", security, quantity)


def rows_of(book: Book, security: str) -> list[Row]:
    """Own and financed rows of a security."""
    return [
        row
        for kind in ("collateral", "financing")
        for _, row in rows(book, kind)
        if row["security"] == security
    ]


def sell_to_repay(book: Book, target: Fraction, security: str, lot: int | None = None) -> Cure:
    """The smallest sale of one security whose proceeds repay; why it cannot be done is said with the size."""
    held = rows_of(book, security)
    step = lot if lot is not None else int(held[0].get("lot", 100))
    cure = _shares(
        "sell_to_repay", book, target, security, sold_to_repay, sizes(sellable(book, security), step)
    )
    if any(row.get("status") == "suspended" for row in held):
        return _not(cure, "suspended")
    if any(row.get("limit_down") for row in held):
        return _not(cure, "limit_down")
    if cure.reason == "not_enough" and sellable(book, security) < sum(int(row["quantity"]) for row in held):
        return _not(cure, "t_plus_1")
    return cure


def _not(cure: Cure, reason: str) -> Cure:
    return Cure(
        **{name: getattr(cure, name) for name in ("kind", "exact_amount", "amount", "after")},
        feasible=False,
        reason=reason,
        security=cure.security,
        quantity=cure.quantity,
    )


def buy_to_return(book: Book, target: Fraction, security: str, lot: int = 100) -> Cure:
    """The smallest buy-back of one short with the account's cash."""
    allowed = sizes(returnable(book, security), lot)
    affordable = allowed[
        : 1 + largest(lambda number: _affords(book, security, allowed[number]), len(allowed) - 1)
    ]
    cure = _shares("buy_to_return", book, target, security, bought_to_return, affordable)
    if cure.feasible:
        return cure
    return _not(cure, "cash" if len(affordable) < len(allowed) else "not_enough")


def _affords(book: Book, security: str, quantity: int) -> bool:
    try:
        bought_to_return(book, security, quantity)
    except TooMuch:
        return False
    return True
