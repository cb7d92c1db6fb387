"""What counts as paid: once, and only as long as the money is there."""

from datetime import timedelta

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
