"""A person's words in a conversation: in order, once, and only under the identity they are for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from account_api.client import AccountClient, Unreachable
from bot.desk_line import notice, raised_in
from bot.dialogue.message import BadMessage
from bot.ports import UnknownSession
from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

RATIO = "我的维持担保比例是多少?"
RULE = "现在融资保证金比例最低是多少？"
CASE = "H20261120-0001"


async def open_as(product: Product, persona: str | None) -> str:
    token = (await product.accounts.demo_sign_in(persona)).token if persona else None
    return await product.assistant.open_session(token, None)


async def kinds(product: Product, session: str) -> list[tuple[str, str]]:
    return [(item["kind"], item["message_id"]) for item in await product.assistant.events(session)]


async def test_a_person_who_writes_while_a_turn_runs_is_read_after_its_answer(product: Product) -> None:
    session = await open_as(product, None)
    turn = asyncio.ensure_future(product.assistant.turn(session, "m", RULE))
    await asyncio.sleep(0)
    await product.assistant.post_from_desk(session, "a", "林静", "您好，我来看一下。")
    await turn
    assert await kinds(product, session) == [("client", "m"), ("reply", "m"), ("agent", "a")]


async def test_a_person_may_repeat_a_message_and_it_stands_once(product: Product) -> None:
    session = await open_as(product, None)
    numbers = {await product.assistant.post_from_desk(session, "a", "林静", "您好") for _ in range(3)}
    assert numbers == {1} and await kinds(product, session) == [("agent", "a")]


async def test_markup_in_a_name_or_a_message_stays_the_text_it_is(product: Product) -> None:
    session = await open_as(product, None)
    name, text = "<b onclick=x>林</b>", "<script>alert(1)</script> 您好"
    await product.assistant.post_from_desk(session, "a", name, text)
    (event,) = await product.assistant.events(session)
    assert event["data"] == {"text": text, "name": name}


@pytest.mark.parametrize("text", ["", "   ", "\x00abc", "字" * 4_001])
async def test_words_that_cannot_be_read_are_not_posted(product: Product, text: str) -> None:
    session = await open_as(product, None)
    with pytest.raises(BadMessage):
        await product.assistant.post_from_desk(session, "a", "林静", text)
    assert await kinds(product, session) == []


async def test_nothing_is_posted_to_a_conversation_that_is_not_there(product: Product) -> None:
    for call in (
        product.assistant.post_from_desk("none", "a", "林静", "您好"),
        product.assistant.notice_from_desk("none", "n", "claimed", CASE, "林静"),
        product.assistant.desk_events("none", None),
        product.assistant.events("none"),
        product.assistant.identity("none"),
    ):
        with pytest.raises(UnknownSession):
            await call


async def test_words_for_a_client_who_has_signed_out_wait_for_that_client(product: Product) -> None:
    assistant = product.assistant
    session = await open_as(product, "demo-call")
    await assistant.turn(session, "m", RATIO)
    await assistant.sign_in(session, None)
    await assistant.post_from_desk(session, "a", "林静", "您的比例是……", client_id="demo-call")
    assert await kinds(product, session) == []
    await assistant.sign_in(session, (await product.accounts.demo_sign_in("demo-safe")).token)
    assert await kinds(product, session) == []
    await assistant.sign_in(session, (await product.accounts.demo_sign_in("demo-call")).token)
    assert await kinds(product, session) == [("client", "m"), ("reply", "m"), ("agent", "a")]


async def test_the_desk_of_a_case_sees_its_client_and_nobody_else(product: Product) -> None:
    assistant = product.assistant
    session = await open_as(product, "demo-call")
    await assistant.turn(session, "m1", RATIO)
    await assistant.sign_in(session, (await product.accounts.demo_sign_in("demo-safe")).token)
    await assistant.turn(session, "m2", RATIO)
    seen = {
        client: [item["message_id"] for item in await assistant.desk_events(session, client)]
        for client in ("demo-call", "demo-safe", "demo-watch", None)
    }
    assert seen == {"demo-call": ["m1", "m1"], "demo-safe": ["m2", "m2"], "demo-watch": [], None: []}


async def test_the_desk_is_told_that_its_client_signs_out_and_sees_no_further(product: Product) -> None:
    assistant = product.assistant
    session = await open_as(product, "demo-call")
    await assistant.notice_from_desk(session, "n", "claimed", CASE, "林静", client_id="demo-call")
    await assistant.sign_in(session, None)
    await assistant.turn(session, "m", RULE)
    told = [
        item["data"].get("what", item["kind"]) for item in await assistant.desk_events(session, "demo-call")
    ]
    assert told[:2] == ["claimed", "left"]
    assert [item["kind"] for item in await assistant.events(session)] == ["client", "reply"]


async def status_of(product: Product, monkeypatch: pytest.MonkeyPatch, answer: Any) -> Any:
    """What the page is told while the account service gives ``answer`` for the case."""
    session = await open_as(product, None)
    await product.assistant.notice_from_desk(session, "n", "claimed", CASE, "林静")

    async def handoff_status(_: AccountClient, handoff: str) -> Any:
        assert handoff == CASE
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(AccountClient, "handoff_status", handoff_status, raising=False)
    return await product.assistant.attendance(session)


@pytest.mark.parametrize(
    ("attended", "state", "name"), [(True, "attended", "林静"), (False, "waiting", None)]
)
async def test_a_person_attends_while_their_page_is_open(
    product: Product, monkeypatch: pytest.MonkeyPatch, attended: bool, state: str, name: str | None
) -> None:
    answer = {"state": "claimed", "attended": attended, "agent_name": "林静", "call_back": None}
    told = await status_of(product, monkeypatch, answer)
    assert told == {"handoff": CASE, "state": state, "name": name, "call_back": None}


async def test_a_closed_case_attends_to_nobody_and_a_silent_service_leaves_what_the_log_says(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = {"state": "closed", "attended": False, "agent_name": None, "call_back": None}
    assert await status_of(product, monkeypatch, closed) is None
    told = await status_of(product, monkeypatch, Unreachable(0, {"title": "no answer"}))
    assert told["state"] == "attended" and told["name"] == "林静"


async def test_nobody_attends_before_a_case_and_after_its_end(product: Product) -> None:
    session = await open_as(product, None)
    assert await product.assistant.attendance(session) is None
    for number, what in enumerate(("claimed", "closed")):
        await product.assistant.notice_from_desk(session, f"n{number}", what, CASE, "林静")  # type: ignore[arg-type]
    assert await product.assistant.attendance(session) is None


async def test_a_notice_is_written_in_three_scripts_and_braces_in_a_name_are_harmless() -> None:
    text = notice("n", "claimed", CASE, "{handoff} 靜", "2026-11-20").data["text"]
    assert (
        text["zh"].startswith("{handoff} 靜 已接入") and "接入" in text["zh-Hant"] and "is here" in text["en"]
    )


async def test_a_turn_tells_of_the_case_it_opened_and_of_no_call_that_failed() -> None:
    record = [
        {"effect": "FirmFacts", "result": {"id": "not a case"}},
        {"effect": "RaiseHandoff", "result": {"failed": 503}},
        {"effect": "RaiseHandoff", "result": {"id": CASE}},
    ]
    (raised,) = raised_in(record, "2026-11-20")
    assert raised.message_id == f"{CASE}:raised" and CASE in raised.data["text"]["zh"]
