"""How old data are, in trading time, and what a firm makes of it: marked, or not shown."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from account_api.client import AccountError
from account_api.market import queries as market
from account_api.settings import Settings
from account_api.sources.trading_time import trading_seconds
from risk.sessions import cn_calendar
from tests.account_api.feed.sending import event, send
from tests.scale import trying

HOUR = 3600


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+08:00")


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("20T15:00", "20T16:30", 0),
        ("20T15:00", "23T09:30", 0),
        ("20T14:00", "23T10:30", 2),
        ("20T09:00", "20T16:00", 4),
        ("20T11:00", "20T13:30", 1),
        ("16T09:30", "20T15:00", 20),
        ("20T12:00", "20T11:00", 0),
        ("21T10:00", "22T10:00", 0),
    ],
)
def test_only_the_hours_of_the_exchange_count(since: str, until: str, hours: int) -> None:
    assert trading_seconds(cn_calendar(), at(since), at(until)) == hours * HOUR


MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: at("01T00:00") + timedelta(minutes=minutes))


@trying(60)
@given(moments=st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_trading_time_adds_up(moments: tuple[datetime, datetime, datetime]) -> None:
    first, second, third = sorted(moments)
    calendar = cn_calendar()
    whole = trading_seconds(calendar, first, third)
    assert whole == trading_seconds(calendar, first, second) + trading_seconds(calendar, second, third)
    assert 0 <= whole <= (third - first).total_seconds()


def test_what_is_too_long_ago_is_not_counted_day_by_day() -> None:
    ages = {
        trading_seconds(cn_calendar(), at("20T15:00").replace(year=year), at("20T15:00"))
        for year in (2014, 2020)
    }
    assert len(ages) == 1 and min(ages) > 300 * HOUR


async def told(firm: Any, as_of: date | None = None) -> Any:
    return await (await firm.signed_in("demo-call")).figures("demo-call", as_of)


def setting(firm: Any, freshness: str) -> None:
    settings = firm.context.settings.model_copy(update={"freshness": freshness})
    firm.context = firm.app.state.context = replace(firm.context, settings=settings)


async def test_data_grow_stale_in_trading_time_only(firm: Any) -> None:
    sheet = await told(firm)
    assert (sheet["source"], sheet["price_source"], sheet["stale"], sheet["age_s"]) == (
        "ledger",
        "ledger",
        False,
        0,
    )
    firm.now = at("23T09:45")
    assert [(await told(firm))[name] for name in ("stale", "age_s")] == [False, 900]
    firm.now = at("23T09:46")
    assert [(await told(firm))[name] for name in ("stale", "age_s")] == [True, 960]


async def test_a_past_day_is_seen_from_its_own_end(firm: Any) -> None:
    firm.now = at("27T16:00")
    assert (await told(firm, date(2026, 11, 18)))["age_s"] == 0
    assert (await told(firm, date(2026, 12, 31)))["age_s"] == 5 * 4 * HOUR


async def test_a_source_that_is_heard_keeps_its_data_of_the_day_fresh(firm: Any) -> None:
    firm.now = at("23T09:35")
    feeder = await firm.signed_in("demo-feeder")
    await send(firm, event(1, "cash_in", at="2026-11-23T09:31:00+08:00", amount="1"))
    codes = ("600519.SH", "510300.SH", "000858.SZ", "600036.SH", "300750.SZ")
    with firm.context.transaction(writes=False) as session:
        closes = market.prices(session, date(2026, 11, 20), codes)
    instant = "2026-11-23T09:31:00+08:00"
    ticks = [{"code": code, "at": instant, "price": f"{row.price:.2f}"} for code, row in closes.items()]
    await feeder.send_prices("market", ticks)
    firm.now = at("23T10:31")
    assert (await told(firm))["age_s"] == 56 * 60, "from when they were last heard"
    await feeder.send_events("core", [])
    assert (await told(firm))["stale"], "prices are as old as before"
    await feeder.send_prices("market", [])
    sheet = await told(firm)
    assert (sheet["source"], sheet["price_source"], sheet["age_s"]) == ("core", "market", 0)
    firm.now = at("24T10:00")
    await feeder.send_events("core", [])
    assert (await told(firm))["stale"], "nobody has said anything of today"


async def test_a_firm_may_rather_show_nothing(firm: Any) -> None:
    setting(firm, "refuse:900")
    assert not (await told(firm))["stale"]
    firm.now = at("23T10:00")
    me = await firm.signed_in("demo-call")
    for ask in (me.figures, me.positions, me.cures, me.withdrawable):
        with pytest.raises(AccountError) as caught:
            await ask("demo-call")
        assert (caught.value.status, caught.value.problem["type"]) == (503, "/problems/stale")
        assert "ledger" in caught.value.problem["detail"] and "ledger" in caught.value.problem["detail_zh"]
    shown = await me.account("demo-call")
    assert shown["stale"] and shown["terms"], "the contract does not grow old"


async def test_an_account_of_another_place_says_its_age_too(firm: Any) -> None:
    firm.now = at("24T10:00")
    sheet = await (await firm.signed_in("demo-hk")).figures("demo-hk")
    assert sheet["stale"] and sheet["source"] == "ledger"


@pytest.mark.parametrize("wrong", ["mark", "hide:5", "mark:-1", "mark:99999999", "mark:1 "])
def test_a_setting_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(freshness=wrong)
