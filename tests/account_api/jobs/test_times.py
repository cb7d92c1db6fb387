"""When a job is due, on the business clock and the exchange's calendar."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from account_api.clock import BOOKING_ZONE
from account_api.jobs.times import Daily, During
from risk.sessions import cn_calendar
from tests.scale import trying

CALENDAR = cn_calendar()
INSTANTS = st.integers(0, 725 * 24 * 3600).map(
    lambda seconds: datetime(2025, 1, 2, tzinfo=BOOKING_ZONE) + timedelta(seconds=seconds)
)
EVERY_MINUTE = During(timedelta(minutes=1), time(9, 30), time(15, 0))


def at(*given: int) -> datetime:
    return datetime(*given, tzinfo=BOOKING_ZONE)  # type: ignore[misc,arg-type]


def test_a_daily_job_is_due_at_its_time_and_on_sessions_only_if_it_says_so() -> None:
    every, sessions = Daily(time(9)), Daily(time(15, 30), sessions=True)
    saturday = at(2026, 11, 21, 12)
    assert every.latest(saturday, CALENDAR.is_session) == at(2026, 11, 21, 9)
    assert sessions.latest(saturday, CALENDAR.is_session) == at(2026, 11, 20, 15, 30)
    assert sessions.latest(at(2026, 11, 23, 15, 29), CALENDAR.is_session) == at(2026, 11, 20, 15, 30)
    assert sessions.latest(at(2026, 11, 23, 15, 30), CALENDAR.is_session) == at(2026, 11, 23, 15, 30)


def test_over_a_long_holiday_the_last_session_before_it_is_the_last_time() -> None:
    due = Daily(time(15, 30), sessions=True).latest(at(2026, 10, 7, 12), CALENDAR.is_session)
    assert due == at(2026, 9, 30, 15, 30)


def test_during_a_session_it_is_due_every_minute_and_not_after_the_end() -> None:
    assert EVERY_MINUTE.latest(at(2026, 11, 20, 10, 0, 59), CALENDAR.is_session) == at(2026, 11, 20, 10, 0)
    assert EVERY_MINUTE.latest(at(2026, 11, 20, 20), CALENDAR.is_session) == at(2026, 11, 20, 15, 0)
    assert EVERY_MINUTE.latest(at(2026, 11, 23, 9, 29), CALENDAR.is_session) == at(2026, 11, 20, 15, 0)


def test_where_nothing_is_a_session_it_is_never_due() -> None:
    assert EVERY_MINUTE.latest(at(2026, 11, 20, 10), lambda _: False) is None
    assert Daily(time(9), sessions=True).latest(at(2026, 11, 20, 10), lambda _: False) is None


@given(now=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=20)))
@trying(150)
def test_what_is_due_is_never_ahead_and_never_goes_back(now: datetime, later: timedelta) -> None:
    for schedule in (Daily(time(9)), Daily(time(15, 30), sessions=True), EVERY_MINUTE):
        due = schedule.latest(now, CALENDAR.is_session)
        then = schedule.latest(now + later, CALENDAR.is_session)
        assert due is not None and then is not None
        assert due <= now and due <= then


def test_every_schedule_says_when_in_both_languages() -> None:
    for schedule in (Daily(time(9)), Daily(time(15, 30), sessions=True), EVERY_MINUTE):
        zh, en = schedule.words
        assert zh != en and ":" in zh and ":" in en
