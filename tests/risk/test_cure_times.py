"""When a way out of a margin call opens, from when it counts, and the last moment to start it."""

from datetime import date, datetime, time

import pytest

from risk.arrival import Arrival, Channel, Timing
from risk.cures import Cure, cures
from risk.margin_calls import CHINA
from risk.rulebook import CN
from risk.sessions import cn_calendar
from tests.risk.books import Book, called, short, snapshot

_AT_CLOSE = datetime(2026, 11, 20, 15, tzinfo=CHINA)
_LATE = datetime(2026, 11, 20, 23, tzinfo=CHINA)
_TYPICAL = Arrival()


def _timed(
    now: datetime, raw: Book | None = None, arrival: Arrival = _TYPICAL, deadline: datetime | None = None
) -> dict[str, Cure]:
    found = cures(snapshot(raw or called()), CN, None, now, cn_calendar(), arrival, deadline)
    return {cure.kind: cure for cure in found.cures if cure.security is None}


def test_without_a_clock_no_times_are_claimed() -> None:
    for cure in cures(snapshot(called()), CN).cures:
        assert cure.timing == Timing()


def test_at_the_close_of_the_day_everything_can_still_count_by_the_deadline() -> None:
    timed = _timed(_AT_CLOSE)
    assert timed["add_cash"].timing.counts_from == date(2026, 11, 20)
    assert timed["add_cash"].as_json()["last_start"] == "2026-11-23T15:00:00+08:00"
    assert timed["add_security"].timing.counts_from == date(2026, 11, 23)
    assert timed["add_security"].as_json()["last_start"] == "2026-11-20T15:00:00+08:00"
    assert timed["add_security"].feasible


def test_late_on_the_day_of_the_call_money_and_sales_count_in_time_and_securities_do_not() -> None:
    shown = {
        kind: (cure.as_json()["opens_at"], cure.as_json()["counts_from"], cure.feasible)
        for kind, cure in _timed(_LATE).items()
        if kind != "repay_inside_cash"
    }
    assert shown == {
        "repay_outside_cash": ("2026-11-23T09:00:00+08:00", "2026-11-23", True),
        "add_cash": ("2026-11-23T09:00:00+08:00", "2026-11-23", True),
        "add_security": ("2026-11-23T09:00:00+08:00", "2026-11-24", False),
        "sell_to_repay": ("2026-11-23T09:30:00+08:00", "2026-11-23", True),
    }


def test_securities_sent_too_late_no_longer_count_by_the_deadline() -> None:
    cure = _timed(datetime(2026, 11, 20, 16, 30, tzinfo=CHINA))["add_security"].as_json()
    assert cure["counts_from"] == "2026-11-24"
    assert (cure["reason_code"], cure["reason"], cure["reason_zh"]) == (
        "too_late",
        "no longer counts by the deadline",
        "已来不及在截止时刻前计入",
    )


def test_a_minute_after_a_channel_closes_the_next_session_opens_it() -> None:
    timed = _timed(datetime(2026, 11, 20, 15, 1, tzinfo=CHINA))
    assert timed["sell_to_repay"].timing.counts_from == date(2026, 11, 23)
    assert timed["add_cash"].timing.opens_at == datetime(2026, 11, 20, 9, tzinfo=CHINA)


def test_the_deadline_of_an_earlier_call_may_be_given() -> None:
    found = _timed(_AT_CLOSE, deadline=datetime(2026, 11, 19, 15, tzinfo=CHINA))
    assert all(not cure.feasible for cure in found.values())


@pytest.mark.parametrize(
    ("deadline", "cash", "securities", "trade"),
    [
        ("2026-11-23T11:30", "2026-11-23T11:30", "2026-11-20T15:00", "2026-11-23T11:30"),
        ("2026-11-23T18:00", "2026-11-23T16:00", "2026-11-20T15:00", "2026-11-23T15:00"),
        ("2026-11-23T09:30", "2026-11-23T09:30", "2026-11-20T15:00", "2026-11-23T09:30"),
        ("2026-11-23T09:15", "2026-11-23T09:15", "2026-11-20T15:00", "2026-11-20T15:00"),
        ("2026-11-22T12:00", "2026-11-20T16:00", "2026-11-19T15:00", "2026-11-20T15:00"),
    ],
)
def test_the_last_start_is_the_end_of_the_last_window_that_counts(
    deadline: str, cash: str, securities: str, trade: str
) -> None:
    found = _timed(_AT_CLOSE, deadline=datetime.fromisoformat(f"{deadline}+08:00"))
    kinds = ("add_cash", "add_security", "sell_to_repay")
    starts = [found[kind].timing.last_start for kind in kinds]
    assert [each and each.isoformat()[:16] for each in starts] == [cash, securities, trade]


def test_an_account_that_is_not_called_has_no_deadline() -> None:
    timed = _timed(_AT_CLOSE, called() | {"cash": "150000.00"})
    assert timed["add_cash"].timing.counts_from == date(2026, 11, 20)
    assert timed["add_cash"].timing.last_start is None


def test_before_the_first_known_sessions_no_times_are_claimed() -> None:
    raw = called() | {"as_of": "2014-01-06"}
    raw["financing"][0] |= {"opened": "2013-12-02", "due": None}
    assert _timed(datetime(2014, 1, 6, 15, tzinfo=CHINA), raw)["add_cash"].timing == Timing()


@pytest.mark.parametrize(
    ("day", "provisional"), [("2026-12-30", False), ("2026-12-31", True), ("2030-01-02", True)]
)
def test_past_the_published_sessions_a_time_is_provisional(day: str, provisional: bool) -> None:
    raw = called() | {"as_of": day}
    raw["financing"][0] |= {"due": "2031-01-01"}
    timed = _timed(datetime.fromisoformat(f"{day}T14:00+08:00"), raw)
    assert timed["add_cash"].timing.provisional is provisional


def test_a_deadline_on_the_last_published_session_is_certain() -> None:
    raw = called() | {"as_of": "2026-12-30"}
    for deadline in ("2026-12-31T15:00+08:00", "2026-12-31T08:00+08:00"):
        found = _timed(
            datetime(2026, 12, 29, 14, tzinfo=CHINA), raw, deadline=datetime.fromisoformat(deadline)
        )
        assert not any(cure.timing.provisional for cure in found.values())


def test_steps_together_count_with_the_later_and_begin_with_the_earlier() -> None:
    late = datetime(2026, 11, 23, 16, tzinfo=CHINA)
    one = Timing(datetime(2026, 11, 20, 9, tzinfo=CHINA), date(2026, 11, 20), late, False, True)
    other = Timing(datetime(2026, 11, 23, 9, tzinfo=CHINA), date(2026, 11, 23), _LATE, True)
    for both in (one.together(other), other.together(one)):
        assert both == Timing(other.opens_at, other.counts_from, _LATE, True, True)
    assert Timing().together(one) == one


def test_a_calendar_is_used_from_the_session_before_which_it_knows_enough() -> None:
    day, eve = cn_calendar().sessions[10], cn_calendar().sessions[9]

    def claimed(as_of: date, now: date) -> bool:
        raw = called() | {"as_of": as_of.isoformat()}
        raw["financing"][0] |= {"opened": "2013-12-02", "due": None}
        timed = _timed(datetime.combine(now, time(14), tzinfo=CHINA), raw)
        return timed["add_cash"].timing != Timing()

    assert claimed(day, day)
    assert not claimed(eve, day) and not claimed(day, eve)


def test_an_hour_without_a_calendar_claims_no_times() -> None:
    for cure in cures(snapshot(called()), CN, None, _LATE).cures:
        assert cure.timing == Timing()


def test_a_channel_of_two_sessions_is_begun_two_sessions_before() -> None:
    slow = Arrival(securities=Channel(2, time(15, 0)))
    timing = _timed(_AT_CLOSE, arrival=slow)["add_security"].timing
    assert timing.counts_from == date(2026, 11, 24)
    assert timing.last_start == datetime(2026, 11, 19, 15, tzinfo=CHINA)


def test_the_next_session_lets_go_of_what_was_sold_short_today() -> None:
    raw = called() | {
        "cash": "112500.00",
        "shorts": [short(opened="2026-11-20", quantity=1_000, price="12.00", proceeds="12500")],
    }

    def codes(now: datetime) -> str | None:
        found = cures(snapshot(raw), CN, None, now, cn_calendar(), _TYPICAL).cures
        why = next(cure for cure in found if cure.security == "000001.SZ").obstacle
        return why and why.code

    assert (codes(_AT_CLOSE), codes(_LATE)) == ("t_plus_one", "not_enough")


def test_what_is_not_needed_is_never_too_late() -> None:
    above = called() | {"cash": "400000.00"}
    found = _timed(_LATE, above, deadline=datetime(2026, 11, 19, 15, tzinfo=CHINA))
    assert all(cure.feasible for cure in found.values())
