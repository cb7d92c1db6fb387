"""Messages that leave the service: written in the transaction that causes them, delivered afterwards.

A worker claims messages with a lease, so several workers never send the same one and the messages of a dead
worker come back. A failure is tried again later and later; after the last try the message is a dead letter,
kept for a person. A dedupe key makes putting twice the same as putting once. What was delivered loses its
payload.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Text, update
from sqlmodel import Field, Session, col, select

from account_api.columns import Row, Utc
from account_api.db import Database, insert_if_absent

LEASE = timedelta(seconds=60)
BACKOFF = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))

Deliver = Callable[[Mapping[str, Any]], None]


class Message(Row, table=True):
    """`state`: waiting, delivered or dead. A claimed message is a waiting one whose time has been put off."""

    __tablename__ = "outbox"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    dedupe_key: str = Field(unique=True)
    state: str = Field(default="waiting", index=True)
    attempts: int = 0
    next_try: datetime = Field(sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)
    last_error: str | None = Field(default=None, sa_type=Text)


def put(session: Session, kind: str, payload: dict[str, Any], dedupe_key: str, at: datetime) -> bool:
    """Adds a message inside the caller's transaction; False when that key is there already."""
    message = Message.of(kind=kind, payload=payload, dedupe_key=dedupe_key, next_try=at, created_at=at)
    return insert_if_absent(session, Message, message.model_dump(exclude={"id"}))


def claim(session: Session, now: datetime, limit: int = 20) -> list[Message]:
    """Leases up to `limit` due messages to the caller until `now + LEASE`."""
    due = (
        select(Message.id)
        .where(col(Message.state) == "waiting", col(Message.next_try) <= now)
        .order_by(col(Message.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased = (
        update(Message)
        .where(col(Message.id).in_(due))
        .values(attempts=Message.attempts + 1, next_try=now + LEASE)
        .returning(Message)
    )
    return sorted(session.scalars(leased), key=lambda message: message.id or 0)


def deliver_due(database: Database, now: datetime, handlers: Mapping[str, Deliver]) -> int:
    """Delivers what is due and returns how many went out. A kind without a handler is a failure too."""
    with database.transaction() as session:
        messages = claim(session, now)
    sent = 0
    for message in messages:
        error = _try(message, handlers)
        sent += error is None
        with database.transaction() as session:
            _settle(session, message, error, now)
    return sent


def _try(message: Message, handlers: Mapping[str, Deliver]) -> str | None:
    try:
        handlers[message.kind](message.payload)
    except Exception as error:  # whatever a deliverer raises, the message must be settled
        return f"{type(error).__name__}: {error}"[:500]
    return None


def _settle(session: Session, message: Message, error: str | None, now: datetime) -> None:
    """Settles a leased message, unless its lease ran out and another worker has taken it since."""
    if error is None:
        values: dict[str, Any] = {"state": "delivered", "payload": {}, "last_error": None}
    elif message.attempts > len(BACKOFF):
        values = {"state": "dead", "last_error": error}
    else:
        values = {"next_try": now + BACKOFF[message.attempts - 1], "last_error": error}
    mine = (col(Message.id) == message.id, col(Message.attempts) == message.attempts)
    session.execute(update(Message).where(*mine, col(Message.state) == "waiting").values(**values))


def dead_letters(session: Session) -> list[Message]:
    """The messages given up on, oldest first, each with its last error."""
    return list(session.exec(select(Message).where(col(Message.state) == "dead").order_by(col(Message.id))))


def requeue(session: Session, ids: list[int], now: datetime) -> int:
    """Gives dead letters another life; returns how many there were."""
    chosen = update(Message).where(col(Message.id).in_(ids), col(Message.state) == "dead")
    revived = chosen.values(state="waiting", attempts=0, next_try=now).returning(col(Message.id))
    return len(session.scalars(revived).all())
