"""The desk handles tickets: opened for a client, moved on, with evidence; the client reads every step."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed, NotFound
from account_api.tickets.escalation import ESCALATED

BODY = ("liquidation", "平仓未提前通知", {"on": "2026-11-18"})


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(AccountError) as caught:
        await call
    return caught.value.problem


async def test_an_agent_opens_a_ticket_for_a_client_once_per_key(either: Any) -> None:
    agent, me = await either.signed_in("demo-agent"), await either.signed_in("demo-call")
    opened = await agent.open_ticket_for("k", "demo-call", *BODY)
    assert await agent.open_ticket_for("k", "demo-call", *BODY) == opened
    assert (opened["client_id"], opened["name_masked"]) == ("demo-call", "陈**")
    assert await me.tickets() == [opened]
    assert opened["sla"] == {
        "due_on": "2026-11-27",
        "business_days_left": 5,
        "state": "on_time",
        "provisional": False,
        "answered_on": None,
    }
    assert either.audit_actions().count("ticket.opened") == 1


async def test_for_another_groups_client_there_is_neither_reading_nor_a_ticket(firm: Any) -> None:
    agent, short = await firm.signed_in("demo-agent"), await firm.signed_in("demo-short")
    number = (await short.open_ticket("k", *BODY))["number"]
    before = len(firm.audit_actions())
    tries = (
        agent.figures("demo-short"),
        agent.open_ticket_for("k", "demo-short", *BODY),
        agent.ticket(number),
        agent.ticket_status("k", number, "answered", "x"),
        agent.ticket_evidence("k", number, "note", "x", "x"),
    )
    assert [(await refused(each))["status"] for each in tries] == [404] * len(tries)
    assert firm.audit_actions()[before:] == ["account.denied"] * 2 + ["ticket.denied"] * 3
    with pytest.raises(NotFound):
        await (await firm.signed_in("demo-call")).ticket(number)
    assert len(await short.tickets()) == 1


async def test_every_step_is_a_follow_up_the_client_reads(firm: Any) -> None:
    agent, me = await firm.signed_in("demo-agent"), await firm.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    await agent.ticket_status("k1", number, "in_progress", "调取通知记录")
    firm.now = datetime.fromisoformat("2026-12-01T10:00:00+08:00")
    assert (await me.ticket(number))["sla"]["state"] == "overdue"
    await agent.ticket_evidence("k2", number, "message", "短信回执", "2026-11-17 16:02 已送达")
    answered = await agent.ticket_status("k3", number, "answered", "通知已于当日送达")
    seen = await me.ticket(number)
    assert seen == answered
    assert [line["text"] for line in seen["follow_ups"]] == [
        "已受理 / received",
        "处理中 / in progress：调取通知记录",
        ESCALATED,
        "已答复 / answered：通知已于当日送达",
    ]
    assert [(each["kind"], each["title"]) for each in seen["evidence"]] == [("message", "短信回执")]
    assert seen["sla"]["state"] == "answered"
    assert (seen["sla"]["answered_on"], seen["sla"]["business_days_left"]) == ("2026-12-01", -2)
    moved = ["ticket.moved", "ticket.escalated", "ticket.evidence_added", "ticket.moved"]
    assert firm.audit_actions()[-4:] == moved


async def test_a_ticket_goes_only_where_it_may_and_a_reopened_one_keeps_its_first_answer(firm: Any) -> None:
    agent = await firm.signed_in("demo-agent")
    number = (await agent.open_ticket_for("k", "demo-call", *BODY))["number"]
    await agent.ticket_status("1", number, "answered", "x")
    stuck = await refused(agent.ticket_status("2", number, "answered", "x"))
    assert (stuck["status"], stuck["errors"][0]["value"]) == (409, "answered")
    firm.now = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
    reopened = await agent.ticket_status("3", number, "in_progress", "x")
    assert (reopened["sla"]["state"], reopened["sla"]["answered_on"]) == ("on_time", "2026-11-20")
    await agent.ticket_status("4", number, "closed", "x")
    for status in ("in_progress", "answered", "closed"):
        assert (await refused(agent.ticket_status(status, number, status, "x")))["status"] == 409
    assert (await refused(agent.ticket_status("5", number, "open", "x")))["status"] == 422


async def test_of_two_who_answer_at_once_one_does(either: Any) -> None:
    agent, supervisor = [await either.signed_in(user) for user in ("demo-agent", "demo-supervisor")]
    number = (await agent.open_ticket_for("k", "demo-call", *BODY))["number"]
    answers = await asyncio.gather(
        agent.ticket_status("1", number, "answered", "from one"),
        supervisor.ticket_status("1", number, "answered", "from the other"),
        return_exceptions=True,
    )
    assert sorted(getattr(answer, "status", 201) for answer in answers) == [201, 409]
    assert len((await agent.ticket(number))["follow_ups"]) == 2


async def test_a_repeated_key_moves_and_adds_once(firm: Any) -> None:
    agent = await firm.signed_in("demo-agent")
    number = (await agent.open_ticket_for("k", "demo-call", *BODY))["number"]
    first = await agent.ticket_status("1", number, "in_progress", "x")
    assert await agent.ticket_status("1", number, "in_progress", "x") == first
    added = await agent.ticket_evidence("1", number, "note", "title", "detail")
    assert await agent.ticket_evidence("1", number, "note", "title", "detail") == added
    assert (len(added["follow_ups"]), len(added["evidence"])) == (2, 1)


async def test_clients_and_readers_handle_no_ticket(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    for user in ("demo-call", "demo-risk", "demo-compliance", "demo-legal"):
        other = await firm.signed_in(user)
        for call in (
            other.ticket_status("k", number, "closed", "x"),
            other.ticket_evidence("k", number, "note", "x", "x"),
            other.open_ticket_for("k", "demo-call", *BODY),
        ):
            with pytest.raises(NotAllowed):
                await call
    assert (await (await firm.signed_in("demo-legal")).ticket(number))["number"] == number


async def test_every_look_of_staff_at_tickets_is_audited_and_the_clients_own_is_not(firm: Any) -> None:
    agent, me = await firm.signed_in("demo-agent"), await firm.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    before = len(firm.audit_actions())
    await me.tickets()
    await me.ticket(number)
    assert len(firm.audit_actions()) == before
    await agent.tickets()
    await agent.ticket(number)
    assert firm.audit_actions()[before:] == ["tickets.read", "ticket.read"]


async def test_overlong_words_are_refused_by_field(firm: Any) -> None:
    agent = await firm.signed_in("demo-agent")
    number = (await agent.open_ticket_for("k", "demo-call", *BODY))["number"]
    wrong = (
        ("body.note", agent.ticket_status("k", number, "closed", "x" * 4001)),
        ("body.note", agent.ticket_status("k", number, "closed", "")),
        ("body.kind", agent.ticket_evidence("k", number, "x" * 41, "t", "d")),
        ("body.title", agent.ticket_evidence("k", number, "k", "x" * 201, "d")),
        ("body.detail", agent.ticket_evidence("k", number, "k", "t", "x" * 4001)),
    )
    for field, call in wrong:
        problem = await refused(call)
        assert (problem["status"], problem["errors"][0]["field"]) == (422, field)
    assert len((await agent.ticket(number))["follow_ups"]) == 1
