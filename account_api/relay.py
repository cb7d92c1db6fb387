"""The relay: takes what is due from the outbox and delivers it, each kind in the way that its receiver allows.

- a function of the payload: delivered at least once, so the receiver must know a repetition by itself;
- `Within`: the message becomes rows of this database, in the very transaction that settles it. A relay killed at any moment
  leaves both or neither: exactly once;
- `AtMostOnce`: the receiver could not tell a repetition (a chat). It is marked `sending` before the call; where nobody can know
  whether it went out, it is `uncertain` and never sent again by itself.

`deliver_due` is a plain function: a loop, a command or a test calls it, and as many processes as like.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from account_api import outbox
from account_api.db import Database
from account_api.outbox import Message

Payload = Mapping[str, Any]
Deliver = Callable[[Payload], None]
Wall = Callable[[], datetime]


class Later(Exception):
    """Raised by a handler: not now, but after `pause`. What it has written is rolled back."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(f"in {pause}")
        self.pause = pause


class NotSent(Exception):
    """Raised by a deliverer that knows for sure that nothing went out, so that it may be tried again."""


@dataclass(frozen=True, slots=True)
class Within:
    """Exactly once: `write` adds to the transaction that settles the message."""

    write: Callable[[Session, Payload], None]


@dataclass(frozen=True, slots=True)
class AtMostOnce:
    """Never twice: whatever `send` raises but NotSent leaves the message uncertain."""

    send: Deliver


Handler = Deliver | Within | AtMostOnce


def deliver_due(database: Database, wall: Wall, handlers: Mapping[str, Handler]) -> int:
    """Delivers what is due of the kinds that have a handler, and returns how many messages were settled."""
    with database.transaction() as session:
        outbox.doubt_unfinished(session, wall())
        messages = outbox.claim(session, wall(), tuple(handlers))
    return sum(_deliver(database, message, handlers[message.kind], wall) for message in messages)


def _deliver(database: Database, message: Message, handler: Handler, wall: Wall) -> bool:
    if isinstance(handler, Within):
        return _within(database, message, handler, wall)
    if isinstance(handler, AtMostOnce):
        return _at_most_once(database, message, handler, wall)
    try:
        handler(message.payload)
    except Exception as error:  # whatever a deliverer raises, the message must be settled
        return _failed(database, message, error, wall)
    with database.transaction() as session:
        outbox.settle(session, message)
    return True


def _within(database: Database, message: Message, handler: Within, wall: Wall) -> bool:
    try:
        with database.transaction() as session:
            settled = outbox.settle(session, message)
            if settled:
                handler.write(session, message.payload)
        return settled
    except Later as later:
        with database.transaction() as session:
            outbox.put_off(session, message, wall() + later.pause)
        return False
    except Exception as error:  # the transaction is gone, the message is not
        return _failed(database, message, error, wall)


def _at_most_once(database: Database, message: Message, handler: AtMostOnce, wall: Wall) -> bool:
    with database.transaction() as session:
        if not outbox.begin_sending(session, message, wall()):
            return False
    try:
        handler.send(message.payload)
    except NotSent as error:
        return _failed(database, message, error, wall)
    except Exception as error:  # it may be out: no second try
        with database.transaction() as session:
            outbox.end_sending(session, message, _said(error))
        return False
    with database.transaction() as session:
        outbox.end_sending(session, message)
    return True


def _failed(database: Database, message: Message, error: Exception, wall: Wall) -> bool:
    with database.transaction() as session:
        outbox.fail(session, message, _said(error), wall())
    return False


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
