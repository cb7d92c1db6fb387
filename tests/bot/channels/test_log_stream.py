"""A page listens to its conversation's log: everything once, in order, over lost lines and under one identity."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from account_api.client import Unreachable
from bot.channels.log_stream import Pace, log_events

from .conftest import Browser
from .fakes import MESSAGE, FakeAssistant

FAST = Pace(log=0.005, attendance=0.01, inbox=0.01, heartbeat=0.02)
PERSON = {"handoff": "H1", "state": "attended", "name": "林静", "call_back": None}

Heard = list[tuple[str, dict[str, Any]]]


def parsed(chunk: bytes) -> tuple[str, dict[str, Any]]:
    fields = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
    return fields["event"], json.loads(fields["data"])


async def until(stream: AsyncIterator[bytes], name: str) -> Heard:
    """What is heard up to and with the first event called ``name``."""
    heard: Heard = []
    async with asyncio.timeout(5):
        async for chunk in stream:
            if chunk.startswith(b":"):
                continue
            heard.append(parsed(chunk))
            if heard[-1][0] == name:
                return heard
    raise AssertionError(f"the stream ended without {name}: {heard}")


def listen(assistant: FakeAssistant, session: str, after: int = 0) -> AsyncIterator[bytes]:
    return log_events(assistant, session, after, FAST)


async def opened(assistant: FakeAssistant, persona: str | None = None) -> str:
    return await assistant.open_session(persona, None)


async def test_all_there_was_comes_first_then_what_is_new(assistant: FakeAssistant) -> None:
    session = await opened(assistant)
    await assistant.turn(session, "m1", "最低是多少")
    assistant.say(session, "a1", "您好")
    stream = listen(assistant, session)
    names = [(name, data.get("message_id")) for name, data in await until(stream, "ready")]
    assert names == [
        ("client", "m1"),
        ("reply", "m1"),
        ("agent", "a1"),
        ("presence", None),
        ("ready", None),
    ]
    assistant.say(session, "a2", "还在吗")
    assert (await until(stream, "agent"))[-1][1]["data"] == {"text": "还在吗", "name": "林静"}


async def test_a_reader_that_lost_the_line_hears_the_rest_once(assistant: FakeAssistant) -> None:
    session = await opened(assistant)
    for number in range(300):
        assistant.say(session, f"a{number}", str(number))
    heard: list[int] = []
    stream = listen(assistant, session)
    async for chunk in stream:
        heard.append(parsed(chunk)[1]["id"])
        if len(heard) == 120:
            break
    rest = await until(listen(assistant, session, after=heard[-1]), "ready")
    heard += [data["id"] for name, data in rest if name == "agent"]
    assert heard == list(range(1, 301))


async def test_a_sign_out_ends_the_stream_before_anything_more_is_shown(assistant: FakeAssistant) -> None:
    session = await opened(assistant, "demo-call")
    stream = listen(assistant, session)
    assert (await until(stream, "ready"))[-1][1]["who"] == "demo-call"
    assistant.say(session, "a1", "只给登录的人看")
    await assistant.sign_in(session, None)
    assert await until(stream, "identity") == [("identity", {})]
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    after = await until(listen(assistant, session), "ready")
    assert [name for name, _ in after] == ["presence", "ready"] and after[-1][1]["who"] is None


async def test_who_attends_is_told_when_it_changes_and_not_again(assistant: FakeAssistant) -> None:
    session = await opened(assistant)
    stream = listen(assistant, session)
    await until(stream, "ready")
    assistant.notify(session, "claimed", "林静 已接入", PERSON)
    assert [name for name, _ in await until(stream, "presence")] == ["notice", "presence"]
    await asyncio.sleep(0.03)
    assistant.person = None  # the page of the desk has died
    heard = await until(stream, "presence")
    assert heard == [("presence", {"person": None})]


async def test_the_inbox_comes_to_a_signed_in_page_in_three_languages(assistant: FakeAssistant) -> None:
    session = await opened(assistant, "demo-watch")
    stream = listen(assistant, session)
    await until(stream, "ready")
    assistant.account.messages.append(dict(MESSAGE))
    (message,) = (await until(stream, "inbox"))[-1][1]["messages"]
    assert message["title"] == {
        "zh": "下跌时怎么办",
        "zh-Hant": "下跌時怎麼辦",
        "en": "When prices fall",
    }
    await assistant.account.open_inbox("I-1")
    assert await until(stream, "inbox") == [("inbox", {"messages": []})]


async def test_an_inbox_out_of_reach_is_an_empty_one(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> Any:
        raise Unreachable(0, {"title": "no answer"})

    monkeypatch.setattr(assistant.account, "inbox", broken)
    heard = await until(listen(assistant, await opened(assistant, "demo-watch")), "ready")
    assert ("inbox", {"messages": []}) in heard


async def test_an_idle_stream_gives_signs_of_life(assistant: FakeAssistant) -> None:
    stream = listen(assistant, await opened(assistant))
    await until(stream, "ready")
    async with asyncio.timeout(2):
        assert await anext(stream) == b": ping\n\n"


async def test_the_log_of_another_browser_and_of_an_ended_conversation_is_not_found(
    open_browser: Browser, assistant: FakeAssistant
) -> None:
    mine, other = open_browser(), open_browser()
    for browser in (mine, other):
        await browser.get("/")
    session = (await mine.post("/chat/v1/sessions", json={})).json()["session"]
    for path in ("events", "inbox"):
        assert (await other.get(f"/chat/v1/sessions/{session}/{path}")).status_code == 404
        assert (await mine.get(f"/chat/v1/sessions/{session}x/{path}")).status_code == 404
    assert (await mine.get(f"/chat/v1/sessions/{session}/events?after=-1")).status_code == 422
    assistant.who.clear()
    assert (await mine.get(f"/chat/v1/sessions/{session}/events")).status_code == 404


async def test_post_is_for_clients_who_are_signed_in(
    program: httpx.AsyncClient, session: str, assistant: FakeAssistant
) -> None:
    assistant.account.messages.append(dict(MESSAGE))
    assert (await program.get(f"{session}/inbox")).status_code == 401
    assert (await program.post(f"{session}/consents", json={"education": False})).status_code == 401
    await program.post(f"{session}/sign-in", json={"persona": "demo-watch"})
    assert [row["id"] for row in (await program.get(f"{session}/inbox")).json()["messages"]] == ["I-1"]
    assert (await program.post(f"{session}/inbox/I-1/opened")).json()["opened_at"]
    assert (await program.get(f"{session}/inbox")).json() == {"messages": []}
    assert (await program.post(f"{session}/inbox/none/opened")).status_code == 404
    assert (await program.post(f"{session}/consents", json={"education": "no"})).status_code == 422
    refused = await program.post(f"{session}/consents", json={"education": False})
    assert refused.json()["education"] is False and assistant.account.education is False
