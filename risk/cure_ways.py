"""Every single way from one account to a target ratio: what it needs, the most that can be done of it, what bars it.

| way | needs | at most |
|---|---|---|
| repay with outside cash | D − A ÷ t | what money can repay: financing, interest, fees |
| add cash, add a security | t × D − A | as much as is brought |
| sell to repay | (t × D − A) ÷ (t − 1) | what trades, and what money can repay |
| buy to return | (t × D − A) ÷ (t − 1) | the cash inside, and what may be returned |
| repay with inside cash | (t × D − A) ÷ (t − 1) | cash without short proceeds, and what money can repay |

Per security the amounts are those of whole lots. Pure arithmetic; `risk.cures` makes figures of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from risk import cure_limits
from risk.account import ZERO
from risk.cure_amounts import added_collateral, inside_repayment, outside_repayment
from risk.cure_limits import UNDER_WATER, Obstacle
from risk.cure_sides import Sides
from risk.tradable import Tradable

Move = Callable[[Fraction], Sides]
Room = tuple[Fraction, Obstacle]
"""The most that something allows, and what to say when it is less than needed."""

CHANNELS = {
    "repay_outside_cash": "cash",
    "add_cash": "cash",
    "add_security": "securities",
    "sell_to_repay": "trade",
    "buy_to_return": "trade",
    "repay_inside_cash": "trade",
}


@dataclass(frozen=True, slots=True)
class Means:
    """What one account can be cured with."""

    sides: Sides
    sellables: tuple[Tradable, ...]
    shorts: tuple[Tradable, ...]
    offers: tuple[Tradable, ...]
    short_sold: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way: what it needs to reach the target, the most that can be done of it, and the sides after that.

    Amounts in the account's currency; quantities in shares, None where no single security is meant. Without an
    obstacle `most` is what is needed.
    """

    kind: str
    security: str | None
    needed: Fraction
    needed_quantity: int | None
    most: Fraction
    most_quantity: int | None
    after: Sides
    obstacle: Obstacle | None


def ways(means: Means, target: Fraction) -> Iterator[Way]:
    """Every way to `target` (> 1): a total of each kind, followed by one security after the other."""
    sides = means.sides
    outside = outside_repayment(sides.assets, sides.debts, target)
    added = added_collateral(sides.assets, sides.debts, target)
    inside = inside_repayment(sides.assets, sides.debts, target)
    yield _total("repay_outside_cash", outside, sides.repaid_outside, _repayable(sides))
    yield _total("add_cash", added, sides.cash_added)
    yield _total("add_security", added, sides.added)
    yield from (_brought(sides, each, added) for each in means.offers)
    yield _inside(sides, "sell_to_repay", inside, sides.sold, *_sellable(means))
    yield from (_sold(sides, each, inside) for each in means.sellables)
    if means.short_sold:
        owed = sum((each.worth(each.quantity) for each in means.shorts), ZERO)
        barrier = cure_limits.buy_back(sides.cash, owed)
        rooms = ((sides.cash, barrier), (owed, barrier))
        yield _inside(sides, "buy_to_return", inside, sides.bought_back, *rooms)
        yield from (_bought(sides, each, inside) for each in means.shorts)
    own = (sides.own_cash, cure_limits.own_cash(sides.own_cash))
    yield _inside(sides, "repay_inside_cash", inside, sides.repaid_inside, own, _repayable(sides))


def _repayable(sides: Sides) -> Room:
    return sides.cash_debt, cure_limits.repayable(sides.cash_debt)


def _sellable(means: Means) -> tuple[Room, Room]:
    most = sum((each.worth(each.quantity) for each in means.sellables), ZERO)
    return (most, cure_limits.sellable(most)), _repayable(means.sides)


def _total(kind: str, needed: Fraction, move: Move, *rooms: Room) -> Way:
    """As much as is needed, or the least of the rooms."""
    most, obstacle = needed, None
    for room, barrier in rooms:
        if room < most:
            most, obstacle = room, barrier
    return Way(kind, None, needed, None, most, None, move(most), obstacle)


def _inside(sides: Sides, kind: str, needed: Fraction, move: Move, *rooms: Room) -> Way:
    if needed and sides.under_water:
        rooms = ((ZERO, UNDER_WATER),)
    return _total(kind, needed, move, *rooms)


def _brought(sides: Sides, each: Tradable, needed: Fraction) -> Way:
    quantity = each.lots_for(needed)
    barred = each.obstacle if quantity else None
    most = 0 if barred else quantity
    after = sides.added(each.worth(most))
    return _order("add_security", each, quantity, most, after, barred)


def _sold(sides: Sides, each: Tradable, needed: Fraction) -> Way:
    """The smallest sale that reaches the target; else as much as still repays."""
    quantity, barred = each.size_for(needed), _barred(sides, each, needed)
    most = quantity
    if barred:
        most = 0
    elif needed > sides.cash_debt:
        barred, most = _repayable(sides)[1], min(each.size_for(sides.cash_debt), each.quantity)
    elif quantity > each.quantity:
        settles = quantity <= each.quantity + each.unsettled
        lacking = cure_limits.not_settled if settles else cure_limits.too_few
        barred, most = lacking(quantity, each.quantity), each.quantity
    return _order("sell_to_repay", each, quantity, most, sides.sold(each.worth(most)), barred)


def _bought(sides: Sides, each: Tradable, needed: Fraction) -> Way:
    """The smallest buy-back that reaches the target; else as much as there is to return and cash for it."""
    quantity, barred = each.size_for(needed), _barred(sides, each, needed)
    most = quantity
    if barred:
        most = 0
    elif quantity > each.quantity:
        barred, most = cure_limits.too_few(quantity, each.quantity), each.size_within(sides.cash)
    elif each.worth(quantity) > sides.cash:
        barred = cure_limits.buy_back(sides.cash, each.worth(each.quantity))
        most = each.size_within(sides.cash)
    return _order("buy_to_return", each, quantity, most, sides.bought_back(each.worth(most)), barred)


def _barred(sides: Sides, each: Tradable, needed: Fraction) -> Obstacle | None:
    if not needed:
        return None
    return each.obstacle or (UNDER_WATER if sides.under_water else None)


def _order(kind: str, each: Tradable, quantity: int, most: int, after: Sides, barred: Obstacle | None) -> Way:
    return Way(kind, each.security, each.worth(quantity), quantity, each.worth(most), most, after, barred)
