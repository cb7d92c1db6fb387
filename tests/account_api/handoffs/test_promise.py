"""What is promised to one who calls a person: an answer within minutes, or a call back in a dated slot."""

from datetime import datetime, time, timedelta

import pytest

from account_api.handoffs.promise import Hours, promised_at
from risk.sessions import cn_calendar

HOURS = Hours(time(8, 30), time(17, 30))
PATIENCE = timedelta(minutes=10)
CALENDAR = cn_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize("now", ["2026-11-20T08:30", "2026-11-20T16:30", "2026-11-20T17:19"])
def test_while_people_are_at_work_an_answer_is_promised(now: str) -> None:
    found = promised_at(at(now), HOURS, PATIENCE, CALENDAR)
    assert (found.answer_by, found.call_back) == (at(now) + PATIENCE, None)


@pytest.mark.parametrize(
    ("now", "slot", "provisional"),
    [
        pytest.param("2026-11-20T07:00", "2026-11-20", False, id="before opening: the same day"),
        pytest.param("2026-11-20T17:20", "2026-11-23", False, id="too late for an answer: after the weekend"),
        pytest.param("2026-11-20T23:59", "2026-11-23", False, id="Friday night"),
        pytest.param("2026-11-21T10:00", "2026-11-23", False, id="Saturday, in the middle of the hours"),
        pytest.param("2026-11-22T07:00", "2026-11-23", False, id="Sunday, before the hour of opening"),
        pytest.param("2026-09-30T18:00", "2026-10-08", False, id="across a week of holidays"),
        pytest.param("2026-12-31T18:00", "2027-01-01", True, id="beyond the sessions that are published"),
    ],
)
def test_outside_the_hours_a_call_back_is_dated_on_the_trading_calendar(
    now: str, slot: str, provisional: bool
) -> None:
    found = promised_at(at(now), HOURS, PATIENCE, CALENDAR)
    assert found.answer_by is None
    assert found.call_back is not None
    assert (found.call_back.begins, found.call_back.ends) == (at(f"{slot}T08:30"), at(f"{slot}T09:30"))
    assert found.call_back.provisional is provisional


def test_without_a_promised_time_people_at_work_promise_no_minute() -> None:
    found = promised_at(at("2026-11-20T10:00"), HOURS, None, CALENDAR)
    assert (found.answer_by, found.call_back) == (None, None)
