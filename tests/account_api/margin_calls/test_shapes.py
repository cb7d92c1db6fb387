"""What the typed client promises about margin calls is what the service gives; and how calls are told apart in time."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from pydantic import BaseModel

from account_api import payloads_calls as payloads
from account_api.clock import BOOKING_ZONE
from account_api.decisions.call_acts import Place
from account_api.decisions.call_events import Mark, Marks, line_mark, timeline
from account_api.margin_calls import contract
from account_api.margin_calls.segments import segments
from account_api.margin_calls.words import HAPPENED, STATES, TASKS
from risk.account import DeadlineRule, Snapshot, Terms
from risk.calls import CallFile, Event, Lines, replay
from risk.sessions import cn_calendar

PAIRS: tuple[tuple[type, type[BaseModel]], ...] = (
    (payloads.MarginCall, contract.MarginCallPublic),
    (payloads.CallDetail, contract.CallDetailPublic),
    (payloads.CallListed, contract.CallListedPublic),
    (payloads.CallTask, contract.TaskPublic),
    (payloads.CallNotice, contract.CallNoticePublic),
    (payloads.TimelineEntry, contract.TimelinePublic),
    (payloads.LiquidationRun, contract.LiquidationRunPublic),
    (payloads.LiquidationOrder, contract.OrderPublic),
    (payloads.FillsTaken, contract.FillsPublic),
    (payloads.Made, contract.MadePublic),
    (payloads.Said, contract.Said),
)
CLOSE = datetime(2026, 11, 20, 15, tzinfo=BOOKING_ZONE)
LINES = Lines(Fraction("1.4"), Fraction("1.3"), Fraction("1.4"))
FILE = CallFile("maintenance", LINES, DeadlineRule(1, CLOSE.time().replace(tzinfo=None)))


@pytest.mark.parametrize(("promised", "given"), PAIRS)
def test_a_payload_has_the_fields_of_its_model(promised: type, given: type[BaseModel]) -> None:
    names = {name for each in promised.__mro__ for name in getattr(each, "__annotations__", {})}
    assert names == set(given.model_fields)


def test_words_hold_no_numbers() -> None:
    words = [text for table in (STATES, HAPPENED, TASKS) for pair in table.values() for text in pair]
    assert len(words) > 50
    assert [text for text in words if any(sign.isdigit() for sign in text)] == []


def mark(days: int, assets: str) -> Event:
    return Event("mark", CLOSE + timedelta(days=days), Fraction(assets), Fraction(100))


def test_calls_are_told_apart_by_where_they_began_and_ended() -> None:
    events = [mark(0, "120"), mark(3, "150"), mark(4, "120"), mark(5, "125")]
    found = segments(replay(FILE, events, cn_calendar()))
    assert [each.called_on for each in found] == [date(2026, 11, 20), date(2026, 11, 24)]
    assert [each.ended for each in found] == [CLOSE + timedelta(days=3), None]
    assert [each.file.state for each in found] == ["met_by_market", "called"]
    assert segments(()) == ()


def position(assets: str, hour: int) -> Snapshot:
    taken = CLOSE.replace(hour=hour)
    terms = Terms(Fraction("1.4"), Fraction("1.3"), Fraction("1.4"), Fraction("1.1"))
    return Snapshot(CLOSE.date(), terms, Fraction(assets), fees=Fraction(100), taken_at=taken)


def test_a_position_before_the_close_neither_begins_nor_ends_a_call_of_the_liquidation_line() -> None:
    low, lowest, morning = position("120", 10), position("105", 10), Marks(CLOSE.replace(hour=10))
    early = line_mark(low, morning.of(low), "maintenance")
    minimum = line_mark(lowest, morning.of(lowest), "minimum")
    late = line_mark(low, Marks(CLOSE.replace(hour=16)).of(low), "maintenance")
    assert early is not None and minimum is not None and late is not None
    assert (early.event.at.hour, late.event.at) == (10, CLOSE)
    states = []
    for each in (early, minimum, late):
        outcome = replay(CallFile("minimum", each.lines, None), [each.event], cn_calendar())
        states.append(outcome[-1].file.state)
    assert states == ["watch", "called", "called"]


def test_what_is_of_one_instant_keeps_the_order_of_what_can_follow_what() -> None:
    marks = (Mark(mark(0, "120"), LINES, called=True), Mark(mark(0, "150"), LINES))
    assert len(timeline(marks, (), (), CLOSE, {})) == 2
    assert timeline((), (), (), CLOSE, {}) == ()
    assert list(Place) == sorted(Place) and Place.finish > Place.result > Place.sale
