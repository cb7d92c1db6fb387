"""Mixed cures and limited sums, a second time: one step after another, each on the book that the last one left.

Rule texts section 2, restore arithmetic; the order of the steps is the client's choice and therefore an argument.
"""

from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.book_reading import ZERO, Book, with_interest_held, with_move
from tests.oracle.cn_after import (
    cash_added,
    repaid,
    repaid_from_account,
    repayable,
    sold_to_repay,
    usable_cash,
)
from tests.oracle.cn_cures import (
    Cure,
    add_cash,
    inside_amount,
    reached,
    repay_inside_cash,
    repay_outside_cash,
    sell_to_repay,
)
from tests.oracle.cn_figures import maintenance_ratio
from tests.oracle.line_prices import excess_at


@dataclass(frozen=True)
class Limited:
    """What a limited outside sum can reach at best, how it is split, and what is still missing after it.

    `reached_ratio` is None where no debt is left. The three remains are alternatives, not a sum.
    """

    reached_ratio: Fraction | None
    repay: Fraction
    add: Fraction
    on_target: bool
    remaining_outside_cash: Fraction | None
    remaining_added_collateral: Fraction | None
    remaining_inside: Fraction | None


def cash_then_sell(
    book: Book, target: Fraction, cash: Fraction, security: str, how: str = "repay_outside_cash"
) -> tuple[Fraction | None, Cure]:
    """First a sum of cash (`repay_outside_cash` or `add_cash`), then a sale of one security for the rest.

    Gives the ratio after the cash and the sale that remains; cash beyond what can be repaid stays in the account.
    """
    after = _outside(book, cash) if how == "repay_outside_cash" else cash_added(book, cash)
    return maintenance_ratio(after), sell_to_repay(after, target, security)


def inside_cash_then_sell(book: Book, target: Fraction, security: str) -> tuple[Cure, Cure]:
    """First the account's own cash, as far as it goes, then a sale of one security for the rest."""
    first = repay_inside_cash(book, target)
    if first.feasible:
        return first, sell_to_repay(_paid_inside(book, first.amount or ZERO), target, security)
    return first, sell_to_repay(_paid_inside(book, None), target, security)


def _paid_inside(book: Book, amount: Fraction | None) -> Book:
    most = min(usable_cash(book), repayable(book))
    return repaid_from_account(book, most if amount is None else min(amount, most))


def sell_in_order(book: Book, target: Fraction, securities: list[str]) -> list[Cure]:
    """Sells all of each security in turn until one of them reaches the target; the last row says whether it did."""
    steps, left = [], with_interest_held(book)
    for security in securities:
        cure = sell_to_repay(left, target, security)
        steps.append(cure)
        if cure.feasible or cure.quantity is None:
            break
        if cure.reason in ("not_enough", "t_plus_1"):
            left = sold_to_repay(left, security, cure.quantity)
    return steps


def _outside(book: Book, cash: Fraction) -> Book:
    """Outside cash that repays as much as cash can repay; the rest is added."""
    paid = min(cash, repayable(book))
    return cash_added(repaid(book, paid), cash - paid)


def best_with_sum(book: Book, target: Fraction, limit: Fraction, steps: int = 20) -> Limited:
    """The best ratio a limited sum reaches: every split between repaying and adding on a grid is tried.

    Splits are compared by cross multiplication; without debt is better than any ratio. Equal splits: repaying first.
    """
    held = with_interest_held(book)
    most = min(limit, repayable(held))
    best: tuple[Fraction, Book] | None = None
    for number in range(steps, -1, -1):
        pay = most * number / steps
        after = cash_added(repaid(held, pay), limit - pay)
        if best is None or _better(after, best[1]):
            best = (pay, after)
    assert best is not None
    pay, after = best
    outside, added = repay_outside_cash(after, target), add_cash(after, target)
    return Limited(
        reached_ratio=maintenance_ratio(after),
        repay=pay,
        add=limit - pay,
        on_target=reached(after, target),
        remaining_outside_cash=outside.amount,
        remaining_added_collateral=added.amount,
        remaining_inside=inside_amount(after, target),
    )


def _better(book: Book, other: Book) -> bool:
    ratio, old = maintenance_ratio(book), maintenance_ratio(other)
    if old is None:
        return False
    return ratio is None or ratio > old


def cures_after_move(
    book: Book, target: Fraction, move: Fraction, weights: dict[str, Fraction]
) -> dict[str, Fraction | None]:
    """What the three exact cures become after a further move (-0.01 is one per cent down) of the named securities."""
    after = with_move(with_interest_held(book), weights, move)
    return {
        "repay_outside_cash": repay_outside_cash(after, target).exact_amount,
        "add_cash": max(ZERO, -excess_at(after, target)),
        "sell_to_repay": inside_amount(after, target),
    }
