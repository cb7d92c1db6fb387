"""What turns out late about a contract: where it began, on which terms, and at which price its fee was counted."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.account_api.feed.sending import BUY, event, lines, send, whole

OPENED = {**BUY, "contract": "NEW-1", "security": "600519.SH", "quantity": 100, "annual_rate": "0.0720"}
SHORT = {
    "contract": "SH-1",
    "security": "600036.SH",
    "quantity": 1000,
    "price": "36.00",
    "annual_rate": "0.10",
    "margin_ratio": "0.50",
    "fee_basis": "market_value",
}


def day(number: int) -> date:
    return date(2026, 11, number)


def move(firm: Any, instant: str) -> None:
    firm.now = firm.wall = datetime.fromisoformat(f"{instant}+08:00")


async def test_a_late_opening_lets_its_contract_begin_earlier_and_bear_interest_from_then(
    either: Any,
) -> None:
    await send(either, event(1, "margin_buy", **OPENED))
    taken = await send(either, event(2, "margin_buy", at="2026-11-17T10:00:00+08:00", **OPENED))
    assert taken["late"] == ["demo-call-2"]
    interest = [lines(either, day=day(each)).get("interest NEW-1", 0) for each in (17, 18, 19, 20)]
    assert interest == [0, 30, 60, 90], "150,000 at 7.2 % for a day is 30"
    assert lines(either)["amount NEW-1"] == 300_000 and whole(either)
    move(either, "2026-11-23T10:00:00")
    await send(either, event(3, "cash_in", at="2026-11-23T09:59:00+08:00", amount="1.00"))
    assert lines(either)["interest NEW-1"] == 270, "three days of both" and whole(either)


@pytest.mark.parametrize(
    ("name", "other"),
    [("annual_rate", "0.010"), ("due", "2027-01-20"), ("margin_ratio", "0.80")],
)
async def test_a_further_opening_on_other_terms_is_refused_by_the_term(
    firm: Any, name: str, other: str
) -> None:
    await send(firm, event(1, "margin_buy", **OPENED))
    before = lines(firm)
    taken = await send(firm, event(2, "margin_buy", **{**OPENED, name: other}))
    (refused,) = taken["refused"]
    assert [each["field"] for each in refused["problem"]["errors"]] == [name]
    assert lines(firm) == before
    unsaid = {key: value for key, value in OPENED.items() if key != "due"}
    assert (await send(firm, event(2, "margin_buy", **unsaid)))["applied"] == ["demo-call-2"]


async def test_so_it_is_for_another_fee_basis(firm: Any) -> None:
    await send(firm, event(1, "short_sell", **SHORT))
    taken = await send(firm, event(2, "short_sell", **{**SHORT, "fee_basis": "proceeds"}))
    assert taken["refused"][0]["problem"]["errors"][0]["field"] == "fee_basis"


async def test_a_fee_on_market_value_is_counted_again_when_an_earlier_price_changes(either: Any) -> None:
    await send(either, event(1, "short_sell", at="2026-11-18T10:00:00+08:00", **SHORT))
    before = [lines(either, day=day(each)).get("interest SH-1", 0) for each in (19, 20)]
    feeder = await either.signed_in("demo-feeder")
    late = {"code": "600036.SH", "at": "2026-11-19T15:00:01+08:00", "price": "39.60"}
    assert (await feeder.send_prices("m", [late]))["late"]
    after = [lines(either, day=day(each)).get("interest SH-1", 0) for each in (19, 20)]
    assert after[0] == before[0] > 0
    assert after[1] - after[0] == 11, "39,600 at 10 % for a day is 11"
    assert after[1] != before[1] and whole(either)


async def test_a_day_without_a_price_costs_what_the_last_known_price_makes_it(firm: Any) -> None:
    await send(firm, event(1, "short_sell", at="2026-11-20T10:00:00+08:00", **SHORT))
    fees = []
    for number in (23, 24):
        move(firm, f"2026-11-{number}T09:00:00")
        await send(firm, event(number - 21, "cash_in", at=f"2026-11-{number}T08:59:00+08:00", amount="1"))
        fees.append(lines(firm)["interest SH-1"])
    assert fees[0] > 0 and (fees[1] - fees[0]) * 3 == pytest.approx(fees[0], abs=1)
    assert whole(firm)


async def test_what_is_refused_is_said_in_words_and_amounts_of_people(firm: Any) -> None:
    taken = await send(firm, event(1, "cash_out", amount="99999999999.00"))
    problem = taken["refused"][0]["problem"]
    assert problem["errors"][0]["field"] == "cash"
    assert problem["detail_zh"] == "2026年11月20日现金不足，还差 99,999,953,999.00 元。"
    assert problem["detail"] == "On 2026-11-20 99,999,953,999.00 more would be needed: cash."
