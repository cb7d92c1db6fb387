"""What the market has done is booked, whatever the call has come to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from account_api.margin_calls.tables import CallTask, LiquidationRun
from account_api.outbox import Message
from tests.account_api.margin_calls.conftest import Desk
from tests.account_api.margin_calls.test_cases import filled, liquidating


def tasks(desk: Desk) -> list[str]:
    with desk.firm.context.transaction(writes=False) as session:
        return [each.what for each in session.exec(select(CallTask))]


async def test_fills_beyond_the_restore_line_are_booked_and_put_before_a_person(desk: Desk) -> None:
    """At better prices than it was worked out with, the order restores the account before it is filled."""
    run = await liquidating(desk)
    order = run["orders"][0]
    feeder = await desk.firm.signed_in("demo-feeder")
    price = str((Decimal(order["price"]) * Decimal("1.09")).quantize(Decimal("0.01")))
    whole, rest = divmod(order["quantity"], 1000)
    parts = [1000] * whole + [rest] * bool(rest)
    for number, quantity in enumerate(parts, 1):
        desk.firm.now += timedelta(minutes=1)
        answer = await feeder.send_fills(run["id"], [filled(desk, run, f"f{number}", quantity, price=price)])
        assert answer["applied"] == [f"f{number}"], answer["refused"]
    assert (await feeder.liquidation_run(run["id"]))["orders"][0]["filled"] == order["quantity"]
    assert tasks(desk).count("sold_too_much") == 1 and desk.sound()


async def test_a_call_that_is_met_stops_the_selling_and_what_was_on_its_way_is_booked(desk: Desk) -> None:
    run = await liquidating(desk)
    feeder = await desk.firm.signed_in("demo-feeder")
    desk.firm.now += timedelta(minutes=1)
    desk.feed("demo-overdue", 1, "cash_in", amount="900000")
    desk.sweep("intraday")
    desk.sweep("intraday")
    assert (await desk.case("demo-overdue"))["state"] == "met"
    with desk.firm.context.transaction(writes=False) as session:
        (message,) = session.exec(select(Message).where(Message.kind == "liquidation_cancelled"))
        assert session.get_one(LiquidationRun, run["id"]).ended_at is not None
    assert message.payload["orders"] == [
        {name: order[name] for name in ("id", "side", "security", "quantity")} for order in run["orders"]
    ]
    desk.firm.now += timedelta(minutes=1)
    late = filled(desk, run, "f1", 100)
    assert (await feeder.send_fills(run["id"], [late]))["applied"] == ["f1"]
    assert "sold_too_much" in tasks(desk)
    risk = await desk.firm.signed_in("demo-risk")
    stated = (await risk.draw_up_statement("k", run["id"]))["statement"]
    assert stated is not None and [each["id"] for each in stated["fills"]] == ["f1"], (
        "the client is told what was sold"
    )


@pytest.mark.parametrize(("seconds", "applied"), [(0, ["f1"]), (-1, [])])
async def test_a_market_that_counts_in_seconds_may_fill_in_the_second_of_the_order(
    desk_on_either: Desk, seconds: int, applied: list[str]
) -> None:
    desk = desk_on_either
    desk.firm.now += timedelta(microseconds=700_000)
    run = await liquidating(desk)
    at = desk.firm.now.replace(microsecond=0) + timedelta(seconds=seconds)
    feeder = await desk.firm.signed_in("demo-feeder")
    fill = filled(desk, run, "f1", 100, at=at.isoformat())
    assert (await feeder.send_fills(run["id"], [fill]))["applied"] == applied
    assert (await feeder.send_fills(run["id"], [fill]))["known"] == applied and desk.sound()
    assert "sold_too_much" not in tasks(desk)


async def test_a_payment_of_the_same_day_is_not_repaid_by_the_sale(desk: Desk) -> None:
    """100 shares at the order's price less 5.00, and what cash repaid at the start; 1,000.00 the client paid are no part of it."""
    run = await liquidating(desk)
    order, risk = run["orders"][0], await desk.firm.signed_in("demo-risk")
    begun = (await risk.proposal(run["proposal_id"]))["content"]["repaid_inside"]
    inside = sum(Decimal(each["interest"]) + Decimal(each["principal"]) for each in begun)
    desk.firm.now += timedelta(minutes=1)
    feeder = await desk.firm.signed_in("demo-feeder")
    assert (await feeder.send_fills(run["id"], [filled(desk, run, "f1", 100)]))["applied"] == ["f1"]
    desk.feed("demo-overdue", 1, "cash_in", amount="1000")
    desk.feed("demo-overdue", 2, "repay", contract="OVERDUE-F2", amount="1000")
    statement = (await risk.draw_up_statement("k", run["id"]))["statement"]
    assert statement is not None
    figures = {name: Decimal(each["value"] or "0") for name, each in statement["figures"].items()}
    assert figures["repaid"] == inside.quantize(Decimal("0.01")) + Decimal(order["price"]) * 100 - 5
    parts = ("repaid_principal", "repaid_interest", "repaid_fee", "bought_back")
    assert figures["repaid"] == sum(figures[name] for name in parts) and figures["repaid_principal"] > 0
