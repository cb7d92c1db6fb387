"""What of an account can be sold or bought back on one day, in which sizes, and what bars the rest of it.

Shares bought that day are sold from the next session on, and a short sold that day is returned from then (T+1). What
is suspended or in its delisting period does not trade, and what is locked at its lower limit finds no buyer. A
client may exclude securities, and may sell at most a share of a day's volume. Rows of one security at one price are
one stock; where its rows have different prices, each price is a stock of its own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from risk.boards import SINGLE, OrderSize, order_size
from risk.market import LOT
from risk.valuation import PricedHolding, Valuation

Bar = Literal["suspended", "limit_down", "t_plus_one", "excluded", "liquidity", "lots"]
BARS: tuple[Bar, ...] = ("excluded", "t_plus_one", "limit_down", "suspended", "liquidity", "lots")
NO_VOLUMES: Mapping[str, int] = MappingProxyType({})
NOTHING: frozenset[str] = frozenset()
_NOT_TRADING = ("suspended", "delisting")


@dataclass(frozen=True, slots=True)
class Stock:
    """Shares of one security at one price, above zero.

    `settled` can be traded that day, `unsettled` from the next one. `bars` stop all of it; `most` is what liquidity
    allows, None where it does not bind. `closes` says that an odd remainder may go whole, as in a sale.
    """

    security: str
    price: Fraction
    settled: int
    unsettled: int
    size: OrderSize
    bars: frozenset[str] = NOTHING
    most: int | None = None
    closes: bool = True

    def shares(self, relaxed: Collection[str] = NOTHING) -> int:
        """How many shares can be traded, with the bars in `relaxed` taken away."""
        if self.bars - set(relaxed):
            return 0
        there = self.settled + (self.unsettled if "t_plus_one" in relaxed else 0)
        return there if self.most is None or "liquidity" in relaxed else min(there, self.most)

    def sized(self, relaxed: Collection[str] = NOTHING) -> OrderSize:
        """The sizes of an order; single shares where lots are taken away."""
        return SINGLE if "lots" in relaxed else self.size

    def whole(self, relaxed: Collection[str] = NOTHING) -> int:
        """All settled shares in one order, where that closes an odd remainder; else 0."""
        shares = self.shares(relaxed)
        everything = self.settled + (self.unsettled if "t_plus_one" in relaxed else 0)
        odd = self.sized(relaxed).within(shares) != shares
        return shares if self.closes and odd and shares == everything else 0

    def largest(self) -> int:
        """The largest order there is."""
        return self.whole() or self.size.within(self.shares())

    def at_least(self, shares: int) -> int:
        """The smallest order of at least `shares`; the largest there is where none is."""
        wanted = self.size.at_least(shares)
        return wanted if wanted <= self.size.within(self.shares()) else self.largest()

    @property
    def binding(self) -> tuple[str, ...]:
        """What keeps any of it from being traded, named in the order of `BARS`."""
        found = set(self.bars)
        if self.unsettled:
            found.add("t_plus_one")
        if self.most is not None and self.most < self.settled:
            found.add("liquidity")
        return tuple(bar for bar in BARS if bar in found)


@dataclass(frozen=True, slots=True)
class Market:
    """What is known of the day of the trades: codes not to be traded, average daily volumes and the share allowed."""

    day: date
    excluded: frozenset[str] = NOTHING
    volumes: Mapping[str, int] = field(default_factory=lambda: NO_VOLUMES)
    share: Fraction | None = None

    def most(self, security: str) -> int | None:
        """The shares that liquidity allows; None where no volume or no share is given."""
        volume = self.volumes.get(security)
        return None if volume is None or self.share is None else int(volume * self.share)


def stocks(valuation: Valuation, market: Market) -> tuple[Stock, ...]:
    """Everything owned that has a price above zero: collateral, then what was bought on margin; in the book's order."""
    settled, unsettled = Counter[tuple[str, Fraction]](), Counter[tuple[str, Fraction]]()
    lots: dict[str, int] = {}
    for row in valuation.longs:
        if isinstance(row, PricedHolding):
            lots.setdefault(row.holding.security, row.holding.lot)
            key, ready, later = (row.holding.security, row.price or Fraction(0)), row.holding.settled, 0
            later = row.holding.in_flight
        else:
            contract = row.contract
            key = (contract.security, contract.price or Fraction(0))
            fresh = contract.opened >= market.day
            ready, later = (0, contract.quantity) if fresh else (contract.quantity, 0)
        settled[key] += ready
        unsettled[key] += later
    barred = _barred(valuation)
    return tuple(
        Stock(
            security,
            price,
            settled[security, price],
            unsettled[security, price],
            order_size(security, lots.get(security, LOT)),
            frozenset(_bars(security, barred, market)),
            market.most(security),
        )
        for security, price in settled
        if price
    )


def owed(valuation: Valuation, market: Market) -> tuple[Stock, ...]:
    """Everything sold short that has a price above zero, as it can be bought back; in the book's order."""
    settled, unsettled = Counter[tuple[str, Fraction]](), Counter[tuple[str, Fraction]]()
    for row in valuation.shorts:
        contract = row.contract
        key, fresh = (contract.security, contract.price or Fraction(0)), contract.opened >= market.day
        settled[key] += 0 if fresh else contract.quantity
        unsettled[key] += contract.quantity if fresh else 0
    suspended = {code: bars & {"suspended"} for code, bars in _barred(valuation).items()}
    return tuple(
        Stock(
            security,
            price,
            settled[security, price],
            unsettled[security, price],
            order_size(security),
            frozenset(suspended.get(security, NOTHING)),
            market.most(security),
            closes=False,
        )
        for security, price in settled
        if price
    )


def _barred(valuation: Valuation) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in valuation.holdings:
        held = row.holding
        bars = {"suspended"} if held.status in _NOT_TRADING else {"limit_down"} if held.limit_down else set()
        found[held.security] = found.get(held.security, NOTHING) | bars
    return found


def _bars(security: str, barred: Mapping[str, frozenset[str]], market: Market) -> Iterable[str]:
    yield from barred.get(security, NOTHING)
    if security in market.excluded:
        yield "excluded"
