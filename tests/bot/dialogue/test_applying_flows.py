"""Applying, signing, asking for more and what is on record, with canned answers of the service: what is said, what is written, and when."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.answer.script import in_script
from bot.dialogue import applying
from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.dialogue.turn import Outcome
from bot.nlu.model import Amount, Slots
from tests.bot.dialogue.conversation import Conversation, figure, sheet

MINE = State(client_id="demo-call", role="client")
WRITING = (
    "OpenApplication",
    "SubmitApplication",
    "WithdrawApplication",
    "SignAgreement",
    "AnswerAmendment",
    "AskCreditLine",
    "AskExtension",
    "FinishQuestionnaire",
)
BOTH = {"zh": "说明", "en": "as said"}
APPLICATION: dict[str, Any] = {
    "id": "AP20261119-0001",
    "state": "draft",
    "state_text": {"zh": "填写中", "en": "being filled in"},
    "decided_at": None,
    "reason": None,
    "again_from": None,
    "next": {"by": "client", "act": "submit", "zh": "提交", "en": "submit it", "earliest": None},
    "may": ["submit", "withdraw"],
    "gaps": [],
}
AMENDMENT: dict[str, Any] = {
    "id": "M20261118-0001",
    "state": "open",
    "reason": {"zh": "预警线调整为145%", "en": "The warning line becomes 145%"},
    "answer_by": "2026-12-04",
    "effective_from": "2027-01-04",
    "follows": {"zh": "请于2026-12-04前答复", "en": "Please answer by 2026-12-04"},
    "sha256": "ab" * 32,
    "terms": [
        {
            "label": {"zh": "预警线", "en": "warning line"},
            "before_words": {"zh": "140%", "en": "140%"},
            "after_words": {"zh": "145%", "en": "145%"},
            "effect": "tighter",
            "clause": "12.2",
        }
    ],
    "clauses": [{"no": "12.2", "before": BOTH, "after": BOTH}],
    "meaning": {
        "snapshot_time": "2026-11-20T16:00:00+08:00",
        "before": {
            "maintenance_ratio": figure("maintenance_ratio", "1.34", "134.00%", "ratio"),
            "shortfall_to_restore": figure("shortfall_to_restore", "33917.4", "33,917.40"),
        },
        "after": {
            "maintenance_ratio": figure("maintenance_ratio", "1.34", "134.00%", "ratio"),
            "shortfall_to_restore": {
                **figure("shortfall_to_restore", "62914.45", "62,914.45"),
                "trace_id": "t2",
            },
        },
        "lines": [],
    },
}
LINE: dict[str, Any] = {
    "line": "500000",
    "left": figure("credit_line_left", "400000", "400,000.00"),
    "ceiling": figure("credit_line", "900000", "900,000.00"),
    "score": {"figure": figure("credit_score", "80", "80", "points")},
    "decision": {"gaps": []},
    "frozen": False,
    "history": [],
    "requests": [],
    "triggers": [],
}
REQUEST: dict[str, Any] = {
    "id": "P20261120-0001",
    "amount": "800000",
    "state": "proposed",
    "says": {"zh": "等待审批", "en": "Waits for a decision"},
    "decision_reason": None,
    "reason": None,
    "title": {"zh": "授信额度", "en": "Credit line"},
    "explanation": {"summary": BOTH, "points": [BOTH], "figures": []},
}
CHECK: dict[str, Any] = {
    "contract": "F1",
    "due": "2027-02-10",
    "due_after": "2027-08-10",
    "waiting": None,
    "decision": {
        "gaps": [],
        "reasons": [{"code": "in_time", "text": "in time", "text_zh": "在期限内"}],
        "figures": {"days_to_due": figure("days_to_due", "82", "82", "days")},
    },
}
CHANGE: dict[str, Any] = {
    "state": "announced",
    "about": {"zh": "兴业银行（601166.SH）", "en": "Industrial Bank (601166.SH)"},
    "security": "601166.SH",
    "terms": [
        {
            "label": {"zh": "折算率", "en": "conversion rate"},
            "before_display": {"zh": "70.00%", "en": "70.00%"},
            "after_display": {"zh": "60.00%", "en": "60.00%"},
        }
    ],
    "effective": "2026-12-07",
    "announced_on": "2026-11-18",
    "reason": "价格波动加大",
    "effects": [],
    "moves_ratio": False,
    "before": {"available_margin": figure("available_margin", "-439941", "-439,941.00")},
    "after": {"available_margin": {**figure("available_margin", "-451941", "-451,941.00"), "trace_id": "t3"}},
}
EVENTS: list[dict[str, Any]] = [
    {
        "kind": "cash_in",
        "at": "2026-11-20T16:10:00+08:00",
        "late": False,
        "reversed_by": None,
        "postings": [{"line": "cash", "delta": "50000"}],
    },
    {
        "kind": "repay",
        "at": "2026-11-20T16:15:00+08:00",
        "late": True,
        "reversed_by": None,
        "postings": [{"line": "cash", "delta": "-40000"}, {"line": "amount F1", "delta": "-40000"}],
    },
]
CAME = [{**EVENTS[0], "postings": [{"line": "cash", "delta": "40000"}]}]
CONTRACT = {"contract": "F1", "security": "600036.SH", "name": "招商银行", "name_en": "China Merchants Bank"}
BOOK = {"contracts": [{**CONTRACT, "kind": "financing", "due": "2027-02-10"}], "holdings": []}


def world(**changes: Any) -> dict[str, Any]:
    return {
        "FetchApplication": APPLICATION,
        "FetchFigures": Failed(404),
        "SubmitApplication": {**APPLICATION, "state": "submitted"},
        "WithdrawApplication": {**APPLICATION, "state": "withdrawn"},
        "FetchAmendments": [AMENDMENT],
        "FetchAmendment": AMENDMENT,
        "AnswerAmendment": AMENDMENT,
        "FetchLineStanding": LINE,
        "AskCreditLine": REQUEST,
        "FetchExtensions": [],
        "FetchPositions": BOOK,
        "CheckExtension": CHECK,
        "AskExtension": REQUEST,
        "FetchPolicyChanges": [CHANGE],
        "FetchAccountEvents": EVENTS,
        "FetchOwnProposals": [REQUEST],
        "SearchKnowledge": Failed(0),
        "RaiseHandoff": Failed(0),
        **changes,
    }


EIGHTY = Slots(amounts=(Amount(Decimal(800_000), "yuan", "80万"),))
ASKS: tuple[tuple[str, Slots, str], ...] = (
    ("撤回申请", Slots(), "WithdrawApplication"),
    ("提交申请", Slots(), "SubmitApplication"),
    ("同意合同变更", Slots(), "AnswerAmendment"),
    ("不同意合同变更", Slots(), "AnswerAmendment"),
    ("我想申请提额到80万", EIGHTY, "AskCreditLine"),
    ("我想展期", Slots(), "AskExtension"),
)


def written(conversation: Conversation) -> list[str]:
    return [name for name in conversation.asked() if name in WRITING]


@pytest.mark.parametrize(("text", "slots", "act"), ASKS)
def test_nothing_is_written_before_a_plain_yes(text: str, slots: Slots, act: str) -> None:
    conversation = Conversation(world(), MINE)
    heard = conversation.say(text, "rule_question", slots)
    assert (heard.reply.action, heard.issues, written(conversation)) == ("confirm", (), [])
    mixed = conversation.say("好的，但先别提交", "affirm")
    assert mixed.reply.action == "confirm" and written(conversation) == []
    done = conversation.say("确认", "affirm")
    assert (done.reply.action, done.issues, written(conversation)) == ("answer", (), [act])
    conversation.say("确认", "affirm")
    assert written(conversation) == [act]


@pytest.mark.parametrize(("text", "slots", "act"), ASKS)
def test_a_no_writes_nothing(text: str, slots: Slots, act: str) -> None:
    conversation = Conversation(world(), MINE)
    conversation.say(text, "rule_question", slots)
    conversation.say("不用了", "deny")
    assert act not in conversation.asked() and conversation.state.pending is None


@pytest.mark.parametrize(("text", "slots", "act"), ASKS)
@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_of_the_service_is_told_in_its_words(
    text: str, slots: Slots, act: str, status: int
) -> None:
    said = {"detail": "It stands otherwise", "detail_zh": "状态已变化，请看第3条"}
    conversation = Conversation(world(**{act: Failed(status, said)}), MINE)
    conversation.say(text, "rule_question", slots)
    refused = conversation.say("确认", "affirm")
    assert "状态已变化，请看第3条" in refused.reply.text and refused.issues == ()
    assert conversation.state.pending is None


QUESTIONS = (
    *("我的开户申请到哪了", "合同要改什么", "我的额度为什么是这么多", "我想展期"),
    *("最近有什么变化", "我刚转的钱到账没", "今天账户有什么变动", "我的申请都有哪些"),
)


def asked(text: str, results: dict[str, Any], state: State = MINE, lang: str = "zh") -> Outcome:
    return Conversation(results, state).say(text, "rule_question", lang=lang)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_service_that_is_out_is_said_to_be_out(text: str) -> None:
    outcome = asked(text, {})
    assert outcome.reply.action == "handoff" and outcome.reply.figures == ()


@pytest.mark.parametrize(
    "text", ["我的开户申请到哪了", "我想展期", "我刚转的钱到账没", "我的申请都有哪些", "我想申请提额"]
)
def test_nothing_is_fetched_before_identity(text: str) -> None:
    conversation = Conversation(world(), State())
    outcome = conversation.say(text, "rule_question")
    assert outcome.reply.action == "ask" and "登录" in outcome.reply.text and conversation.asked() == []


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_figures_are_the_same_in_each_language_and_the_answers_short(text: str) -> None:
    told = {lang: asked(text, world(), lang=lang) for lang in ("zh", "zh-Hant", "en")}
    figures = {lang: [each["trace_id"] for each in outcome.reply.figures] for lang, outcome in told.items()}
    assert figures["zh"] == figures["zh-Hant"] == figures["en"]
    for outcome in told.values():
        assert outcome.issues == () and outcome.reply.action in ("answer", "confirm")
        assert len(outcome.reply.text) <= 600 and len(outcome.reply.text.split("\n")[0]) <= 200
    assert in_script(told["zh"].reply.text, "zh-Hant") == in_script(told["zh-Hant"].reply.text, "zh-Hant")


def test_silence_is_no_consent_and_the_supposed_is_labelled() -> None:
    conversation = Conversation(world(), MINE)
    offered = conversation.say("合同要改什么", "rule_question").reply
    assert "【账户" in offered.text and "【假设】" in offered.text and "62,914.45" in offered.text
    silent = conversation.say("不回复会怎样", "rule_question").reply
    assert silent.text.startswith("不答复不算同意") and written(conversation) == []


def test_a_line_above_the_ceiling_is_not_asked_for() -> None:
    low = {**LINE, "ceiling": figure("credit_line", "700000", "700,000.00")}
    conversation = Conversation(world(FetchLineStanding=low), MINE)
    told = conversation.say("我想申请提额到80万", "rule_question", EIGHTY).reply
    assert told.action == "answer" and "700,000.00" in told.text
    assert conversation.state.pending is None


def test_an_extension_that_would_not_stand_is_not_asked_for() -> None:
    gap = {"code": "ratio", "text": "ratio 128%", "text_zh": "比例128%", "closes": "add", "closes_zh": "补足"}
    check = {**CHECK, "decision": {**CHECK["decision"], "gaps": [gap]}}
    told = asked("我想展期", world(CheckExtension=check)).reply
    assert told.action == "answer" and "比例128%：补足" in told.text


def test_which_of_two_contracts_is_asked_and_taken_by_its_number() -> None:
    two = [*BOOK["contracts"], {**CONTRACT, "contract": "F2", "kind": "financing", "due": "2027-04-10"}]
    conversation = Conversation(world(FetchPositions={**BOOK, "contracts": two}), MINE)
    assert conversation.say("我想展期", "rule_question").reply.action == "ask"
    assert conversation.say("F2", "oos", gate="oos").reply.action == "confirm"


def test_money_that_is_booked_has_arrived_and_another_sum_has_not() -> None:
    assert "50,000.00" in asked("我刚转的钱到账没", world()).reply.text
    conversation = Conversation(world(), MINE)
    other = conversation.say("我转的80万到账没", "rule_question", EIGHTY).reply
    assert other.text.startswith("没有查到您说的这笔到账")


FORTY = Slots(amounts=(Amount(Decimal(40_000), "yuan", "4万"),), aspect="arrived")


@pytest.mark.parametrize(
    ("lang", "text", "events", "said"),
    [
        ("zh", "我今天还了4万,到账了吗", EVENTS, "还款已入账：\n2026-11-20 16:15 直接还款"),
        ("zh", "我的4万到账了吗", EVENTS, "还款已入账"),
        (
            "en",
            "I repaid 40,000 today, did it arrive",
            EVENTS,
            "The repayment is booked:\n2026-11-20 16:15 repayment",
        ),
        ("zh", "我今天还了4万,到账了吗", CAME, "这笔钱到账了，但还没有查到还款记录"),
        (
            "en",
            "I paid back 40,000, did it arrive",
            CAME,
            "The money has arrived, but no repayment is on record yet",
        ),
        ("zh", "我今天还了4万,到账了吗", [], "还没有查到到账记录"),
    ],
)
def test_who_has_repaid_is_told_of_the_repayment(lang: str, text: str, events: Any, said: str) -> None:
    known = world(FetchAccountEvents=events)
    outcome = Conversation(known, MINE).say(text, "my_account_events", FORTY, lang=lang)
    assert outcome.issues == () and said in outcome.reply.text


def test_what_is_stale_says_so_in_whatever_answer_it_stands() -> None:
    old = {**sheet(), "stale": True, "age_s": 1800, "source": "core", "price_source": "core"}
    conversation = Conversation(world(FetchFigures=old), MINE)
    told = conversation.say("我的维持担保比例是多少", "my_ratio")
    assert "超过公司的更新时限" in told.reply.text and "30 分钟" in told.reply.text and told.issues == ()
    fresh = Conversation(world(FetchFigures={**old, "stale": False}), MINE).say(
        "我的维持担保比例是多少", "my_ratio"
    )
    assert "更新时限" not in fresh.reply.text


def test_prices_of_the_session_before_are_counted_in_the_answer() -> None:
    found = {**sheet(), "prices_before": 2}
    told = Conversation(world(FetchFigures=found), MINE).say("我的维持担保比例是多少", "my_ratio")
    said = "共 2 只证券今天还没有成交价，按上个交易日的价格计算（公司设定）"
    assert said in told.reply.text and told.issues == ()


def test_figures_that_the_firm_refuses_for_their_age_are_not_called_an_outage() -> None:
    failed = Failed(503, {"type": "/problems/stale", "detail": "too old", "detail_zh": "数据截至15:00"})
    told = asked("这个数是什么时候的", world(FetchFigures=failed)).reply
    assert told.action == "unknown" and "数据太旧" in told.text and "数据截至15:00" in told.text
    ratio = Conversation(world(FetchFigures=failed), MINE).say("我的维持担保比例是多少", "my_ratio").reply
    assert "数据太旧" in ratio.text


def test_every_intent_of_applying_has_a_flow_and_a_sign_in_sentence() -> None:
    from bot.answer.texts import all_texts
    from bot.dialogue.table import FLOWS

    assert len(applying.INTENTS) == 10
    assert all(name in FLOWS and f"asked_{name}" in all_texts() for name in applying.INTENTS)
