"""Prices: every tick is kept, the newest of a day is the day's price, late ones are marked, a new day opens with the first."""

from datetime import date, timedelta
from typing import Any

import pytest

from account_api.client import NotAllowed
from tests.account_api.feed.sending import lines, whole

MAOTAI = "600519.SH"


def tick(at: str, price: str, code: str = MAOTAI) -> dict[str, str]:
    return {"code": code, "at": at, "price": price}


async def give(firm: Any, *ticks: dict[str, str], source: str = "market") -> Any:
    return await (await firm.signed_in("demo-feeder")).send_prices(source, ticks)


async def value(firm: Any) -> str:
    shown = await (await firm.signed_in("demo-call")).positions("demo-call")
    (held,) = (row for row in shown["holdings"] if row["security"] == MAOTAI)
    price: str = held["price"]
    return price


async def test_a_newer_tick_is_the_price_at_once_and_an_older_one_is_kept(either: Any) -> None:
    newer, older = tick("2026-11-20T15:20:00+08:00", "1600.00"), tick("2026-11-20T15:10:00+08:00", "1550.00")
    assert (await give(either, newer))["applied"] == [f"{MAOTAI}@2026-11-20T15:20:00+08:00"]
    late = await give(either, older)
    assert late["late"] == [f"{MAOTAI}@2026-11-20T15:10:00+08:00"] and not late["applied"]
    assert await value(either) == "1600"
    assert (await give(either, newer, older))["known"] == [
        *late["late"],
        f"{MAOTAI}@2026-11-20T15:20:00+08:00",
    ]
    sheet = await (await either.signed_in("demo-call")).figures("demo-call")
    assert (sheet["price_time"], sheet["price_source"]) == ("2026-11-20T15:20:00+08:00", "market")
    assert whole(either)


async def test_a_price_of_an_earlier_day_is_that_days_and_marked_late(either: Any) -> None:
    found = await give(either, tick("2026-11-19T15:30:00+08:00", "1501.00"))
    assert found["applied"] == found["late"] != []
    assert await value(either) == "1480"
    me = await either.signed_in("demo-call")
    earlier = await me.positions("demo-call", date(2026, 11, 19))
    assert {row["security"]: row["price"] for row in earlier["holdings"]}[MAOTAI] == "1501"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (tick("2026-11-20T15:20:00+08:00", "1.00", "999999.SH"), "unknown"),
        (tick("2026-11-20T16:31:00+08:00", "1.00"), "in_future"),
        (tick("2026-11-15T10:00:00+08:00", "1.00"), "no_session"),
        (tick("2026-11-20T15:20:00+08:00", "0"), "greater_than"),
        (tick("2026-11-20T15:20:00+08:00", "NaN"), "finite_number"),
        (tick("2026-11-20T15:20:00", "1.00"), "timezone_aware"),
        (tick("2026-11-20T15:20:00+08:00", "1.00", "6" * 13), "string_too_long"),
        ({"code": MAOTAI}, "missing"),
    ],
)
async def test_a_wrong_tick_is_refused_by_name_and_the_others_count(firm: Any, sent: Any, code: str) -> None:
    good = tick("2026-11-20T15:20:00+08:00", "1600.00")
    found = await give(firm, sent, good)
    assert [each["problem"]["errors"][0]["code"] for each in found["refused"]] == [code]
    assert len(found["applied"]) == 1 and await value(firm) == "1600"


async def test_the_same_instant_with_another_price_is_refused(firm: Any) -> None:
    await give(firm, tick("2026-11-20T15:20:00+08:00", "1600.00"))
    found = await give(firm, tick("2026-11-20T15:20:00+08:00", "1601.00"))
    assert found["refused"][0]["problem"]["errors"][0]["code"] == "contradicts"
    assert await value(firm) == "1600"


async def test_the_first_price_of_a_day_carries_who_holds_it_into_the_day(either: Any) -> None:
    either.now += timedelta(days=3)
    friday = lines(either)
    await give(either, tick("2026-11-23T09:30:00+08:00", "1480.00"))
    monday = lines(either)
    assert monday["cash"] == friday["cash"] and monday["interest CALL-F1"] > friday["interest CALL-F1"]
    sheet = await (await either.signed_in("demo-call")).figures("demo-call")
    assert "000858.SZ.price" in sheet["figures"]["maintenance_ratio"]["missing"], (
        "it had none until the close"
    )
    assert whole(either)


async def test_only_a_feeder_sends_prices(firm: Any) -> None:
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-risk")).send_prices("market", [])
