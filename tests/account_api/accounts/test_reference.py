"""The demo clients booked in Hong Kong and the United States: their own measures, labelled reference."""

import json
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from account_api.client import AccountClient, AccountError


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


@pytest.mark.parametrize(
    ("user", "place", "currency", "measure", "shown", "band"),
    [
        ("demo-hk", "HK", "HKD", "loan_to_marginable_value", "107.85%", "call"),
        ("demo-us", "US", "USD", "equity_ratio", "36.11%", "call"),
    ],
)
async def test_figures_are_those_of_the_place_and_say_that_they_are_for_reference(
    firm: Any, user: str, place: str, currency: str, measure: str, shown: str, band: str
) -> None:
    me = await firm.signed_in(user)
    account, sheet = await me.account(user), await me.figures(user)
    assert (account["jurisdiction"], account["currency"], account["terms"]) == (place, currency, None)
    reference = sheet["reference"]
    assert reference is not None and "仅供参考" in reference["label"]["zh"]
    assert (reference["measure"], sheet["band"]) == (measure, band)
    assert sheet["figures"][measure]["display"] == shown
    assert not {"maintenance_ratio", "available_margin"} & set(sheet["figures"])
    assert reference["lines"]


@pytest.mark.parametrize(
    ("user", "amounts"),
    [
        ("demo-hk", ("24000", "40000", "60000", "34285.7142857143", "80000")),
        ("demo-us", ("2800", "4666.6666666667", "7000", "4666.6666666667", "7000")),
    ],
)
async def test_cures_are_in_the_currency_of_the_place_and_without_a_deadline(
    firm: Any, user: str, amounts: tuple[str, ...]
) -> None:
    me = await firm.signed_in(user)
    found = await me.cures(user)
    assert tuple(cure["amount"]["value"] for cure in found["cures"]) == amounts
    assert found["call"] is None and {cure["counts_from"] for cure in found["cures"]} == {None}


@pytest.mark.parametrize("target", ["much", "0"])
async def test_a_target_that_is_none_is_refused(firm: Any, target: str) -> None:
    me = await firm.signed_in("demo-hk")
    with pytest.raises(AccountError) as refused:
        await me.cures("demo-hk", target)
    assert refused.value.problem["errors"][0]["field"] == "target"


async def test_new_york_is_reported_the_morning_after(firm: Any) -> None:
    hong_kong, new_york = await firm.signed_in("demo-hk"), await firm.signed_in("demo-us")
    assert (await hong_kong.figures("demo-hk"))["price_time"] == "2026-11-20T16:00:00+08:00"
    assert (await new_york.figures("demo-us"))["price_time"] == "2026-11-20T05:00:00+08:00"
    days = (await new_york.history("demo-us"))["reference_days"]
    assert [day["date"] for day in days] == ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"]
    assert days[-1]["measure"]["name"] == "equity_ratio" and days[0]["band"] == "warning"


async def test_positions_show_no_conversion_rate(firm: Any) -> None:
    me = await firm.signed_in("demo-us")
    held = (await me.positions("demo-us"))["holdings"]
    assert [(row["security"], row["market_value"], row["conversion_rate"]) for row in held] == [
        ("AAPL", "48000", None),
        ("KO", "24000", None),
    ]
    hong_kong = await (await firm.signed_in("demo-hk")).positions("demo-hk")
    assert len(hong_kong["holdings"]) == 2 and hong_kong["cash"] == "0"


@pytest.mark.parametrize(
    ("user", "measure"), [("demo-hk", "loan_to_marginable_value"), ("demo-us", "equity_ratio")]
)
async def test_before_the_first_book_the_ratio_is_indeterminate_and_says_so(
    firm: Any, user: str, measure: str
) -> None:
    me = await firm.signed_in(user)
    sheet = await me.figures(user, date(2026, 11, 2))
    assert sheet["band"] == "indeterminate"
    assert sheet["figures"][measure]["missing"] == ["account_day<=2026-11-02"]
    assert (await me.cures(user, as_of=date(2026, 11, 2)))["cures"] == []
    assert (await me.positions(user, date(2026, 11, 2)))["holdings"] == []


async def test_the_desk_shows_the_band_and_no_ratio_of_the_mainland(firm: Any) -> None:
    desk = await firm.signed_in("demo-agent2")
    rows = {row["client_id"]: row for row in await desk.desk_clients("demo-hk")}
    assert (rows["demo-hk"]["band"], rows["demo-hk"]["maintenance_ratio"]) == ("call", None)


async def test_a_short_position_has_a_quantity_below_zero(own_firm: Any) -> None:
    book = {
        "jurisdiction": "US",
        "as_of": "2026-11-19",
        "debit": "0",
        "credit": "7500",
        "short": [{"security": "KO", "quantity": 50, "price": None}],
    }
    with own_firm.context.transaction() as session:
        statement = text("UPDATE reference_books SET book = :book WHERE account_id = 'demo-us-margin'")
        session.execute(statement, {"book": json.dumps(book)})
    me = await own_firm.signed_in("demo-us")
    positions = await me.positions("demo-us")
    assert positions["holdings"][0]["quantity"] == -50 and positions["holdings"][0]["price"] is None
    assert (await me.figures("demo-us"))["figures"]["equity_ratio"]["missing"] == ["KO.price"]


@pytest.fixture
def http(firm: Any) -> httpx.AsyncClient:
    client: AccountClient = firm.client
    return client.http


async def test_rules_of_another_place_and_of_another_day_over_http(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/api/v1/rules?jurisdiction=US")).json()
    assert len(listed) >= 35 and "reference" in listed[0]["reference"]["en"]
    one = (await http.get("/api/v1/rules/maintenance_long_min?jurisdiction=US&as_of=2026-11-20")).json()
    assert (one["param"], one["in_force"]["value"]) == ("maintenance_long", "0.25")
    known = "/api/v1/rules/financing_margin_ratio?as_of=2026-02-02&known_on=2026-01-10"
    assert (await http.get(known)).json()["in_force"]["value"] == "0.80"
    changed = (await http.get("/api/v1/rules/financing_margin_ratio/changes?as_of=2024-01-01")).json()
    assert [each["direction"] for each in changed["changes"]] == ["introduced", "tightened", "loosened"]
    assert "reference" not in changed
    assert (await http.get("/api/v1/rules?jurisdiction=JP")).status_code == 422
    assert (await http.get("/api/v1/rules/lot_size/changes?jurisdiction=HK")).status_code == 404
    assert (await http.get("/api/v1/rules/lot_size/changes?colour=red")).status_code == 422
