"""A second implementation of the mainland figures, written from the rule texts with `decimal` only.

It reads a raw book file and shares no line with the product. Sixty digits are enough to compare at ten places.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

PRECISION = 60
ZERO = Decimal(0)
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Answer:
    assets: Decimal
    liabilities: Decimal
    interest: Decimal
    available: Decimal
    withdrawable: Decimal
    shortfall: Decimal
    outside: Decimal
    inside: Decimal
    ratio: Decimal | None
    band: str


def answer(book: dict[str, Any]) -> Answer:
    with localcontext() as context:
        context.prec = PRECISION
        return _answer(book)


def _answer(book: dict[str, Any]) -> Answer:
    cash, other, fees = Decimal(book["cash"]), Decimal(book["other_collateral"]), Decimal(book["fees"])
    assets = cash + other
    debt = interest = ZERO
    available = cash
    for row in book["collateral"]:
        worth = row["quantity"] * Decimal(row["price"])
        assets += worth
        available += worth * Decimal(row["haircut"])
    for row in book["financing"]:
        worth, amount = row["quantity"] * Decimal(row["price"]), Decimal(row["amount"])
        assets += worth
        debt += amount
        interest += _interest(row, amount, book)
        available += _weighted(worth - amount, row["haircut"]) - amount * Decimal(row["margin_ratio"])
    sold = ZERO
    for row in book["shorts"]:
        worth, proceeds = row["quantity"] * Decimal(row["price"]), Decimal(row["proceeds"])
        debt += worth
        sold += proceeds
        basis = worth if row["fee_basis"] == "market_value" else proceeds
        interest += _interest(row, basis, book)
        available += _weighted(proceeds - worth, row["haircut"]) - proceeds
        available -= worth * Decimal(row["margin_ratio"])
    liabilities = debt + interest + fees
    available -= interest + fees
    terms = {
        name: Decimal(book["terms"][name])
        for name in ("warning_line", "liquidation_line", "restore_line", "withdrawal_line")
    }
    target = terms["restore_line"]
    ratio = assets / liabilities if liabilities else None
    return Answer(
        assets=assets,
        liabilities=liabilities,
        interest=interest,
        available=available,
        withdrawable=_withdrawable(
            assets, liabilities, cash, other, sold, available, terms["withdrawal_line"]
        ),
        shortfall=max(ZERO, target * liabilities - assets),
        outside=max(ZERO, liabilities - assets / target),
        inside=max(ZERO, (target * liabilities - assets) / (target - 1)),
        ratio=ratio,
        band=_band(assets, liabilities, terms),
    )


def _weighted(floating: Decimal, rate: str) -> Decimal:
    return floating if floating < 0 else floating * Decimal(rate)


def _interest(row: dict[str, Any], basis: Decimal, book: dict[str, Any]) -> Decimal:
    if row["interest"] is not None:
        return Decimal(row["interest"])
    days = (date.fromisoformat(book["as_of"]) - date.fromisoformat(row["opened"])).days
    raw = basis * Decimal(row["annual_rate"]) * max(0, days) / Decimal(book["terms"]["day_basis"])
    return raw.quantize(FEN, ROUND_HALF_UP)


def _withdrawable(
    assets: Decimal,
    liabilities: Decimal,
    cash: Decimal,
    other: Decimal,
    sold: Decimal,
    available: Decimal,
    line: Decimal,
) -> Decimal:
    if not liabilities:
        return cash
    if assets <= line * liabilities:
        return ZERO
    return max(ZERO, min(available, cash - sold, assets - other - line * liabilities))


def _band(assets: Decimal, liabilities: Decimal, terms: dict[str, Decimal]) -> str:
    if not liabilities:
        return "no_debt"
    if assets < terms["liquidation_line"] * liabilities:
        return "call"
    return "warning" if assets < terms["warning_line"] * liabilities else "safe"
