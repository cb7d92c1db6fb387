"""Closing sweeps that were not made on their day: the calls that arose then are opened from the closing positions of that day.

Which sessions were swept is kept, so that a call is not lost where prices are back by the time somebody looks again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from account_api.accounts import whole_book
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.firm.closures import with_closures
from account_api.margin_calls import queries
from account_api.margin_calls.book_columns import read_book
from account_api.margin_calls.following import open_of_then
from account_api.margin_calls.tables import ClosingSweep
from risk.book.differences import severity, standing
from risk.book.engine import evaluate
from risk.calendar import Calendar

CLOSE = time(15, 0)
AT_ONCE = 250
CALLED = 2
"""The severity of an account below its liquidation line."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The session that a closing sweep is of, and those before it, oldest first, that had none."""

    day: date
    missed: tuple[date, ...]


def begin(ctx: Context) -> Closing:
    """From here on the closing positions of the last session that is over are final."""
    now = ctx.clock.local()
    with ctx.transaction() as session:
        calendar, last = with_closures(ctx.calendar, session), queries.last_closing_sweep(session)
        closing = _closing(calendar, now, last)
        row = ClosingSweep.of(day=closing.day, begun_at=ctx.clock.now())
        insert_if_absent(session, ClosingSweep, row.model_dump())
    return closing


def open_missed(ctx: Context, closing: Closing) -> int:
    """Opens the calls that arose on the sessions without a closing sweep, day by day; how many."""
    return sum(_open_of(ctx, day) for day in closing.missed)


def end(ctx: Context, closing: Closing) -> None:
    """Every session up to this one has been swept."""
    with ctx.transaction() as session:
        session.get_one(ClosingSweep, closing.day).ended_at = ctx.clock.now()


def _closing(calendar: Calendar, now: datetime, last: date | None) -> Closing:
    """Where nothing was ever swept, nothing was missed. A session that is over when another has begun is looked at by its own
    positions: those of now are of the day after.
    """
    day = now.date() if now.time() >= CLOSE else now.date() - timedelta(days=1)
    while not calendar.is_session(day):
        day -= timedelta(days=1)
    if last is None:
        return Closing(day, ())
    between = [last + timedelta(days=n) for n in range(1, (day - last).days + 1)]
    missed = [each for each in between if calendar.is_session(each) and each < now.date()]
    return Closing(day, tuple(missed))


def _open_of(ctx: Context, day: date) -> int:
    """Opens the calls that accounts had at the close of a day."""
    then = datetime.combine(day, time.max, tzinfo=BOOKING_ZONE)
    with ctx.transaction(writes=False) as session:
        book = read_book(session, day)
    worst = standing(evaluate(book.frame, ctx.rules))
    below = [
        client_id
        for i, client_id in enumerate(book.frame.ids)
        if i in book.due or severity(int(worst[i])) >= CALLED
    ]
    return sum(
        _opened(ctx, day, then, below[first : first + AT_ONCE]) for first in range(0, len(below), AT_ONCE)
    )


def _opened(ctx: Context, day: date, then: datetime, clients: Sequence[str]) -> int:
    with ctx.transaction() as session:
        queries.locked(session, clients)
        return open_of_then(ctx, session, whole_book.views(session, day, clients=clients), then)
