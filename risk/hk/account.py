"""A Hong Kong margin account: one loan against securities that each count up to a lending ratio.

No law sets the lines; they are the firm's, in the client's agreement. `None` means unknown, never zero. Firms
of a second kind set an initial and a maintenance margin per security instead of a lending ratio's lines.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class HkTerms:
    """Lines are ratios of loan to marginable value: a call above `call_line`, back to `target_line`, a forced
    sale above `forced_sale_line`.
    """

    call_line: Fraction | None = None
    target_line: Fraction | None = None
    forced_sale_line: Fraction | None = None
    day_basis: int | None = None


@dataclass(frozen=True, slots=True)
class HkHolding:
    """`lending_ratio` 0.60: the security counts for 60 % of its market value. The margins are of the second
    kind of firm.
    """

    security: str
    quantity: int
    price: Fraction | None
    lending_ratio: Fraction | None
    initial_margin: Fraction | None = None
    maintenance_margin: Fraction | None = None
    lot: int = 1


@dataclass(frozen=True, slots=True)
class HkAccount:
    """`loan` and `cash` are the two sides of one balance; at most one of them is above zero."""

    as_of: date
    loan: Fraction
    terms: HkTerms
    cash: Fraction = ZERO
    credit_limit: Fraction | None = None
    collateral: tuple[HkHolding, ...] = ()
    id: str | None = None
    taken_at: datetime | None = None
    price_time: datetime | None = None
    jurisdiction: str = "HK"
    currency: str = "HKD"
