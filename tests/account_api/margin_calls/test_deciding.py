"""What people decide about calls has bounds, and a decision stands for the session."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from account_api.client import AccountError
from account_api.jobs import duties
from account_api.margin_calls.sweep import run_clock
from tests.account_api.margin_calls.conftest import Desk


async def test_a_refused_liquidation_is_not_put_to_anybody_again_before_the_next_session(desk: Desk) -> None:
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    await risk.refuse(made["id"], "不处分")
    for _ in range(3):
        desk.firm.now += timedelta(minutes=1)
        run_clock(desk.firm.context, desk.firm.now)
    assert len(await risk.proposals("liquidation", None, "demo-overdue")) == 1
    desk.feed("demo-overdue", 1, "cash_in", amount="1000")
    desk.sweep("intraday")
    assert len(await risk.proposals("liquidation", "proposed", "demo-overdue")) == 1, "a payment changes it"
    (again,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    await risk.refuse(again["id"], "不处分")
    desk.day(23, 9, 40, "1.00")
    desk.sweep("intraday")
    assert len(await risk.proposals("liquidation", "proposed", "demo-overdue")) == 1, "as does a new session"


async def test_the_client_reads_since_when_a_sale_waits_and_that_it_was_proposed_by_rule(desk: Desk) -> None:
    me = await desk.firm.signed_in("demo-overdue")
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    waiting = [each["sale_proposed"] for each in await me.margin_calls("demo-overdue")]
    assert {"at": made["made_at"], "by_rule": True} in waiting
    await risk.refuse(made["id"], "不处分")
    assert [each["sale_proposed"] for each in await me.margin_calls("demo-overdue")] == [None] * len(waiting)


async def test_neither_prices_nor_days_without_a_session_undo_a_refusal(desk: Desk) -> None:
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    await risk.refuse(made["id"], "不处分")
    for factor in ("0.99", "0.97", "0.95"):
        desk.day(20, 16, 50, factor)
        desk.sweep("intraday")
        desk.sweep()
    for saturday_and_sunday in (1, 2):
        desk.firm.now += timedelta(days=1)
        run_clock(desk.firm.context, desk.firm.now)
        assert desk.firm.now.day == 20 + saturday_and_sunday
    assert len(await risk.proposals("liquidation", None, "demo-overdue")) == 1
    case = await desk.case("demo-overdue")
    asked = await risk.propose_liquidation("k", case["id"])
    (now,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    assert now["made_by"] == "demo-risk" and now["id"] in asked.values(), "a person may ask for another"


async def test_a_proposal_that_nobody_decided_gives_way_to_one_at_the_prices_of_now(desk: Desk) -> None:
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    desk.day(23, 14, 50, "0.97")
    desk.sweep("intraday")
    assert await risk.proposals("liquidation", "proposed", "demo-overdue") == [made], "good until the close"
    desk.day(23, 15, 40, "0.97")
    assert duties.proposals(desk.firm.context, desk.firm.now) == 1
    desk.sweep()
    (again,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    before, after = ({each["security"]: each["price"] for each in orders(one)} for one in (made, again))
    assert again["id"] != made["id"] and before.keys() <= after.keys()
    assert all(Decimal(after[code]) < Decimal(before[code]) for code in before)


async def test_one_that_has_run_out_gives_way_before_any_job_comes_by(desk_on_either: Desk) -> None:
    desk = desk_on_either
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    desk.day(23, 15, 40, "0.97")
    desk.sweep()
    (again,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    assert again["id"] != made["id"] and (await risk.proposal(made["id"]))["state"] == "expired"
    assert "proposal.expired" in desk.firm.audit_actions() and desk.sound()


def orders(proposal: Mapping[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = proposal["content"]["orders"]
    return found


@pytest.mark.parametrize("until", ["2026-12-07T15:01:00+08:00", "2026-12-31T15:00:00+08:00"])
async def test_more_time_has_an_upper_bound(desk: Desk, until: str) -> None:
    desk.sweep()
    case = await desk.case("demo-call")
    risk = await desk.firm.signed_in("demo-risk")
    with pytest.raises(AccountError) as refused:
        await risk.propose_call_extension("k", case["id"], datetime.fromisoformat(until), "资金在途")
    assert refused.value.status == 409


async def test_one_proposal_about_a_call_waits_at_a_time(desk: Desk) -> None:
    desk.sweep()
    case = await desk.case("demo-call")
    risk = await desk.firm.signed_in("demo-risk")
    until = datetime.fromisoformat("2026-11-25T15:00:00+08:00")
    await risk.propose_call_extension("k", case["id"], until, "资金在途")
    with pytest.raises(AccountError) as refused:
        await risk.propose_call_extension("k2", case["id"], until, "资金在途")
    assert refused.value.status == 409
