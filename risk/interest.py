"""Accrued interest and securities-lending fees of one contract.

Calendar days, the day of opening counted and the day asked about not: amount × annual rate × days ÷ day
basis, rounded half-up to the fen once per contract. 500,000 at 8 % for one day on a 360-day basis is
111.11. A short contract accrues on its sale proceeds or on its market value, whichever its contract names
as fee basis.
"""

from datetime import date
from fractions import Fraction

from risk import money
from risk.account import Contract


def accrue(principal: Fraction, annual_rate: Fraction, days: int, day_basis: int) -> Fraction:
    """Interest for `days` calendar days, in whole fen."""
    return money.round_fen(principal * annual_rate * days / day_basis)


def days_used(opened: date, as_of: date) -> int:
    """Calendar days from `opened` (counted) to `as_of` (not counted); 0 before the opening."""
    return max(0, (as_of - opened).days)


def accrued(contract: Contract, as_of: date, day_basis: int | None) -> Fraction | None:
    """What has accrued on `contract` and is unpaid; None when a rate, a price or the day basis is unknown."""
    if contract.interest is not None:
        return contract.interest
    principal = principal_of(contract)
    if principal is None or contract.annual_rate is None or day_basis is None:
        return None
    return accrue(principal, contract.annual_rate, days_used(contract.opened, as_of), day_basis)


def principal_of(contract: Contract) -> Fraction | None:
    """What interest or fee is counted on; None where it is a market value without a price."""
    if contract.kind == "short" and contract.fee_basis == "market_value":
        return None if contract.price is None else contract.price * contract.quantity
    return contract.amount
