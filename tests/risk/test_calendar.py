"""Trading days: our list against a published calendar, counting over closures, and what lies beyond the list."""

from datetime import date

import exchange_calendars
import pytest

from risk.calendar import Calendar, TradingDay
from risk.sessions import CN_COVERED_FROM, CN_COVERED_UNTIL, cn_calendar


# The published calendar's own library uses what pandas is about to change; that is not ours to mend.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_our_sessions_are_those_of_the_shanghai_exchange() -> None:
    published = exchange_calendars.get_calendar("XSHG", start=CN_COVERED_FROM, end=CN_COVERED_UNTIL)
    assert cn_calendar().sessions == tuple(day.date() for day in published.sessions)
    assert len(published.sessions) > 3_000


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", -2, "2026-09-29"),
    ],
)
def test_sessions_are_counted_over_weekends_and_closures(start: str, n: int, day: str) -> None:
    counted = cn_calendar().add_sessions(date.fromisoformat(start), n)
    assert counted == TradingDay(date.fromisoformat(day), provisional=False)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-12-30", "2026-12-31"),
        ("2026-12-31", "2027-01-01"),
        ("2027-03-01", "2027-03-02"),
        ("2030-01-02", "2030-01-03"),
    ],
)
def test_past_the_published_list_a_day_is_provisional(start: str, day: str) -> None:
    counted = cn_calendar().add_sessions(date.fromisoformat(start), 1)
    assert counted.date == date.fromisoformat(day)
    assert counted.provisional is (counted.date > CN_COVERED_UNTIL)


def test_a_closure_known_beyond_the_list_is_skipped() -> None:
    known = Calendar("CN", (date(2026, 12, 31),), date(2026, 12, 31), frozenset({date(2027, 1, 1)}))
    assert known.add_sessions(date(2026, 12, 31), 1) == TradingDay(date(2027, 1, 4), provisional=True)


def test_nothing_is_counted_before_the_first_known_session() -> None:
    with pytest.raises(ValueError, match="no session is known before"):
        cn_calendar().add_sessions(date(2014, 1, 2), -1)
