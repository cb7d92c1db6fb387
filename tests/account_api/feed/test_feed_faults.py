"""Feeders at once, a locked database, a death half-way: nothing is lost, nothing twice, nothing half-written."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from account_api.client import AccountError
from account_api.feed import booking, prices, service
from account_api.feed.contract import EventsCreate, EventsPublic, PricesCreate
from tests.account_api.feed.sending import event, lines, send, whole


def take(firm: Any, source: str, *events: dict[str, Any]) -> EventsPublic:
    with firm.context.transaction() as session:
        return service.take(firm.context, session, "demo-feeder", EventsCreate(source=source, events=events))


def at_once(*work: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(work)) as pool:
        return [each.result() for each in [pool.submit(one) for one in work]]


def test_two_feeders_with_the_same_events_work_them_in_once(either: Any) -> None:
    sent = [event(n, "cash_in", amount="1") for n in range(1, 9)]
    answers = at_once(*[lambda: take(either, "core", *sent)] * 4)
    assert sorted(len(answer.applied) for answer in answers) == [0, 0, 0, 8]
    assert sorted(len(answer.known) for answer in answers) == [0, 8, 8, 8]
    assert lines(either)["cash"] == 46008 and whole(either)


def test_two_sources_of_one_account_and_of_several_take_turns(either: Any) -> None:
    def feeding(source: str, clients: tuple[str, str]) -> Callable[[], Any]:
        def work() -> None:
            for n in range(1, 5):
                events = [event(n, "cash_in", client=client, amount="1") for client in clients]
                assert len(take(either, source, *events).applied) == 2

        return work

    pair = ("demo-call", "demo-safe")
    at_once(feeding("one", pair), feeding("two", (pair[1], pair[0])), feeding("three", pair))
    assert lines(either)["cash"] == 46012 and lines(either, "demo-safe")["cash"] == 420012
    assert whole(either)


def test_of_two_prices_at_once_the_newer_is_the_days(either: Any) -> None:
    def give(minute: int) -> Callable[[], Any]:
        tick = {"code": "600519.SH", "at": f"2026-11-20T15:{minute}:00+08:00", "price": f"14{minute}.00"}

        def work() -> None:
            with either.context.transaction() as session:
                batch = PricesCreate(source=f"market-{minute}", prices=[tick])
                prices.take(either.context, session, "demo-feeder", batch)

        return work

    at_once(*[give(minute) for minute in (11, 40, 12, 39, 13, 38)])
    shown = asyncio.run(_positions(either))
    assert {row["security"]: row["price"] for row in shown["holdings"]}["600519.SH"] == "1440"
    assert whole(either)


async def _positions(firm: Any) -> Any:
    return await (await firm.signed_in("demo-call")).positions("demo-call")


async def test_a_database_that_stays_locked_fails_the_batch_whole(
    sqlite_firm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("account_api.db.BUSY_TIMEOUT_MS", 50)
    sqlite_firm.context.database.dispose()
    rival = sqlite3.connect(sqlite_firm.context.home.root / "account.db", isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        take(sqlite_firm, "core", event(1, "cash_in", amount="5"))
    rival.execute("ROLLBACK")
    rival.close()
    assert lines(sqlite_firm)["cash"] == 46000 and whole(sqlite_firm)
    assert (await send(sqlite_firm, event(1, "cash_in", amount="5")))["applied"] == ["demo-call-1"]
    sqlite_firm.context.database.dispose()


def test_a_death_half_way_leaves_the_batch_undone(either: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    done = booking.apply

    def dies_at_the_third(calendar: Any, session: Any, source: str, account: Any, happened: Any) -> bool:
        late = done(calendar, session, source, account, happened)
        if happened.sequence == 3:
            raise MemoryError
        return late

    sent = [event(n, "cash_in", amount="1") for n in (1, 2, 3, 4)]
    monkeypatch.setattr(booking, "apply", dies_at_the_third)
    with pytest.raises(MemoryError):
        take(either, "core", *sent)
    assert lines(either)["cash"] == 46000 and whole(either)
    monkeypatch.undo()
    assert len(take(either, "core", *sent).applied) == 4
    assert lines(either)["cash"] == 46004 and whole(either)


def test_a_gap_that_never_closes_does_not_fill_the_disk(firm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 3)
    answer = take(firm, "core", *[event(n, "cash_in", amount="1") for n in range(2, 7)])
    assert len(answer.waiting) == 3
    codes = [each.problem["errors"][0]["code"] for each in answer.refused]
    assert codes == ["too_many_waiting", "after_refused"] and whole(firm)


async def test_a_figure_that_is_read_while_it_is_fed_is_of_one_moment(firm: Any) -> None:
    """Cash goes into collateral and back: whoever reads in between sees the one or the other, never both or none."""
    me = await firm.signed_in("demo-call")
    seen: set[str] = set()

    async def read() -> None:
        for _ in range(12):
            seen.add((await me.figures("demo-call"))["figures"]["total_assets"]["value"])

    async def feed() -> None:
        for n in range(1, 13, 2):
            trade = {"security": "600519.SH", "quantity": 10, "price": "1480.00"}
            await send(firm, event(n, "buy", **trade), event(n + 1, "sell", **trade))

    await asyncio.gather(read(), feed())
    assert seen == {"1280000"} and whole(firm)


@pytest.mark.parametrize("source", ["ledger", "liquidation"])
async def test_nobody_sends_in_the_name_of_the_service_itself(firm: Any, source: str) -> None:
    """What a sale brought is booked under a name of its own; an event put between its entries would hold up the next."""
    with pytest.raises(AccountError) as events:
        await send(firm, event(3, "cash_in", amount="1.00"), source=source)
    with pytest.raises(AccountError) as prices:
        await (await firm.signed_in("demo-feeder")).send_prices(source, [])
    assert [each.value.status for each in (events, prices)] == [422, 422]
