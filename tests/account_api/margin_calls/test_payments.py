"""What counts as paid: once, and only as long as the money is there."""

from datetime import timedelta

import pytest
from sqlmodel import select

from account_api.margin_calls.tables import CallTask
from tests.account_api.margin_calls.conftest import Desk


async def test_a_payment_that_was_entered_and_is_then_booked_does_not_meet_the_call_twice(desk: Desk) -> None:
    """120,000 are lacking; 60,000 came in, of which the bank's instant is before that of the entry."""
    desk.sweep()
    case = await desk.case("demo-call")
    bank = desk.firm.now + timedelta(minutes=1)
    desk.firm.now += timedelta(minutes=5)
    risk = await desk.firm.signed_in("demo-risk")
    await risk.call_top_up("k", case["id"], "60000", "银行回单")
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 1, "cash_in", amount="60000", at=bank.isoformat())
    desk.sweep("intraday")
    told = await desk.case("demo-call")
    assert (told["state"], told["closed_at"]) == ("part_met", None)
    assert told["figures"]["contributed"]["value"] == "60000"
    assert told["missing_amount"]["value"] == "60000"
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 2, "cash_in", amount="60000")
    desk.sweep("intraday")
    assert (await desk.case("demo-call"))["state"] == "met"


async def test_a_payment_that_is_taken_back_has_not_met_the_call(desk: Desk) -> None:
    desk.sweep()
    called = await desk.case("demo-call")
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 1, "cash_in", amount="125000")
    desk.sweep("intraday")
    assert (await desk.case("demo-call"))["state"] == "met"
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 2, "reversal", reverses="e1")
    desk.sweep("intraday")
    (again,) = await desk.cases("demo-call")
    assert (again["id"], again["state"], again["closed_at"]) == (called["id"], "called", None)
    assert (again["deadline"], again["served"]) == (called["deadline"], ["call"])
    with desk.firm.context.transaction(writes=False) as session:
        tasks = [each.what for each in session.exec(select(CallTask).where(CallTask.call_id == called["id"]))]
    assert tasks.count("payment_reversed") == 1
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 3, "cash_in", amount="125000")
    desk.sweep("intraday")
    rows = desk.counted()
    desk.sweep("intraday")
    assert (await desk.case("demo-call"))["state"] == "met" and desk.counted() == rows, "it is undone once"


@pytest.mark.parametrize("user", ["demo-call", "demo-risk"])
async def test_payments_of_the_call_s_own_day_are_shown_before_a_sweep_has_come_by(
    desk: Desk, user: str
) -> None:
    """50,000 in and 40,000 of it repaid: 90,000 came from nowhere, and what the next sweep writes is what was shown."""
    desk.sweep()
    desk.firm.now += timedelta(minutes=20)
    desk.feed("demo-call", 1, "cash_in", amount="50000")
    desk.firm.now += timedelta(minutes=1)
    desk.feed("demo-call", 2, "repay", contract="CALL-F1", amount="40000")
    rows = desk.counted()
    live = await paid(desk, user)
    assert live == (
        "50000",
        "40000",
        [("cash_in", "50000", "a payment came in"), ("repay", "40000", "a repayment was booked")],
    )
    assert desk.counted() == rows, "looking writes nothing"
    desk.sweep("intraday")
    assert await paid(desk, user) == live and desk.counted() != rows


async def test_a_repayment_out_of_the_account_takes_nothing_from_money_that_was_announced(desk: Desk) -> None:
    """90,000 were announced, 50,000 are shown and 40,000 of them repaid another sum: 40,000 are still announced."""
    desk.sweep()
    case = await desk.case("demo-call")
    risk = await desk.firm.signed_in("demo-risk")
    await risk.call_top_up("k", case["id"], "90000", "银行回单")
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 1, "cash_in", amount="50000")
    desk.feed("demo-call", 2, "repay", contract="CALL-F1", amount="30000")
    figures = (await desk.case("demo-call"))["figures"]
    assert figures["contributed"]["value"] == "90000" and figures["repaid_since_call"]["value"] == "30000"


async def paid(desk: Desk, user: str) -> tuple[str, str, list[tuple[str, str, str]]]:
    """What came in, what was repaid, and each payment of the timeline, as one reader sees them."""
    (case,) = [each for each in await desk.cases("demo-call", user) if each["kind"] == "maintenance"]
    rows = [each for each in case["timeline"] if each["what"] == "top_up"]
    return (
        case["figures"]["contributed"]["value"],
        case["figures"]["repaid_since_call"]["value"],
        [(each["detail"]["event"], each["detail"]["amount"], each["text"]["en"]) for each in rows],
    )
