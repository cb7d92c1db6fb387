"""One log of a conversation: what the client wrote, what the assistant and a person at the desk answered, what happened.

An event has a number that grows by one within its session, given while the session's row is locked: a reader who
has seen number N misses nothing by asking for what comes after N. Each event remembers under which identity it
belongs; nobody reads what belongs to another.

    client   {"text"}                         the client's words
    reply    {"reply"}                        the assistant's answer to them (kept once, with the turn)
    agent    {"text", "name"}                 a person's words
    notice   {"what", "handoff", "name", "text": {"zh", "zh-Hant", "en"}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from bot.adapters.conversation_tables import EVENTS, SESSIONS, TURNS
from bot.ports import UnknownSession

Json = dict[str, Any]
Kind = Literal["client", "reply", "agent", "notice"]


@dataclass(frozen=True, slots=True)
class Belongs:
    """Whose an event is: the user under whose sign-in it was said and the client whose account it may speak of.

    Both ``None``: said before identity. A person's words have a client but no user.
    """

    owner: str | None = None
    client_id: str | None = None

    def seen_at_the_page(self) -> ColumnElement[bool]:
        """What a page signed in like this may read: what is anonymous, its own, and what was said to its client."""
        mine = [_anonymous()]
        if self.owner is not None:
            mine.append(EVENTS.c.owner == self.owner)
            if self.client_id is not None:
                mine.append(and_(EVENTS.c.owner.is_(None), EVENTS.c.client_id == self.client_id))
        return or_(*mine)

    def seen_at_the_desk(self) -> ColumnElement[bool]:
        """What the desk of this client's case may read: what is anonymous and what is this client's."""
        if self.client_id is None:
            return _anonymous()
        return or_(_anonymous(), EVENTS.c.client_id == self.client_id)


@dataclass(frozen=True, slots=True)
class Event:
    """One event to be written; ``message_id`` makes a repeated one the same."""

    kind: Kind
    message_id: str
    author: str | None
    data: Mapping[str, Any]
    at: str


def lock(connection: Connection, session: str) -> None:
    """Hold the session's row until the transaction ends. UnknownSession where there is none."""
    same = update(SESSIONS).where(SESSIONS.c.id == session).values(state=SESSIONS.c.state)
    if connection.execute(same).rowcount == 0:
        raise UnknownSession(session)


def write(connection: Connection, session: str, event: Event, belongs: Belongs) -> int:
    """The number of the event, written under the session's lock, or of the first with its message id."""
    known = select(EVENTS.c.number).where(
        EVENTS.c.session == session, EVENTS.c.kind == event.kind, EVENTS.c.message_id == event.message_id
    )
    number = connection.execute(known).scalar_one_or_none()
    if number is None:
        last = select(func.coalesce(func.max(EVENTS.c.number), 0)).where(EVENTS.c.session == session)
        number = connection.execute(last).scalar_one() + 1
        row = {
            "session": session,
            "number": number,
            "at": event.at,
            "kind": event.kind,
            "message_id": event.message_id,
            "author": event.author,
            "owner": belongs.owner,
            "client_id": belongs.client_id,
            "data": orjson.dumps(dict(event.data)),
        }
        connection.execute(insert(EVENTS).values(**row))
    return int(number)


def read(
    connection: Connection, session: str, seen: ColumnElement[bool], after: int, limit: int
) -> list[Json]:
    """The events after number ``after`` that ``seen`` admits, in order, at most ``limit``."""
    query = (
        select(EVENTS, TURNS.c.reply)
        .outerjoin(
            TURNS, and_(TURNS.c.session == EVENTS.c.session, TURNS.c.message_id == EVENTS.c.message_id)
        )
        .where(EVENTS.c.session == session, EVENTS.c.number > after, seen)
        .order_by(EVENTS.c.number)
        .limit(limit)
    )
    return [_as_json(row) for row in connection.execute(query)]


def notices(connection: Connection, session: str, seen: ColumnElement[bool]) -> list[Json]:
    """The data of the notices that ``seen`` admits, newest first."""
    query = (
        select(EVENTS.c.data)
        .where(EVENTS.c.session == session, EVENTS.c.kind == "notice", seen)
        .order_by(EVENTS.c.number.desc())
    )
    return [dict(orjson.loads(data)) for data in connection.execute(query).scalars()]


def _as_json(row: Row[Any]) -> Json:
    data = {"reply": orjson.loads(row.reply)} if row.kind == "reply" else orjson.loads(row.data)
    return {
        "id": row.number,
        "at": row.at,
        "kind": row.kind,
        "message_id": row.message_id,
        "author": row.author,
        "data": data,
    }


def _anonymous() -> ColumnElement[bool]:
    return and_(EVENTS.c.owner.is_(None), EVENTS.c.client_id.is_(None))
