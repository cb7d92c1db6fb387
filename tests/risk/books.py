"""Book files to test with: the call of 1,280,000 over 1,000,000, the account with a financed and a shorted leg, and
a seeded generator of mixed books."""

import copy
import random
from typing import Any

from risk.account import Snapshot
from risk.book_file import read_book

Book = dict[str, Any]

TERMS: Book = {
    "warning_line": "1.40",
    "liquidation_line": "1.30",
    "restore_line": "1.40",
    "minimum_line": "1.10",
    "withdrawal_line": "3.00",
    "day_basis": 360,
    "call_deadline": {"trading_days": 1, "time": "15:00"},
}


def book(**changes: Any) -> Book:
    """A book without positions: 100.00 cash on 2026-11-20; `changes` replace whole keys."""
    empty: Book = {
        "jurisdiction": "CN",
        "currency": "CNY",
        "as_of": "2026-11-20",
        "client_class": "individual",
        "terms": copy.deepcopy(TERMS),
        "cash": "100.00",
        "other_collateral": "0",
        "fees": "0",
        "collateral": [],
        "financing": [],
        "shorts": [],
    }
    return empty | changes


def holding(**changes: Any) -> Book:
    return {"security": "600519.SH", "quantity": 100, "price": "1500.00", "haircut": "0.70"} | changes


def financing(**changes: Any) -> Book:
    return {
        "contract": "F1",
        "security": "600036.SH",
        "quantity": 10_000,
        "price": "35.00",
        "amount": "350000.00",
        "margin_ratio": "1.00",
        "haircut": "0.65",
        "opened": "2026-10-08",
        "annual_rate": "0.065",
        "interest": "0",
    } | changes


def short(**changes: Any) -> Book:
    return {
        "contract": "S1",
        "security": "000001.SZ",
        "quantity": 1_000,
        "price": "12.00",
        "proceeds": "12500.00",
        "margin_ratio": "1.00",
        "haircut": "0.70",
        "opened": "2026-10-08",
        "annual_rate": "0.085",
        "fee_basis": "proceeds",
        "interest": "0",
    } | changes


def called() -> Book:
    """Assets 1,280,000, liabilities 1,000,000, lines 140/130, restore 140."""
    return book(
        id="called",
        cash="100000.00",
        collateral=[holding(quantity=300, price="1600.00")],
        financing=[financing(quantity=20_000, amount="1000000.00")],
    )


def two_legged() -> Book:
    """Cash 500,000 with 300,000 short proceeds, 50,000 shares at 20, 600,000 financed, 10,000 shorted at 30."""
    return book(
        id="two-legged",
        cash="500000.00",
        financing=[financing(quantity=50_000, price="20.00", amount="600000.00", interest="4200.00")],
        shorts=[short(quantity=10_000, price="30.00", proceeds="300000.00")],
    )


def snapshot(raw: Book) -> Snapshot:
    return read_book(raw)


def random_book(seed: int) -> Book:
    """A mixed book: up to four holdings, four margin purchases, three shorts; gains, losses, accruing interest."""
    dice = random.Random(seed)
    proceeds = [_decimal(dice, 1_000, 400_000, 2) for _ in range(dice.randint(0, 3))]
    cash = sum(map(float, proceeds)) + dice.choice((0, 1_000, 250_000, 4_000_000))
    return book(
        id=f"random-{seed}",
        as_of="2026-11-20",
        cash=f"{cash:.2f}",
        other_collateral=dice.choice(("0", _decimal(dice, 1, 300_000, 2))),
        fees=dice.choice(("0", _decimal(dice, 0, 500, 2))),
        terms=TERMS | {"day_basis": dice.choice((360, 365))},
        collateral=[_random_holding(dice, i) for i in range(dice.randint(0, 4))],
        financing=[_random_financing(dice, i) for i in range(dice.randint(0, 4))],
        shorts=[_random_short(dice, i, amount) for i, amount in enumerate(proceeds)],
    )


def _decimal(dice: random.Random, low: int, high: int, places: int) -> str:
    return f"{dice.uniform(low, high):.{places}f}"


def _random_holding(dice: random.Random, i: int) -> Book:
    return holding(
        security=f"60000{i}.SH",
        quantity=dice.randint(0, 90_000),
        price=_decimal(dice, 1, 90, 3),
        haircut=dice.choice(("0", "0.3", "0.65", "0.7")),
    )


def _random_financing(dice: random.Random, i: int) -> Book:
    quantity, cost = dice.randint(100, 60_000), dice.uniform(2, 60)
    return financing(
        contract=f"F{i}",
        security=f"60100{i}.SH",
        quantity=quantity,
        price=f"{cost * dice.uniform(0.6, 1.4):.3f}",
        amount=f"{quantity * cost:.2f}",
        margin_ratio=dice.choice(("0.80", "1.00", "1.2")),
        haircut=dice.choice(("0", "0.5", "0.65")),
        opened=f"2026-{dice.randint(6, 11):02d}-{dice.randint(1, 20):02d}",
        annual_rate=f"{dice.uniform(0.02, 0.09):.4f}",
        interest=dice.choice((None, _decimal(dice, 0, 9_000, 2))),
    )


def _random_short(dice: random.Random, i: int, proceeds: str) -> Book:
    quantity = dice.randint(100, 30_000)
    return short(
        contract=f"S{i}",
        security=f"00010{i}.SZ",
        quantity=quantity,
        price=f"{float(proceeds) / quantity * dice.uniform(0.6, 1.4):.3f}",
        proceeds=proceeds,
        margin_ratio=dice.choice(("1.00", "1.20")),
        haircut=dice.choice(("0.65", "0.7")),
        opened=f"2026-{dice.randint(6, 11):02d}-{dice.randint(1, 20):02d}",
        annual_rate=f"{dice.uniform(0.05, 0.12):.4f}",
        fee_basis=dice.choice(("proceeds", "market_value")),
        interest=dice.choice((None, _decimal(dice, 0, 2_000, 2))),
    )
