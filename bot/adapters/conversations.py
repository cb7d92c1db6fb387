"""Where conversations are kept: who a session belongs to, what it remembers, and every turn with its record.

A table of sessions and a table of turns, unique by session and message id, so that a message that
arrives twice is answered once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool

Json = dict[str, Any]

METADATA = MetaData()
SESSIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("token", String(4096)),
    Column("principal", LargeBinary),
    Column("lang", String(8)),
    Column("state", LargeBinary, nullable=False),
)
TURNS = Table(
    "turns",
    METADATA,
    Column("session", ForeignKey(SESSIONS.c.id), primary_key=True),
    Column("message_id", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("said_at", String(40), nullable=False),
    Column("text", String, nullable=False),
    Column("reply", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
)
BUSY_TIMEOUT_MS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation: the token of its owner (``None`` before identity), who that is, and its memory."""

    id: str
    token: str | None
    principal: Json | None
    lang: str | None
    state: Json


class Conversations:
    """The store. ``open`` takes a database URL (SQLite or PostgreSQL); ``sqlite://`` is memory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        METADATA.create_all(engine)

    @classmethod
    def open(cls, url: str) -> Conversations:
        """The conversations at ``url``; its tables are made where they are missing."""
        if url == "sqlite://":
            memory = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
            return cls(memory)
        if url.startswith(("postgresql://", "postgres://")):
            url = f"postgresql+psycopg://{url.split('://', 1)[1]}"
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        return cls(engine)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def begin(self, session: str, lang: str | None) -> None:
        """Start an anonymous conversation."""
        row = {"id": session, "lang": lang, "state": orjson.dumps({})}
        with self._engine.begin() as connection:
            connection.execute(insert(SESSIONS).values(**row))

    def bind(self, session: str, token: str | None, principal: Json | None, state: Json) -> None:
        """Give the conversation an owner, or take it away, with the memory it has from then on."""
        values = {
            "token": token,
            "principal": orjson.dumps(principal) if principal else None,
            "state": orjson.dumps(state),
        }
        with self._engine.begin() as connection:
            connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(**values))

    def get(self, session: str) -> Session:
        """The conversation; LookupError where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(SESSIONS).where(SESSIONS.c.id == session)).one_or_none()
        if row is None:
            raise LookupError(session)
        principal = orjson.loads(row.principal) if row.principal else None
        return Session(row.id, row.token, principal, row.lang, orjson.loads(row.state))

    def reply_to(self, session: str, message_id: str) -> Json | None:
        """The reply already given to a message."""
        query = select(TURNS.c.reply).where(TURNS.c.session == session, TURNS.c.message_id == message_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else orjson.loads(row.reply)

    def keep(self, session: str, message_id: str, said: Mapping[str, Any], state: Json) -> Json:
        """Store a turn with the memory after it; return the reply that counts, the first one stored.

        ``said`` holds ``text``, ``said_at`` (ISO time), ``reply`` and ``record``.
        """
        packed = {key: orjson.dumps(said[key]) for key in ("reply", "record")}
        count = select(TURNS.c.position).where(TURNS.c.session == session)
        try:
            with self._engine.begin() as connection:
                position = len(connection.execute(count).all())
                row = {"session": session, "message_id": message_id, "position": position, **said, **packed}
                connection.execute(insert(TURNS).values(**row))
                connection.execute(
                    update(SESSIONS).where(SESSIONS.c.id == session).values(state=orjson.dumps(state))
                )
        except IntegrityError:
            first = self.reply_to(session, message_id)
            if first is None:
                raise
            return first
        return dict(said["reply"])

    def history(self, session: str) -> list[Json]:
        """The turns in order: ``message_id``, ``text``, ``reply``."""
        self.get(session)
        query = select(TURNS).where(TURNS.c.session == session).order_by(TURNS.c.position)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [{"message_id": r.message_id, "text": r.text, "reply": orjson.loads(r.reply)} for r in rows]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
