"""A United States margin account: one debit and one credit balance, positions long and short, an SMA.

`credit` holds the proceeds and deposits behind short positions, and free cash. `None` means unknown, or not
agreed where it is a percentage of the client's agreement.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

ZERO = Fraction(0)
Side = Literal["buy", "sell", "sell_short", "cover"]
SIDES: tuple[Side, ...] = ("buy", "sell", "sell_short", "cover")


@dataclass(frozen=True, slots=True)
class UsTerms:
    """Percentages of the agreement; each counts where it is above the rule. `intraday_cutover` is the day the
    firm went over to the intraday rule.
    """

    initial: Fraction | None = None
    maintenance: Fraction | None = None
    house_maintenance: Fraction | None = None
    intraday_cutover: date | None = None


@dataclass(frozen=True, slots=True)
class UsPosition:
    """Securities held long or sold short. `house_maintenance` is the firm's own for this security."""

    security: str
    quantity: int
    price: Fraction | None
    house_maintenance: Fraction | None = None
    marginable: bool = True
    lot: int = 1


@dataclass(frozen=True, slots=True)
class UsTrade:
    """What was done during the day, for Regulation T: the money of one side."""

    side: Side
    amount: Fraction


@dataclass(frozen=True, slots=True)
class UsAccount:
    """`sma` is the special memorandum account before the day's trades; positions are those after them."""

    as_of: date
    debit: Fraction
    terms: UsTerms
    credit: Fraction = ZERO
    sma: Fraction | None = None
    long: tuple[UsPosition, ...] = ()
    short: tuple[UsPosition, ...] = ()
    trades: tuple[UsTrade, ...] = ()
    deposited: Fraction = ZERO
    withdrawn: Fraction = ZERO
    pattern_day_trader: bool = False
    id: str | None = None
    taken_at: datetime | None = None
    price_time: datetime | None = None
    jurisdiction: str = "US"
    currency: str = "USD"
