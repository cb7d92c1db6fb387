"""An open margin call: since when, by when, and whether it is overdue."""

from datetime import date, datetime, time

import pytest

from risk.account import DeadlineRule
from risk.margin_calls import CHINA, Band, DayBand, MarginCall, open_call
from risk.sessions import cn_calendar

_RULE = DeadlineRule(1, time(15, 0))
_CALENDAR = cn_calendar()


def _days(*bands: tuple[str, Band]) -> list[DayBand]:
    return [DayBand(date.fromisoformat(day), band) for day, band in bands]


def test_the_call_stands_since_the_first_day_of_the_run_that_reaches_the_last_day() -> None:
    history = _days(
        ("2026-11-16", "call"), ("2026-11-17", "warning"), ("2026-11-18", "call"), ("2026-11-19", "call")
    )
    call = open_call(history, _RULE, _CALENDAR)
    assert call == MarginCall(
        date(2026, 11, 18), datetime(2026, 11, 19, 15, tzinfo=CHINA), provisional=False, state="open"
    )
    assert open_call(history[::-1], _RULE, _CALENDAR) == call


@pytest.mark.parametrize("unknown", ["2026-11-19", "2026-11-20"])
def test_a_day_that_cannot_be_determined_neither_ends_a_call_nor_begins_one(unknown: str) -> None:
    days: dict[str, Band] = {"2026-11-18": "call", "2026-11-19": "call", "2026-11-20": "call"}
    call = open_call(_days(*(days | {unknown: "indeterminate"}).items()), _RULE, _CALENDAR)
    assert call is not None and call.called_on == date(2026, 11, 18)
    assert open_call(_days(("2026-11-19", "safe"), (unknown, "indeterminate")), _RULE, _CALENDAR) is None


@pytest.mark.parametrize("last", ["safe", "warning", "no_debt"])
def test_there_is_no_open_call_after_any_other_band(last: Band) -> None:
    assert open_call(_days(("2026-11-19", "call"), ("2026-11-20", last)), _RULE, _CALENDAR) is None


def test_without_a_history_nobody_is_called() -> None:
    assert open_call([], _RULE, _CALENDAR) is None


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 11, 23, 15, 0, tzinfo=CHINA), "open"),
        (datetime(2026, 11, 23, 15, 0, 1, tzinfo=CHINA), "overdue"),
    ],
)
def test_a_call_is_overdue_only_after_its_deadline(now: datetime, state: str) -> None:
    call = open_call(_days(("2026-11-20", "call")), _RULE, _CALENDAR, now)
    assert call is not None and call.state == state


@pytest.mark.parametrize("called_on", ["2026-12-31", "2027-03-01", "2030-01-02"])
def test_a_deadline_past_the_published_sessions_is_provisional(called_on: str) -> None:
    call = open_call(_days((called_on, "call")), _RULE, _CALENDAR)
    assert call is not None and call.provisional


def test_the_call_as_json_carries_china_time() -> None:
    call = open_call(_days(("2026-11-20", "call")), _RULE, _CALENDAR)
    assert call is not None
    assert call.as_json() == {
        "called_on": "2026-11-20",
        "deadline": "2026-11-23T15:00:00+08:00",
        "provisional": False,
        "state": "open",
    }
