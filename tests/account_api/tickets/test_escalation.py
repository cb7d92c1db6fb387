"""A ticket that is not answered in time goes to a supervisor by itself, once; holidays do not count as days to answer."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from account_api.delivery import KINDS, deliver
from account_api.tickets.escalation import ESCALATED, escalate_overdue

BODY = ("fee", "佣金与约定不符", {"agreed": "0.0003"})


def texts(ticket: Any) -> list[str]:
    return [each["text"] for each in ticket["follow_ups"]]


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+08:00")


async def test_whoever_looks_after_the_due_day_finds_it_escalated_and_told(either: Any) -> None:
    me = await either.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    either.now = on("2026-11-27")
    assert (await me.ticket(number))["escalated_at"] is None, "the due day itself is in time"
    either.now = on("2026-11-28")
    seen = (await me.tickets())[0]
    assert seen["escalated_at"] == "2026-11-28T10:00:00+08:00"
    assert texts(seen) == ["已受理 / received", ESCALATED]
    assert seen["sla"]["state"] == "overdue" and seen["status"] == "open"
    either.now = on("2026-11-30")
    assert (await me.ticket(number)) | {"sla": None} == seen | {"sla": None}
    assert either.audit_actions().count("ticket.escalated") == 1


async def test_the_worker_escalates_without_anybody_looking_and_tells_the_desk(firm: Any) -> None:
    await (await firm.signed_in("demo-call")).open_ticket("k", *BODY)
    sent: list[Any] = []
    handlers = dict.fromkeys(KINDS, sent.append)
    assert deliver(firm.context, handlers) == 1
    firm.now = firm.wall = on("2026-11-30")
    assert deliver(firm.context, handlers) == 1
    assert sent[1] == {"number": "T20261120-0001", "group": "east"}
    assert deliver(firm.context, handlers) == 0


@pytest.mark.parametrize(
    ("opened", "due", "provisional"),
    [
        ("2026-09-23", "2026-10-08", False),
        ("2026-09-24", "2026-10-09", False),
        ("2026-09-30", "2026-10-14", False),
        ("2026-12-28", "2027-01-04", True),
    ],
)
async def test_a_holiday_between_moves_the_day_on_which_it_is_escalated(
    firm: Any, opened: str, due: str, provisional: bool
) -> None:
    firm.now = on(opened)
    me = await firm.signed_in("demo-call")
    ticket = await me.open_ticket("k", *BODY)
    assert (ticket["due_on"], ticket["due_provisional"]) == (due, provisional)
    firm.now = on(due)
    assert escalate_overdue(firm.context) == 0
    firm.now = on(due).replace(day=on(due).day + 1)
    assert escalate_overdue(firm.context) == 1


@pytest.mark.parametrize("status", ["answered", "closed"])
async def test_what_was_answered_is_never_escalated(firm: Any, status: str) -> None:
    me, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    number = (await me.open_ticket("k", *BODY))["number"]
    await agent.ticket_status("s", number, status, "说明")
    firm.now = on("2026-12-11")
    assert escalate_overdue(firm.context) == 0
    assert (await me.ticket(number))["escalated_at"] is None


async def test_an_answer_that_comes_late_is_taken_after_the_escalation(firm: Any) -> None:
    me, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    number = (await me.open_ticket("k", *BODY))["number"]
    firm.now = on("2026-12-01")
    answered = await agent.ticket_status("s", number, "answered", "退还差额")
    assert answered["sla"]["state"] == "answered"
    seen = await me.ticket(number)
    assert seen["escalated_at"] is None, "it was answered before anybody or the worker looked"


async def test_several_looking_at_once_escalate_once(either: Any) -> None:
    me = await either.signed_in("demo-call")
    for n in range(3):
        await me.open_ticket(f"k{n}", *BODY)
    either.now = on("2026-11-30")
    await asyncio.gather(*(me.tickets() for _ in range(6)))
    assert [texts(each).count(ESCALATED) for each in await me.tickets()] == [1, 1, 1]
    assert either.audit_actions().count("ticket.escalated") == 3
