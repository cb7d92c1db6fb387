"""The clock of a ticket: how many business days are left, and what that means.

Business days are trading days, the ones the firm works for sure. The day it is due has 0 left; each business
day after that one more is missing. An answer stops the clock.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from account_api.tickets.tables import State
from risk.calendar import Calendar

ANSWERED: tuple[State, ...] = ("answered", "closed")


@dataclass(frozen=True, slots=True)
class Sla:
    business_days_left: int
    state: Literal["on_time", "due_today", "overdue", "answered"]


def sla(due_on: date, today: date, status: State, calendar: Calendar) -> Sla:
    """Where a ticket due on `due_on` stands on `today`."""
    left = _sessions(today, due_on, calendar) - _sessions(due_on, today, calendar)
    if status in ANSWERED:
        return Sla(left, "answered")
    if today > due_on:
        return Sla(left, "overdue")
    return Sla(left, "due_today" if today == due_on else "on_time")


def _sessions(after: date, until: date, calendar: Calendar) -> int:
    """Sessions in (`after`, `until`]; 0 where `until` is not later."""
    days = range(1, (until - after).days + 1)
    return sum(calendar.is_session(after + timedelta(days=n)) for n in days)
