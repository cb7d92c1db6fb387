"""Tickets: once each, whole or not at all, seen by those who may."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from account_api.client import AccountError, NotAllowed
from account_api.delivery import KINDS, deliver

BODY = ("fee", "佣金与约定不符", {"agreed": "0.0003", "charged": "0.0018"})


async def test_a_ticket_has_a_number_a_due_day_and_a_history(either: Any) -> None:
    me = await either.signed_in("demo-call")
    ticket = await me.open_ticket("key", *BODY)
    assert ticket == (await me.tickets())[0]
    assert ticket["number"] == "T20261120-0001"
    assert (ticket["status"], ticket["category"], ticket["text"]) == ("open", *BODY[:2])
    assert (ticket["due_on"], ticket["due_provisional"]) == ("2026-11-27", False)
    assert ticket["details"] == BODY[2]
    assert len(ticket["follow_ups"]) == 1
    assert either.audit_actions()[-1] == "ticket.opened"


async def test_its_message_to_the_desk_is_in_the_outbox(firm: Any) -> None:
    await (await firm.signed_in("demo-call")).open_ticket("key", *BODY)
    sent: list[Any] = []
    assert deliver(firm.context, dict.fromkeys(KINDS, sent.append)) == 1
    assert sent == [{"number": "T20261120-0001", "group": "east"}]


async def test_the_same_key_gives_the_first_ticket_and_another_body_a_conflict(either: Any) -> None:
    me = await either.signed_in("demo-call")
    first = await me.open_ticket("key", *BODY)
    assert await me.open_ticket("key", *BODY) == first
    with pytest.raises(AccountError) as caught:
        await me.open_ticket("key", "fee", "something else", {})
    assert caught.value.status == 409
    assert (await me.open_ticket("other key", *BODY))["number"] == "T20261120-0002"
    assert len(await me.tickets()) == 2


async def test_the_same_key_of_another_client_is_another_key(firm: Any) -> None:
    numbers = [
        (await (await firm.signed_in(user)).open_ticket("key", *BODY))["number"]
        for user in ("demo-call", "demo-safe")
    ]
    assert numbers == ["T20261120-0001", "T20261120-0002"]


async def test_the_same_request_many_times_at_once_makes_one_ticket(either: Any) -> None:
    me = await either.signed_in("demo-call")
    tickets = await asyncio.gather(*(me.open_ticket("key", *BODY) for _ in range(8)))
    assert {ticket["number"] for ticket in tickets} == {"T20261120-0001"}
    assert len(await me.tickets()) == 1
    assert either.audit_actions().count("ticket.opened") == 1


async def test_many_tickets_at_once_get_numbers_without_gaps(either: Any) -> None:
    me = await either.signed_in("demo-call")
    tickets = await asyncio.gather(*(me.open_ticket(str(n), *BODY) for n in range(12)))
    assert sorted(ticket["number"] for ticket in tickets) == [f"T20261120-{n:04d}" for n in range(1, 13)]


async def test_a_due_day_past_the_published_sessions_is_provisional(firm: Any) -> None:
    firm.now = datetime.fromisoformat("2026-12-30T10:00:00+08:00")
    ticket = await (await firm.signed_in("demo-call")).open_ticket("key", *BODY)
    assert (ticket["number"][:9], ticket["due_on"], ticket["due_provisional"]) == (
        "T20261230",
        "2027-01-06",
        True,
    )


async def test_who_sees_which_ticket(firm: Any) -> None:
    for user in ("demo-call", "demo-overdue"):
        await (await firm.signed_in(user)).open_ticket("key", *BODY)
    seen = {
        user: len(await (await firm.signed_in(user)).tickets())
        for user in ("demo-call", "demo-safe", "demo-agent", "demo-agent2", "demo-supervisor", "demo-legal")
    }
    assert seen == {
        "demo-call": 1,
        "demo-safe": 0,
        "demo-agent": 1,
        "demo-agent2": 1,
        "demo-supervisor": 2,
        "demo-legal": 2,
    }
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-educator")).tickets()


async def test_a_follow_up_is_seen_by_both_sides_and_by_nobody_else(firm: Any) -> None:
    me, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    number = (await me.open_ticket("key", *BODY))["number"]

    async def follow_up(user: Any, words: str) -> int:
        answer = await user.http.post(
            f"/api/v1/tickets/{number}/follow-ups",
            json={"text": words},
            headers={"Authorization": f"Bearer {user.token}", "Idempotency-Key": words},
        )
        status: int = answer.status_code
        return status

    assert [await follow_up(agent, "transferred") for _ in range(2)] == [201, 201]
    assert await follow_up(await firm.signed_in("demo-agent2"), "?") == 404
    assert await follow_up(await firm.signed_in("demo-safe"), "?") == 404
    assert [line["text"] for line in (await me.tickets())[0]["follow_ups"]][1:] == ["transferred"]


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("body.category", ("lawsuit", "x", {})),
        ("body.text", ("fee", "", {})),
        ("body.text", ("fee", "a\0b", {})),
        ("body.text", ("fee", "x" * 4001, {})),
        ("body.details", ("fee", "x", {str(n): n for n in range(41)})),
    ],
)
async def test_a_bad_ticket_names_its_field_and_leaves_nothing(firm: Any, field: str, body: Any) -> None:
    me = await firm.signed_in("demo-call")
    with pytest.raises(AccountError) as caught:
        await me.open_ticket("key", *body)
    assert [error["field"] for error in caught.value.problem["errors"]] == [field]
    with firm.context.transaction(writes=False) as session:
        assert session.execute(text("SELECT count(*) FROM idempotency_keys")).scalar() == 0


async def test_staff_and_the_signed_out_open_no_ticket(firm: Any) -> None:
    for caller in (await firm.signed_in("demo-agent"), firm.client):
        with pytest.raises(NotAllowed):
            await caller.open_ticket("key", *BODY)


async def test_a_request_without_a_key_is_refused(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    answer = await me.http.post(
        "/api/v1/tickets",
        json={"category": "fee", "text": "x", "details": {}},
        headers={"Authorization": f"Bearer {me.token}"},
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "header.Idempotency-Key"
