"""The book of one day as files, the same columns as for an import: what is exported can be imported, and nothing is lost.

Rows come in the order of their keys, so that the same book gives the same bytes from any database.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    case,
    collate,
    func,
    literal,
    null,
    select,
)

from account_api.books import cells, schema
from account_api.books.queries import line_of_day
from account_api.books.reading import arrow
from account_api.books.schema import BookFile, Column, Kind
from account_api.books.targets import (
    ACCOUNT_DAYS,
    ACCOUNTS,
    CLIENTS,
    CONTRACT_DAYS,
    CONTRACTS,
    HOLDINGS,
    PRICES,
    SECURITIES,
    SECURITY_TERMS,
    TERMS,
)

Form = Literal["csv", "parquet"]
BATCH = 10_000
_BLOCK = 1 << 20

Named = Mapping[str, ColumnElement[Any]]
"""The columns of a file by their names in it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    file: str
    rows: int
    bytes: int
    sha256: str


def export_book(
    connection: Connection, directory: Path, day: date, form: Form = "csv", spreadsheet: bool = False
) -> list[Written]:
    """Writes every file of the book of `day` into a directory, which is made where it is not there; for looking at in a
    spreadsheet (`cells.for_spreadsheet`) where that is asked for.

    Each file appears when it is whole. Raises Unavailable without a Parquet writer, OSError where the disk is full.
    """
    directory.mkdir(parents=True, exist_ok=True)
    write = _parquet if form == "parquet" else _csv
    shown = cells.for_spreadsheet if spreadsheet else cells.written
    return [_whole(connection, directory, file, day, form, write, shown) for file in schema.FILES]


def newest_day(connection: Connection, today: date) -> date:
    """The newest day, not after today, on which a position is known; today where none is."""
    newest: date | None = connection.execute(
        select(func.max(ACCOUNT_DAYS.c.day)).where(ACCOUNT_DAYS.c.day <= today)
    ).scalar()
    return newest or today


Rows = Iterator[list[str]]
Write = Callable[[Path, Sequence[Column], Rows], int]
Shown = Callable[[Kind, Any], str]


def _whole(
    connection: Connection, directory: Path, file: BookFile, day: date, form: Form, write: Write, shown: Shown
) -> Written:
    columns, statement = _statement(file, day, connection.dialect.name)
    path = directory / f"{file.name}.{form}"
    part = path.with_name(f".{path.name}.part")
    try:
        count = write(part, columns, _rows(connection, columns, statement, shown))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    with path.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    return Written(path.name, count, path.stat().st_size, digest)


def _rows(connection: Connection, columns: Sequence[Column], statement: Select[Any], shown: Shown) -> Rows:
    kinds = [column.kind for column in columns]
    for row in connection.execute(statement, execution_options={"yield_per": BATCH}):
        yield [shown(kind, value) for kind, value in zip(kinds, row, strict=True)]


def _csv(path: Path, columns: Sequence[Column], rows: Rows) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _parquet(path: Path, columns: Sequence[Column], rows: Rows) -> int:
    pyarrow, parquet = arrow("pyarrow"), arrow("pyarrow.parquet")
    types = _parquet_types(pyarrow)
    fields = [(column.name, types.get(column.kind, pyarrow.string())) for column in columns]
    shape, count = pyarrow.schema(fields), 0
    with parquet.ParquetWriter(path, shape) as out:
        for batch in _batches(rows):
            typed = ([_typed(each.kind, row[at]) for row in batch] for at, each in enumerate(columns))
            out.write_table(pyarrow.table(list(typed), schema=shape))
            count += len(batch)
    return count


def _batches(rows: Rows) -> Iterator[list[list[str]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _parquet_types(pyarrow: Any) -> dict[Kind, Any]:
    money, rate = pyarrow.decimal128(18, 4), pyarrow.decimal128(12, 8)
    return {
        Kind.money: money,
        Kind.balance: money,
        Kind.rate: rate,
        Kind.count: pyarrow.int64(),
        Kind.volume: pyarrow.int64(),
        Kind.day: pyarrow.date32(),
        Kind.instant: pyarrow.timestamp("us", "UTC"),
        Kind.flag: pyarrow.bool_(),
    }


def _typed(kind: Kind, text: str) -> Any:
    if not text:
        return None
    if kind in (Kind.money, Kind.balance, Kind.rate):
        return Decimal(text)
    if kind in (Kind.count, Kind.volume):
        return int(text)
    if kind is Kind.flag:
        return text == "true"
    if kind is Kind.day:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if kind is Kind.instant else text


def _statement(file: BookFile, day: date, dialect: str) -> tuple[list[Column], Select[Any]]:
    """The columns that are written and the select that gives them, in the order of the key."""
    named, statement = _SOURCES[file.name](day)
    columns = [column for column in file.columns if column.name in named]
    order = [
        collate(named[name], "C") if dialect == "postgresql" and _is_text(file, name) else named[name]
        for name in file.key
        if name in named
    ]
    return columns, statement.with_only_columns(
        *(named[column.name].label(column.name) for column in columns), maintain_column_froms=True
    ).order_by(*order)


def _is_text(file: BookFile, name: str) -> bool:
    return (column := file.column(name)) is not None and column.kind is Kind.id


def _of(table: Any, names: Sequence[str]) -> dict[str, ColumnElement[Any]]:
    return {name: table.c[name] for name in names}


_ID: Named = {"id": ACCOUNTS.c.client_id}
_HERE = ACCOUNTS.c.jurisdiction == "CN"


def _clients(_day: date) -> tuple[Named, Select[Any]]:
    names = [column.name for column in schema.CLIENTS.columns if column.name != "id"]
    return {"id": CLIENTS.c.client_id} | _of(CLIENTS, names), select(CLIENTS.c.client_id).select_from(CLIENTS)


def _accounts(day: date) -> tuple[Named, Select[Any]]:
    state = and_(ACCOUNT_DAYS.c.account_id == ACCOUNTS.c.account_id, ACCOUNT_DAYS.c.day == day)
    named = {
        **_ID,
        "account": ACCOUNTS.c.account_id,
        "as_of": literal(day, Date()),
        **_of(ACCOUNTS, ("jurisdiction", "currency", "opened")),
        "credit_line": line_of_day(ACCOUNTS.c.client_id, day, ACCOUNTS.c.credit_line),
        **_of(ACCOUNT_DAYS, ("cash", "other_collateral", "fees", "taken_at")),
    }
    return named, select(ACCOUNTS.c.account_id).select_from(ACCOUNTS.outerjoin(ACCOUNT_DAYS, state)).where(
        _HERE
    )


def _terms(_day: date) -> tuple[Named, Select[Any]]:
    lines = (
        "warning_line",
        "liquidation_line",
        "restore_line",
        "minimum_line",
        "withdrawal_line",
        "day_basis",
    )
    named = {
        **_ID,
        "valid_from": TERMS.c.valid_from,
        **_of(TERMS, (*lines, "clauses", "liquidation_order")),
        "call_deadline.trading_days": TERMS.c.call_trading_days,
        "call_deadline.time": TERMS.c.call_time,
    }
    source = TERMS.join(ACCOUNTS, ACCOUNTS.c.account_id == TERMS.c.account_id)
    return named, select(TERMS.c.account_id).select_from(source).where(_HERE)


def _securities(day: date) -> tuple[Named, Select[Any]]:
    other = SECURITY_TERMS.alias("other")
    newest = select(func.max(other.c.valid_from)).where(
        other.c.code == SECURITIES.c.code, other.c.valid_from <= day
    )
    force = and_(
        SECURITY_TERMS.c.code == SECURITIES.c.code, SECURITY_TERMS.c.valid_from == newest.scalar_subquery()
    )
    own = ("name", "name_en", "aliases", "board", "asset_class", "lot", "sector", "beta")
    named = {
        "security": SECURITIES.c.code,
        **_of(SECURITIES, own),
        **_of(SECURITY_TERMS, ("valid_from", "eligible_financing", "eligible_short", "status")),
        "haircut": SECURITY_TERMS.c.conversion_rate,
    }
    return named, select(SECURITIES.c.code).select_from(SECURITIES.outerjoin(SECURITY_TERMS, force))


def _prices(day: date) -> tuple[Named, Select[Any]]:
    named = {"security": PRICES.c.code, **_of(PRICES, ("price", "at", "volume"))}
    return named, select(PRICES.c.code).select_from(PRICES).where(PRICES.c.day == day)


def _holdings(day: date) -> tuple[Named, Select[Any]]:
    named = {**_ID, **_of(HOLDINGS, ("security", "quantity"))}
    source = HOLDINGS.join(ACCOUNTS, ACCOUNTS.c.account_id == HOLDINGS.c.account_id)
    return named, select(HOLDINGS.c.security).select_from(source).where(HOLDINGS.c.day == day, _HERE)


def _contracts(day: date) -> tuple[Named, Select[Any]]:
    """Of accounts whose position of the day is known: without it there is nothing to read them with."""
    short = CONTRACTS.c.kind == "short"
    own = ("kind", "security", "margin_ratio", "annual_rate", "opened", "due", "extended", "fee_basis")
    named = {
        **_ID,
        "contract": CONTRACTS.c.contract_id,
        **_of(CONTRACTS, own),
        **_of(CONTRACT_DAYS, ("quantity", "interest")),
        "amount": case((short, null()), else_=CONTRACT_DAYS.c.amount),
        "proceeds": case((short, CONTRACT_DAYS.c.amount), else_=null()),
    }
    source = (
        CONTRACT_DAYS.join(CONTRACTS, CONTRACTS.c.contract_id == CONTRACT_DAYS.c.contract_id)
        .join(ACCOUNTS, ACCOUNTS.c.account_id == CONTRACTS.c.account_id)
        .join(
            ACCOUNT_DAYS,
            and_(
                ACCOUNT_DAYS.c.account_id == CONTRACTS.c.account_id, ACCOUNT_DAYS.c.day == CONTRACT_DAYS.c.day
            ),
        )
    )
    statement = select(CONTRACTS.c.contract_id).select_from(source)
    return named, statement.where(CONTRACT_DAYS.c.day == day, _HERE)


_SOURCES: Mapping[str, Callable[[date], tuple[Named, Select[Any]]]] = {
    "clients": _clients,
    "accounts": _accounts,
    "terms": _terms,
    "securities": _securities,
    "prices": _prices,
    "holdings": _holdings,
    "contracts": _contracts,
}
