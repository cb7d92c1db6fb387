"""Books of any size for tests and benchmarks: the same for the same seed, written row by row."""

import csv
import random
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

DAY = "2026-11-20"
HOLDINGS, CONTRACTS = 4, 2
ROWS_OF_AN_ACCOUNT = 3 + HOLDINGS + CONTRACTS

HEADINGS: Mapping[str, str] = {
    "clients": "id,name,client_class,group,born,risk_grade,average_assets_20d",
    "accounts": "id,account,as_of,opened,credit_line,cash,other_collateral,fees",
    "terms": "id,valid_from,warning_line,liquidation_line,restore_line,minimum_line,withdrawal_line,day_basis,"
    "call_deadline.trading_days,call_deadline.time,clauses",
    "securities": "security,name,board,asset_class,lot,haircut,eligible_financing,eligible_short,status",
    "prices": "security,price",
    "holdings": "id,security,quantity",
    "contracts": "id,kind,contract,security,quantity,amount,proceeds,interest,margin_ratio,annual_rate,opened,due",
}


def write_book(directory: Path, accounts: int, seed: int = 1, securities: int = 300, day: str = DAY) -> int:
    """Writes the seven files of so many accounts; how many rows they have in all."""
    directory.mkdir(parents=True, exist_ok=True)
    count = 0
    with ExitStack() as stack:
        writers = {}
        for name, heading in HEADINGS.items():
            file = stack.enter_context((directory / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow(heading.split(","))
        for name, row in rows(accounts, seed, securities, day):
            writers[name].writerow(row)
            count += 1
    return count


def rows(accounts: int, seed: int, securities: int, day: str) -> Iterator[tuple[str, list[Any]]]:
    """Every row with the name of its file."""
    dice = random.Random(seed)
    codes = [f"{600000 + number}.SH" for number in range(securities)]
    for number, code in enumerate(codes):
        rate = f"0.{dice.randint(30, 90)}"
        yield (
            "securities",
            [code, f"证券{number}", "sse_main", "a_share", 100, rate, "true", "true", "normal"],
        )
        yield "prices", [code, f"{dice.randint(100, 9999)}.{dice.randint(0, 99):02d}"]
    for number in range(accounts):
        yield from _account(f"c{number:07d}", dice, codes, day)


def _account(client: str, dice: random.Random, codes: list[str], day: str) -> Iterator[tuple[str, list[Any]]]:
    assets = f"{dice.randint(500, 9000)}000.00"
    yield "clients", [client, f"客户{client}", "individual", dice.choice("ab"), "1980-05-01", "C4", assets]
    cash = f"{dice.randint(-100, 900000)}.{dice.randint(0, 99):02d}"
    yield "accounts", [client, f"A{client}", day, "2025-03-10", assets, cash, "0", f"{dice.randint(0, 9)}.5"]
    lines = ["1.40", "1.30", "1.40", "1.10", "3.00", 360, 1, "15:00", '{"liquidation_line": "12.3"}']
    yield "terms", [client, "2025-03-10", *lines]
    for code in sorted(dice.sample(codes, HOLDINGS)):
        yield "holdings", [client, code, dice.randint(1, 900) * 100]
    for number in range(CONTRACTS):
        amount, short = f"{dice.randint(1000, 900000)}.{dice.randint(0, 99):02d}", number % 2
        money = ["", amount] if short else [amount, ""]
        state = [dice.randint(1, 90) * 100, *money, f"{dice.randint(0, 999)}.{dice.randint(0, 99):02d}"]
        kind = "short" if short else "financing"
        terms = ["1.00", "0.0650", f"2026-{dice.randint(6, 10):02d}-08", "2027-03-08"]
        yield "contracts", [client, kind, f"{client}-{number}", dice.choice(codes), *state, *terms]
