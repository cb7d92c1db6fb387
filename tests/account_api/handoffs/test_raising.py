"""Calling a person: never to nobody, one open case in a conversation, nothing of it lost."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from account_api.app import assistant_token
from account_api.client import AccountClient, AccountError, NotAllowed, NotFound
from account_api.delivery import KINDS, deliver

PROOF = {"kind": "figure", "title": "维持担保比例", "detail": "128.00%"}


def assistant(firm: Any) -> AccountClient:
    spoken: AccountClient = firm.client.as_token(assistant_token(firm.app))
    return spoken


async def test_a_call_goes_to_the_group_of_the_client_or_to_the_one_on_duty(either: Any) -> None:
    anonymous = await assistant(either).raise_handoff("k", "distress", "安全关怀", "s1")
    west = await (await either.signed_in("demo-short")).raise_handoff("k", "request", "请求人工", "s2")
    assert (anonymous["assigned_group"], west["assigned_group"]) == ("east", "west")
    assert (anonymous["id"], west["id"]) == ("H20261120-0001", "H20261120-0002")
    assert west["state"] == "waiting"
    assert (west["attended"], west["agent_name"]) == (False, None)
    assert either.audit_actions()[-2:] == ["handoff.raised", "handoff.raised"]


async def test_in_office_hours_an_answer_is_promised_and_outside_a_call_back(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    friday = await me.raise_handoff("k1", "request", "x", "s1")
    assert (friday["answer_by"], friday["call_back"]) == ("2026-11-20T16:40:00+08:00", None)
    firm.now = datetime.fromisoformat("2026-11-20T18:00:00+08:00")
    night = await me.raise_handoff("k2", "request", "x", "s2")
    assert (night["answer_by"], night["call_back"]) == (
        None,
        {"from": "2026-11-23T08:30:00+08:00", "until": "2026-11-23T09:30:00+08:00", "provisional": False},
    )
    firm.now = datetime.fromisoformat("2026-12-31T20:00:00+08:00")
    beyond = (await me.raise_handoff("k3", "request", "x", "s3"))["call_back"]
    assert (beyond["from"], beyond["provisional"]) == ("2027-01-01T08:30:00+08:00", True)


async def test_a_firm_that_set_no_hours_is_still_called_and_promises_nothing(firm: Any) -> None:
    with firm.context.transaction() as session:
        session.execute(text("DELETE FROM firm_parameters WHERE name = 'service_hours'"))
    raised = await (await firm.signed_in("demo-call")).raise_handoff("k", "request", "x", "s")
    assert (raised["state"], raised["answer_by"], raised["call_back"]) == ("waiting", None, None)


async def test_the_desk_is_told_once_for_each_degree_of_urgency(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    for key, reason in (("1", "request"), ("2", "request"), ("3", "distress")):
        await me.raise_handoff(key, reason, "x", "s")
    sent: list[Any] = []
    assert deliver(firm.context, dict.fromkeys(KINDS, sent.append)) == 2
    assert [message["reason"] for message in sent] == ["request", "distress"]


async def test_a_second_call_in_one_conversation_adds_to_the_open_case(either: Any) -> None:
    me, agent = await either.signed_in("demo-call"), await either.signed_in("demo-agent")
    first = await me.raise_handoff("k1", "misses", "two questions missed", "s", tried=["asked back"])
    again = await me.raise_handoff(
        "k2", "distress", "despair", "s", tried=["asked back", "aid line"], evidence=[PROOF]
    )
    less = await me.raise_handoff("k3", "request", "a person please", "s", evidence=[PROOF])
    assert first["id"] == again["id"] == less["id"]
    case = await agent.handoff(first["id"])
    assert (case["reason"], case["summary"]) == ("distress", "despair")
    assert case["tried"] == ["asked back", "aid line"]
    assert case["evidence"] == [PROOF]
    assert [(note["kind"], note["text"]) for note in case["notes"]] == [
        ("summary", "two questions missed"),
        ("summary", "a person please"),
    ]
    assert len(await agent.handoffs()) == 1
    assert either.audit_actions().count("handoff.raised_again") == 2


async def test_after_the_case_is_closed_a_call_opens_a_new_one(firm: Any) -> None:
    me, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    first = await me.raise_handoff("k1", "request", "x", "s")
    await agent.claim(first["id"])
    await agent.close(first["id"], "solved", "done")
    second = await me.raise_handoff("k2", "request", "x", "s")
    assert (first["id"], second["id"]) == ("H20261120-0001", "H20261120-0002")


async def test_many_calls_at_once_in_one_conversation_make_one_case(either: Any) -> None:
    me, agent = await either.signed_in("demo-call"), await either.signed_in("demo-agent")
    raised = await asyncio.gather(*(me.raise_handoff(str(n), "request", f"no. {n}", "s") for n in range(5)))
    assert len({case["id"] for case in raised}) == 1
    case = await agent.handoff(raised[0]["id"])
    said = {case["summary"], *(note["text"] for note in case["notes"])}
    assert said == {f"no. {n}" for n in range(5)}


async def test_a_key_counts_once_and_with_another_body_is_a_conflict(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    first = await me.raise_handoff("k", "request", "x", "s")
    assert await me.raise_handoff("k", "request", "x", "s") == first
    with pytest.raises(AccountError) as caught:
        await me.raise_handoff("k", "request", "another", "s")
    assert caught.value.status == 409
    assert firm.audit_actions().count("handoff.raised") == 1
    assert "handoff.raised_again" not in firm.audit_actions()


async def test_a_visitor_who_signs_in_takes_the_case_along_to_the_own_group(firm: Any) -> None:
    visitor = await assistant(firm).raise_handoff("k", "request", "x", "s")
    east = await firm.signed_in("demo-agent")
    await east.claim(visitor["id"])
    mine = await (await firm.signed_in("demo-short")).raise_handoff("k", "request", "x", "s")
    assert (mine["id"], mine["assigned_group"], mine["state"]) == (visitor["id"], "west", "waiting")
    with pytest.raises(NotFound):
        await east.handoff(mine["id"])
    assert (await (await firm.signed_in("demo-agent2")).handoff(mine["id"]))["client_id"] == "demo-short"


async def test_another_client_in_the_same_conversation_gets_a_case_of_its_own(firm: Any) -> None:
    one = await (await firm.signed_in("demo-call")).raise_handoff("k", "request", "mine", "s")
    other = await (await firm.signed_in("demo-safe")).raise_handoff("k", "request", "theirs", "s")
    assert one["id"] != other["id"]


async def test_the_status_is_for_the_caller_the_assistant_and_the_desk(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    raised = await me.raise_handoff("k", "request", "the summary", "s")
    for reader in (me, assistant(firm), await firm.signed_in("demo-agent")):
        status = await reader.handoff_status(raised["id"])
        assert status == raised
    for stranger in ("demo-safe", "demo-agent2"):
        before = len(firm.audit_actions())
        with pytest.raises(NotFound) as caught:
            await (await firm.signed_in(stranger)).handoff_status(raised["id"])
        assert caught.value.problem["type"] == "/problems/no-such-case"
        assert firm.audit_actions()[before:] == ["handoff.denied"]
    unknown = await refused((await firm.signed_in("demo-safe")).handoff_status("H20261120-9999"))
    assert unknown["detail"] == caught.value.problem["detail"]


async def test_nothing_of_the_desk_is_shown_to_the_caller(firm: Any) -> None:
    me, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    raised = await me.raise_handoff("k", "request", "the summary", "s")
    await agent.claim(raised["id"])
    await agent.note_handoff("k", raised["id"], "difficult client")
    status = await me.handoff_status(raised["id"])
    assert set(status) == set(raised)
    assert "difficult" not in str(status)
    for look in (me.handoff(raised["id"]), me.handoffs(), assistant(firm).handoff(raised["id"])):
        with pytest.raises(NotAllowed):
            await look


BAD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("body.reason", {"reason": "boredom"}),
    ("body.summary", {"summary": ""}),
    ("body.summary", {"summary": "x" * 2001}),
    ("body.summary", {"summary": "a\0b"}),
    ("body.session", {"session": "x" * 129}),
    ("body.lang", {"lang": "fr"}),
    ("body.tried", {"tried": ["x"] * 21}),
    ("body.evidence", {"evidence": [PROOF] * 21}),
    ("body.evidence.0.detail", {"evidence": [{**PROOF, "detail": "x" * 2001}]}),
    ("body.evidence.0.kind", {"evidence": [{"title": "t", "detail": "d"}]}),
)


async def test_a_bad_call_names_its_field_and_leaves_nothing(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    for field, body in BAD:
        asked = {"reason": "request", "summary": "x", "session": "s", **body}
        problem = await refused(me.raise_handoff("k", **asked))
        assert (problem["status"], [error["field"] for error in problem["errors"]]) == (422, [field])
    assert await (await firm.signed_in("demo-agent")).handoffs() == []


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(AccountError) as caught:
        await call
    return caught.value.problem
