"""Reminding clients of what is to be reviewed: a suitability questionnaire that runs out, a plan of their own that is due.

Each is told once for its day, into the inbox, however often the job runs.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session

from account_api.audit import Event
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.firm import queries as firm
from account_api.jobs import queries
from account_api.jobs.tables import Reminder
from account_api.notices import service as notices
from account_api.notices.texts import write

WORKER = "worker"
NOTICE_DAYS = 30
"""How long before a questionnaire runs out its client is told, unless the firm sets `review_notice_days`."""
TEMPLATES: Mapping[str, str] = MappingProxyType(
    {"suitability": "suitability_expiring", "own_plan": "own_plan_due"}
)


def remind(ctx: Context, now: datetime) -> int:
    """Tells every client who is to be told and was not; how many."""
    today = ctx.clock.today()
    with ctx.transaction(writes=False) as session:
        days = int(firm.if_set(session, "review_notice_days") or NOTICE_DAYS)
        expiring = queries.expiring(session, today, today + timedelta(days=days))
        due = queries.plans_due(session, today - timedelta(days=NOTICE_DAYS), today)
        told = queries.reminded(session)
    wanted = [(client, "suitability", day) for client, day in expiring]
    wanted += [(client, "own_plan", day) for client, day in due]
    return sum(_tell(ctx, *each, now) for each in wanted if each not in told)


def _tell(ctx: Context, client_id: str, what: str, day: date, now: datetime) -> int:
    with ctx.transaction() as session:
        reminder = Reminder.of(client_id=client_id, what=what, day=day, at=now)
        if not insert_if_absent(session, Reminder, reminder.model_dump()):
            return 0
        _send(ctx, session, client_id, what, day)
    return 1


def _send(ctx: Context, session: Session, client_id: str, what: str, day: date) -> None:
    text = write(TEMPLATES[what], firm.table_value(session, "name"), {}, day=day.isoformat())
    notices.send(ctx, session, client_id, "reminder", text, channels=("app",))
    ctx.record(session, Event("reminder.sent", WORKER, client_id, {"what": what, "day": day.isoformat()}))
