"""The assistant between turns: who may see what, what is computed again, and what never goes unnoticed."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest

from account_api.client import AccountClient
from bot.adapters.performer import Performer
from bot.dialogue.effects import FetchFigures
from bot.ports import UnknownFigure, UnknownSession
from bot.wiring import Product, open_product

pytestmark = pytest.mark.asyncio(loop_scope="session")

RATIO = "我的维持担保比例是多少?"


async def token_of(product: Product, persona: str) -> str:
    token = (await product.accounts.demo_sign_in(persona)).token
    assert token is not None
    return token


async def open_as(product: Product, persona: str | None) -> str:
    token = await token_of(product, persona) if persona else None
    return await product.assistant.open_session(token, None)


async def test_after_signing_out_neither_history_nor_a_repeat_nor_a_recomputation_shows_the_account(
    product: Product,
) -> None:
    assistant = product.assistant
    session = await open_as(product, "demo-call")
    ratio = (await assistant.turn(session, "m", RATIO))["figures"][0]
    await assistant.sign_in(session, None)
    assert await assistant.history(session) == []
    with pytest.raises(UnknownSession):
        await assistant.turn(session, "m", RATIO)
    with pytest.raises(UnknownFigure):
        await assistant.recompute(session, ratio["name"], ratio["trace_id"])
    asked = await assistant.turn(session, "n", RATIO)
    assert asked["action"] == "ask" and asked["figures"] == []


async def test_the_next_client_at_the_same_browser_sees_nothing_of_the_first(product: Product) -> None:
    session = await open_as(product, "demo-call")
    await product.assistant.turn(session, "m", RATIO)
    await product.assistant.sign_in(session, await token_of(product, "demo-safe"))
    reply = await product.assistant.turn(session, "n", RATIO)
    assert "128.00%" not in json.dumps(await product.assistant.history(session)) + reply["answer"]
    assert len(await product.assistant.history(session)) == 1


async def test_signing_out_waits_for_the_turn_under_way_so_that_no_account_comes_back(
    product: Product,
) -> None:
    session = await open_as(product, "demo-call")
    turn = asyncio.ensure_future(product.assistant.turn(session, "m", RATIO))
    await asyncio.sleep(0)
    await product.assistant.sign_in(session, None)
    assert "128.00%" in (await turn)["answer"]
    assert (await product.assistant.turn(session, "n", RATIO))["action"] == "ask"


async def test_two_messages_at_once_are_answered_one_after_the_other(product: Product) -> None:
    session = await open_as(product, "demo-call")
    replies = await asyncio.gather(
        *(product.assistant.turn(session, name, text) for name, text in (("a", RATIO), ("b", "要补多少?")))
    )
    assert [reply["intent"] for reply in replies] == ["my_ratio", "margin_call"]
    assert [turn["message_id"] for turn in await product.assistant.history(session)] == ["a", "b"]


@pytest.mark.parametrize("day", [None, date(2026, 11, 19)])
async def test_a_figure_is_computed_again_on_the_day_it_was_shown_for(
    product: Product, day: date | None
) -> None:
    session = await open_as(product, "demo-call")
    shown = [
        figure
        for number, text in enumerate((RATIO, "要补多少?"))
        for figure in (await product.assistant.turn(session, str(number), text, as_of=day))["figures"]
    ]
    assert len(shown) >= 4
    for figure in shown:
        again = await product.assistant.recompute(session, figure["name"], figure["trace_id"])
        assert again == {"figure": figure, "same": True, "hypothetical": figure["name"] == "drop"}


async def test_a_hypothetical_is_computed_again_from_the_numbers_that_were_given(product: Product) -> None:
    session = await open_as(product, None)
    reply = await product.assistant.turn(session, "m", "总资产150万，负债100万，维持担保比例是多少？")
    figure = reply["figures"][0]
    again = await product.assistant.recompute(session, figure["name"], figure["trace_id"])
    assert again["same"] and again["hypothetical"] and again["figure"]["display"] == "150.00%"


async def test_a_figure_that_was_never_shown_is_not_computed(product: Product) -> None:
    session = await open_as(product, "demo-call")
    await product.assistant.turn(session, "m", RATIO)
    with pytest.raises(UnknownFigure):
        await product.assistant.recompute(session, "maintenance_ratio", "t0")


@asynccontextmanager
async def lying_figures(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The account service shows a ratio that is not its value."""
    honest = Performer.perform

    async def lie(self: Performer, effect: Any) -> Any:
        result = await honest(self, effect)
        if isinstance(effect, FetchFigures):
            result["figures"]["maintenance_ratio"]["display"] = "182.00%"
        return result

    with monkeypatch.context() as patch:
        patch.setattr(Performer, "perform", lie)
        yield


async def test_an_answer_held_back_is_recorded_and_logged_without_anything_personal(
    product: Product, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session = await open_as(product, "demo-call")
    with caplog.at_level(logging.WARNING, "bot.assistant"):
        async with lying_figures(monkeypatch):
            reply = await product.assistant.turn(session, "m", RATIO)
    assert reply["action"] == "handoff" and "182" not in reply["answer"]
    (line,) = [json.loads(record.message) for record in caplog.records if record.name == "bot.assistant"]
    assert line == {
        "event": "answer_held_back",
        "turn": line["turn"],
        "intent": "my_ratio",
        "codes": ["wrong_comparison", "wrong_value"],
    }
    assert session not in json.dumps(line) and len(line["turn"]) == 16


async def test_a_session_that_expired_is_told_to_sign_in_again_and_keeps_the_complaint(
    product: Product,
) -> None:
    session = await open_as(product, "demo-watch")
    await product.assistant.turn(session, "1", "我要投诉，客户经理态度差")
    good = await token_of(product, "demo-watch")
    expire(product, session)
    for name, text in (("2", RATIO), ("3", "确认提交")):
        reply = await product.assistant.turn(session, name, text)
        assert reply["action"] == "ask" and "重新登录" in reply["answer"], reply["answer"]
        assert reply["figures"] == []
    store = product.assistant._conversations
    known = store.get(session)
    store.bind(session, good, known.principal, known.state)
    assert "工单 T20261120-" in (await product.assistant.turn(session, "4", "确认提交"))["answer"]


async def test_a_complaint_confirmed_after_signing_out_is_not_filed(product: Product) -> None:
    session = await open_as(product, "demo-short")
    await product.assistant.turn(session, "1", "我要投诉，佣金收多了")
    await product.assistant.sign_in(session, None)
    assert "工单" not in (await product.assistant.turn(session, "2", "确认提交"))["answer"]
    status = await product.assistant.turn(await open_as(product, "demo-short"), "3", "我的投诉进度")
    assert "没有投诉工单" in status["answer"]


async def test_a_complaint_begun_anonymously_is_shown_again_and_filed_after_the_sign_in(
    product: Product,
) -> None:
    session = await open_as(product, None)
    await product.assistant.turn(session, "1", "我要投诉，佣金收多了")
    await product.assistant.sign_in(session, await token_of(product, "demo-nodebt"))
    shown = await product.assistant.turn(session, "2", "确认提交")
    assert shown["action"] == "confirm" and "佣金收多了" in shown["answer"]
    assert "工单 T" in (await product.assistant.turn(session, "3", "确认提交"))["answer"]


async def test_a_conversation_goes_on_after_the_process_has_been_replaced(product: Product) -> None:
    session = await open_as(product, "demo-call")
    first = await product.assistant.turn(session, "1", "要补多少?")
    async with open_product(product.settings) as successor:
        assert (await successor.assistant.history(session))[0]["reply"] == first
        assert await successor.assistant.turn(session, "1", "别的") == first
        reply = await successor.assistant.turn(session, "2", "为什么三个数不一样")
        assert reply["intent"] == "margin_call" and reply["answer"].startswith("三个数不同")


@pytest.mark.parametrize("persona", ["demo-agent", "demo-supervisor"])
async def test_a_staff_account_on_the_clients_page_sees_no_account(product: Product, persona: str) -> None:
    session = await open_as(product, persona)
    for number, text in enumerate((RATIO, "要补多少?", "我的持仓")):
        reply = await product.assistant.turn(session, str(number), text)
        assert reply["action"] == "refuse" and reply["figures"] == [], reply["answer"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [("What is my ratio?", "en"), (RATIO, "zh"), ("我的維持擔保比例是多少？", "zh-Hant")],
)
async def test_the_language_of_the_answer_follows_the_message(product: Product, text: str, lang: str) -> None:
    session = await open_as(product, "demo-call")
    for number, said in enumerate((RATIO, text)):
        reply = await product.assistant.turn(session, str(number), said)
    assert reply["lang"] == lang and "128.00%" in reply["answer"]


def expire(product: Product, session: str) -> None:
    """Replace the conversation's token by one that is no longer good."""
    store = product.assistant._conversations
    known = store.get(session)
    assert isinstance(product.accounts, AccountClient) and known.token is not None
    store.bind(session, known.token[:-4] + "AAAA", known.principal, known.state)
