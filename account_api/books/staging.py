"""The rows of the files, read cell by cell and put into temporary tables of the connection: no object per row, and the
ledger untouched.

Cells are already what the ledger stores, so they go through the driver as they are.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    cast,
    literal,
    null,
)
from sqlalchemy.sql.elements import quoted_name
from sqlalchemy.types import TypeEngine

from account_api.books import cells
from account_api.books.errors import Problems
from account_api.books.mapping import BookMapping
from account_api.books.reading import Found, Progress, Rows, opened
from account_api.books.schema import BookFile, Kind
from account_api.books.schema import Column as BookColumn

BATCH = 2_000
LINE = "line"

TYPES: Mapping[Kind, TypeEngine[Any]] = MappingProxyType(
    {
        Kind.day: Date(),
        Kind.instant: DateTime(timezone=True),
        Kind.flag: Boolean(),
        Kind.names: JSON(),
        Kind.days: JSON(),
        Kind.object: JSON(),
        **dict.fromkeys((Kind.money, Kind.balance, Kind.rate, Kind.count, Kind.volume), BigInteger()),
        **dict.fromkeys((Kind.id, Kind.text, Kind.choice, Kind.minute), Text()),
    }
)


@dataclass(frozen=True, slots=True)
class Staged:
    """A file whose rows stand in `table`, those that could be read. `present`: the columns it says something about."""

    file: BookFile
    name: str
    table: Table
    present: frozenset[str]
    rows: int
    size: int
    sha256: str

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the file that name a row."""
        return tuple(name for name in self.file.key if name in self.present)


Books = Mapping[str, Staged]
"""The files of a book by their names in the schema."""


def cell(staged: Staged, name: str) -> ColumnElement[Any]:
    """A column of a file, or its default where the file does not have it."""
    if name in staged.present:
        found: ColumnElement[Any] = staged.table.c[name]
        return found
    column = staged.file.column(name)
    assert column is not None
    kind, default = TYPES[column.kind], column.default
    if default is None:
        return cast(null(), kind)
    return literal(json.loads(default) if isinstance(kind, JSON) else default, kind)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which cell of a row is read how, in the order of `columns`; `constants` stand behind them in every row."""

    width: int
    columns: tuple[BookColumn, ...]
    cells: tuple[tuple[int, cells.Reader], ...]
    headings: tuple[str, ...]
    constants: tuple[Any, ...]


def stage(
    connection: Connection,
    found: Found,
    mapping: BookMapping,
    problems: Problems,
    progress: Progress,
) -> Staged | None:
    """Puts the rows of a file into a new temporary table; what cannot be read is noted, row by row.

    None where nothing of the file can be read.
    """
    with opened(found, mapping, problems, progress) as rows:
        if rows is None:
            return None
        layout = _layout(found, rows.heading, mapping, problems)
        if layout is None:
            return None
        table = _table(found.file, layout)
        table.create(connection)
        count, into = 0, writer(connection, table)
        read = _read(found.name, rows, layout, mapping.trim, problems)
        while batch := list(islice(read, BATCH)):
            into(batch)
            count += len(batch)
        present = frozenset(column.name for column in layout.columns)
        return Staged(found.file, found.name, table, present, count, found.size, rows.sha256 or "")


def index(connection: Connection, staged: Staged) -> None:
    """Makes the rows findable by their key, once they are all there."""
    key = (staged.table.c[name] for name in staged.key)
    Index(f"ix_{staged.table.name}", *key).create(connection)
    analysed(connection, staged.table)


def analysed(connection: Connection, table: Table) -> None:
    """Tells PostgreSQL how many rows there are; it plans joins with a new table badly otherwise."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {table.name}")


def writer(connection: Connection, table: Table) -> Callable[[list[tuple[Any, ...]]], None]:
    """What puts a batch of stored values into a table as fast as the driver can."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if connection.dialect.name == "postgresql":
        return _copier(connection, f"COPY {table.name} ({names}) FROM STDIN")
    marks = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"

    def insert(batch: list[tuple[Any, ...]]) -> None:
        connection.exec_driver_sql(statement, batch)

    return insert


def _copier(connection: Connection, statement: str) -> Callable[[list[tuple[Any, ...]]], None]:
    connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")  # instants are written in UTC, without a zone
    driver: Any = connection.connection.dbapi_connection

    def copy(batch: list[tuple[Any, ...]]) -> None:
        with driver.cursor() as cursor, cursor.copy(statement) as into:
            for row in batch:
                into.write_row(row)

    return copy


def _table(file: BookFile, layout: Layout) -> Table:
    columns = [Column(quoted_name(each.name, True), TYPES[each.kind]) for each in layout.columns]
    return Table(f"incoming_{file.name}", MetaData(), *columns, Column(LINE, Integer), prefixes=["TEMPORARY"])


def _layout(
    found: Found, heading: tuple[str, ...], mapping: BookMapping, problems: Problems
) -> Layout | None:
    own = mapping.of(found.file.name)
    taken: dict[str, tuple[int, str]] = {}
    noted = problems.of(found.name)
    for at, theirs in enumerate(heading):
        ours = own.columns.get(theirs, theirs)
        if ours is None:
            continue
        if found.file.column(ours) is None:
            problems.add(found.name, 1, theirs, "unknown_column", theirs)
        elif ours in taken or ours in own.constants:
            problems.add(found.name, 1, theirs, "duplicate", ours)
        else:
            taken[ours] = at, theirs
    _required(found, frozenset((*taken, *own.constants)), problems)
    if problems.of(found.name) > noted:
        return None
    columns = [column for name in taken if (column := found.file.column(name))]
    fixed = [column for column in found.file.columns if column.name in own.constants]
    readers = {each.name: _reader(each, own.values.get(each.name), mapping) for each in (*columns, *fixed)}
    try:
        constants = tuple(readers[each.name](own.constants[each.name]) for each in fixed)
    except cells.BadCell as error:
        problems.add(found.name, 1, "constants", str(error), dict(own.constants))
        return None
    return Layout(
        width=len(heading),
        columns=(*columns, *fixed),
        cells=tuple((taken[each.name][0], readers[each.name]) for each in columns),
        headings=tuple(taken[each.name][1] for each in columns),
        constants=constants,
    )


def _required(found: Found, there: frozenset[str], problems: Problems) -> None:
    """Notes the columns that the file must have and has not; a row's owner is named in one way."""
    owners = ("id", "account") if found.file.owner else ()
    named = [name for name in owners if name in there]
    if owners and len(named) != 1:
        problems.add(found.name, 1, "id", "one_of_two" if named else "missing_column")
    for column in found.file.columns:
        if column.required and column.name not in there and column.name not in owners:
            problems.add(found.name, 1, column.name, "missing_column")


def _reader(column: BookColumn, words: Mapping[str, str] | None, mapping: BookMapping) -> cells.Reader:
    read = cells.reader(column, mapping.dates)
    return read if not words else lambda text: read(words.get(text, text))


def _read(name: str, rows: Rows, layout: Layout, trim: bool, problems: Problems) -> Iterator[tuple[Any, ...]]:
    """The rows as they are stored, their line behind them; a bad one is noted cell by cell and left out."""
    width, plan, constants = layout.width, layout.cells, layout.constants
    ordered = tuple(at for at, _ in plan) == tuple(range(width))
    readers = tuple(read for _, read in plan)
    pick: Callable[[list[Any]], Any] = itemgetter(*(at for at, _ in plan), 0)
    for line, row in rows.lines:
        if len(row) != width:
            problems.add(name, line, None, "cells", len(row))
            continue
        if trim:
            row = [cell.strip() for cell in row]
        try:
            values = [read(cell) for read, cell in zip(readers, row if ordered else pick(row), strict=False)]
        except cells.BadCell:
            _note(name, line, row, layout, problems)
            continue
        yield *values, *constants, line


def _note(name: str, line: int, row: list[str], layout: Layout, problems: Problems) -> None:
    for (at, read), heading in zip(layout.cells, layout.headings, strict=True):
        try:
            read(row[at])
        except cells.BadCell as error:
            problems.add(name, line, heading, str(error), row[at] or None)
