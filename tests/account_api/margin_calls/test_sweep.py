"""The sweep: who is called when, who is only watched, what a price that comes back changes, and that twice is once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from account_api.firm.tables import FirmParameter
from account_api.margin_calls.sweep import run_clock, sweep
from account_api.margin_calls.tables import CallTask
from account_api.notices.tables import SentNotice
from account_api.snapshots import queries as snapshots
from account_api.snapshots.service import intact
from tests.account_api.margin_calls.conftest import Desk, at


async def test_before_the_close_an_account_below_the_liquidation_line_is_watched_and_not_called(
    desk: Desk,
) -> None:
    desk.day(23, 10, 30, "0.90")
    before = desk.counted()
    swept = desk.sweep("intraday")
    assert swept.done.watches >= 1
    called = {each["client_id"] for each in await (await desk.firm.signed_in("demo-risk")).call_cases()}
    assert "demo-watch" not in called, "it fell within this session"
    tasks = await (await desk.firm.signed_in("demo-supervisor")).call_tasks()
    watched = [each for each in tasks if each["client_id"] == "demo-watch"]
    assert [each["what"] for each in watched] == ["watch"]
    again = desk.counted()
    assert desk.sweep("intraday").done.watches == 0 and desk.counted() == again
    desk.day(23, 15, 40, "0.90")
    assert desk.sweep().done.opened >= 1
    case = await desk.case("demo-watch")
    assert (case["state"], case["called_on"]) == ("called", "2026-11-23")
    assert desk.counted()["margin_calls"] > before["margin_calls"] and desk.sound()


async def test_a_call_is_told_with_its_amount_deadline_and_clause_and_the_account_is_kept(
    desk_on_either: Desk,
) -> None:
    desk = desk_on_either
    desk.day(23, 15, 40, "0.90")
    desk.sweep()
    case = await desk.case("demo-watch")
    (notice, *_) = [each for each in case["notices"] if each["kind"] == "margin_call"]
    assert (notice["deadline"], notice["clause"]) == (case["deadline"], "13.1")
    assert notice["amount"] == case["amount_at_call"]
    assert case["missing_amount"]["display"].replace(",", "").rstrip("0") == case["amount_at_call"].rstrip(
        "0"
    )
    assert [each["what"] for each in case["timeline"]][:2] == ["opened", "notice"]
    assert case["next"][0]["code"] in ("serve_notice", "restore")
    with desk.firm.context.transaction(writes=False) as session:
        kept = snapshots.frozen(session, case["snapshot_id"])
        assert kept is not None and intact(kept) and kept.reason == "call"


async def test_a_price_that_comes_back_does_not_unmake_a_call_and_ends_it_at_a_close(desk: Desk) -> None:
    desk.day(23, 15, 30, "0.90")
    desk.sweep()
    desk.day(23, 15, 50, "1.30")
    desk.sweep("intraday")
    later = await desk.case("demo-watch")
    assert later["state"] == "met_by_market", "the close is over: this is the closing price now"
    desk.day(24, 10, 0, "0.90")
    desk.sweep("intraday")
    assert len([each for each in await desk.cases("demo-watch") if each["kind"] == "maintenance"]) == 1


async def test_a_call_of_the_minimum_line_is_made_within_the_session_and_stays_made(desk: Desk) -> None:
    desk.day(23, 10, 30, "0.70")
    assert desk.sweep("intraday").done.opened >= 1
    case = await desk.case("demo-call", "minimum")
    assert (case["state"], case["called_on"]) == ("called", "2026-11-23")
    assert case["deadline"] == "2026-11-24T11:30:00+08:00"
    desk.day(23, 11, 0, "0.98")
    desk.sweep("intraday")
    again = await desk.case("demo-call", "minimum")
    assert (again["id"], again["state"]) == (case["id"], "called"), (
        "above the minimum line, below the restore line"
    )
    desk.day(23, 13, 0, "1.30")
    desk.sweep("intraday")
    ended = await desk.case("demo-call", "minimum")
    assert (ended["id"], ended["state"]) == (case["id"], "met_by_market")
    assert ended["closed_at"] is not None and ended["missing_amount"] is None
    assert "call_ended" in [each["kind"] for each in ended["notices"]]


async def test_within_the_session_prices_end_no_call_of_the_liquidation_line(desk: Desk) -> None:
    desk.sweep()
    desk.day(23, 10, 0, "1.30")
    desk.sweep("intraday")
    case = await desk.case("demo-call")
    assert case["state"] == "called"
    assert case["missing_amount"]["value"] == "0", "what is lacking is told as it is now"
    desk.day(23, 15, 40, "1.30")
    desk.sweep()
    assert (await desk.case("demo-call"))["state"] == "met_by_market"


async def test_a_security_without_a_price_calls_nobody_and_ends_no_call(desk: Desk) -> None:
    desk.sweep()
    desk.day(23, 15, 40, "0.90")
    with desk.firm.context.transaction() as session:
        codes = [
            row[0]
            for row in session.connection().execute(
                text(
                    "SELECT security FROM holdings WHERE account_id IN ('demo-call-credit', 'demo-watch-credit')"
                    " UNION SELECT security FROM contracts WHERE account_id IN"
                    " ('demo-call-credit', 'demo-watch-credit')"
                )
            )
        ]
        assert codes
        for code in codes:
            session.connection().execute(
                text("DELETE FROM prices WHERE code = :code AND day = '2026-11-23'"), {"code": code}
            )
    swept = desk.sweep()
    assert swept.bands["indeterminate"] >= 2
    assert [each for each in await desk.cases("demo-watch") if each["closed_at"] is None] == []
    case = await desk.case("demo-call")
    assert case["state"] == "overdue", "what is unknown ends no call, and its time passes"
    assert case["missing_amount"]["value"] is None and case["missing_amount"]["missing"]


async def test_a_day_on_which_the_exchange_closes_unplanned_moves_the_deadline_and_is_told(
    desk: Desk,
) -> None:
    desk.sweep()
    with desk.firm.context.transaction() as session:
        session.add(FirmParameter.of(name="unplanned_closures", value=["2026-11-23"], shown=False))
    desk.firm.now += timedelta(minutes=5)
    desk.sweep("intraday")
    case = await desk.case("demo-call")
    assert case["deadline"] == "2026-11-24T15:00:00+08:00"
    assert "deadline" in [each["what"] for each in case["timeline"]]
    moved = [each for each in case["notices"] if each["kind"] == "deadline_moved"]
    assert moved and {each["deadline"] for each in moved} == {case["deadline"]}, "told once, by each channel"
    before = desk.counted()
    desk.sweep("intraday")
    assert desk.counted() == before


async def test_a_deadline_that_passes_is_told_and_put_before_a_person_once_the_notice_arrived(
    desk: Desk,
) -> None:
    desk.sweep()
    desk.day(23, 15, 1, "1.00")
    assert run_clock(desk.firm.context, desk.firm.now) >= 1
    case = await desk.case("demo-call")
    assert case["state"] == "overdue"
    proposals = await (await desk.firm.signed_in("demo-risk")).proposals(
        "liquidation", "proposed", "demo-call"
    )
    told = [each["kind"] for each in case["notices"]]
    assert "liquidation" in told
    desk.firm.now += timedelta(minutes=1)
    desk.delivered()
    run_clock(desk.firm.context, desk.firm.now)
    later = await (await desk.firm.signed_in("demo-risk")).proposals("liquidation", "proposed", "demo-call")
    assert len(proposals) <= 1 and len(later) == 1
    run_clock(desk.firm.context, desk.firm.now)
    assert await (await desk.firm.signed_in("demo-risk")).proposals("liquidation", None, "demo-call") == later


async def test_a_call_that_was_not_served_never_becomes_overdue(desk: Desk) -> None:
    desk.sweep()
    with desk.firm.context.transaction() as session:
        session.get_one(SentNotice, "demo-call-notice-1").delivered_at = None
    desk.day(24, 9, 0, "1.00")
    run_clock(desk.firm.context, desk.firm.now)
    assert (await desk.case("demo-call"))["state"] == "called"


def test_sweeping_twice_and_in_two_at_once_is_sweeping_once(desk_on_either: Desk) -> None:
    desk = desk_on_either
    desk.day(23, 15, 40, "0.85")
    there = desk.counted()["margin_calls"]
    with ThreadPoolExecutor(3) as pool:
        found = [each.result() for each in [pool.submit(sweep, desk.firm.context, "close") for _ in range(3)]]
    assert sum(each.done.opened for each in found) == desk.counted()["margin_calls"] - there >= 2
    before = desk.counted()
    assert desk.sweep().done.opened == 0
    assert desk.counted() == before and desk.sound()
    assert before["outbox"] == before["sent_notices"] - inbox(desk) - seeded(desk)


def inbox(desk: Desk) -> int:
    """The notices that went into our own inbox, which need no message."""
    with desk.firm.context.transaction(writes=False) as session:
        rows = session.exec(select(SentNotice).where(SentNotice.sha256 != None))  # noqa: E711
        return sum(row.channel == "app" for row in rows)


def seeded(desk: Desk) -> int:
    """The notices of before, which were never ours to carry."""
    with desk.firm.context.transaction(writes=False) as session:
        return len(session.exec(select(SentNotice).where(SentNotice.sha256 == None)).all())  # noqa: E711


@pytest.mark.parametrize("user", ["demo-agent", "demo-supervisor"])
async def test_a_watch_task_is_done_by_whoever_looks_after_the_client(desk: Desk, user: str) -> None:
    desk.day(23, 10, 30, "0.90")
    desk.sweep("intraday")
    client = await desk.firm.signed_in(user)
    tasks = await client.call_tasks()
    assert tasks
    done = await client.call_task_done("k", tasks[0]["id"])
    assert (done["done_by"], done["done_at"]) == (user, "2026-11-23T10:30:00+08:00")
    assert tasks[0]["id"] not in [each["id"] for each in await client.call_tasks()]
    with desk.firm.context.transaction(writes=False) as session:
        assert session.get_one(CallTask, tasks[0]["id"]).done_at == at(23, 10, 30)
