"""An earlier price stands in while its day is open, and for what is suspended; nowhere else, and never unsaid."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from account_api.accounts import whole_book
from account_api.market.quotes import quotes
from account_api.snapshots.service import freeze, thawed
from risk.evaluation import evaluate
from tests.account_api.feed.sending import event, send, whole
from tests.account_api.margin_calls.test_book_columns import compared

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
HELD, OTHER = "600519.SH", "000858.SZ"
CLOSE = "2026-11-20T15:00:00+08:00"


def at(firm: Any, instant: str) -> None:
    firm.now = datetime.fromisoformat(f"{instant}+08:00")


async def tick(firm: Any, code: str, instant: str, price: str) -> Any:
    feeder = await firm.signed_in("demo-feeder")
    return await feeder.send_prices("m", [{"code": code, "at": f"{instant}+08:00", "price": price}])


async def sheet(firm: Any, client: str = "demo-call", **more: Any) -> Any:
    return await (await firm.signed_in(client)).figures(client, **more)


async def test_the_first_tick_of_a_day_leaves_every_figure_and_says_what_is_of_friday(either: Any) -> None:
    at(either, "2026-11-23T09:31:00")
    before = await sheet(either)
    await tick(either, HELD, "2026-11-23T09:30:30", "1490.00")
    after = await sheet(either)
    ratio = after["figures"]["maintenance_ratio"]
    assert ratio["value"] is not None and after["band"] != "indeterminate"
    assert after["prices_before"] >= 2 and before["prices_before"] == 0
    assert {each["why"] for each in after["stand_ins"]} == {"session_before"}
    assert HELD not in {each["security"] for each in after["stand_ins"]}
    assert after["price_time"] == ratio["price_time"] == CLOSE, "no newer than its oldest price"
    assert after["newest_price_time"] == "2026-11-23T09:30:30+08:00" and before["newest_price_time"] == CLOSE
    times = {each["source"].split()[0]: each["time"] for each in after["figures"]["total_assets"]["inputs"]}
    assert times[HELD] == "2026-11-23T09:30:30+08:00" and times[OTHER] == CLOSE
    assert whole(either)


async def test_a_day_that_begins_with_an_event_is_valued_at_fridays_prices(firm: Any) -> None:
    at(firm, "2026-11-23T08:30:00")
    before = await sheet(firm)
    await send(firm, event(1, "cash_in", at="2026-11-23T08:29:00+08:00", amount="50000.00"))
    after = await sheet(firm)
    gained = [float(each["figures"]["total_assets"]["value"]) for each in (before, after)]
    assert gained[1] - gained[0] == 50000 and after["prices_before"] >= 3 and not after["stale"]


async def test_on_a_weekend_the_coming_session_is_the_open_one(firm: Any) -> None:
    at(firm, "2026-11-21T10:00:00")
    await send(firm, event(1, "cash_in", at="2026-11-21T09:59:00+08:00", amount="50000.00"))
    coming = await sheet(firm, as_of=MONDAY)
    assert coming["figures"]["maintenance_ratio"]["value"] is not None and coming["prices_before"] >= 3


async def test_once_the_session_has_closed_a_missing_price_is_unknown(firm: Any) -> None:
    at(firm, "2026-11-23T14:59:00")
    await tick(firm, HELD, "2026-11-23T14:58:00", "1490.00")
    assert (await sheet(firm))["prices_before"] >= 2
    assert (await sheet(firm))["stale"], "four hours of trading without a price are too long"
    at(firm, "2026-11-23T15:00:00")
    after = await sheet(firm)
    assert after["band"] == "indeterminate" and after["prices_before"] == 0
    assert f"{OTHER}.price" in after["figures"]["maintenance_ratio"]["missing"]


async def test_past_days_stay_and_a_price_older_than_the_session_before_does_not_stand_in(firm: Any) -> None:
    past = await sheet(firm, as_of=date(2026, 11, 19))
    with firm.context.transaction() as session:
        session.execute(text(f"DELETE FROM prices WHERE code = '{OTHER}' AND day = '2026-11-20'"))
    assert (await sheet(firm))["band"] == "indeterminate"
    at(firm, "2026-11-23T09:31:00")
    await tick(firm, HELD, "2026-11-23T09:30:30", "1490.00")
    assert f"{OTHER}.price" in (await sheet(firm))["figures"]["maintenance_ratio"]["missing"]
    assert await sheet(firm, as_of=date(2026, 11, 19)) == past


async def test_a_suspended_security_keeps_its_last_price_after_the_close_too(firm: Any) -> None:
    with firm.context.transaction() as session:
        session.execute(text(f"DELETE FROM prices WHERE code = '{OTHER}' AND day >= '2026-11-19'"))
        session.execute(text(f"UPDATE security_terms SET status = 'suspended' WHERE code = '{OTHER}'"))
    found = await sheet(firm)
    (held,) = found["stand_ins"]
    assert (held["security"], held["why"], held["confidence"]) == (OTHER, "suspended", "firm-set")
    assert held["price_time"] < "2026-11-19" and found["prices_before"] == 0
    assert found["figures"]["maintenance_ratio"]["value"] is not None and found["price_time"] == CLOSE
    sources = [each["source"] for each in found["figures"]["total_assets"]["inputs"]]
    assert any(each.startswith(OTHER) and "firm-set" in each for each in sources)


async def test_the_whole_book_and_what_is_frozen_follow_the_same_rule(either: Any) -> None:
    at(either, "2026-11-23T09:31:00")
    await tick(either, HELD, "2026-11-23T09:30:30", "1490.00")
    ctx = either.context
    with ctx.transaction() as session:
        (view,) = whole_book.views(session, MONDAY, clients=["demo-call"])
        assert view.snapshot is not None and len(view.stand_ins()) >= 2
        told = evaluate(view.snapshot, ctx.rules)
        kept = thawed(freeze(ctx, session, "demo-call", view.snapshot, "call", ctx.clock.now()))
        assert evaluate(kept, ctx.rules).figures["available_margin"].trace_id == (
            told.figures["available_margin"].trace_id
        )
    alone = await sheet(either)
    assert told.figures["maintenance_ratio"].trace_id == alone["figures"]["maintenance_ratio"]["trace_id"]
    accounts, otherwise = compared(either)
    assert accounts >= 8 and otherwise == []


@pytest.mark.parametrize(
    "opens", [lambda ctx: ctx.transaction(False), lambda ctx: ctx.database.transaction(False)]
)
def test_a_session_without_a_moment_sees_every_day_as_over(firm: Any, opens: Callable[[Any], Any]) -> None:
    at(firm, "2026-11-23T09:31:00")
    with opens(firm.context) as session:
        found = quotes(session, MONDAY, [HELD, OTHER])
        assert bool(found) == ("moment" in session.info)
        assert len(quotes(session, FRIDAY, [HELD, OTHER])) == 2
