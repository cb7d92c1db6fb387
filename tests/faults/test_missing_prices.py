"""A price that did not arrive: nothing of yesterday stands in for it, and nothing unknown is called safe."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from account_api.app import create_app
from account_api.client import AccountClient
from account_api.settings import Settings


@pytest.fixture
def app(home: Path) -> Iterator[FastAPI]:
    made = create_app(Settings(home=home))
    yield made
    made.state.context.database.dispose()


async def signed_in(app: FastAPI, user: str) -> AccountClient:
    client = AccountClient.in_process(app)
    return client.as_token((await client.demo_sign_in(user)).token)


async def test_one_missing_price_makes_the_ratio_indeterminate_and_is_named(app: FastAPI) -> None:
    me = await signed_in(app, "demo-missing")
    found = await me.figures("demo-missing")
    ratio = found["figures"]["maintenance_ratio"]
    assert (found["band"], ratio["value"], ratio["display"]) == ("indeterminate", None, "—")
    assert ratio["missing"] == ["301236.SZ.price"]
    assert found["figures"]["total_liabilities"]["value"] is not None
    yesterday = await me.figures("demo-missing", as_of=date(2026, 11, 19))
    assert yesterday["figures"]["maintenance_ratio"]["display"] == "283.28%"


async def test_its_position_is_listed_without_a_value(app: FastAPI) -> None:
    positions = await (await signed_in(app, "demo-missing")).positions("demo-missing")
    values = {row["security"]: (row["price"], row["market_value"]) for row in positions["holdings"]}
    assert values == {"301236.SZ": (None, None), "600276.SH": ("63.2", "252800")}


async def test_when_no_price_of_today_came_nothing_is_valued_at_yesterdays(app: FastAPI) -> None:
    with app.state.context.transaction() as session:
        session.execute(text("DELETE FROM prices WHERE day = '2026-11-20'"))
    for user in ("demo-call", "demo-safe"):
        me = await signed_in(app, user)
        found = await me.figures(user)
        assert found["band"] == "indeterminate"
        assert found["price_time"] is None
        assert len(found["figures"]["maintenance_ratio"]["missing"]) >= 4
        call = (await me.cures(user))["call"]
        kept = "2026-11-20" if user == "demo-call" else None  # made on an account that had its prices
        assert (call and call["called_on"]) == kept
