"""Where conversations are kept: who a session belongs to, what it remembers, and every turn with its record.

A table of sessions and a table of turns, unique by session and message id, so that a message that
arrives twice is answered once. A turn remembers in its record under which identity it was said; it is
given out to nobody else, not even to the same browser after its client has signed out. Every turn also
stands in the session's log (``bot.adapters.event_log``), between the words of a person at the desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row, create_engine, event, func, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import StaticPool

from bot.adapters import event_log, turn_records
from bot.adapters.conversation_tables import EVENTS, METADATA, SESSIONS, TURNS
from bot.adapters.event_log import Belongs, Event
from bot.adapters.waiting_files import WaitingFiles
from bot.ports import UnknownSession
from bot.record.stored import StoredTurn, may_see
from knowledge.sqlite import enter_wal

Json = dict[str, Any]

BUSY_TIMEOUT_MS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation: the token of its owner (``None`` before identity), who that is, and its memory."""

    id: str
    token: str | None
    principal: Json | None
    lang: str | None
    state: Json

    @property
    def owner(self) -> str | None:
        """Whose account the conversation may show now; ``None`` before identity."""
        return str(self.principal["user"]) if self.principal else None

    @property
    def belongs(self) -> Belongs:
        """Whose the next event is."""
        client_id = self.principal.get("client_id") if self.principal else None
        return Belongs(self.owner, client_id)


class Moved(Exception):
    """The conversation went on in another process since its memory was read."""


class Conversations:
    """The store. ``open`` takes a database URL (SQLite or PostgreSQL); ``sqlite://`` is memory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.files = WaitingFiles(engine)
        try:
            METADATA.create_all(engine)
        except DatabaseError:  # another process has made them between the look and the making
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
        """The conversation; UnknownSession where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(SESSIONS).where(SESSIONS.c.id == session)).one_or_none()
        if row is None:
            raise UnknownSession(session)
        principal = orjson.loads(row.principal) if row.principal else None
        return Session(row.id, row.token, principal, row.lang, orjson.loads(row.state))

    def reply_to(self, session: str, message_id: str, owner: str | None) -> Json | None:
        """The reply already given to a message; UnknownSession where it was given to somebody else."""
        query = select(TURNS).where(TURNS.c.session == session, TURNS.c.message_id == message_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if not may_see(orjson.loads(row.record), owner):
            raise UnknownSession(message_id)
        reply: Json = orjson.loads(row.reply)
        return reply

    def keep(
        self,
        session: str,
        message_id: str,
        said: Mapping[str, Any],
        state: Json,
        notices: Sequence[Event] = (),
        before: Json | None = None,
    ) -> Json:
        """Store a turn with the memory after it and its events; return the reply that counts, the first one stored.

        ``said`` holds ``text``, ``said_at`` (ISO time), ``reply`` and ``record`` (with its ``owner`` and
        ``client_id``). ``notices`` follow the turn in the log. ``before`` is the memory the turn began with: Moved
        where the conversation has another one by now and the message is not answered yet.
        """
        record, at = said["record"], said["said_at"]
        belongs = Belongs(record.get("owner"), record.get("client_id"))
        client = Event("client", message_id, belongs.owner, {"text": said["text"]}, at)
        count = select(func.count()).select_from(TURNS).where(TURNS.c.session == session)
        try:
            with self._engine.begin() as connection:
                event_log.lock(connection, session)
                if before is not None:
                    _refuse_moved(connection, session, message_id, before)
                position = connection.execute(count).scalar_one()
                row = {"message_id": message_id, "position": position, **said}
                sealed = turn_records.sealed(connection, session, row)
                packed = {"reply": orjson.dumps(said["reply"]), "record": orjson.dumps(sealed)}
                connection.execute(insert(TURNS).values(session=session, **{**row, **packed}))
                connection.execute(
                    update(SESSIONS).where(SESSIONS.c.id == session).values(state=orjson.dumps(state))
                )
                for entry in (client, Event("reply", message_id, None, {}, at), *notices):
                    event_log.write(connection, session, entry, belongs)
        except IntegrityError:
            first = self.reply_to(session, message_id, belongs.owner)
            if first is None:
                raise
            return first
        return dict(said["reply"])

    def append_event(self, session: str, entry: Event, belongs: Belongs) -> int:
        """Write one event of its own; the number of the first with its kind and message id. UnknownSession."""
        with self._engine.begin() as connection:
            event_log.lock(connection, session)
            return event_log.write(connection, session, entry, belongs)

    def events(self, session: str, viewer: Belongs, after: int = 0, limit: int = 200) -> list[Json]:
        """The log after number ``after`` as a page signed in as ``viewer`` may read it."""
        with self._engine.connect() as connection:
            return event_log.read(connection, session, viewer.seen_at_the_page(), after, limit)

    def events_for_desk(
        self, session: str, client_id: str | None, after: int = 0, limit: int = 200
    ) -> list[Json]:
        """The log after number ``after`` as the desk of ``client_id``'s case may read it (``None``: nobody's)."""
        seen = Belongs(client_id=client_id).seen_at_the_desk()
        with self._engine.connect() as connection:
            return event_log.read(connection, session, seen, after, limit)

    def notices(self, session: str, viewer: Belongs) -> list[Json]:
        """The data of the notices that ``viewer``'s page may show, newest first."""
        with self._engine.connect() as connection:
            return event_log.notices(connection, session, viewer.seen_at_the_page())

    def history(self, session: str, owner: str | None) -> list[Json]:
        """The turns that ``owner`` may see, in order: ``message_id``, ``text``, ``reply``."""
        return [
            {"message_id": row.message_id, "text": row.text, "reply": orjson.loads(row.reply)}
            for row, _ in self._turns(session, owner)
        ]

    def records(self, session: str, owner: str | None) -> list[Json]:
        """What was done in the turns that ``owner`` may see, newest first, with every result."""
        return [turn.complete for turn in reversed(self.stored(session)) if turn.seen_by(owner)]

    def stored(self, session: str, message_id: str | None = None) -> list[StoredTurn]:
        """The turns of a session as they lie in the store, in order, or the one with a message id. UnknownSession."""
        self.get(session)
        with self._engine.connect() as connection:
            return turn_records.stored_turns(connection, session, message_id)

    def chain(self, session: str) -> list[str]:
        """The seals of a session in the order of its turns, those of turns that are gone included."""
        with self._engine.connect() as connection:
            return turn_records.chain(connection, session)

    def shown_in(self, trace: str) -> tuple[str, str] | None:
        """Session and message id of a turn that has shown the figure with this trace id."""
        with self._engine.connect() as connection:
            return turn_records.shown_in(connection, trace)

    def sessions_of(self, client_id: str, since: datetime, before: datetime) -> list[str]:
        """The conversations in which something of a client was said in a period, its end not included, oldest first.

        Moments are compared as they are written: the period is given in the zone of the clock that wrote them.
        """
        first, end, said = since.isoformat(), before.isoformat(), EVENTS.c.at
        query = (
            select(EVENTS.c.session)
            .where(EVENTS.c.client_id == client_id, said >= first, said < end)
            .group_by(EVENTS.c.session)
            .order_by(func.min(said))
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _turns(self, session: str, owner: str | None) -> list[tuple[Row[Any], Json]]:
        self.get(session)
        query = select(TURNS).where(TURNS.c.session == session).order_by(TURNS.c.position)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        turns = [(row, orjson.loads(row.record)) for row in rows]
        return [(row, record) for row, record in turns if may_see(record, owner)]


def _refuse_moved(connection: Connection, session: str, message_id: str, before: Json) -> None:
    state = connection.execute(select(SESSIONS.c.state).where(SESSIONS.c.id == session)).scalar_one()
    answered = select(TURNS.c.position).where(TURNS.c.session == session, TURNS.c.message_id == message_id)
    if state != orjson.dumps(before) and connection.execute(answered).first() is None:
        raise Moved(session)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    enter_wal(connection, BUSY_TIMEOUT_MS / 1000)
    connection.execute("PRAGMA foreign_keys=ON")
