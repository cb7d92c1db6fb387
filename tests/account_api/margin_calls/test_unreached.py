"""A notice of a call that failed is shown as failed with the reason, and is a task for people exactly once."""

from typing import Any

from sqlmodel import select

from account_api.delivery import deliver
from account_api.gateways.contract import Gateway
from account_api.margin_calls import unreached
from account_api.margin_calls.tables import CallTask
from account_api.margin_calls.view import task_shown
from account_api.notices import carrying
from account_api.notices import service as notices
from account_api.notices.tables import SentNotice
from account_api.relay import Refused
from tests.account_api.margin_calls.conftest import Desk


def refusing(_: object) -> Any:
    raise Refused("no such number")


async def failed(desk: Desk) -> list[SentNotice]:
    """A notice of an open call by text message, refused for good."""
    desk.sweep()
    case, context = await desk.case("demo-call"), desk.firm.context
    with context.transaction() as session:
        sent = notices.send(
            context, session, "demo-call", "margin_call", "您好", case=case["id"], channels=("sms", "app")
        )
        ids = [row.id for row in sent]
    sms = Gateway("sms", refusing, knows_repetition=True)
    assert deliver(context, carrying.handlers(context, {"sms": sms}, None)) == 0
    with context.transaction(writes=False) as session:
        rows = [session.get_one(SentNotice, each) for each in ids]
    return [row for row in rows if row.channel == "sms"]


def asked(desk: Desk) -> list[CallTask]:
    with desk.firm.context.transaction(writes=False) as session:
        tasks = select(CallTask).where(CallTask.what == unreached.WHAT, CallTask.client_id == "demo-call")
        return list(session.exec(tasks))


async def test_a_notice_that_failed_says_so_with_the_reason(desk_on_either: Desk) -> None:
    (row,) = await failed(desk_on_either)
    case = await desk_on_either.case("demo-call")
    shown = next(each for each in case["notices"] if each["id"] == row.id)
    assert shown["failed_at"] and shown["failure"] == "Refused: no such number"
    own = (await desk_on_either.cases("demo-call", "demo-call"))[0]["notices"]
    assert [each["failure"] for each in own if each["id"] == row.id] == [None]
    assert {each["failed_at"] for each in case["notices"] if each["channel"] == "app"} == {None}


async def test_the_desk_is_asked_once_to_reach_the_client_otherwise(desk_on_either: Desk) -> None:
    (row,) = await failed(desk_on_either)
    (task,) = asked(desk_on_either)
    assert (task.call_id, task.assigned_group != "", task.done_at) == (row.case_id, True, None)
    with desk_on_either.firm.context.transaction() as session:
        again = session.get_one(SentNotice, row.id)
        unreached.ask_for(session, again, desk_on_either.firm.now)
    desk_on_either.sweep()
    assert len(asked(desk_on_either)) == 1
    assert task_shown(task).text.zh == "通知未送达，请以其他方式联系客户"


async def test_nobody_is_asked_where_it_arrived_after_all_or_the_call_has_ended(desk: Desk) -> None:
    (row,) = await failed(desk)
    with desk.firm.context.transaction() as session:
        for task in session.exec(select(CallTask).where(CallTask.what == unreached.WHAT)):
            session.delete(task)
    with desk.firm.context.transaction() as session:
        late = session.get_one(SentNotice, row.id)
        late.delivered_at = desk.firm.now
        unreached.ask_for(session, late, desk.firm.now)
    assert asked(desk) == []
    case = await desk.case("demo-call")
    assert next(each for each in case["notices"] if each["id"] == row.id)["failed_at"] is None
