"""What a Hong Kong account holds, in money; a sum with an unknown part is unknown and names the part."""

from dataclasses import dataclass
from fractions import Fraction

from risk.hk.account import ZERO, HkAccount, HkHolding


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the holdings, or None with what is missing for it."""

    value: Fraction | None
    missing: tuple[str, ...] = ()


def total(account: HkAccount, weight_name: str | None = None) -> Sum:
    """The market value of all holdings, each times the weight of that name."""
    held = [row for row in account.collateral if row.quantity]
    missing = tuple(item for row in held for item in _missing(row, weight_name))
    if missing:
        return Sum(None, missing)
    return Sum(sum((row.quantity * (row.price or ZERO) * _weight(row, weight_name) for row in held), ZERO))


def _weight(row: HkHolding, weight_name: str | None) -> Fraction:
    weight: Fraction = Fraction(1) if weight_name is None else getattr(row, weight_name)
    return weight


def _missing(row: HkHolding, weight_name: str | None) -> list[str]:
    lacking = [] if row.price is not None else [f"{row.security}.price"]
    if weight_name is not None and getattr(row, weight_name) is None:
        lacking.append(f"{row.security}.{weight_name}")
    return lacking
