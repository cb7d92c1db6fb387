"""Which words ask for one's notices, and what the answer then says of the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.notices_asked import ABOUT, MY_NOTICES, RECEIVED, SAID, SENT_AT, WAITING, whole_message
from bot.dialogue.state import State
from bot.dialogue.turn import Outcome
from bot.nlu.model import Request, Slots, Understanding
from tests.bot.dialogue.conversation import FIRM, Conversation, figure

KNOWN = State(client_id="demo-call", role="client")
AFTER = replace(KNOWN, last_intent=MY_NOTICES)


def asked(text: str, state: State = KNOWN, intent: str = "oos", gate: str = "clarify") -> Request | None:
    request = Request(text, intent, 0.4, gate, (), Slots(), "model")  # type: ignore[arg-type]
    return whole_message(Understanding(text, text, "zh", (request,)), state)


MEANT = (
    ("这周有什么通知", None),
    ("我的通知有哪些", None),
    ("有没有没看的消息", None),
    ("公司有没有发消息给我", None),
    ("贵公司这几天给我发过哪些短信", None),
    ("通知列表", None),
    ("do i have any new notifications", None),
    ("what have you sent me this week", None),
    ("did you e-mail me lately", None),
    ("哪些通知在等我答复", WAITING),
    ("有没有要我处理的通知", WAITING),
    ("哪条需要我回复", WAITING),
    ("do any of my notices need a reply", WAITING),
    ("is there anything i need to respond to", WAITING),
    ("最近那条通知写了什么", SAID),
    ("what did the notice say", SAID),
    ("那条短信几点发的", SENT_AT),
    ("when was the text sent", SENT_AT),
    ("通知里说的是哪笔", ABOUT),
    ("which contract is the notice about", ABOUT),
    ("我收到一条到期的短信，这是你们发的吗", RECEIVED),
    ("我今天收到一封强平的邮件", RECEIVED),
    ("was that sms from you", RECEIVED),
    ("i just got a margin call letter", RECEIVED),
)


@pytest.mark.parametrize(("text", "aspect"), MEANT)
def test_words_ask_for_a_side_of_ones_notices(text: str, aspect: str | None) -> None:
    found = asked(text)
    assert found is not None and (found.intent, found.slots.aspect) == (MY_NOTICES, aspect)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("讲了什么", SAID),
        ("内容呢", SAID),
        ("full text please", SAID),
        ("什么时候寄的", SENT_AT),
        ("when did it go out", SENT_AT),
        ("指的是哪一笔", ABOUT),
        ("which one is it about", ABOUT),
        ("要我回复吗", WAITING),
        ("does it need an answer", WAITING),
    ],
)
def test_a_few_words_after_the_notices_ask_about_one_of_them(text: str, aspect: str) -> None:
    found = asked(text, AFTER)
    assert found is not None and found.slots.aspect == aspect
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "为什么不通知我",
        "我没收到通知",
        "你们没有通知我就平仓",
        "通知的送达凭证给我",
        "退订通知",
        "比例低了通知我",
        "我要投诉短信发得晚",
        "收到通知",
        "这条短信是你们发的吗：请转账到个人账户",
        "why was i not notified",
        "notify me when it falls",
    ],
)
def test_reproaches_receipts_alerts_and_pasted_texts_are_none_of_them(text: str) -> None:
    assert asked(text) is None


def test_how_notices_are_delivered_in_general_is_a_question_about_the_rules() -> None:
    for text in ("你们的通知一般怎么送达", "通常用什么方式通知客户", "how are notices usually delivered"):
        found = asked(text)
        assert found is not None and found.intent == "rule_question"


def test_what_must_not_be_missed_and_staff_are_left_alone() -> None:
    assert asked("最近有什么通知", intent="distress", gate="act") is None
    assert asked("最近有什么通知", State(role="agent")) is None
    assert asked("说的什么", State(last_intent=MY_NOTICES)) is None
    assert asked("有什么通知", State()) is not None


CALL: dict[str, Any] = {
    "id": "n1",
    "kind": "margin_call",
    "channel": "sms",
    "sent_at": "2026-11-20T16:12:00+08:00",
    "delivered_at": "2026-11-20T16:13:00+08:00",
    "read_at": None,
    "acknowledged_at": None,
    "deadline": "2026-11-23T15:00:00+08:00",
    "clause": "13.1",
    "text": "【两融】维持担保比例为128.00%，请于2026-11-23 15:00前补足120,000.00元。",
    "text_en": None,
    "amount": "120000",
    "state": "delivered",
    "case": "C1",
}
DUE: dict[str, Any] = {
    **CALL,
    "id": "n2",
    "kind": "maturity",
    "channel": "app",
    "amount": None,
    "clause": None,
    "case": "C0",
    "text": "【两融】您的合约OVERDUE-F1将于2026-11-18到期。",
}
CASE: dict[str, Any] = {
    "id": "C1",
    "kind": "maintenance",
    "contract": None,
    "state": "called",
    "closed_at": None,
    "deadline": "2026-11-23T15:00:00+08:00",
    "missing_amount": figure("shortfall_to_restore", "120000", "120,000.00"),
}
AMENDMENT = {"id": "M20261118-0001", "state": "open", "answer_by": "2026-12-04"}
CONTRACT = {
    "contract": "OVERDUE-F1",
    "kind": "financing",
    "security": "300059.SZ",
    "name": "东方财富",
    "name_en": "East Money",
    "amount": "336000",
    "due": "2026-11-18",
}


def talk(**changes: Any) -> Conversation:
    world = {
        "FetchSentNotices": [CALL, DUE],
        "FetchCases": [CASE],
        "FetchAmendments": [],
        "FetchPositions": {"contracts": [CONTRACT]},
        "FirmFacts": FIRM,
        **changes,
    }
    return Conversation(world, replace(KNOWN))


def said(text: str, lang: str = "zh", **changes: Any) -> Outcome:
    outcome = talk(**changes).say(text, "oos", gate="clarify", lang=lang)
    assert outcome.issues == (), outcome.issues
    return outcome


@pytest.mark.parametrize(
    ("text", "lang", "parts"),
    [
        (
            "最近有什么通知",
            "zh",
            ("共 2 条", "追保通知，经短信", "120,000.00 元", "2026-11-23 15:00", "还没了结", "等您处理"),
        ),
        ("最近有什麼通知", "zh-Hant", ("共 2 条", "经短信", "120,000.00 元")),
        (
            "any notices for me?",
            "en",
            ("in all 2", "text message", "CNY 120,000.00", "still open", "Waiting for you"),
        ),
        ("追保那条具体写的什么", "zh", ("原文", "请于2026-11-23 15:00前补足120,000.00元")),
        ("what did the notice say", "en", ("The text", "120,000.00")),
        ("我收到一条到期通知，说的是哪一笔", "zh", ("OVERDUE-F1", "东方财富", "336,000.00 元", "2026-11-18")),
        ("which contract is the maturity notice about", "en", ("OVERDUE-F1", "CNY 336,000.00")),
        ("我收到一条追加担保物的短信", "zh", ("确实由我们发给您", "2026-11-20 16:12", "原文贴给我")),
        ("was that sms really from you", "en", ("we did send you", "2026-11-20 16:12", "never ask")),
        ("我收到一条预警的短信", "zh", ("没有您说的那类通知", "2026-11-20 16:12")),
    ],
)
def test_the_ledger_answers(text: str, lang: str, parts: tuple[str, ...]) -> None:
    answer = said(text, lang).reply
    assert answer.action == "answer" and all(part in answer.text for part in parts), answer.text


def test_what_waits_is_the_amendment_by_its_day_and_the_call_by_its_hour() -> None:
    for text, lang in (("哪些通知要我答复", "zh"), ("which one needs an answer from me", "en")):
        answer = said(text, lang, FetchAmendments=[AMENDMENT]).reply.text
        assert "M20261118-0001" in answer and "2026-12-04" in answer and "120,000.00" in answer
    late = {**CASE, "state": "overdue"}
    assert "已过" in said("哪些通知要我答复", FetchCases=[late]).reply.text
    assert "没有等您回复" in said("哪些通知要我答复", FetchCases=[]).reply.text


def test_without_notices_that_is_said_and_what_waits_all_the_same() -> None:
    answer = said(
        "最近有什么通知", FetchSentNotices=[], FetchCases=[], FetchAmendments=[AMENDMENT]
    ).reply.text
    assert "没有发给您的通知" in answer and "2026-12-04" in answer


def test_a_call_is_about_the_whole_account_and_a_contract_that_is_gone_is_said_to_be() -> None:
    assert "整个信用账户" in said("追保通知说的是哪一笔").reply.text
    assert "as a whole" in said("which contract is the margin call notice about", "en").reply.text
    gone = said("到期通知说的是哪一笔", FetchPositions={"contracts": []}).reply.text
    assert "OVERDUE-F1" in gone and "不在未了结" in gone


def test_the_kind_that_was_spoken_of_is_meant_by_what_follows() -> None:
    conversation = talk()
    conversation.say("我收到一条到期的短信", "oos", gate="clarify")
    answer = conversation.say("说的什么", "oos", gate="clarify").reply.text
    assert "将于2026-11-18到期" in answer


def test_before_the_sign_in_nothing_is_looked_at() -> None:
    conversation = Conversation({"FindNotices": []}, State())
    answer = conversation.say("有什么通知", "oos", gate="clarify").reply.text
    assert "登录" in answer and "FetchSentNotices" not in conversation.asked()
