"""A security as an order meets it: its lot, its last price, the day's price limits, whether it may be bought on
margin or sold short, and how much of it the firm can lend.

Everything but the code may be unknown (None). What is unknown is not checked, and a preview says so.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import Snapshot, Status
from risk.money import half_up
from risk.rulebook.model import Row, Rulebook

LOT = 100
_MAIN, _RISK_WARNED = "main", "main_risk_warned"
_FEN = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """`last` is the latest trade price, or the previous close when none was traded today; `board` a board of the
    rulebook (main, chinext, star, bse); `lendable` what the firm can lend.

    `limit_down` and `limit_up`, where given, stand in for those worked out of `previous_close` and `board`.
    """

    security: str
    lot: int = LOT
    conversion_rate: Fraction | None = None
    status: Status = "normal"
    eligible_financing: bool | None = None
    eligible_short: bool | None = None
    last: Fraction | None = None
    previous_close: Fraction | None = None
    board: str | None = None
    limit_down: Fraction | None = None
    limit_up: Fraction | None = None
    lendable: int | None = None


@dataclass(frozen=True, slots=True)
class PriceBand:
    """The prices at which an order is taken, both ends included, and the rule they were worked out by."""

    low: Fraction
    high: Fraction
    row: Row | None


def price_band(rules: Rulebook, listing: Listing, as_of: date) -> PriceBand | None:
    """The day's price limits of a security, each rounded half-up to the fen; None where they are not known."""
    if listing.limit_down is not None and listing.limit_up is not None:
        return PriceBand(listing.limit_down, listing.limit_up, None)
    warned = listing.status == "risk_warned" and listing.board == _MAIN
    row = rules.in_force("price_limit", as_of, board=_RISK_WARNED if warned else listing.board or "")
    if row is None or row.number is None or listing.previous_close is None:
        return None
    close = listing.previous_close
    return PriceBand(_to_fen(close * (1 - row.number)), _to_fen(close * (1 + row.number)), row)


def _to_fen(price: Fraction) -> Fraction:
    return Fraction(half_up(price * _FEN), _FEN)


def listed_in(snapshot: Snapshot, security: str) -> Listing:
    """What an account's own rows tell of a security: the first row of its code; nothing where it has none."""
    for held in snapshot.collateral:
        if held.security == security:
            return Listing(security, held.lot, held.conversion_rate, held.status, last=held.price)
    for _, owed in snapshot.contracts():
        if owed.security == security:
            return Listing(security, conversion_rate=owed.conversion_rate, last=owed.price)
    return Listing(security)
