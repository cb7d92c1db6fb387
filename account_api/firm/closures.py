"""Days on which the exchange was closed although it was to be open, as the firm has entered them."""

from datetime import date

from sqlmodel import Session

from account_api.firm.queries import if_set
from risk.calendar import Calendar
from risk.calls.deadlines import without


def closures(session: Session) -> frozenset[date]:
    """From the firm parameter `unplanned_closures`, a list of days; none where it is not set."""
    return frozenset(date.fromisoformat(day) for day in if_set(session, "unplanned_closures") or ())


def with_closures(calendar: Calendar, session: Session) -> Calendar:
    """The calendar without those days."""
    return without(calendar, closures(session))
