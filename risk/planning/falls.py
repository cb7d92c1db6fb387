"""What an account is after days at the lower price limit: every security owned falls by the limit of its board.

A day's price is rounded to the fen, as the exchange rounds it. Shorts stay where they are, which is the careful side.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ZERO, Status
from risk.boards import board_of
from risk.market import Listing, price_band
from risk.rulebook.model import Rulebook
from risk.rulebook.row import Row
from risk.valuation import Priced, PricedHolding, Valuation, security_of, unique


@dataclass(frozen=True, slots=True)
class Fall:
    """What all securities owned lose, the price limits it was worked out by, and what could not be told."""

    loss: Fraction
    rows: tuple[Row, ...]
    missing: tuple[str, ...]


def limit_down(valuation: Valuation, rules: Rulebook, days: int) -> Fall:
    """The loss of `days` sessions at the lower limit. A board that the code does not tell is missing."""
    day = valuation.snapshot.as_of
    falls = [_fall(row, rules, day, days) for row in valuation.longs]
    rows = {tuple(sorted(row.scope.items())): row for each in falls for row in each.rows}
    return Fall(
        sum((each.loss for each in falls), ZERO),
        tuple(rows.values()),
        unique(name for each in falls for name in each.missing),
    )


def _fall(row: Priced, rules: Rulebook, day: date, days: int) -> Fall:
    code = security_of(row)
    status: Status = "normal"
    if isinstance(row, PricedHolding):
        price, quantity, status = row.price, row.holding.quantity, row.holding.status
    else:
        price, quantity = row.contract.price, row.contract.quantity
    if price is None:
        return Fall(ZERO, (), (f"{code}.price",))
    low, rule = price, None
    for _ in range(days):
        band = price_band(rules, Listing(code, status=status, previous_close=low, board=board_of(code)), day)
        if band is None:
            return Fall(ZERO, (), (f"{code}.price_limit",))
        low, rule = band.low, band.row
    return Fall(quantity * (price - low), (rule,) if rule else (), ())
