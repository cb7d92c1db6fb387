"""Cures in combination, step after step, and what a limited sum from outside can reach.

A mix takes cash first, from inside or a sum from outside, and then sells one security after the other in the order
the client names: all of each until the smallest size that lands on the target. A limited sum repays as far as that
is needed and allowed, because a yuan repaid moves the ratio more than a yuan added; only where assets and sum
together stay below what is owed does adding move it more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from risk import cure_limits
from risk.account import ZERO
from risk.cure_amounts import added_collateral, inside_repayment, outside_repayment
from risk.cure_limits import UNDER_WATER, Obstacle
from risk.cure_sides import Sides
from risk.cure_ways import Means
from risk.tradable import Tradable


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a mix: `amount` of money, or `quantity` shares of `security` worth it, and the sides after it."""

    kind: str
    security: str | None
    quantity: int | None
    amount: Fraction
    after: Sides


@dataclass(frozen=True, slots=True)
class MixedWay:
    """The steps in order, the securities left out with what bars them, and why the target is not reached, if not."""

    name: str
    steps: tuple[Step, ...]
    skipped: tuple[tuple[str, Obstacle], ...]
    after: Sides
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class SumSplit:
    """A sum from outside split into what repays, what is added, and what is not needed."""

    total: Fraction
    repaid: Fraction
    added: Fraction
    after: Sides
    reached: bool

    @property
    def left(self) -> Fraction:
        return self.total - self.repaid - self.added


def mixes(means: Means, target: Fraction, order: Sequence[str], total: Fraction | None) -> Iterator[MixedWay]:
    """The mixes of one account: selling alone, own cash first, and a sum from outside first where one is given.

    `order` names securities owned; those it leaves out are not sold. Empty means every security in the book's order.
    """
    by_code = {each.security: each for each in means.sellables}
    selling = [by_code[code] for code in order if code in by_code] if order else list(means.sellables)
    sides = means.sides
    yield _mix("sell_in_order", (), sides, selling, target)
    yield _mix("inside_cash_then_sell", _inside_cash(sides, target), sides, selling, target)
    if total is not None:
        yield _mix("outside_cash_then_sell", _outside_cash(sides, target, total), sides, selling, target)


def split_sum(sides: Sides, total: Fraction, target: Fraction) -> SumSplit:
    """The split of `total` that reaches the best ratio, and no more of it than `target` takes."""
    if sides.assets + total < sides.debts:
        after = sides.cash_added(total)
        return SumSplit(total, ZERO, total, after, reached=False)
    needed = outside_repayment(sides.assets, sides.debts, target)
    repaid = min(needed, total, sides.cash_debt)
    after = sides.repaid_outside(repaid)
    added = min(added_collateral(after.assets, after.debts, target), total - repaid)
    after = after.cash_added(added)
    return SumSplit(total, repaid, added, after, after.reaches(target))


def _inside_cash(sides: Sides, target: Fraction) -> tuple[Step, ...]:
    if sides.under_water:
        return ()
    needed = inside_repayment(sides.assets, sides.debts, target)
    amount = min(needed, sides.own_cash, sides.cash_debt)
    return _money("repay_inside_cash", amount, sides.repaid_inside(amount))


def _outside_cash(sides: Sides, target: Fraction, total: Fraction) -> tuple[Step, ...]:
    needed = outside_repayment(sides.assets, sides.debts, target)
    amount = min(needed, total, sides.cash_debt)
    return _money("repay_outside_cash", amount, sides.repaid_outside(amount))


def _money(kind: str, amount: Fraction, after: Sides) -> tuple[Step, ...]:
    return (Step(kind, None, None, amount, after),) if amount else ()


def _mix(
    name: str, first: tuple[Step, ...], sides: Sides, selling: Sequence[Tradable], target: Fraction
) -> MixedWay:
    after = first[-1].after if first else sides
    open_ = [each for each in selling if each.obstacle is None]
    skipped = tuple((each.security, each.obstacle) for each in selling if each.obstacle)
    sales = tuple(_sales(after, open_, target))
    steps = first + sales
    after = steps[-1].after if steps else sides
    obstacle = None if after.reaches(target) else _unreached(after, sides, open_)
    return MixedWay(name, steps, skipped, after, obstacle)


def _sales(sides: Sides, selling: Sequence[Tradable], target: Fraction) -> Iterator[Step]:
    """Sells until the target is reached, nothing is left that a sale repays, or every share is sold."""
    for each in selling:
        needed = min(inside_repayment(sides.assets, sides.debts, target), sides.cash_debt)
        quantity = min(each.size_for(needed), each.quantity)
        if quantity and not sides.under_water:
            amount = each.worth(quantity)
            sides = sides.sold(amount)
            yield Step("sell_to_repay", each.security, quantity, amount, sides)


def _unreached(after: Sides, before: Sides, selling: Sequence[Tradable]) -> Obstacle:
    if after.under_water:
        return UNDER_WATER
    if not after.cash_debt:
        return cure_limits.repayable(before.cash_debt)
    return cure_limits.sellable(sum((each.worth(each.quantity) for each in selling), ZERO))
