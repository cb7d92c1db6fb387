"""Telling clients of announced policies, and of those taken back: each client once, however often this is cut off and begun again.

A client is told in one transaction with the row that says so; a chunk of clients shares a transaction. The book is looked at once
a day from the day of the notices on, so whoever comes to be touched before the day itself is told on the next. Nobody is told of
a policy whose day has come.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.firm.queries import table_value
from account_api.notices import service as notices
from account_api.policy import queries, wording
from account_api.policy.change import change_of
from account_api.policy.impact import Impact, impact_of
from account_api.policy.tables import Policy, PolicyNotice, Word
from risk.policy import Touched

AT_ONCE = 50
AVAILABLE = "available_margin"


def announce(ctx: Context, now: datetime) -> int:
    """Sends what is due at `now`; how many clients were told. A job: running it again sends nothing twice."""
    today = now.astimezone(BOOKING_ZONE).date()
    announced = sum(_announced(ctx, policy_id, today) for policy_id in _due(ctx, today))
    return announced + sum(_taken_back(ctx, policy_id) for policy_id in _withdrawn(ctx))


def _due(ctx: Context, today: date) -> list[str]:
    with ctx.transaction(writes=False) as session:
        return queries.to_announce(session, today)


def _withdrawn(ctx: Context) -> list[str]:
    with ctx.transaction(writes=False) as session:
        return queries.taken_back(session)


def _announced(ctx: Context, policy_id: str, today: date) -> int:
    with ctx.transaction(writes=False) as session:
        policy = session.get_one(Policy, policy_id)
        impact = impact_of(ctx, session, policy)
        told = queries.told(session, policy_id, "announced")
    waiting = [each for each in impact.touched if each.client not in told]
    count = sum(
        _tell(ctx, policy_id, impact, waiting[start : start + AT_ONCE], today)
        for start in range(0, len(waiting), AT_ONCE)
    )
    with ctx.transaction() as session:
        session.get_one(Policy, policy_id).told_through = today
    return count


def _tell(ctx: Context, policy_id: str, impact: Impact, waiting: Sequence[Touched], today: date) -> int:
    """Tells these clients, unless the policy has been taken back or its day has come meanwhile."""
    with ctx.transaction() as session:
        policy = queries.locked(session, policy_id)
        if policy is None or policy.state != "approved" or policy.effective <= today:
            return 0
        firm = table_value(session, "name")
        fresh = [each for each in waiting if _first(ctx, session, policy_id, each.client, "announced")]
        for each in fresh:
            figures = (each.before.figures[AVAILABLE], each.after.figures[AVAILABLE])
            text = wording.announcement(firm, policy, impact.change, figures)
            notices.send(ctx, session, each.client, "change", text)
    return len(fresh)


def _taken_back(ctx: Context, policy_id: str) -> int:
    """Tells those who were told of it that it does not come."""
    with ctx.transaction(writes=False) as session:
        told = queries.told(session, policy_id, "announced")
        waiting = sorted(told - queries.told(session, policy_id, "withdrawn"))
    return sum(
        _tell_taken_back(ctx, policy_id, waiting[start : start + AT_ONCE])
        for start in range(0, len(waiting), AT_ONCE)
    )


def _tell_taken_back(ctx: Context, policy_id: str, waiting: Sequence[str]) -> int:
    with ctx.transaction() as session:
        policy = session.get_one(Policy, policy_id)
        what = wording.about(change_of(ctx, session, policy))
        text = wording.withdrawal(table_value(session, "name"), policy, what)
        fresh = [each for each in waiting if _first(ctx, session, policy_id, each, "withdrawn")]
        for client_id in fresh:
            notices.send(ctx, session, client_id, "change", text)
    return len(fresh)


def _first(ctx: Context, session: Session, policy_id: str, client_id: str, word: Word) -> bool:
    """Notes that the client is told; False where that was noted before."""
    row = PolicyNotice.of(policy=policy_id, client_id=client_id, word=word, at=ctx.clock.now())
    return insert_if_absent(session, PolicyNotice, row.model_dump())
