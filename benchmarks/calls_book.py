"""A made-up book written into an empty home, table by table, as whole numbers: what a benchmark of the sweep begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from account_api.context import Context
from risk.book.frame import Frame, Owed
from risk.book.synthetic import LINES

FINE = 10_000
AT_ONCE = 50_000
CLOSED, TAKEN = "07:00:00", "07:30:00"

STATEMENTS: Mapping[str, str] = {
    "securities": "INSERT INTO securities (code, name, name_en, aliases, board, asset_class, lot)"
    " VALUES (?, ?, ?, '[]', 'main', 'stock', 100)",
    "prices": "INSERT INTO prices (code, day, price, at) VALUES (?, ?, ?, ?)",
    "security_terms": "INSERT INTO security_terms (code, valid_from, conversion_rate, eligible_financing, eligible_short,"
    " status) VALUES (?, ?, ?, true, true, 'normal')",
    "clients": 'INSERT INTO clients (client_id, name, client_class, "group", profession_exempt, flags, credit_profile)'
    " VALUES (?, ?, 'individual', 'east', false, '{}', '{}')",
    "credit_accounts": "INSERT INTO credit_accounts (account_id, client_id, jurisdiction, currency, opened)"
    " VALUES (?, ?, 'CN', 'CNY', ?)",
    "contract_terms": "INSERT INTO contract_terms (account_id, valid_from, warning_line, liquidation_line, restore_line,"
    " minimum_line, withdrawal_line, day_basis, call_trading_days, call_time, clauses)"
    " VALUES (?, ?, ?, ?, ?, ?, 300000000, 360, 1, '15:00', '{\"call_deadline\": \"13.1\"}')",
    "account_days": "INSERT INTO account_days (account_id, day, cash, other_collateral, fees, taken_at)"
    " VALUES (?, ?, ?, 0, 0, ?)",
    "holdings": "INSERT INTO holdings (account_id, day, security, quantity) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (account_id, day, security) DO UPDATE SET quantity = holdings.quantity + excluded.quantity",
    "contracts": "INSERT INTO contracts (contract_id, account_id, kind, security, opened, extended, annual_rate,"
    " margin_ratio, fee_basis) VALUES (?, ?, ?, ?, ?, '[]', 6500000, ?, 'proceeds')",
    "contract_days": "INSERT INTO contract_days (contract_id, day, quantity, amount, interest) VALUES (?, ?, ?, ?, ?)",
}
Values = tuple[Any, ...]


def write(context: Context, frame: Frame, day: date, opened: date) -> None:
    """Writes the book at the close of `day`; every contract was opened on `opened`."""
    rows = _rows(frame, day.isoformat(), opened.isoformat())
    with context.transaction() as session:
        connection = session.connection()
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        if mark != "?":
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for table, statement in STATEMENTS.items():
            values = iter(rows[table])
            while some := list(islice(values, AT_ONCE)):
                connection.exec_driver_sql(statement.replace("?", mark), some)


def _rows(frame: Frame, day: str, opened: str) -> dict[str, Iterable[Values]]:
    ids, quotes = frame.ids, frame.quotes
    codes = quotes.codes
    price, rate = quotes.price.tolist(), (quotes.rate * FINE).tolist()
    lines = tuple(line * FINE for line in LINES)
    return {
        "securities": ((code, code, code) for code in codes),
        "prices": ((code, day, each, f"{day} {CLOSED}") for code, each in zip(codes, price, strict=True)),
        "security_terms": ((code, opened, each) for code, each in zip(codes, rate, strict=True)),
        "clients": ((each, each) for each in ids),
        "credit_accounts": ((each, each, opened) for each in ids),
        "contract_terms": ((each, opened, *lines) for each in ids),
        "account_days": (
            (each, day, cash, f"{day} {TAKEN}") for each, cash in zip(ids, frame.cash.tolist(), strict=True)
        ),
        "holdings": _holdings(frame, day),
        "contracts": (row for kind, owed in _kinds(frame) for row in _contracts(frame, kind, owed, opened)),
        "contract_days": (row for _, owed in _kinds(frame) for row in _contract_days(owed, day)),
    }


def _holdings(frame: Frame, day: str) -> Iterator[Values]:
    longs = frame.longs
    for i, row in _of_accounts(longs.offsets.tolist()):
        yield frame.ids[i], day, frame.quotes.codes[longs.quote[row]], int(longs.quantity[row])


def _kinds(frame: Frame) -> tuple[tuple[str, Owed], ...]:
    return ("financing", frame.financing), ("short", frame.shorts)


def _contracts(frame: Frame, kind: str, owed: Owed, opened: str) -> Iterator[Values]:
    for i, row in _of_accounts(owed.offsets.tolist()):
        code, margin = frame.quotes.codes[owed.quote[row]], int(owed.margin[row]) * FINE
        yield owed.names[row], frame.ids[i], kind, code, opened, margin


def _contract_days(owed: Owed, day: str) -> Iterator[Values]:
    columns = (owed.quantity.tolist(), owed.amount.tolist(), owed.interest.tolist())
    for name, *numbers in zip(owed.names, *columns, strict=True):
        yield name, day, *numbers


def _of_accounts(offsets: list[int]) -> Iterator[tuple[int, int]]:
    """Every row with the place of its account."""
    for i in range(len(offsets) - 1):
        for row in range(offsets[i], offsets[i + 1]):
            yield i, row
