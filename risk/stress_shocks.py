"""An account after the shocks of a scenario: new prices, each with its origin, and what could not be worked out.

What is suspended or in its delisting period keeps its price or fair value. A price at the lower limit goes down day by
day by the limit of the board, each day rounded half-up to the fen. Where a datum is missing (a sector, a board, a
limit that was never checked) the price after the shock is unknown and the datum is named: nothing is guessed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from risk.account import ZERO, Contract, Holding, Snapshot
from risk.boards import board_of
from risk.changes import Days
from risk.figure import RuleRef
from risk.market import Listing, price_band
from risk.rulebook.model import Rulebook
from risk.stress_scenarios import IndexMove, LimitDown, Liquidity, RateRise, SectorMove, Shock
from risk.valuation import Valuation, security_of, unique, value
from risk.what_if import changed

NO_BETAS: Mapping[str, Fraction] = MappingProxyType({})
NO_SECTORS: Mapping[str, str] = MappingProxyType({})
_STILL = ("suspended", "delisting")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the scenarios need beyond the account: beta, sector and board by security, each where it is known.

    A board that is not given is told by the code.
    """

    betas: Mapping[str, Fraction] = field(default_factory=lambda: NO_BETAS)
    sectors: Mapping[str, str] = field(default_factory=lambda: NO_SECTORS)
    boards: Mapping[str, str] = field(default_factory=lambda: NO_SECTORS)


@dataclass(frozen=True, slots=True)
class Moved:
    """The price of one security after the shocks; None where it is unknown. `rule` is what bounded the move."""

    price: Fraction | None
    rule: tuple[RuleRef, ...] = ()
    missing: tuple[str, ...] = ()


Mover = Callable[[str, Fraction], Moved]


@dataclass(frozen=True, slots=True)
class Shocked:
    """The account after the shocks, the rules quoted by security, what is missing, what did not move."""

    snapshot: Snapshot
    rules: Mapping[str, tuple[RuleRef, ...]]
    missing: tuple[str, ...]
    still: tuple[str, ...]


def shocked(s: Snapshot, shocks: tuple[Shock, ...], rules: Rulebook, facts: Facts) -> Shocked:
    """The account after every shock in turn; its interest so far is fixed first."""
    state, quoted, missing = changed(s, ()), dict[str, tuple[RuleRef, ...]](), list[str]()
    for shock in shocks:
        if isinstance(shock, RateRise):
            state = _dearer(state, shock)
            continue
        moves = _moves(state, shock, rules, facts)
        state = _priced(state, moves, shock)
        for code, move in moves.items():
            quoted[code] = move.rule or quoted.get(code, ())
            missing += move.missing
    return Shocked(state, quoted, unique(missing), tuple(sorted(_still(s))))


def _moves(s: Snapshot, shock: Shock, rules: Rulebook, facts: Facts) -> dict[str, Moved]:
    """What a shock does to each security that trades and has a price."""
    valuation = value(s)
    named, missing = _named(valuation, shock, facts)
    prices = {code: price for code, price in _prices(s) if price is not None and code not in _still(s)}
    moves = {code: Moved(None, missing=(f"{code}.sector",)) for code in missing if code in prices}
    for code in named:
        if code in prices:
            moves[code] = _move(s, shock, code, prices[code], rules, facts)
    return moves


def _move(s: Snapshot, shock: Shock, code: str, price: Fraction, rules: Rulebook, facts: Facts) -> Moved:
    match shock:
        case IndexMove():
            beta = facts.betas.get(code, Fraction(1))
            return Moved(max(ZERO, price * (1 + shock.share * beta)))
        case SectorMove():
            return Moved(price * (1 + shock.share))
        case LimitDown():
            return _at_the_limit(s, shock.days, code, price, rules, facts)
        case _:
            return Moved(price)


def _at_the_limit(s: Snapshot, days: int, code: str, price: Fraction, rules: Rulebook, facts: Facts) -> Moved:
    board = facts.boards.get(code) or board_of(code)
    if board is None:
        return Moved(None, missing=(f"{code}.board",))
    statuses = [row.status for row in s.collateral if row.security == code]
    status = statuses[0] if statuses else "normal"
    quoted: tuple[RuleRef, ...] = ()
    for _ in range(days):
        band = price_band(rules, Listing(code, status=status, previous_close=price, board=board), s.as_of)
        if band is None:
            return Moved(None, missing=(f"{code}.price_limit",))
        price, quoted = band.low, (band.row.ref(),) if band.row else ()
    return Moved(price, quoted)


def _named(valuation: Valuation, shock: Shock, facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The securities that a shock moves, and those of which it cannot be told."""
    owned = unique(security_of(row) for row in valuation.longs)
    every = unique((*owned, *(row.contract.security for row in valuation.shorts)))
    if isinstance(shock, SectorMove):
        unknown = tuple(code for code in every if code not in facts.sectors)
        sector = shock.sector or _largest(_by(valuation, lambda code: facts.sectors.get(code)))
        return tuple(
            code for code in every if code in facts.sectors and facts.sectors[code] == sector
        ), unknown
    if isinstance(shock, LimitDown):
        one = _largest(_by(valuation, lambda code: code)) if shock.of == "largest" else shock.of
        return (owned if shock.of == "all" else tuple(code for code in every if code == one)), ()
    return every, ()


def _by(valuation: Valuation, group: Callable[[str], str | None]) -> dict[str, Fraction]:
    """The market value owned, by what `group` says of a security; without those of which it says nothing."""
    worth: dict[str, Fraction] = {}
    for row in valuation.longs:
        name = group(security_of(row))
        if name is not None:
            worth[name] = worth.get(name, ZERO) + (row.market_value or ZERO)
    return worth


def _largest(worth: Mapping[str, Fraction]) -> str | None:
    return max(worth, key=lambda name: worth[name], default=None)


def _priced(s: Snapshot, moves: Mapping[str, Moved], shock: Shock) -> Snapshot:
    """The account at the prices after a shock; a discount counts down for what is owned and up for what is owed."""
    discount = shock.discount if isinstance(shock, Liquidity) else ZERO

    def held(row: Holding) -> Holding:
        return replace(row, price=_after(row.price, moves.get(row.security), 1 - discount))

    def owned(row: Contract) -> Contract:
        return replace(row, price=_after(row.price, moves.get(row.security), 1 - discount))

    def owed(row: Contract) -> Contract:
        return replace(row, price=_after(row.price, moves.get(row.security), 1 + discount))

    return replace(
        s,
        collateral=tuple(held(row) for row in s.collateral),
        financing=tuple(owned(row) for row in s.financing),
        shorts=tuple(owed(row) for row in s.shorts),
    )


def _after(price: Fraction | None, move: Moved | None, factor: Fraction) -> Fraction | None:
    if move is None or price is None:
        return price
    return None if move.price is None else move.price * factor


def _dearer(s: Snapshot, shock: RateRise) -> Snapshot:
    """The account after the days of a rate rise, each contract with the interest of its higher rate."""

    def dearer(row: Contract) -> Contract:
        rate = row.annual_rate
        return replace(row, annual_rate=None if rate is None else rate + shock.points)

    raised = replace(
        s,
        financing=tuple(dearer(row) for row in s.financing),
        shorts=tuple(dearer(row) for row in s.shorts),
    )
    return changed(raised, (Days(shock.days),))


def _still(s: Snapshot) -> frozenset[str]:
    return frozenset(row.security for row in s.collateral if row.status in _STILL)


def _prices(s: Snapshot) -> Iterator[tuple[str, Fraction | None]]:
    yield from ((row.security, row.price) for _, row in s.contracts())
    yield from ((row.security, row.price) for row in s.collateral)
