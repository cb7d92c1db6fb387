"""A call from beginning to end: made at the close, told, overdue, put before a person, sold, stated and wound up."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from account_api.audit_check import verify
from account_api.clock import BOOKING_ZONE
from account_api.margin_calls.sweep import Swept, sweep
from account_api.notices.tables import SentNotice
from account_api.outbox import Message
from tests.account_api.conftest import Firm

JSON = dict[str, Any]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BOOKING_ZONE)


def swept(firm: Firm, moment: Any = "close") -> Swept:
    return sweep(firm.context, moment)


def sound(firm: Firm) -> bool:
    """Whether the audit trail verifies."""
    with firm.context.transaction(writes=False) as session:
        report = verify(session, firm.context.trail)
        print(report.as_json()["breaks"])
        return report.whole


async def case_of(firm: Firm, client: str, kind: str = "maintenance") -> JSON:
    """The newest case of a client, as staff see it."""
    risk = await firm.signed_in("demo-risk")
    found = [each for each in await risk.call_cases(closed=True) if each["client_id"] == client]
    mine = [each["id"] for each in found if each["kind"] == kind]
    return dict(await risk.call_case(mine[-1]))


def delivered(firm: Firm) -> None:
    """Every notice that is on its way arrives."""
    with firm.context.transaction() as session:
        for row in session.exec(select(SentNotice).where(SentNotice.delivered_at == None)):  # noqa: E711
            row.delivered_at = firm.now


async def test_an_overdue_call_is_sold_out_by_people_and_every_step_is_on_record(either: Firm) -> None:
    swept(either)
    case = await case_of(either, "demo-overdue")
    assert (case["state"], case["served"]) == ("overdue", ["call", "overdue"])
    risk, feeder = await either.signed_in("demo-risk"), await either.signed_in("demo-feeder")
    (proposal,) = [each for each in case["proposals"] if each["state"] == "proposed"]
    assert proposal["made_by"] == "worker"
    told = await risk.proposal(proposal["id"])
    assert told["content"]["orders"] and told["explanation"]["figures"]
    either.now += timedelta(minutes=1)
    assert (await risk.approve(proposal["id"], "按合同处分"))["state"] == "approved"
    case = await case_of(either, "demo-overdue")
    assert case["state"] == "liquidating"
    (run,) = case["liquidations"]
    with either.context.transaction(writes=False) as session:
        (message,) = session.exec(select(Message).where(Message.kind == "liquidation_orders"))
        assert [each["id"] for each in message.payload["orders"]] == [each["id"] for each in run["orders"]]
    assert run["orders"][0]["id"].encode() in await risk.liquidation_orders_csv(run["id"])
    for i, order in enumerate(run["orders"]):
        either.now += timedelta(minutes=1)
        fill = {"id": f"f{i}", "order": order["id"], "at": either.now.isoformat(), "price": order["price"]}
        fill |= {"quantity": order["quantity"], "costs": "12.34"}
        assert (await feeder.send_fills(run["id"], [fill]))["applied"] == [f"f{i}"], fill
        assert (await feeder.send_fills(run["id"], [fill]))["known"] == [f"f{i}"]
    either.now += timedelta(minutes=1)
    ended = await risk.draw_up_statement("k", run["id"])
    assert ended["statement"] is not None
    figures = ended["statement"]["figures"]
    print({name: each["display"] for name, each in figures.items()})
    delivered(either)
    either.now += timedelta(minutes=1)
    done = await risk.finish_call("k2", case["id"], "已处分完毕")
    assert done["state"] in ("closed", "closed_with_debt")
    assert sound(either)
