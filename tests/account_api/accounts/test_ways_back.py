"""The ways back as a client asks for them: a sum, an hour, an order of sales, further securities."""

from datetime import date, datetime
from typing import Any

import pytest

from account_api.client import AccountError

LATE = datetime.fromisoformat("2026-11-20T23:00:00+08:00")


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


async def cures(firm: Any, user: str = "demo-call", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = await (await firm.signed_in(user)).cures(user, **more)
    return found


def totals(found: dict[str, Any]) -> dict[str, Any]:
    return {cure["kind"]: cure for cure in found["cures"] if cure["security"] is None}


async def test_a_limited_sum_reaches_as_far_as_it_can(firm: Any) -> None:
    limited = (await cures(firm, limit="50000"))["limited"]
    assert limited["after"]["display"] == "134.73%"
    assert limited["repay_outside_cash"]["display"] == "50,000.00"
    assert limited["remaining"]["add_collateral"]["display"] == "50,000.00"
    assert (await cures(firm))["limited"] is None


async def test_late_in_the_evening_money_still_counts_by_the_deadline_and_securities_do_not(
    firm: Any,
) -> None:
    found = totals(await cures(firm, now=LATE))
    assert found["add_cash"]["opens_at"] == "2026-11-23T09:00:00+08:00"
    assert found["sell_to_repay"]["opens_at"] == "2026-11-23T09:30:00+08:00"
    assert [found[kind]["feasible"] for kind in ("add_cash", "sell_to_repay", "add_security")] == [
        True,
        True,
        False,
    ]
    assert found["add_security"]["reason_code"] == "too_late"


async def test_an_hour_after_the_deadline_the_call_is_overdue_and_nothing_counts(firm: Any) -> None:
    found = await cures(firm, now=datetime(2026, 11, 23, 15, 1))  # noqa: DTZ001  # the booking zone is meant
    assert found["call"]["state"] == "overdue"
    assert not any(cure["feasible"] for cure in found["cures"])


async def test_securities_are_sold_in_the_order_named(firm: Any) -> None:
    owned = [cure["security"] for cure in (await cures(firm))["cures"] if cure["kind"] == "sell_to_repay"][1:]
    assert len(owned) >= 2
    for order in (owned, owned[::-1]):
        mix = (await cures(firm, sell=order))["mixes"][0]
        assert mix["name"] == "sell_in_order"
        assert mix["steps"][0]["security"] == order[0]
        assert mix["feasible"] is True


async def test_a_further_security_is_taken_at_the_price_of_the_position_day(firm: Any) -> None:
    known = {row["code"]: row for row in await (await firm.signed_in("demo-call")).securities()}
    owned = {cure["security"] for cure in (await cures(firm))["cures"]}
    other = next(
        code
        for code, row in known.items()
        if code not in owned and row["status"] == "normal" and row["conversion_rate"] != "0"
    )
    brought = [cure for cure in (await cures(firm, add=[other]))["cures"] if cure["security"] == other]
    assert [cure["kind"] for cure in brought] == ["add_security"]
    assert brought[0]["after"]["value"] >= "1.4"
    earlier = await cures(firm, add=[other], as_of=date(2026, 11, 19))
    assert [cure["kind"] for cure in earlier["cures"] if cure["security"] == other] == ["add_security"]


async def test_a_risk_warned_security_is_not_taken_as_collateral(firm: Any) -> None:
    known = await (await firm.signed_in("demo-call")).securities()
    warned = next(row["code"] for row in known if row["status"] == "risk_warned")
    brought = [cure for cure in (await cures(firm, add=[warned]))["cures"] if cure["security"] == warned]
    assert [cure["reason_code"] for cure in brought] == ["not_collateral"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "1e3"}, "limit"),
        ({"sell": ["999999.SH"]}, "order[0]"),
        ({"add": ["999999.SH"]}, "add[0]"),
        ({"now": datetime.fromisoformat("2300-01-01T00:00:00+08:00")}, "now"),
    ],
)
async def test_what_cannot_be_answered_is_refused_by_name(
    firm: Any, asked: dict[str, Any], field: str
) -> None:
    with pytest.raises(AccountError) as caught:
        await cures(firm, **asked)
    assert caught.value.status == 422
    assert caught.value.problem["errors"][0]["field"] == field
