"""The price at which a contract would be closed without gain or loss, its interest or fee counted as accrued.

Bought on margin: (amount financed + interest) ÷ shares, shown rounded up. Sold short: (proceeds − fee) ÷
shares, shown rounded down. Commission and taxes of closing are not counted. Example: 10,000 shares financed
for 350,000 with 2,800 accrued break even at 35.28. A contract without shares has no such price, nor has a
short whose fee has outgrown its proceeds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from risk.account import Contract, Snapshot
from risk.figure import Figure, Input
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import PricedContract, value


@dataclass(frozen=True, slots=True)
class BreakEven:
    """One contract and the price at which it breaks even: `break_even.<contract>`."""

    contract: Contract
    price: Figure

    def as_json(self) -> dict[str, object]:
        return {
            "contract": self.contract.contract,
            "kind": self.contract.kind,
            "security": self.contract.security,
            "price": self.price.as_json(),
        }


def break_even(s: Snapshot, rules: Rulebook) -> tuple[BreakEven, ...]:
    """Every open contract, margin purchases first. Never raises: what cannot be determined says so."""
    sheet = Sheet(value(s), rules)
    return tuple(BreakEven(row.contract, _price(sheet, row)) for row in sheet.valuation.contracts)


def _price(sheet: Sheet, row: PricedContract) -> Figure:
    contract = row.contract
    short = contract.kind == "short"
    return sheet.figure(
        f"break_even.{contract.contract}",
        _value(contract, row.interest),
        "higher_safer" if short else "lower_safer",
        tuple(_inputs(sheet, row)),
        unit="price",
        missing=() if row.interest is not None else (f"{contract.contract}.interest",),
        formula="break_even_short" if short else "break_even_financing",
    )


def _value(contract: Contract, interest: Fraction | None) -> Fraction | None:
    if interest is None or contract.quantity == 0:
        return None
    paid = contract.amount - interest if contract.kind == "short" else contract.amount + interest
    return paid / contract.quantity if paid >= 0 else None


def _inputs(sheet: Sheet, row: PricedContract) -> Iterator[Input]:
    contract = row.contract
    yield sheet.money("amount", contract.amount, contract.contract)
    yield sheet.money("interest", row.interest, contract.contract)
    yield Input("quantity", Fraction(contract.quantity), "shares", contract.contract)
