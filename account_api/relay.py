"""The relay: takes what is due from the outbox and delivers it, each kind in the way that its receiver allows.

- a function of the payload: delivered at least once, so the receiver must know a repetition by itself;
- `Within`: the message becomes rows of this database, in the very transaction that settles it. A relay killed at any moment
  leaves both or neither: exactly once;
- `AtMostOnce`: the receiver could not tell a repetition (a chat). It is marked `sending` before the call; where nobody can know
  whether it went out, it is `uncertain` and never sent again by itself;
- `Sends`: a receiver that answers. What came of each try is written in the transaction that settles the message. It is sent
  again after a doubt only where the receiver knows a repetition by the id in it (`knows_repetition`).

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


class Refused(NotSent):
    """Raised by a deliverer whose receiver would refuse it again: nothing went out, and nothing will."""


@dataclass(frozen=True, slots=True)
class Within:
    """Exactly once: `write` adds to the transaction that settles the message."""

    write: Callable[[Session, Payload], None]


@dataclass(frozen=True, slots=True)
class AtMostOnce:
    """Never twice: whatever `send` raises but NotSent leaves the message uncertain."""

    send: Deliver


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of try `n`: the receiver's own `answer` where it took the message, else why not.

    `unknown` says that it may have gone out all the same, `last` that it is not tried again by itself.
    """

    n: int
    answer: Any = None
    error: str | None = None
    unknown: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Sends:
    """`ready` may raise Later before anything is sent; `told` adds the outcome to the transaction that settles the message."""

    send: Callable[[Payload], Any]
    told: Callable[[Session, Payload, Outcome], None]
    knows_repetition: bool
    ready: Deliver = lambda _payload: None


Handler = Deliver | Within | AtMostOnce | Sends


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
    if isinstance(handler, Sends):
        return _sent(database, message, handler, wall)
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


def _sent(database: Database, message: Message, handler: Sends, wall: Wall) -> bool:
    try:
        handler.ready(message.payload)
    except Later as later:
        with database.transaction() as session:
            outbox.put_off(session, message, wall() + later.pause)
        return False
    except Exception as error:  # nothing was sent yet
        return _failed(database, message, error, wall)
    begin = outbox.renew if handler.knows_repetition else outbox.begin_sending
    with database.transaction() as session:
        if not begin(session, message, wall()):
            return False
    payload, outcome = message.payload, _tried(message, handler)
    try:
        with database.transaction() as session:
            _settle_as(session, message, outcome, wall())
            handler.told(session, payload, outcome)
    except (
        Exception
    ) as error:  # what came of it could not be written: a doubt, and no reason to hold up the others
        doubt = Outcome(outcome.n, None, _said(error), unknown=True, last=outcome.last)
        with database.transaction() as session:
            _settle_as(session, message, doubt, wall())
        return False
    return outcome.error is None


def _tried(message: Message, handler: Sends) -> Outcome:
    n, last = message.attempts, outbox.is_last(message)
    try:
        return Outcome(n, handler.send(message.payload))
    except NotSent as error:
        return Outcome(n, None, _said(error), last=last or isinstance(error, Refused))
    except Exception as error:  # it may be out
        return Outcome(n, None, _said(error), unknown=True, last=last or not handler.knows_repetition)


def _settle_as(session: Session, message: Message, outcome: Outcome, now: datetime) -> None:
    """Of a message that was `sending`, only a doubt is kept; else it was taken, is dead, or is tried again."""
    if outcome.unknown and message.state == "sending":
        outbox.end_sending(session, message, outcome.error)
    elif outcome.error is not None and outcome.last:
        outbox.bury(session, message, outcome.error)
    elif outcome.error is not None:
        outbox.fail(session, message, outcome.error, now)
    elif message.state == "sending":
        outbox.end_sending(session, message)
    else:
        outbox.settle(session, message)


def _failed(database: Database, message: Message, error: Exception, wall: Wall) -> bool:
    with database.transaction() as session:
        outbox.fail(session, message, _said(error), wall())
    return False


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
