"""A firm whose ledger is empty, on SQLite and on PostgreSQL, and books to fill it with."""

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from account_api.app import build_context
from account_api.audit_check import verify
from account_api.books import exporting, service
from account_api.books.targets import (
    ACCOUNT_DAYS,
    ACCOUNTS,
    CLIENTS,
    CONTRACT_DAYS,
    CONTRACTS,
    CREDIT_LINES,
    HOLDINGS,
    PRICES,
    SECURITIES,
    SECURITY_TERMS,
    TERMS,
)
from account_api.clock import Clock
from account_api.context import Context
from account_api.settings import Settings
from tests.account_api.books.making import write_book
from tests.account_api.conftest import FAST, knowing_statements

NOW = datetime.fromisoformat("2026-11-20T16:30:00+08:00")
TABLES = (
    CLIENTS,
    ACCOUNTS,
    CREDIT_LINES,
    TERMS,
    SECURITIES,
    SECURITY_TERMS,
    PRICES,
    ACCOUNT_DAYS,
    HOLDINGS,
    CONTRACTS,
    CONTRACT_DAYS,
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open home, as these tests look at it."""

    context: Context

    def take(self, directory: Path, **asked: Any) -> dict[str, Any]:
        """Imports a directory; the report."""
        return service.import_book(self.context, service.Asked(directory, "operator", **asked))

    def counts(self, report: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
        """What a report says was new, changed, removed; tables that stay as they are left out."""
        found = {each["table"]: (each["new"], each["changed"], each["removed"]) for each in report["tables"]}
        return {table: numbers for table, numbers in found.items() if any(numbers)}

    def write(
        self, directory: Path, day: date | None = None, form: exporting.Form = "csv"
    ) -> dict[str, bytes]:
        """Exports; the bytes of each file."""
        with self.context.transaction(writes=False) as session:
            newest = exporting.newest_day(session.connection(), NOW.date())
            exporting.export_book(session.connection(), directory, day or newest, form)
        return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything a book can say, table by table."""
        with self.context.transaction(writes=False) as session:
            return {
                table.name: sorted(map(tuple, session.connection().execute(select(table))), key=repr)
                for table in TABLES
            }

    def whole(self) -> bool:
        """Whether the audit trail is."""
        with self.context.transaction(writes=False) as session:
            return verify(session, self.context.trail).whole


def opened(home: Path, url: str | None = None) -> Ledger:
    """The ledger of a home; an empty one is made."""
    clock = replace(Clock.pinned_at(NOW), wall=lambda: NOW)
    context = build_context(Settings(home=home, database_url=url), clock, FAST)
    knowing_statements(context.database)
    return Ledger(context)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("books") / "home"
    opened(home).context.database.dispose()
    return home


Fresh = Callable[[], Ledger]


@pytest.fixture
def fresh(empty_home: Path, tmp_path: Path) -> Iterator[Fresh]:
    """Makes empty ledgers on SQLite, one more each time."""
    made: list[Ledger] = []

    def another() -> Ledger:
        made.append(opened(Path(shutil.copytree(empty_home, tmp_path / f"home-{len(made)}"))))
        return made[-1]

    yield another
    for each in made:
        each.context.database.dispose()


@pytest.fixture(scope="session")
def untouched(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """One empty ledger for all tests of books that are refused."""
    made = opened(Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("untouched") / "home")))
    yield made
    made.context.database.dispose()


@pytest.fixture
def sqlite(fresh: Fresh) -> Ledger:
    return fresh()


@pytest.fixture(scope="session")
def postgres_template(
    postgres: Callable[[str], str],
    administer: Callable[[str], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    administer("CREATE DATABASE books_empty")
    opened(tmp_path_factory.mktemp("books_pg") / "home", postgres("books_empty")).context.database.dispose()
    return "books_empty"


@pytest.fixture
def on_postgres(
    postgres: Callable[[str], str], administer: Callable[[str], None], postgres_template: str, tmp_path: Path
) -> Iterator[Ledger]:
    administer(f"CREATE DATABASE books TEMPLATE {postgres_template} STRATEGY FILE_COPY")
    made = opened(tmp_path / "home-pg", postgres("books"))
    yield made
    made.context.database.dispose()
    administer("DROP DATABASE books")


@pytest.fixture(params=["sqlite", "on_postgres"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    """An empty ledger on either database."""
    made: Ledger = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of eight accounts."""
    write_book(tmp_path / "book", accounts=8, securities=12)
    return tmp_path / "book"


def cells_of(directory: Path, name: str) -> list[list[str]]:
    """The rows of a CSV file, its heading first."""
    with closing((directory / f"{name}.csv").open(encoding="utf-8", newline="")) as file:
        return list(csv.reader(file))


def put_cells(directory: Path, name: str, rows: list[list[str]]) -> None:
    """Writes a CSV file anew."""
    with closing((directory / f"{name}.csv").open("w", encoding="utf-8", newline="")) as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_cell(directory: Path, name: str, line: int, column: str, text: str) -> None:
    """Changes one cell; lines count as in the messages."""
    rows = cells_of(directory, name)
    rows[line - 1][rows[0].index(column)] = text
    put_cells(directory, name, rows)


def without_column(directory: Path, name: str, column: str) -> None:
    """Takes a column out of a file."""
    rows = cells_of(directory, name)
    at = rows[0].index(column)
    put_cells(directory, name, [row[:at] + row[at + 1 :] for row in rows])
