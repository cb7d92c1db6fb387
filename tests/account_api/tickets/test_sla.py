"""The clock of a ticket, in business days."""

from datetime import date

import pytest

from account_api.tickets.sla import sla
from account_api.tickets.tables import State
from risk.sessions import cn_calendar

CALENDAR = cn_calendar()
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("today", "left", "state"),
    [
        (date(2026, 11, 20), 5, "on_time"),
        (date(2026, 11, 21), 5, "on_time"),
        (date(2026, 11, 22), 5, "on_time"),
        (date(2026, 11, 26), 1, "on_time"),
        (date(2026, 11, 27), 0, "due_today"),
        (date(2026, 11, 28), 0, "overdue"),
        (date(2026, 11, 30), -1, "overdue"),
        (date(2026, 12, 4), -5, "overdue"),
    ],
)
def test_business_days_are_counted_and_weekends_are_not(today: date, left: int, state: str) -> None:
    found = sla(FRIDAY, today, "open", CALENDAR)
    assert (found.business_days_left, found.state) == (left, state)


def test_a_week_of_holidays_takes_no_business_day() -> None:
    assert sla(date(2026, 10, 8), date(2026, 9, 30), "open", CALENDAR).business_days_left == 1


@pytest.mark.parametrize("status", ["answered", "closed"])
def test_an_answer_stops_the_clock_even_a_late_one(status: State) -> None:
    assert sla(FRIDAY, date(2026, 12, 4), status, CALENDAR).state == "answered"


@pytest.mark.parametrize("status", ["open", "in_progress"])
def test_work_on_it_does_not(status: State) -> None:
    assert sla(FRIDAY, date(2026, 12, 4), status, CALENDAR).state == "overdue"
