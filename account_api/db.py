"""The database: one engine for SQLite or PostgreSQL, and the one way to have a transaction.

SQLite runs in WAL mode. A transaction that writes takes the write lock when it begins (`BEGIN IMMEDIATE`):
one that read first and wrote later would fail at once when another wrote in between, whatever the busy
timeout.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Insert, create_engine, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from account_api.columns import Row

BUSY_TIMEOUT_MS = 10_000
KEPT_OPEN, AT_MOST = 5, 45
"""Connections: a request on each of the 40 threads holds one, and one of them may need another for the rulebooks."""


@dataclass(frozen=True, slots=True)
class Database:
    """`reading` and `writing` share one pool; they differ only in how a SQLite transaction begins."""

    reading: Engine
    writing: Engine

    @contextmanager
    def transaction(self, writes: bool = True) -> Iterator[Session]:
        """One transaction: committed when the block ends well, rolled back when it raises."""
        engine = self.writing if writes else self.reading
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def dispose(self) -> None:
        self.writing.dispose()


def open_database(url: str) -> Database:
    """An engine for `sqlite:///…` or `postgresql://…` (psycopg 3)."""
    if url.startswith(("postgresql://", "postgres://")):
        url = f"postgresql+psycopg://{url.split('://', 1)[1]}"
    engine = create_engine(
        url,
        pool_pre_ping=not url.startswith("sqlite"),
        pool_size=KEPT_OPEN,
        max_overflow=AT_MOST - KEPT_OPEN,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Database(reading=engine, writing=engine.execution_options(writes=True))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own implicit BEGIN comes too late and is always deferred
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _enter_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _enter_wal(connection: Any) -> None:
    """The switch to WAL ignores the busy timeout, so where several open a new file at once it is tried again."""
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert_if_absent(session: Session, table: type[Row], values: dict[str, Any]) -> bool:
    """Inserts unless the key is there already; whether it did. Waits for a rival's transaction to end."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    key = inspect(table).primary_key
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing().returning(*key)
    return session.connection().execute(statement).first() is not None


def insert_all(session: Session, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts many rows with one statement; those whose key is there already stay as they are.

    All rows name the same columns; one that none of them names takes the default of its field. The types of the columns
    still refuse a float for money and an instant without a zone.
    """
    if rows:
        statement, blank = _inserting(table, session.get_bind().dialect.name)
        session.connection().execute(statement, [{**blank, **row} for row in rows])


def columns_of(row: Any) -> dict[str, Any]:
    """What a row that is a dataclass with slots says of each of its fields, as it stands: nothing in it is copied."""
    return {name: getattr(row, name) for name in row.__slots__}


@cache
def _inserting(table: type[Row], dialect: str) -> tuple[Insert, Mapping[str, Any]]:
    """The statement, and what a row of the table has where nobody says otherwise."""
    of = sqlite if dialect == "sqlite" else postgresql
    given = {column.name for column in inspect(table).primary_key}
    blank = {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if name not in given and not field.is_required()
    }
    return of.insert(table).on_conflict_do_nothing(), blank
