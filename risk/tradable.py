"""Securities that can be sold, bought back or brought in: how many shares, in which lots, at what price, and what bars
it.

One security may stand in several rows, each with its own price; own rows are sold before those bought on margin, and
contracts are returned in the book's order. A size is whole lots, or all there is: the odd remainder goes whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from risk import cure_limits
from risk.account import ZERO, Holding
from risk.cure_limits import Obstacle
from risk.valuation import PricedContract, PricedHolding, Valuation, unique

DEFAULT_LOT = 100


@dataclass(frozen=True, slots=True)
class Part:
    """Some shares of a security at one price above zero."""

    quantity: int
    price: Fraction

    @property
    def worth(self) -> Fraction:
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Tradable:
    """One security in its `parts`, in the order they are traded. Beyond them the last price holds.

    `unsettled` counts shares owned that are bought today or on their way out.
    """

    security: str
    parts: tuple[Part, ...]
    lot: int = DEFAULT_LOT
    obstacle: Obstacle | None = None
    unsettled: int = 0

    @property
    def quantity(self) -> int:
        """Every share there is; none while something bars it."""
        return 0 if self.obstacle else sum(part.quantity for part in self.parts)

    def worth(self, quantity: int) -> Fraction:
        """What the first `quantity` shares are worth."""
        total = ZERO
        for part in self.parts:
            taken = min(quantity, part.quantity)
            total, quantity = total + taken * part.price, quantity - taken
        return total + quantity * self.parts[-1].price

    def lots_for(self, money: Fraction) -> int:
        """The fewest whole lots worth at least `money`, however many there are."""
        return -(-self._shares(money) // self.lot) * self.lot

    def size_for(self, money: Fraction) -> int:
        """The smallest size worth at least `money`; more than there is where all of it is worth less."""
        lots = self.lots_for(money)
        return self.quantity if lots > self.quantity and self.worth(self.quantity) >= money else lots

    def size_within(self, money: Fraction) -> int:
        """The largest size there is that is worth no more than `money`."""
        if self.worth(self.quantity) <= money:
            return self.quantity
        lots = self._shares(money) // self.lot * self.lot
        return lots if self.worth(lots) <= money else lots - self.lot

    def moved(self, share: Fraction) -> "Tradable":
        """The same at prices moved by `share`."""
        return replace(
            self, parts=tuple(replace(part, price=part.price * (1 + share)) for part in self.parts)
        )

    def _shares(self, money: Fraction) -> int:
        """The fewest single shares worth at least `money`, as if there were no end to them."""
        shares = 0
        for part in self.parts[:-1]:
            if part.worth >= money:
                return shares + (money / part.price).__ceil__()
            money, shares = money - part.worth, shares + part.quantity
        return shares + (money / self.parts[-1].price).__ceil__()


def sellables(valuation: Valuation) -> tuple[Tradable, ...]:
    """Everything owned, by security: collateral and what was bought on margin together."""
    barred = _barred(valuation)
    lots = {row.holding.security: row.holding.lot for row in reversed(valuation.holdings)}
    parts: dict[str, list[Part]] = {}
    for security, quantity, price in _owned(valuation):
        if price:  # what is worth nothing moves nothing
            parts.setdefault(security, []).append(Part(quantity, price))
    unsettled: Counter[str] = Counter()
    for row in valuation.holdings:
        unsettled[row.holding.security] += row.holding.in_flight
    return tuple(
        Tradable(
            security,
            tuple(found),
            lots.get(security, DEFAULT_LOT),
            barred.get(security),
            unsettled[security],
        )
        for security, found in parts.items()
    )


def shorts(valuation: Valuation, barred_on: date | None) -> tuple[Tradable, ...]:
    """Everything owed, by security, without what was sold short on `barred_on`, which is not yet returned."""
    not_trading = {code: why for code, why in _barred(valuation).items() if why.code == "suspended"}
    by_code: dict[str, list[PricedContract]] = {}
    for row in valuation.shorts:
        if row.contract.price:
            by_code.setdefault(row.contract.security, []).append(row)
    return tuple(_short(code, rows, barred_on, not_trading.get(code)) for code, rows in by_code.items())


def _short(
    code: str, rows: Sequence[PricedContract], barred_on: date | None, barred: Obstacle | None
) -> Tradable:
    returnable = tuple(row for row in rows if row.contract.opened != barred_on)
    parts = tuple(Part(row.contract.quantity, row.contract.price or ZERO) for row in returnable or rows)
    if not returnable:
        barred = barred or cure_limits.sold_short_today(code)
    return Tradable(code, parts, obstacle=barred)


NONE_BROUGHT: Mapping[str, Tradable] = MappingProxyType({})


def offer(security: str, price: Fraction, lot: int = DEFAULT_LOT, *, taken: bool = True) -> Tradable:
    """A security that could be brought in at `price` (above 0); `taken` says whether the firm takes it."""
    obstacle = None if taken else cure_limits.not_collateral(security)
    return Tradable(security, (Part(0, price),), lot, obstacle)


def offers(valuation: Valuation, brought: Mapping[str, Tradable]) -> tuple[Tradable, ...]:
    """What may be brought in: more of each security owned, at its price, and what the asker named."""
    refused = {row.holding.security for row in valuation.holdings if not _taken(row.holding)}
    refused |= {row.contract.security for row in valuation.financing if row.contract.conversion_rate == 0}
    own = {
        each.security: offer(each.security, each.parts[0].price, each.lot, taken=each.security not in refused)
        for each in sellables(valuation)
    }
    return tuple({**own, **brought}.values())


def _taken(holding: Holding) -> bool:
    return holding.status == "normal" and holding.conversion_rate != 0


def securities(valuation: Valuation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The securities owned and owed, each once in the book's order, whether priced or not."""
    owned = unique(security for security, _, _ in _owned(valuation))
    return owned, unique(row.contract.security for row in valuation.shorts)


def _owned(valuation: Valuation) -> Iterator[tuple[str, int, Fraction | None]]:
    """Security, shares that are settled, and the price of each row owned."""
    for row in valuation.longs:
        if isinstance(row, PricedHolding):
            yield row.holding.security, row.holding.settled, row.price
        else:
            yield row.contract.security, row.contract.quantity, row.contract.price


def _barred(valuation: Valuation) -> dict[str, Obstacle]:
    """What bars selling, by security: not trading comes before locked at the limit."""
    barred: dict[str, Obstacle] = {}
    for row in valuation.holdings:
        if row.holding.limit_down:
            barred.setdefault(row.holding.security, cure_limits.limit_down(row.holding.security))
    for row in valuation.holdings:
        if row.holding.status in ("suspended", "delisting"):
            barred[row.holding.security] = cure_limits.not_trading(row.holding.security)
    return barred
