"""A closing sweep that was not made on its day loses no call."""

from datetime import date

from account_api.margin_calls import catching_up, queries
from account_api.margin_calls.sweep import run_clock
from tests.account_api.margin_calls.conftest import Desk, at


async def test_a_call_of_a_missed_close_is_opened_though_prices_are_back(desk: Desk) -> None:
    """Below the line at the close of the 23rd while nothing ran; above the restore line at the close of the 24th."""
    desk.sweep()
    desk.day(23, 15, 30, "0.90")
    desk.day(24, 15, 40, "0.98")
    assert desk.sweep().done.opened >= 1
    (case,) = await desk.cases("demo-watch")
    assert (case["kind"], case["called_on"], case["opened_at"]) == (
        "maintenance",
        "2026-11-23",
        "2026-11-23T15:30:00+08:00",
    )
    rows = desk.counted()["margin_calls"]
    assert desk.sweep().done.opened == 0 and desk.counted()["margin_calls"] == rows, "twice is once"
    with desk.firm.context.transaction(writes=False) as session:
        assert queries.last_closing_sweep(session) == date(2026, 11, 24)


async def test_a_sweep_that_was_cut_off_catches_up_again_and_opens_nothing_twice(desk: Desk) -> None:
    desk.sweep()
    desk.day(23, 15, 30, "0.90")
    desk.day(24, 15, 40, "1.05")
    closing = catching_up.begin(desk.firm.context)
    assert catching_up.open_missed(desk.firm.context, closing) >= 1
    again = catching_up.begin(desk.firm.context)
    assert again == closing and closing.missed == (date(2026, 11, 23),)
    assert catching_up.open_missed(desk.firm.context, again) == 0
    desk.sweep()
    (case,) = await desk.cases("demo-watch")
    assert case["state"] == "met_by_market" and case["closed_at"] is not None
    with desk.firm.context.transaction() as session:
        session.get_one(catching_up.ClosingSweep, date(2026, 11, 24)).ended_at = None
    assert desk.sweep().done.opened == 0, "the case of a call that has ended meanwhile is known"


async def test_prices_after_the_close_begin_and_end_no_call_before_they_are_final(desk: Desk) -> None:
    desk.sweep()
    desk.day(23, 15, 5, "0.90")
    run_clock(desk.firm.context, desk.firm.now)
    desk.sweep("intraday")
    assert await desk.cases("demo-watch") == []
    desk.day(23, 15, 10, "1.20")
    desk.sweep("intraday")
    assert (await desk.case("demo-call"))["closed_at"] is None, "nor does a price end one"
    desk.day(23, 15, 20, "1.20")
    desk.sweep("close")
    assert (await desk.case("demo-call"))["state"] == "met_by_market"


async def test_a_call_told_late_names_what_it_was_made_on_and_the_deadline_from_being_told(
    desk: Desk,
) -> None:
    """Made on the close of the 23rd at 0.90, told on the 24th at other prices: one session counts from the 24th."""
    desk.sweep()
    desk.day(23, 15, 30, "0.90")
    desk.day(24, 15, 40, "0.95")
    desk.sweep()
    case = await desk.case("demo-watch")
    assert case["called_on"] == "2026-11-23" and case["notices"]
    assert {each["sent_at"][:10] for each in case["notices"]} == {"2026-11-24"}
    assert {each["amount"] for each in case["notices"]} == {case["amount_at_call"]}
    assert case["at_call"]["figures"]["missing_amount"]["value"] != case["missing_amount"]["value"]
    assert {each["deadline"] for each in case["notices"]} == {"2026-11-25T15:00:00+08:00"}
    desk.delivered()
    assert (await desk.case("demo-watch"))["deadline"] == "2026-11-25T15:00:00+08:00"


async def test_a_closing_sweep_in_the_morning_is_that_of_the_session_before_and_leaves_today_open(
    desk: Desk,
) -> None:
    """Nothing ran on the 23rd; run on the 24th before the opening, the sweep finds the 23rd and final prices of today later."""
    desk.sweep()
    desk.day(23, 15, 30, "0.90")
    desk.firm.now = at(24, 8, 30)
    desk.sweep()
    assert [each["called_on"] for each in await desk.cases("demo-watch")] == ["2026-11-23"]
    desk.day(24, 15, 45, "1.30")
    desk.sweep()
    (case,) = await desk.cases("demo-watch")
    assert case["state"] == "met_by_market", "the close of today is swept all the same"


async def test_a_weekend_has_no_close_to_miss(desk: Desk) -> None:
    desk.sweep()
    before = desk.counted()["margin_calls"]
    for day in (21, 22):
        desk.firm.now = at(day, 16, 0)
        assert desk.sweep().done.opened == 0
    desk.day(23, 15, 45, "1.00")
    assert catching_up.begin(desk.firm.context).missed == ()
    desk.sweep()
    assert desk.counted()["margin_calls"] == before
