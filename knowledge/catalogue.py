"""The catalogue: documents, their versions and validity, passages, calibration and the gap log, in SQL. It is the
truth; the lexical index and Chroma are built from it. SQLite in WAL mode inside the home, or any PostgreSQL URL.
The schema is versioned by our own row: every step runs once, inside one transaction, and a newer schema is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    RootTransaction,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import OperationalError

from knowledge.editorial.tables import DESK, LOG, SUBMISSIONS
from knowledge.errors import CatalogueBusy, KnowledgeError
from knowledge.sqlite import enter_wal

BUSY_TIMEOUT_MS = 15_000

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

STATE = Table(
    "catalogue_state",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("schema", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("packaged", Text, nullable=False),
)

VERSIONS = Table(
    "document_versions",
    METADATA,
    Column("version", Text, primary_key=True),
    Column("document", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("article", Text),
    Column("owner", Text),
    Column("next_review", Date),
    Column("effective_from", Date, nullable=False),
    Column("declared_to", Date),
    Column("effective_to", Date),
    Column("retired", Text),
    Column("origin", Text, nullable=False),
    Column("packaged", Boolean, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("topic", Text),
    Column("rules", Text, nullable=False, server_default="[]"),
    Column("cites", Text, nullable=False, server_default="[]"),
    Column("retired_reason", Text),
)

PASSAGES = Table(
    "passages",
    METADATA,
    Column("version", Text, ForeignKey("document_versions.version", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("article", Text),
    Column("text", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("asks", Text, nullable=False),
    Column("group_number", Integer, nullable=False),
)

SIGNATURES = Table(
    "version_signatures",
    METADATA,
    Column("version", Text, ForeignKey("document_versions.version", ondelete="CASCADE"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)

FILES = Table(
    "ingested_files",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("version", Text, ForeignKey("document_versions.version", ondelete="CASCADE"), nullable=False),
)

CALIBRATIONS = Table(
    "calibrations",
    METADATA,
    Column("fingerprint", Text, primary_key=True),
    Column("data", Text, nullable=False),
)

GAPS = Table(
    "gaps",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("query", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Text),
    UniqueConstraint("query", "as_of", "reason"),
)


def _create_first_schema(connection: Connection) -> None:
    METADATA.create_all(connection)


def _add_topic_and_rules(connection: Connection) -> None:
    _add_columns(connection, VERSIONS, (("topic", "TEXT"), ("rules", "TEXT NOT NULL DEFAULT '[]'")))


def _add_the_desk(connection: Connection) -> None:
    """What the editors' desk keeps, the passages an answer cites, why a version was retired, when a gap was last met."""
    _add_columns(connection, VERSIONS, (("cites", "TEXT NOT NULL DEFAULT '[]'"), ("retired_reason", "TEXT")))
    _add_columns(connection, GAPS, (("last_at", "TEXT"),))
    DESK.create_all(connection)


def _add_what_ingestion_remembers(connection: Connection) -> None:
    """Digests of the files taken in, and the signatures by which their like is recognised."""
    METADATA.create_all(connection, tables=[SIGNATURES, FILES])


def _add_who_published(connection: Connection) -> None:
    """The log knows it of what was published before."""
    _add_columns(connection, SUBMISSIONS, (("published_by", "TEXT"), ("published_at", "TEXT")))
    for row in connection.execute(select(LOG).where(LOG.c.act == "publish")).all():
        submission = SUBMISSIONS.c.id == int(row.subject.removeprefix("S"))
        values = {"published_by": row.user, "published_at": row.at}
        connection.execute(update(SUBMISSIONS).where(submission).values(values))


def _add_columns(connection: Connection, table: Table, columns: tuple[tuple[str, str], ...]) -> None:
    """A catalogue of an older schema lacks them; one just made has every column already."""
    held = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for name, kind in columns:
        if name not in held:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _create_first_schema,
    _add_topic_and_rules,
    _add_the_desk,
    _add_what_ingestion_remembers,
    _add_who_published,
)


class Catalogue:
    """An opened catalogue. `read()` and `write()` give a connection inside one transaction; writers queue."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        _migrate(self)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, all or nothing. SQLite takes the write lock at its beginning; on PostgreSQL the state
        row is locked, so two processes never interleave their changes to one series of versions. `CatalogueBusy`
        when another process does not let go of the lock."""
        writing = self.engine.connect().execution_options(liangrong_write=True)
        with writing as connection, _begun(connection):
            if connection.dialect.name != "sqlite" and inspect(connection).has_table(STATE.name):
                connection.execute(select(STATE.c.id).with_for_update())
            yield connection

    def generation(self) -> int:
        """Grows with every change of what can be searched."""
        with self.read() as connection:
            return int(connection.execute(select(STATE.c.generation)).scalar_one())

    def close(self) -> None:
        self.engine.dispose()


def advance(connection: Connection) -> None:
    """Mark that what can be searched has changed, in the transaction that changes it."""
    connection.execute(update(STATE).values(generation=STATE.c.generation + 1))


def _begun(connection: Connection) -> RootTransaction:
    try:
        return connection.begin()
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        raise CatalogueBusy(
            "another process has been writing to the catalogue for too long; please try again",
            "另一个进程长时间占用文档目录，请稍后再试",
        ) from error


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that schema changes are inside it too
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    enter_wal(connection, BUSY_TIMEOUT_MS / 1000)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("liangrong_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(catalogue: Catalogue) -> None:
    with catalogue.read() as connection:
        if _schema(connection) == len(MIGRATIONS):
            return
    with catalogue.write() as connection:
        current = _schema(connection)
        if current > len(MIGRATIONS):
            raise KnowledgeError(
                f"the catalogue has schema {current}, this version knows {len(MIGRATIONS)}: upgrade the program",
                f"文档目录的结构版本是 {current}，本程序只支持到 {len(MIGRATIONS)}，请升级程序",
            )
        for step in MIGRATIONS[current:]:
            step(connection)
        if current == 0:
            connection.execute(insert(STATE).values(id=1, schema=len(MIGRATIONS), generation=0, packaged=""))
        else:
            connection.execute(update(STATE).values(schema=len(MIGRATIONS)))


def _schema(connection: Connection) -> int:
    if not inspect(connection).has_table(STATE.name):
        return 0
    return int(connection.execute(select(STATE.c.schema)).scalar_one())
