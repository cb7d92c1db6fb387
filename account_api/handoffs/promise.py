"""What the firm promises one who calls a person: an answer by a time, or a call back in a dated slot.

While people are at work, and will be until the answer is due, the answer is promised in the firm's
`handoff_answer_minutes`. Otherwise the desk calls back in the first hour of the next working time: later the
same session before it opens, else on the next session of the exchange. The hours are the firm's
`service_hours`; where it has not set them, nothing is promised.

    Friday 16:30  → an answer by 16:40            Friday 17:25 → called back Monday 08:30–09:30
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.firm.queries import if_set
from risk.calendar import Calendar

SLOT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people are at work on a session, as wall times where accounts are booked."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Slot:
    begins: datetime
    ends: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """At most one of the two; neither where the firm has set nothing."""

    answer_by: datetime | None = None
    call_back: Slot | None = None


def promise(ctx: Context, session: Session) -> Promise:
    """What may be promised now."""
    hours = _hours(if_set(session, "service_hours"))
    if hours is None:
        return Promise()
    minutes = if_set(session, "handoff_answer_minutes")
    patience = None if minutes is None else timedelta(minutes=int(minutes))
    return promised_at(ctx.clock.local(), hours, patience, ctx.calendar)


def promised_at(now: datetime, hours: Hours, patience: timedelta | None, calendar: Calendar) -> Promise:
    """The promise of somebody called at `now` (booking zone); `patience` None names no time inside the hours."""
    answered = now + (patience or timedelta())
    if calendar.is_session(now.date()) and _at(now, hours.opens) <= now and answered < _at(now, hours.closes):
        return Promise(answer_by=None if patience is None else answered)
    return Promise(call_back=_first_slot(now, hours, calendar))


def _first_slot(now: datetime, hours: Hours, calendar: Calendar) -> Slot:
    before_opening = now < _at(now, hours.opens)
    day = calendar.add_sessions(now.date(), 0 if before_opening else 1)
    begins = _at(now, hours.opens, day.date)
    return Slot(begins, min(begins + SLOT, _at(now, hours.closes, day.date)), day.provisional)


def _at(now: datetime, hour: time, day: date | None = None) -> datetime:
    return datetime.combine(day or now.date(), hour, tzinfo=now.tzinfo)


def _hours(value: Any) -> Hours | None:
    if not isinstance(value, dict) or "from" not in value or "until" not in value:
        return None
    return Hours(time.fromisoformat(value["from"]), time.fromisoformat(value["until"]))
