"""Telegram: the real library against a Bot API server of this test, the prepared assistant behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.one_time_code import OneTimeCodes
from bot.channels.plain_text import message_of, split_text
from bot.channels.telegram import application, poll
from bot.channels.telegram_chats import ChatBook, ChatGone, tell_news

from .bot_api import BotApi, buttons, serving
from .fakes import CITATION, RATIO, FakeAssistant, FakeIdentity, reply


@pytest.fixture
def chats(tmp_path: Path) -> ChatBook:
    return ChatBook(tmp_path / "telegram.db")


@pytest.fixture
async def telegram(
    assistant: FakeAssistant, codes: OneTimeCodes, chats: ChatBook, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BotApi]:
    """A bot that polls; what it is told and what it sends stand in the API server."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library's coming form of retry_after; the old one warns
    api = BotApi()
    async with serving(api) as url:
        app = application(
            assistant, FakeIdentity(), "1:test", demo=True, chats=chats, codes=codes, base_url=url
        )
        stop = asyncio.Event()
        polling = asyncio.create_task(poll(app, stop, news_s=0.01))
        yield api
        stop.set()
        await polling


async def said(telegram: BotApi, *texts: str, chat: str = "private", language: str = "zh-hans") -> list[str]:
    """Write ``texts`` one after the other; the bot's texts in answer."""
    answers = []
    for text in texts:
        before = len(telegram.calls)
        telegram.say(text, chat=chat, language=language)
        answers.append((await telegram.called(before + 1))[-1][1]["text"])
    return answers


async def test_help_tells_what_can_be_done_in_the_readers_language(telegram: BotApi) -> None:
    (zh,) = await said(telegram, "/start")
    (hant,) = await said(telegram, "/help", language="zh-hant")
    (en,) = await said(telegram, "/nonsense", language="en")
    assert "不荐股" in zh and "不薦股" in hant and "No stock tips" in en
    assert all("/signin" in text and "/demo demo-call" in text for text in (zh, hant, en))


async def test_a_rule_question_is_answered_with_its_source(telegram: BotApi) -> None:
    (text,) = await said(telegram, "现在融资保证金比例最低是多少？")
    assert text.startswith("融资保证金比例最低为 100%")
    assert text.endswith("§ 融资保证金比例 · 第三十九条")


async def test_an_account_question_needs_a_sign_in_and_ends_with_a_sign_out(telegram: BotApi) -> None:
    mine = "我的维持担保比例是多少？"
    anonymous, hello, figure, bye, after = await said(
        telegram, mine, "/demo demo-call", mine, "/signout", mine
    )
    assert "请先登录" in anonymous
    assert (hello, bye) == ("已登录：demo-call", "已退出登录。")
    assert "128.00%" in figure and RATIO["trace_id"] in figure
    assert after == anonymous


async def test_a_one_time_code_from_the_page_signs_in_once(telegram: BotApi, codes: OneTimeCodes) -> None:
    codes.remember("page", "demo-safe")
    code = codes.issue("page")
    first, second, none = await said(telegram, f"/signin {code}", f"/signin {code}", "/signin")
    assert first == "已登录：demo-safe"
    assert "已用过" in second and second == none


async def test_no_figure_and_no_sign_in_in_a_group(telegram: BotApi, assistant: FakeAssistant) -> None:
    refused, persona = await said(telegram, "/signin 12345678", "/demo demo-call", chat="group")
    assert refused == persona and "私聊" in refused
    (question,) = await said(telegram, "我的维持担保比例是多少？", chat="group")
    assert "请先登录" in question
    assistant.who = dict.fromkeys(assistant.who, "demo-call")
    (held,) = await said(telegram, "我的维持担保比例呢？", chat="group")
    assert held == refused
    (rule,) = await said(telegram, "最低保证金比例？", chat="group")
    assert rule.startswith("融资保证金比例最低为")


async def test_a_choice_is_a_button_that_works_once(telegram: BotApi) -> None:
    await said(telegram, "/demo demo-call", "我的维持担保比例是多少？")
    message = telegram.calls[-1][1]
    assert [button["text"] for button in buttons(message)] == ["要补多少", "转人工"]
    assert all(len(button["callback_data"].encode()) <= 64 for button in buttons(message))
    telegram.press(message)
    calls = (await telegram.called(5))[2:]
    assert [name for name, _ in calls] == ["answerCallbackQuery", "editMessageText", "sendMessage"]
    assert calls[1][1]["text"].endswith("▸ 要补多少") and "reply_markup" not in calls[1][1]
    assert calls[2][1]["text"].startswith("有三种补法")
    telegram.press(message)
    name, params = (await telegram.called(6))[-1]
    assert (name, params["show_alert"]) == ("answerCallbackQuery", "true")


async def test_a_send_refused_for_haste_is_sent_again(telegram: BotApi) -> None:
    telegram.refuse_sends = 1
    (text,) = await said(telegram, "最低保证金比例？")
    assert text.startswith("融资保证金比例最低为")
    assert telegram.refuse_sends == 0


async def test_what_cannot_be_read_and_what_fails_is_said(telegram: BotApi, assistant: FakeAssistant) -> None:
    telegram.say(
        None,
        sticker={
            "file_id": "f",
            "file_unique_id": "u",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
        },
    )
    refused = (await telegram.called(1))[-1][1]["text"]
    assert refused.startswith("这里收不了图片") and "上传按钮" in refused
    assistant.failure = RuntimeError("secret detail")
    broken, next_one = await said(telegram, "最低？", "最低呢？")
    assert "编号" in broken and "secret" not in broken
    assert next_one.startswith("融资保证金比例最低为")


async def test_a_persons_words_and_notices_of_the_desk_reach_the_chat(
    telegram: BotApi, assistant: FakeAssistant
) -> None:
    await said(telegram, "/demo demo-call", "最低保证金比例？")
    person = {"handoff": "H1", "state": "attended", "name": "林静", "call_back": None}
    assistant.notify("s1", "raised", "已呼叫人工。", None)
    assistant.notify("s1", "claimed", "林静 已接入。", person)
    assistant.say("s1", "a1", "<b>您好</b>，我来看一下。")
    texts = [params["text"] for _, params in (await telegram.called(4))[2:]]
    assert texts == ["林静 已接入。", "林静（人工客服）\n<b>您好</b>，我来看一下。"]
    (passed,) = await said(telegram, "好的")
    assert passed == "已转给林静。"
    await asyncio.sleep(0.05)
    assert len(telegram.calls) == 5


async def test_a_restarted_bot_knows_its_chats_and_tells_what_it_missed_once(
    assistant: FakeAssistant, chats: ChatBook
) -> None:
    chats.put(7, await assistant.open_session("demo-call", None), "en")
    assistant.say("s1", "a1", "first", name="Lin")
    sent: list[tuple[int, str]] = []

    async def send(chat: int, text: str) -> None:
        sent.append((chat, text))

    for _ in range(2):
        await tell_news(assistant, ChatBook(chats._path), send)
    assert sent == [(7, "Lin, customer service\nfirst")]


async def test_a_message_that_could_not_be_sent_is_sent_later_and_holds_up_nobody(
    assistant: FakeAssistant, chats: ChatBook
) -> None:
    for chat in (7, 8, 9):
        session = await assistant.open_session(None, None)
        chats.put(chat, session, "zh")
        assistant.say(session, "a1", f"给{chat}")
    sent: list[int] = []
    troubles: dict[int, Exception] = {7: OSError("no line"), 8: ChatGone(8)}

    async def send(chat: int, _: str) -> None:
        if chat in troubles:
            raise troubles.pop(chat)
        sent.append(chat)

    for _ in range(2):
        await tell_news(assistant, chats, send)
    assert sent == [9, 7]
    assert [chat.id for chat in chats.all()] == [7, 9]


async def test_copies_of_the_inbox_go_to_the_chat_in_which_a_client_signed_in(
    telegram: BotApi, assistant: FakeAssistant
) -> None:
    await said(telegram, "/demo demo-watch")
    assert assistant.account.telegram == (7, "zh")
    await said(telegram, "/signout")
    assert assistant.account.telegram == (None, "zh")


async def test_a_conversation_that_has_ended_begins_anew(telegram: BotApi, assistant: FakeAssistant) -> None:
    first = await said(telegram, "最低保证金比例？")
    assistant.log.clear()
    assert assistant.turns_run == 1
    assert await said(telegram, "最低保证金比例？") == first


@pytest.mark.parametrize(
    "text", ["", "短", "一行\n" * 3_000, "没有句号" * 3_000, "😀" * 5_000, "a. b，c。" * 2_000]
)
def test_long_texts_are_split_without_losing_a_word(text: str) -> None:
    pieces = split_text(text)
    assert all(0 < len(piece.encode("utf-16-le")) // 2 <= 4096 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert len(pieces) <= len(text.encode("utf-16-le")) // 2 // 2000 + 1


def test_a_text_is_cut_where_a_sentence_ends() -> None:
    assert split_text("第一句。第二句。第三句。", limit=9) == ["第一句。第二句。", "第三句。"]


def test_a_reply_as_text_has_answer_proof_and_source() -> None:
    text = message_of(reply("比例是 128.00%。", figures=(RATIO,), citations=(CITATION,)))
    assert text.split("\n\n") == [
        "比例是 128.00%。",
        f"{RATIO['formula']}\n2026-11-20 16:30 · {RATIO['trace_id']}",
        "§ 融资保证金比例 · 第三十九条",
    ]
