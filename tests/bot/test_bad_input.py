"""What clients and pages really send: floods, endless messages, invisible characters, markup, two tabs, rules that change meanwhile.

Every case runs on the product with its real store: the answer is clear, and the conversation goes on as it was.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from account_api.settings import Settings
from bot.adapters.conversations import Conversations
from bot.assistant import LiangrongAssistant
from bot.channels.flood import Flood
from bot.channels.web import chat_router
from bot.wiring import Product, open_product
from tests.conftest import copy_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

RATIO = "我的维持担保比例是多少？"
Json = dict[str, Any]


class Chat:
    """A program at the chat of the product; ``now`` is the clock of the flood."""

    def __init__(self, product: Product, most: int = 5) -> None:
        self.now = 0.0
        app = FastAPI()
        app.include_router(
            chat_router(
                product.assistant,
                product.accounts,
                True,
                key=b"k" * 32,
                records=product.records,
                flood=Flood(most, 60, lambda: self.now),
            )
        )
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test")
        self.base = ""

    async def open(self, persona: str | None = None) -> None:
        session = (await self.http.post("/chat/v1/sessions", json={})).json()["session"]
        self.base = f"/chat/v1/sessions/{session}"
        if persona:
            assert (await self.http.post(f"{self.base}/sign-in", json={"persona": persona})).is_success

    async def say(self, name: str, text: str) -> httpx.Response:
        return await self.http.post(f"{self.base}/messages", json={"message_id": name, "text": text})

    async def history(self) -> list[Json]:
        found: list[Json] = (await self.http.get(f"{self.base}/messages")).json()["messages"]
        return found


@pytest.fixture
async def chat(product: Product) -> AsyncIterator[Chat]:
    one = Chat(product)
    yield one
    await one.http.aclose()


async def test_a_flood_is_told_when_to_go_on_and_loses_nothing(product: Product, chat: Chat) -> None:
    await chat.open("demo-call")
    assert [(await chat.say(f"m{n}", RATIO)).status_code for n in range(7)] == [200] * 5 + [429] * 2
    chat.now = 20.0
    refused = await chat.say("late", RATIO)
    problem = refused.json()
    assert refused.headers["Retry-After"] == "40" and problem["errors"][0]["code"] == "too_many"
    assert "40" in problem["detail"] and "40" in problem["detail_zh"] and "5" in problem["detail_zh"]
    assert [turn["message_id"] for turn in await chat.history()] == [f"m{n}" for n in range(5)]
    other = Chat(product)
    await other.open()
    assert (await other.say("m", "在吗")).status_code == 200
    await other.http.aclose()
    chat.now = 60.0
    assert "128.00%" in (await chat.say("late", RATIO)).json()["answer"]


@pytest.mark.parametrize("size", [4_001, 20_000])
async def test_an_endless_message_is_refused_with_its_length_and_the_conversation_goes_on(
    chat: Chat, size: int
) -> None:
    await chat.open("demo-call")
    await chat.say("m0", "我要投诉，利息算错了")
    refused = await chat.say("m1", "很长" * (size // 2) + "x" * (size % 2))
    assert refused.status_code == 422 and f"{size:,}" in refused.json()["detail_zh"]
    assert refused.json()["errors"][0]["code"] == "too_long"
    assert len(await chat.history()) == 1
    assert (await chat.say("m2", "不用了")).json()["intent"] == "complaint"


INVISIBLE = ("\u200b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u00ad", "\U000e0041")


@pytest.mark.parametrize("char", INVISIBLE, ids=[f"U+{ord(char):04X}" for char in INVISIBLE])
async def test_characters_nobody_sees_change_no_answer_and_are_not_kept(product: Product, char: str) -> None:
    token = (await product.accounts.demo_sign_in("demo-call")).token
    session = await product.assistant.open_session(token, None)
    reply = await product.assistant.turn(session, "m", char + char.join(RATIO) + char)
    assert reply["intent"] == "my_ratio" and "128.00%" in reply["answer"]
    (turn,) = await product.assistant.history(session)
    assert turn["text"] == RATIO


HOSTILE = (
    "<script>alert(1)</script> 我的维持担保比例是多少？",
    '<img src=x onerror="document.title=666">融资利息怎么算',
    "'; DROP TABLE turns; -- 融资利息怎么算",
    "Robert'); DELETE FROM conversations;-- 要补多少",
    "[点这里](javascript:alert(1)) 维持担保比例怎么算",
    "![x](http://evil.test/x.png) 我的持仓",
    "{{7*7}} ${7*7} %s %n {0} {asked} 我的持仓",
    "| a | b |\n|---|---|\n# 标题\n- [ ] 我要投诉 <b>利息</b>算错了",
)


@pytest.mark.parametrize("text", HOSTILE)
async def test_markup_and_commands_are_words_and_nothing_else(chat: Chat, text: str) -> None:
    await chat.open("demo-call")
    reply = (await chat.say("m0", text)).json()
    told = json.dumps({name: reply[name] for name in ("answer", "choices")}, ensure_ascii=False)
    assert "49" not in told and "evil.test" not in told
    assert reply["answer"] and reply["action"] in ("answer", "ask", "confirm", "refuse", "unknown")
    assert [turn["text"] for turn in await chat.history()] == [text]
    await chat.say("m1", "不用了")
    assert "128.00%" in (await chat.say("m2", RATIO)).json()["answer"]
    again = await chat.http.post(f"{chat.base}/turns/m0/replay")
    assert again.json()["same"] is True


async def test_ten_requests_in_one_message_are_answered_or_named(chat: Chat) -> None:
    await chat.open("demo-call")
    asked = "我的维持担保比例？要补多少？我的持仓？融资利息怎么算？可取多少？杠杆多少？保证金可用余额？总负债？总资产？合约什么时候到期？"
    reply = (await chat.say("m", asked)).json()
    assert "128.00%" in reply["answer"] and len(reply["answer"]) <= 600
    assert len(reply["choices"]) >= 5, "what is left is offered"


async def test_two_tabs_that_send_at_once_are_answered_in_turn(chat: Chat) -> None:
    await chat.open("demo-call")
    first, second = await asyncio.gather(chat.say("a", RATIO), chat.say("b", "我要投诉，利息算错了"))
    assert (first.json()["intent"], second.json()["intent"]) == ("my_ratio", "complaint")
    assert [turn["message_id"] for turn in await chat.history()] == ["a", "b"]
    one, two = await asyncio.gather(chat.say("c", "不用了"), chat.say("c", "是"))
    assert one.json() == two.json(), "one message id has one answer"


async def test_two_processes_on_one_conversation_lose_no_memory(product: Product, tmp_path: Path) -> None:
    """Whichever turn is kept second finds that the other process has gone on, and is taken anew from there."""
    store = f"sqlite:///{tmp_path / 'bot.db'}"
    stores = [Conversations.open(store), Conversations.open(store)]
    ids = iter(("s",))
    one, two = (
        LiangrongAssistant(
            product.service, product.library, product.understand, opened, product.now, lambda: next(ids)
        )
        for opened in stores
    )
    session = await one.open_session((await product.accounts.demo_sign_in("demo-call")).token, "zh")
    ratio, complaint = await asyncio.gather(
        one.turn(session, "a", RATIO), two.turn(session, "b", "我要投诉，利息算错了")
    )
    assert "128.00%" in ratio["answer"] and complaint["intent"] == "complaint"
    assert (await two.turn(session, "c", "不用了"))["intent"] == "complaint"
    told = [turn["reply"]["intent"] for turn in await two.history(session)]
    assert sorted(told) == ["complaint", "complaint", "my_ratio"]
    assert [past["intent"] for past in stores[0].get(session).state["trail"]] == told
    for opened in stores:
        opened.close()


async def test_a_conversation_resumed_after_the_rules_changed_goes_by_the_new_ones(
    demo_home: Path, tmp_path: Path
) -> None:
    asked = "现在融资保证金比例最低是多少？"
    home = copy_of(demo_home, tmp_path)
    async with open_product(Settings(home=home)) as product:
        session = await product.assistant.open_session(None, "zh")
        before = await product.assistant.turn(session, "m0", asked)
        row = {
            "param": "financing_margin_ratio",
            "value": "1.20",
            "valid_from": "2026-10-01",
            "source": "风控制度",
        }
        token = (await product.accounts.demo_sign_in("demo-risk")).token
        officer: Any = product.accounts.as_token(token)
        await officer.bring_rules("k", {"jurisdiction": "CN", "rows": [row], "cut_overs": {}})
    async with open_product(Settings(home=home)) as product:
        after = await product.assistant.turn(session, "m1", asked)
        assert "100%" in before["answer"] and "120%" in after["answer"]
        assert (await product.assistant.turn(session, "m0", asked))["answer"] == before["answer"]
        old, new = (product.records.replay(product.records.turn(session, name)) for name in ("m0", "m1"))
        assert old.same and [row["what"] for row in old.changed] == ["rules"]
        assert new.same and new.changed == ()
