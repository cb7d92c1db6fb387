"""A margin call as a case, in chat: why, what was counted, more time, what was sold, what happened, and what was seen."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.dialogue import case_asked
from bot.dialogue.case_asked import about_case
from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots
from tests.bot.dialogue.conversation import CASE, FIRM, Conversation, figure, sheet

MINE = State(client_id="demo-call", role="client")
AT_CALL: dict[str, Any] = {
    "at": "2026-11-20T16:00:00+08:00",
    "figures": {"maintenance_ratio": figure("maintenance_ratio", "1.28", "128.00%", "ratio")},
    "lines": {"liquidation_line": "1.3", "restore_line": "1.4", "minimum_line": None},
    "clauses": {},
}
OPENED = {
    "at": "2026-11-20T16:00:00+08:00",
    "what": "opened",
    "by": None,
    "text": {"zh": "追保成立", "en": "the call was made"},
    "detail": {"kind": "maintenance"},
    "snapshot_id": "s1",
}
PAID = {
    **OPENED,
    "at": "2026-11-21T10:00:00+08:00",
    "what": "top_up",
    "text": {"zh": "收到补足", "en": "a payment came in"},
    "detail": {"amount": "50000", "event": "cash_in"},
}
MOVED = {
    **OPENED,
    "at": "2026-11-22T09:00:00+08:00",
    "what": "deadline",
    "text": {"zh": "期限变动", "en": "the deadline moved"},
    "detail": {"before": "2026-11-23T15:00:00+08:00", "deadline": "2026-11-24T15:00:00+08:00"},
}
GRANTED = {
    **MOVED,
    "what": "act",
    "text": {"zh": "人工处理", "en": "a person acted"},
    "detail": {"act": "extend", "until": "2026-11-24T15:00:00+08:00", "proposal": "P1"},
}
CALLED: dict[str, Any] = {
    "id": "C1",
    "kind": "maintenance",
    "contract": None,
    "state": "called",
    "called_on": "2026-11-20",
    "opened_at": "2026-11-20T16:00:00+08:00",
    "deadline": "2026-11-23T15:00:00+08:00",
    "provisional": False,
    "closed_at": None,
    "clause": "13.1",
    "at_call": AT_CALL,
    "missing_amount": figure("shortfall_to_restore", "70000", "70,000.00"),
    "figures": {
        "maintenance_ratio": figure("maintenance_ratio", "1.33", "133.00%", "ratio"),
        "contributed": figure("contributed", "50000", "50,000.00"),
    },
    "next": [{"code": "restore", "who": "client", "text": "Restore it.", "text_zh": "请恢复到补足线。"}],
    "timeline": [OPENED, PAID],
    "liquidations": [],
}
RUN: dict[str, Any] = {
    "id": "L1",
    "started_at": "2026-11-24T09:40:00+08:00",
    "ended_at": "2026-11-24T15:10:00+08:00",
    "orders": [],
    "fills": [
        {"id": "f1", "side": "sell", "security": "600519.SH", "quantity": 200, "price": "1500", "costs": "12"}
    ],
    "statement": {
        "figures": {
            "sold": figure("sold", "300000", "300,000.00"),
            "repaid": figure("repaid", "299988", "299,988.00"),
            "residual_debt": figure("residual_debt", "1200", "1,200.00"),
        }
    },
}
NOTICE: dict[str, Any] = {
    "id": "n1",
    "kind": "margin_call",
    "channel": "sms",
    "sent_at": "2026-11-20T16:12:00+08:00",
    "delivered_at": None,
    "read_at": None,
    "deadline": None,
    "clause": None,
    "text": "您的信用账户需要补足。",
    "text_en": None,
    "amount": None,
    "state": "failed",
    "sending": "n",
    "case": "C1",
    "acknowledged_at": None,
}
GRANT = {
    "id": "P1",
    "kind": "call_extension",
    "title": {"zh": "追保展期", "en": "more time for a margin call"},
    "state": "approved",
    "explanation": {"points": [{"zh": "资金在途", "en": "money is on its way"}]},
    "made_at": "2026-11-22T08:00:00+08:00",
    "decided_at": "2026-11-22T09:00:00+08:00",
    "reason": "同意",
}


def world(*cases: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "FindNotices": [],
        "FetchCases": list(cases),
        "FetchFigures": sheet("warning"),
        "FetchSentNotices": [NOTICE],
        "FetchCallProposals": [GRANT],
        "FindSecurity": {"name": "贵州茅台", "name_en": "Kweichow Moutai"},
        "RaiseHandoff": CASE,
        "FirmFacts": FIRM,
        **more,
    }


def talk(*cases: dict[str, Any], state: State = MINE, **more: Any) -> Conversation:
    return Conversation(world(*cases, **more), state)


def named(text: str, last: str | None = None, gate: str = "act", intent: str = "margin_call") -> str:
    request = Request(text, intent, 0.9, gate, (), Slots(), "model")  # type: ignore[arg-type]
    state = State(client_id="demo-call", role="client", last_intent=last)
    return about_case(request, state).intent


WAYS = {
    case_asked.WHY: (
        "为什么通知我",
        "凭啥又催我补钱",
        "干嘛给我发短信追保",
        "why did you call me",
        "why was i notified",
    ),
    case_asked.MISSING: (
        "还差多少",
        "我都补了怎么还说差",
        "钱早就转了5万进去了咋还不够",
        "how much is still missing",
    ),
    case_asked.BACK: (
        "价格涨回来了还要补吗",
        "股价反弹了是不是就不用补了",
        "prices have recovered, do i still need to top up",
    ),
    case_asked.MORE_TIME: ("能不能宽限两天", "多给我几天时间", "晚两天补行不", "can i get more time"),
    case_asked.TIME_ASKED: ("我申请宽限批了吗", "was my extension of the deadline approved"),
    case_asked.SALE_PLAN: ("要平我哪些", "强平方案出来没", "准备卖我什么", "has the liquidation started"),
    case_asked.SOLD: ("你们平了我什么", "强平完还剩多少债", "把我的卖了多少", "what was sold"),
    case_asked.HAPPENED: ("今天发生了什么", "昨天那天的经过", "给我一份说明", "what happened yesterday"),
    case_asked.ACKNOWLEDGE: ("已阅", "确认收到通知", "短信看到了", "i have received the notice"),
}


@pytest.mark.parametrize("intent", WAYS)
def test_each_question_is_known_by_its_words(intent: str) -> None:
    assert {text: named(text) for text in WAYS[intent]} == dict.fromkeys(WAYS[intent], intent)


@pytest.mark.parametrize(
    "text",
    [
        "合约展期能宽限吗",
        "谁决定平仓线",
        "宽限期一般是多久",
        "为什么要补到补足线的规定",
        "大盘今天发生了什么",
        "我是不是已经过了追保期限",
        "不给宽限我就投诉",
        "收到",
        "开户门槛还差多少",
    ],
)
def test_rules_contracts_complaints_and_courtesies_are_none_of_a_case(text: str) -> None:
    assert named(text, intent="rule_question") == "rule_question"


def test_a_short_receipt_counts_only_after_a_notice_was_spoken_of() -> None:
    assert named("收到了", last="notice_delivery", intent="smalltalk") == case_asked.ACKNOWLEDGE
    assert named("收到了", last="my_ratio", intent="smalltalk") == "smalltalk"


def test_why_is_read_off_the_account_frozen_at_the_call() -> None:
    said = talk(CALLED).say("为什么通知我", "margin_call").reply
    first = said.text.split("\n")[0]
    assert all(part in first for part in ("2026-11-20 16:00", "128.00%", "130%")) and len(first) <= 200
    assert "133.00%" in said.text and "70,000.00" in said.text and "2026-11-23 15:00" in said.text


def test_what_came_in_is_counted_and_named() -> None:
    said = talk(CALLED).say("我补了怎么还说差", "margin_call").reply
    assert "70,000.00" in said.text and "50,000.00" in said.text and "2026-11-21 10:00" in said.text
    bare = {**CALLED, "timeline": [OPENED]}
    assert "没有计入" in talk(bare).say("我补了怎么还说差", "margin_call").reply.text


def test_a_call_that_stays_open_above_the_line_is_never_said_to_be_none() -> None:
    said = talk(CALLED).say("要补多少", "margin_call").reply
    assert "不需要补" not in said.text and "70,000.00" in said.text


def test_a_deadline_moved_by_a_closure_and_one_extended_are_told_apart() -> None:
    closed = {**CALLED, "deadline": "2026-11-24T15:00:00+08:00", "timeline": [OPENED, MOVED]}
    said = talk(closed).say("为什么通知我", "margin_call").reply.text
    assert "临时休市" in said and "2026-11-23 15:00" in said and "2026-11-24 15:00" in said
    extended = {**closed, "timeline": [OPENED, GRANTED, MOVED]}
    said = talk(extended).say("为什么通知我", "margin_call").reply.text
    assert "合规或主管" in said and "资金在途" in said and "临时休市" not in said


def test_more_time_is_promised_by_nobody_and_asked_for_once() -> None:
    conversation = talk(CALLED)
    asked = conversation.say("能不能宽限两天", "promise").reply
    assert asked.action == "confirm" and "RaiseHandoff" not in conversation.asked()
    done = conversation.say("确认", "affirm").reply
    assert done.action == "handoff" and conversation.asked().count("RaiseHandoff") == 1
    assert conversation.say("我的宽限批了吗", "oos").reply.text.count("已批准") == 1


def test_a_no_calls_nobody() -> None:
    conversation = talk(CALLED)
    conversation.say("能不能宽限两天", "promise")
    assert "没有转" in conversation.say("不用", "deny").reply.text
    assert "RaiseHandoff" not in conversation.asked()


def test_what_was_sold_is_told_by_the_statement() -> None:
    sold = {
        **CALLED,
        "state": "closed_with_debt",
        "closed_at": "2026-11-24T15:20:00+08:00",
        "liquidations": [RUN],
    }
    said = talk(sold).say("你们平了我什么", "oos").reply.text
    for part in ("300,000.00", "1,200.00", "贵州茅台", "200", "1,500", "2026-11-24 09:40", "专人审批"):
        assert part in said, part


def test_nothing_sold_is_said_to_be_nothing() -> None:
    said = talk(CALLED).say("你们平了我什么", "oos").reply.text
    assert "没有强制卖出" in said and "1,000,000.00" in said


def test_what_happened_is_told_by_time_without_a_verdict() -> None:
    said = talk(CALLED).say("给我一份说明", "help").reply.text
    lines = [line for line in said.split("\n") if line.startswith("2026")]
    assert lines == sorted(lines) and len(lines) == 3
    assert "发送失败" in said and "128.00%" in said and "不是对责任的结论" in said


def test_a_failed_message_is_said_to_have_failed() -> None:
    said = talk(CALLED).say("为什么没收到短信", "oos").reply.text
    assert said.startswith("没收到是因为这条没有发出去") and "没有送达回执" not in said


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("我没收到短信", "zh"),
        ("短信我没看到过", "zh"),
        ("我冇收到短訊", "zh-Hant"),
        ("i never got any text", "en"),
        ("I haven't received the notice", "en"),
        ("i don't think i got the sms", "en"),
    ],
)
def test_a_denial_of_receipt_is_answered_with_the_record_and_never_acknowledged(text: str, lang: str) -> None:
    conversation = talk(CALLED)
    reply = conversation.say(text, "account_security", gate="clarify", lang=lang).reply
    assert reply.intent == "notice_delivery" and reply.action == "answer"
    assert "网关" in reply.text or "網關" in reply.text or "gateway" in reply.text
    conversation.say("好", "affirm")
    assert "Acknowledge" not in conversation.asked()


def test_a_denial_while_the_acknowledgement_waits_takes_it_back() -> None:
    conversation = talk(CALLED)
    assert conversation.say("已阅", "oos").reply.action == "confirm"
    assert conversation.say("我没收到", "oos", gate="clarify").reply.intent == "notice_delivery"
    conversation.say("好", "affirm")
    assert conversation.state.pending is None and "Acknowledge" not in conversation.asked()


@pytest.mark.parametrize(
    "text", ["谁说我收到短信了", "短信我哪里收到了", "i got no sms", "I did not read the notice"]
)
def test_a_no_in_the_words_acknowledges_nothing(text: str) -> None:
    conversation = talk(CALLED)
    assert conversation.say(text, "oos", gate="clarify").reply.intent != "notice_acknowledge"


def test_a_notice_is_acknowledged_once_after_a_yes() -> None:
    seen = {**NOTICE, "acknowledged_at": "2026-11-20T16:30:00+08:00"}
    conversation = talk(CALLED, Acknowledge=seen)
    assert conversation.say("已阅", "oos").reply.action == "confirm"
    assert "Acknowledge" not in conversation.asked()
    assert "2026-11-20 16:30" in conversation.say("好的", "affirm").reply.text
    assert conversation.asked().count("Acknowledge") == 1
    assert "没有等您确认" in talk(CALLED, FetchSentNotices=[seen]).say("已阅", "oos").reply.text


def test_staff_neither_acknowledges_nor_asks_for_more_time_in_a_clients_name() -> None:
    agent = State(client_id="demo-call", role="agent")
    for text in ("已阅", "能不能宽限两天"):
        conversation = talk(CALLED, state=agent)
        said = conversation.say(text, "oos").reply
        assert said.action != "confirm"
        assert not {"Acknowledge", "RaiseHandoff"} & set(conversation.asked())


@pytest.mark.parametrize(
    "text", ["为什么通知我", "你们平了我什么", "给我一份说明", "能不能宽限两天", "价格涨回来了还要补吗"]
)
@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_service_that_refuses_or_is_out_is_said_clearly(text: str, status: int) -> None:
    said = talk(FetchCases=Failed(status), FetchFigures=Failed(status)).say(text, "oos").reply
    assert said.figures == () and 0 < len(said.text) <= 200


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("为什么通知我", "why did you call me"),
        ("我补了怎么还说差", "i already topped up, why am i still short"),
        ("价格涨回来了还要补吗", "prices have recovered, do i still need to top up"),
        ("你们平了我什么", "what was sold"),
        ("给我一份说明", "what happened"),
    ],
)
def test_every_language_says_the_same_figures(zh: str, en: str) -> None:
    sold = {**CALLED, "liquidations": [RUN]}
    replies = [
        talk(sold).say(text, "margin_call", lang=lang).reply
        for lang, text in (("zh", zh), ("zh-Hant", zh), ("en", en))
    ]
    shown = [[(each["name"], each["value"]) for each in reply.figures] for reply in replies]
    assert shown[0] and shown[0] == shown[1] == shown[2]
    numbers = [sorted(re.findall(r"\d[\d,]*\.\d\d", reply.text)) for reply in replies]
    assert numbers[0] == numbers[1] == numbers[2]


REPAID = {
    **PAID,
    "at": "2026-11-21T10:01:00+08:00",
    "text": {"zh": "还款入账", "en": "a repayment was booked"},
    "detail": {"amount": "40000", "event": "repay"},
}


@pytest.mark.parametrize(
    ("lang", "asked", "said"),
    [
        (
            "zh",
            "你们收到我的钱没有",
            ("追保以来转入 50,000.00 元", "追保以来偿还 40,000.00 元", "不算转入", "直接还款"),
        ),
        (
            "en",
            "did you get my money",
            ("Came in since the call: CNY 50,000.00", "Repaid since the call: CNY 40,000.00"),
        ),
    ],
)
def test_what_came_in_and_what_was_repaid_are_two_sums(lang: str, asked: str, said: tuple[str, ...]) -> None:
    repaid = figure("repaid_since_call", "40000", "40,000.00")
    both = {
        **CALLED,
        "figures": {**CALLED["figures"], "repaid_since_call": repaid},
        "timeline": [OPENED, PAID, REPAID],
    }
    outcome = talk(both).say(asked, case_asked.MISSING, Slots(aspect=case_asked.COUNTED), lang=lang)
    assert outcome.issues == () and all(part in outcome.reply.text for part in said)
    assert "90,000" not in outcome.reply.text
