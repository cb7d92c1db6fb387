"""Taking over a book: everything is read and checked first, then the difference is written in one transaction, or nothing.

Reading goes into temporary tables and holds no lock of the ledger, so a long file keeps nobody waiting.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from account_api.audit import Event
from account_api.books import checks, guarding, staging
from account_api.books.contract import FilePublic, ImportReport, KeptPublic, TablePublic
from account_api.books.decided import find_decided, otherwise
from account_api.books.difference import Difference, difference, removals, write
from account_api.books.errors import NotWritten, Problems
from account_api.books.mapping import OURS, BookMapping
from account_api.books.owners import find_owners
from account_api.books.queries import targets
from account_api.books.reading import Found, Progress, find, rows_said
from account_api.books.schema import FILES, POSITION
from account_api.books.staging import LINE, Books
from account_api.books.targets import BookDay, Target
from account_api.context import Context
from account_api.errors import TooLarge

CACHE_KIB = 64 * 1024
"""Of the database, while a book is taken over; it bounds the memory with the batches of rows."""

MOST_ROWS = 1_000_000
"""Of the Parquet files of a book that comes over HTTP: as many as fit into the CSV that may come."""

Work = Callable[[], dict[str, Any]]
Decisions = Literal["refuse", "keep", "over"]
Keep = Callable[[Session, Work], dict[str, Any]]


def _unread(_bytes: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to take over: the files of a directory, for `day` where one is named, on behalf of `actor`.

    Without a day it is the one that `accounts` says, or today; a day that has passed is only changed when it is named, and
    what was fed on the day is only undone with `over_events`. What two people change is only changed where the operator of
    the machine brings the book: with `alone` it is refused. `decisions` says what becomes of those that were made in the
    service on the day or later and that the book does not know: the book is refused, they are kept, or the book goes over them.
    """

    directory: Path
    actor: str
    mapping: BookMapping = OURS
    day: date | None = None
    dry_run: bool = False
    over_events: bool = False
    alone: bool = False
    decisions: Decisions = "refuse"
    progress: Progress = _unread


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found and staged, and what was wrong with it."""

    books: Books
    found: Mapping[str, Found]
    problems: Problems = field(default_factory=Problems)


def files(directory: Path, mapping: BookMapping, problems: Problems) -> dict[str, Found]:
    """The files of the book that are there. One of the position without the others is noted, and so is none at all."""
    found = {file.name: each for file in FILES if (each := find(directory, file, mapping, problems))}
    position = [name for name in POSITION if name in found]
    lacking = [name for name in POSITION if name not in found] if position or not found else []
    for name in lacking:
        if mapping.of(name).file is None:
            problems.add(f"{name}.csv", None, None, "missing_file")
    return found


def size(directory: Path, mapping: BookMapping) -> int:
    """How many bytes there are to read."""
    return sum(found.size for found in files(directory, mapping, Problems()).values())


def import_book(ctx: Context, asked: Asked, keep: Keep = lambda _session, work: work()) -> dict[str, Any]:
    """Takes over the book, or with `dry_run` says what that would do. `keep` wraps the writing.

    Raises BookRefused naming every mistake, NotWritten where the database cannot be written; then nothing has changed.
    """
    with _connection(ctx) as connection, failures():
        with connection.begin():
            read = _stage(connection, asked)
        connection.execution_options(writes=not asked.dry_run)
        with Session(connection, expire_on_commit=False) as session, session.begin():
            if asked.dry_run:
                return _settle(ctx, session, read, asked)
            return keep(session, lambda: _settle(ctx, session, read, asked))


@contextmanager
def _connection(ctx: Context) -> Iterator[Connection]:
    """One of this import's own, so that its temporary tables go with it."""
    with ctx.database.reading.connect() as connection:
        connection.detach()
        if connection.dialect.name == "sqlite":
            driver: Any = connection.connection.dbapi_connection
            driver.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            # what a full disk cuts short can then be thrown away, and its space comes back
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
        yield connection


@contextmanager
def failures() -> Iterator[None]:
    """What the database or the file system fails with leaves as NotWritten."""
    try:
        yield
    except OperationalError as error:
        raise NotWritten.because(error.orig or error) from error
    except OSError as error:
        raise NotWritten.because(error) from error


def _stage(connection: Connection, asked: Asked) -> _Read:
    problems = Problems()
    found = files(asked.directory, asked.mapping, problems)
    if asked.alone and sum(rows_said(each) for each in found.values()) > MOST_ROWS:
        raise TooLarge(
            f"More than {MOST_ROWS:,} rows; use the command `liangrong book import`.",
            f"超过 {MOST_ROWS:,} 行，请使用命令 liangrong book import。",
        )
    books = {}
    for name, each in found.items():
        staged = staging.stage(connection, each, asked.mapping, problems, asked.progress)
        if staged is not None:
            books[name] = staged
            staging.index(connection, staged)
    return _Read(books, found, problems)


def _settle(ctx: Context, session: Session, read: _Read, asked: Asked) -> dict[str, Any]:
    """Checks the staged rows against the ledger and writes the difference in the session's transaction."""
    connection, books = session.connection(), read.books
    on = BookDay(_day(connection, books, asked, ctx.clock.today()), ctx.clock.now())
    owners = find_owners(connection, books)
    wanted, kept = _checked(ctx, connection, read, asked, owners, on)
    found = [difference(connection, target) for target in wanted]
    gone = list(removals(books, owners, on))
    lost = {each.table.name: each.count(connection) for each in gone}
    changes = [replace(each, removed=lost.get(each.table, 0)) for each in found]
    if not asked.dry_run:
        for removal in gone:
            if lost[removal.table.name]:
                removal.write(connection)
        for target, each in zip(wanted, found, strict=True):
            write(connection, target, each)
        if any(each.any for each in changes):
            ctx.record(session, _event(asked, on, books, changes, kept))
    return _report(asked, on, books, changes, kept).model_dump(mode="json")


def _checked(
    ctx: Context, connection: Connection, read: _Read, asked: Asked, owners: Table, on: BookDay
) -> tuple[tuple[Target, ...], Problems]:
    """What is to be written, and the rows against which a decision is kept. Raises BookRefused naming every mistake."""
    books, problems, unheard = read.books, read.problems, Problems()
    made, names = find_decided(connection, on), {name: found.name for name, found in read.found.items()}
    wanted = tuple(targets(books, owners, on))
    checks.run(connection, checks.within(books, on), names, problems)
    checks.run(connection, checks.between(books, owners), names, problems)
    if asked.decisions != "over":
        noted = unheard if asked.decisions == "keep" else problems
        checks.run(connection, otherwise(books, owners, wanted, made), names, noted)
    if asked.decisions == "keep":
        wanted = tuple(targets(books, owners, replace(on, decided=made)))
    if asked.day is None:
        checks.run(connection, checks.passed(books, owners, wanted, on), names, problems)
    if not asked.over_events:
        checks.run(connection, guarding.fed(books, owners, wanted, on), names, problems)
    if asked.alone:
        checks.run(connection, guarding.alone(wanted), names, problems)
        checks.run(connection, guarding.far(wanted, on, ctx.settings.price_bound), names, problems)
    problems.stop()
    return wanted, unheard


def _day(connection: Connection, books: Books, asked: Asked, today: date) -> date:
    """The day that was asked for, else the first that the accounts say, else today."""
    accounts = books.get("accounts")
    if asked.day is not None or accounts is None or "as_of" not in accounts.present:
        return asked.day or today
    rows = accounts.table
    said = select(rows.c.as_of).where(rows.c.as_of.is_not(None)).order_by(rows.c[LINE]).limit(1)
    return connection.execute(said).scalar() or today


def _event(asked: Asked, on: BookDay, books: Books, changes: list[Difference], kept: Problems) -> Event:
    detail = {
        "day": on.day.isoformat(),
        "over_events": asked.over_events,
        "decisions": asked.decisions,
        "kept": sum(kept.counts.values()),
        "files": {staged.name: staged.sha256 for staged in books.values()},
        "tables": {each.table: [each.new, each.changed, each.removed] for each in changes if each.any},
    }
    return Event("book.imported", asked.actor, detail=detail)


def _report(
    asked: Asked, on: BookDay, books: Books, changes: list[Difference], kept: Problems
) -> ImportReport:
    return ImportReport(
        day=on.day,
        dry_run=asked.dry_run,
        changed=any(each.any for each in changes),
        files=[
            FilePublic(file=each.name, rows=each.rows, bytes=each.size, sha256=each.sha256)
            for each in books.values()
        ],
        tables=[
            TablePublic(
                table=each.table, new=each.new, changed=each.changed, removed=each.removed, same=each.same
            )
            for each in changes
        ],
        kept=[KeptPublic.model_validate(asdict(each)) for each in kept.listed],
        kept_rows=sum(kept.counts.values()),
    )
