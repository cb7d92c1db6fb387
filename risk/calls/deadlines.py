"""By when a called client must have acted: sessions of the exchange, without the days it closed unplanned.

The time runs from the day of the call, or from the day its notice was served where that came later. A deadline
agreed afresh is an instant of its own; when the exchange is closed on its day, it moves to the next session.
"""

from dataclasses import replace
from datetime import date, datetime, time

from risk.account import DeadlineRule
from risk.calendar import Calendar
from risk.calls.model import CallFile
from risk.margin_calls import deadline_of

AT_MATURITY = DeadlineRule(0, time(15, 0))
"""A contract is due on its day, or on the next session, at the close; the contract may say another hour. Its call is made that
morning. Firm-set: one that is told at or after that hour has until the same hour of the next session, for the client is to be
told and given time before anything is sold (条例 Art. 54).
"""

MINIMUM_LINE = DeadlineRule(1, time(11, 30))
"""Firm-set: a call below the minimum line runs to the end of the next session's morning."""


def without(calendar: Calendar, closed: frozenset[date]) -> Calendar:
    """The calendar without sessions that were cancelled."""
    if not closed:
        return calendar
    sessions = tuple(day for day in calendar.sessions if day not in closed)
    return replace(calendar, sessions=sessions, holidays=calendar.holidays | closed)


def with_deadline(file: CallFile, calendar: Calendar) -> CallFile:
    """The file with its deadline worked out; None stays None where the contract data has no rule."""
    open_days = without(calendar, file.closures)
    if file.until is not None:
        day = open_days.add_sessions(file.until.date(), 0)
        moved = datetime.combine(day.date, file.until.timetz())
        return replace(file, deadline=moved, provisional=day.provisional)
    if file.rule is None or file.counted_from is None:
        return replace(file, deadline=None, provisional=False)
    deadline, provisional = deadline_of(file.counted_from, file.rule, open_days)
    return replace(file, deadline=deadline, provisional=provisional)
