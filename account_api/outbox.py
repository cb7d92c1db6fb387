"""Messages that leave a transaction: written in the one that causes them, delivered afterwards (`relay`).

A relay claims messages with a lease, so several never take the same one and the messages of a dead relay come back. A
failure is tried again later and later; after the last try the message is a dead letter, kept for a person. A dedupe key
makes putting twice the same as putting once. What was delivered loses its payload.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, Text, func, update
from sqlmodel import Field, Session, col, select

from account_api.columns import Row, Utc
from account_api.db import columns_of, insert_all, insert_if_absent

LEASE = timedelta(seconds=60)
BACKOFF = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
CUT_OFF = "the relay ended while it was sending"

GivenUp = Literal["dead", "uncertain"]


class Message(Row, table=True):
    """`state`: waiting, sending, delivered, dead, or uncertain (nobody knows whether it went out).

    A claimed message is a waiting one whose time has been put off; `attempts` tells one lease from the next.
    """

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


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be put: its kind, what it carries, and the key that makes putting twice the same as once."""

    kind: str
    payload: dict[str, Any]
    dedupe_key: str


def put(session: Session, kind: str, payload: dict[str, Any], dedupe_key: str, at: datetime) -> bool:
    """Adds a message inside the caller's transaction; False when that key is there already."""
    message = Message.of(kind=kind, payload=payload, dedupe_key=dedupe_key, next_try=at, created_at=at)
    return insert_if_absent(session, Message, message.model_dump(exclude={"id"}))


def put_all(session: Session, drafts: Iterable[Draft], at: datetime) -> None:
    """Adds many messages at once; those whose key is there already are left as they are."""
    insert_all(session, Message, [{**columns_of(each), "next_try": at, "created_at": at} for each in drafts])


def claim(
    session: Session, now: datetime, kinds: Collection[str] | None = None, limit: int = 20
) -> list[Message]:
    """Leases up to `limit` due messages of these kinds (None: of any) to the caller until `now + LEASE`."""
    due = select(Message.id).where(col(Message.state) == "waiting", col(Message.next_try) <= now)
    if kinds is not None:
        due = due.where(col(Message.kind).in_(kinds))
    first = due.order_by(col(Message.id)).limit(limit).with_for_update(skip_locked=True)
    leased = (
        update(Message)
        .where(col(Message.id).in_(first))
        .values(attempts=Message.attempts + 1, next_try=now + LEASE)
        .returning(Message)
    )
    return sorted(session.scalars(leased), key=lambda message: message.id or 0)


def renew(session: Session, message: Message, now: datetime) -> bool:
    """The lease begins anew, for one who has waited long at others. False when another relay has taken the message."""
    return _set(session, message, "waiting", next_try=now + LEASE)


def settle(session: Session, message: Message) -> bool:
    """Delivered. False when the lease ran out and another relay has taken the message since."""
    return _set(session, message, "waiting", state="delivered", payload={}, last_error=None)


def put_off(session: Session, message: Message, until: datetime) -> bool:
    """Not yet; that is no failure, and takes none of the tries."""
    return _set(session, message, "waiting", next_try=until, attempts=message.attempts - 1)


def fail(session: Session, message: Message, error: str, now: datetime) -> bool:
    """Tried in vain: again later, or never again after the last try."""
    if is_last(message):
        return _set(session, message, message.state, state="dead", last_error=error)
    again = now + BACKOFF[message.attempts - 1]
    return _set(session, message, message.state, state="waiting", next_try=again, last_error=error)


def is_last(message: Message) -> bool:
    """Whether the try it is claimed for is its last."""
    return message.attempts > len(BACKOFF)


def bury(session: Session, message: Message, error: str) -> bool:
    """A dead letter at once: whoever refused it would refuse it again."""
    return _set(session, message, message.state, state="dead", last_error=error)


def begin_sending(session: Session, message: Message, now: datetime) -> bool:
    """From here on it may have gone out; the lease begins anew. False when another relay has taken the message."""
    begun = _set(session, message, "waiting", state="sending", next_try=now + LEASE)
    message.state = "sending"
    return begun


def end_sending(session: Session, message: Message, doubt: str | None = None) -> bool:
    """It went out, or nobody knows (`doubt`)."""
    if doubt is not None:
        return _set(session, message, "sending", state="uncertain", last_error=doubt)
    return _set(session, message, "sending", state="delivered", payload={}, last_error=None)


def doubt_unfinished(session: Session, now: datetime) -> int:
    """What a relay was sending when it died is uncertain, and is not sent again; how many there were."""
    unfinished = update(Message).where(col(Message.state) == "sending", col(Message.next_try) <= now)
    doubted = unfinished.values(state="uncertain", last_error=CUT_OFF).returning(col(Message.id))
    return len(session.scalars(doubted).all())


def counts(session: Session) -> dict[str, dict[str, int]]:
    """How many messages there are of each kind in each state."""
    found: dict[str, dict[str, int]] = {}
    grouped = select(Message.kind, Message.state, func.count()).group_by(Message.kind, Message.state)
    for kind, state, number in session.exec(grouped.order_by(Message.kind, Message.state)):
        found.setdefault(kind, {})[state] = number
    return found


def of_key(session: Session, dedupe_key: str) -> Message | None:
    """The message that was put under that key."""
    return session.exec(select(Message).where(Message.dedupe_key == dedupe_key)).first()


def given_up(session: Session) -> list[Message]:
    """Dead letters and uncertain messages, oldest first, each with its last error."""
    statement = select(Message).where(col(Message.state).in_(("dead", "uncertain")))
    return list(session.exec(statement.order_by(col(Message.id))))


def requeue(session: Session, ids: Collection[int], now: datetime, state: GivenUp = "dead") -> int:
    """Gives messages in that state another life; returns how many there were. An uncertain one may go out twice."""
    chosen = update(Message).where(col(Message.id).in_(ids), col(Message.state) == state)
    revived = chosen.values(state="waiting", attempts=0, next_try=now).returning(col(Message.id))
    return len(session.scalars(revived).all())


def _set(session: Session, message: Message, was: str, **values: Any) -> bool:
    """Changes a message in that state, if the lease is still the one that `message` was claimed with."""
    mine = (col(Message.id) == message.id, col(Message.attempts) == message.attempts)
    changed = update(Message).where(*mine, col(Message.state) == was).values(**values)
    return session.scalar(changed.returning(col(Message.id))) is not None
