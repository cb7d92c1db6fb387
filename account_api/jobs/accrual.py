"""The end of a session: every account is given its row of the day, with interest counted on as `risk` counts it.

The days between two sessions are counted with the next one, exactly: an accrual is the difference of two sums since the opening,
and a day that has its row is left alone, so nothing is counted twice. A day on which no price was taken at all is left out: no
account could be valued on it.
"""

from datetime import date, datetime, time, timedelta

from account_api.audit import Event
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.feed import queries as feed
from account_api.feed.rolling import roll_all
from account_api.firm.closures import closures
from account_api.jobs import queries
from account_api.jobs.times import IsSession

CLOSE = time(15, 0)
AT_ONCE = 200
WORKER = "worker"


def roll_days(ctx: Context, now: datetime) -> int:
    """Gives the last session that is over to every account that ends before it; how many accounts."""
    with ctx.transaction(writes=False) as session:
        closed = closures(session)
        day = last_closed(now, lambda each: ctx.calendar.is_session(each) and each not in closed)
        if not queries.priced(session, day):
            return 0
        behind = queries.behind(session, day)
    return sum(_roll(ctx, day, behind[first : first + AT_ONCE]) for first in range(0, len(behind), AT_ONCE))


def last_closed(now: datetime, is_session: IsSession) -> date:
    """The newest session whose close is not after `now`."""
    local = now.astimezone(BOOKING_ZONE)
    day = local.date() if local.time() >= CLOSE else local.date() - timedelta(days=1)
    while not is_session(day):
        day -= timedelta(days=1)
    return day


def _roll(ctx: Context, day: date, clients: list[str]) -> int:
    """Some accounts in one transaction, each held still meanwhile."""
    close = datetime.combine(day, CLOSE, tzinfo=BOOKING_ZONE)
    with ctx.transaction() as session:
        accounts = feed.locked_accounts(session, clients)
        rolled = roll_all(session, list(accounts.values()), day, close)
        if rolled:
            about = {"day": day.isoformat(), "accounts": rolled}
            ctx.record(session, Event("accrual.done", WORKER, None, about))
    return rolled
