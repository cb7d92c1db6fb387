"""What a new day brings to the ledger: accounts are carried into it, interest counted on, and actions whose day it is.

An account is carried when its first event or the first price of one of its securities comes, or by the daily job.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from account_api.audit import Event
from account_api.context import Context
from account_api.feed import actions, ledger, queries

JOB = "job"
AT_ONCE = 500


def open_day(ctx: Context, session: Session, codes: Collection[str]) -> int:
    """Carries into today the accounts that hold or owe one of these securities, which have just got their first price of the
    day; how many. Nothing on a day without a session, or where today has no such price after all.
    """
    today = ctx.clock.today()
    priced = queries.prices(session, codes, today)
    fresh = {code for code, day in priced if day == today}
    if not fresh or not ctx.calendar.is_session(today):
        return 0
    return _carry(ctx, session, queries.behind(session, today, fresh, limit=AT_ONCE))


def carry_all(ctx: Context, now: datetime) -> int:
    """The job that carries every account into the session that `now` is in; how many there were."""
    today = ctx.clock.today()
    carried = 0
    while ctx.calendar.is_session(today):
        with ctx.transaction() as session:
            clients = queries.behind(session, today, limit=AT_ONCE)
            moved = _carry(ctx, session, clients)
            if moved:
                ctx.record(
                    session, Event("feed.carried", JOB, detail={"accounts": moved, "at": now.isoformat()})
                )
        carried += moved
        if moved < AT_ONCE:
            break
    return carried


def apply_actions(ctx: Context, _now: datetime) -> int:
    """The job that works in the corporate actions that count by today; how many there were."""
    with ctx.transaction() as session:
        return actions.apply_due(ctx, session, JOB)


def _carry(ctx: Context, session: Session, clients: Collection[str]) -> int:
    today, now = ctx.clock.today(), ctx.clock.now()
    accounts = queries.locked_accounts(session, clients) if clients else {}
    return sum(ledger.roll_forward(session, account, today, now) for account in accounts.values())
