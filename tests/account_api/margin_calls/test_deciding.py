"""What people decide about calls has bounds, and a decision stands for the session."""

from datetime import datetime, timedelta

import pytest

from account_api.client import AccountError
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
