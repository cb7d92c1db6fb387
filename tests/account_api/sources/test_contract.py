"""One contract for every source, run over the embedded ledger and over the firm's own system by HTTP."""

from datetime import datetime
from typing import Any

import pytest

from account_api.feed.contract import TICK
from account_api.feed.event_kinds import EVENT
from account_api.sources.http import HttpSource
from account_api.sources.ledger import LedgerSource
from account_api.sources.ports import AccountSource, PriceSource
from tests.account_api.feed.sending import event, send
from tests.account_api.sources.example_system import ExampleSystem, serving

EVENTS = (
    event(1, "cash_in", amount="100"),
    event(2, "fee", amount="5", at="2026-11-19T10:00:00+08:00"),
    event(3, "cash_out", amount="50"),
)
PRICES = {
    "600519.SH": {"code": "600519.SH", "at": "2026-11-20T15:00:00+08:00", "price": "1480"},
    "510300.SH": {"code": "510300.SH", "at": "2026-11-20T15:00:00+08:00", "price": "3.9"},
}


@pytest.fixture(params=["ledger", "http"])
async def sources(request: pytest.FixtureRequest, firm: Any) -> Any:
    """Both know the same events and prices."""
    if request.param == "ledger":
        await send(firm, *EVENTS)
        yield LedgerSource(firm.context, of="core")
        return
    with serving(ExampleSystem({"demo-call": EVENTS}, PRICES)) as url:
        yield HttpSource("firm", url, timeout_s=5)


async def test_events_come_in_order_without_a_gap_and_once(sources: AccountSource) -> None:
    whole = sources.events("demo-call", 0)
    assert [each["sequence"] for each in whole] == [1, 2, 3]
    assert [dict(each) for each in sources.events("demo-call", 1)] == [dict(each) for each in whole[1:]]
    assert list(sources.events("demo-call", 3)) == []


async def test_an_event_is_what_a_feeder_would_send(sources: AccountSource) -> None:
    for sent in sources.events("demo-call", 0):
        read = EVENT.validate_python(dict(sent))
        assert read.client_id == "demo-call" and read.at.tzinfo is not None


async def test_of_an_unknown_client_nothing_is_known(sources: AccountSource) -> None:
    assert list(sources.events("nobody/../demo-call", 0)) == []


async def test_prices_are_the_newest_of_what_is_known(sources: PriceSource) -> None:
    ticks = [TICK.validate_python(dict(each)) for each in sources.prices(("600519.SH", "999999.SH"))]
    assert [(each.code, str(each.price)) for each in ticks] == [("600519.SH", "1480")]
    assert ticks[0].at == datetime.fromisoformat("2026-11-20T15:00:00+08:00")
    assert list(sources.prices(())) == []


def test_the_two_are_told_apart_by_name(firm: Any) -> None:
    names = {LedgerSource(firm.context, of="core").name, HttpSource("firm", "http://127.0.0.1:9", 1).name}
    assert names == {"ledger", "firm"}
