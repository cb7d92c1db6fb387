"""A margin call as it is told: by when the account must be restored."""

from datetime import date, datetime, time

import pytest

from risk.account import DeadlineRule
from risk.margin_calls import CHINA, MarginCall, deadline_of
from risk.sessions import cn_calendar

_RULE = DeadlineRule(1, time(15, 0))
_CALENDAR = cn_calendar()


@pytest.mark.parametrize(
    ("called_on", "deadline"),
    [
        ("2026-11-19", "2026-11-20T15:00:00+08:00"),
        ("2026-11-20", "2026-11-23T15:00:00+08:00"),
        ("2026-09-30", "2026-10-08T15:00:00+08:00"),
    ],
)
def test_a_deadline_is_counted_in_sessions_over_weekends_and_holidays(called_on: str, deadline: str) -> None:
    found = deadline_of(date.fromisoformat(called_on), _RULE, _CALENDAR)
    assert found == (datetime.fromisoformat(deadline), False)


@pytest.mark.parametrize("called_on", ["2026-12-31", "2027-03-01", "2030-01-02"])
def test_a_deadline_past_the_published_sessions_is_provisional(called_on: str) -> None:
    assert deadline_of(date.fromisoformat(called_on), _RULE, _CALENDAR)[1]


def test_the_call_as_json_carries_china_time() -> None:
    deadline = datetime(2026, 11, 23, 15, tzinfo=CHINA)
    assert MarginCall(date(2026, 11, 20), deadline, False, "open").as_json() == {
        "called_on": "2026-11-20",
        "deadline": "2026-11-23T15:00:00+08:00",
        "provisional": False,
        "state": "open",
    }
