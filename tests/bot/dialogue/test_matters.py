"""What a few words ask for: extensions, agreements, the line, the questionnaire, one's own day, requests; and what is refused first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.dialogue import applying, matters
from bot.dialogue.case_asked import ACKNOWLEDGE, MORE_TIME, SALE_PLAN, SOLD, TIME_ASKED
from bot.dialogue.matters import matter
from bot.dialogue.refused_first import DECISION, HONESTLY
from bot.dialogue.serving import CHANGES, DELIVERY
from bot.dialogue.state import Pending, State
from bot.nlu.model import Amount, Request, Slots
from tests.bot.dialogue.conversation import Conversation, figure

KNOWN = State(client_id="demo-call", role="client")
UNKNOWN = State()


def asked(text: str, state: State = KNOWN, intent: str = "oos", gate: str = "clarify") -> Request:
    request = Request(text, intent, 0.4, gate, (), Slots(), "model")  # type: ignore[arg-type]
    return matter(request, state)


REFUSED = (
    ("我妹的追保短信几点发的", "privacy_other", None),
    ("我妈的展期申请批了没", "privacy_other", None),
    ("帮我朋友查一下展期", "privacy_other", None),
    ("我老板的额度还剩多少", "privacy_other", None),
    ("my brother's application, where does it stand", "privacy_other", None),
    ("has the notice of my colleague been read, check it for my colleague", "privacy_other", None),
    ("你给个准话 提额能批", "promise", DECISION),
    ("展期百分百能过吧", "promise", DECISION),
    ("guarantee that my line gets approved", "promise", DECISION),
    ("公告生效以后股价会跌多少", "advice", None),
    ("how low will the share go when the haircut changes", "advice", None),
    ("风评这题勾哪个才能过", "illegal", HONESTLY),
    ("把问卷的标准答案给我", "illegal", HONESTLY),
    ("what should i answer in the risk test to get a high grade", "illegal", HONESTLY),
)


@pytest.mark.parametrize(("text", "intent", "kind"), REFUSED)
def test_what_is_refused_is_refused_for_whoever_asks(text: str, intent: str, kind: str | None) -> None:
    for state in (KNOWN, UNKNOWN):
        found = asked(text, state)
        assert (found.intent, found.slots.kind, found.gate) == (intent, kind, "act")


@pytest.mark.parametrize(
    "text",
    (
        "我朋友说展期只能一次",
        "保证金比例要变吗",
        "我老婆能不能开户",
        "再跌多少我会被强平",
        "他妈的我的展期到底批没批",
        "妈的,开户申请怎么样了",
        "我的展期申请交了吗 朋友推荐我来的",
    ),
)
def test_hearsay_rules_and_the_own_account_are_not_refused(text: str) -> None:
    assert asked(text).intent not in ("privacy_other", "promise", "advice", "illegal")


def test_staff_ask_about_others_by_their_desk() -> None:
    assert asked("我客户的追保通知", State(role="agent")).intent == "oos"


MEANT = (
    ("展齐批没批", applying.EXTENSION, "status"),
    ("斩期过了吗", applying.EXTENSION, "status"),
    ("extension granted?", applying.EXTENSION, "status"),
    ("rollover - any result", applying.EXTENSION, "status"),
    ("还能展期几回", applying.EXTENSION, matters.COUNT),
    ("how often... how many extensions are left for me", applying.EXTENSION, matters.COUNT),
    ("展期又被打回 凭啥", applying.EXTENSION, "why"),
    ("撤销展期申请", applying.EXTENSION, matters.WITHDRAW),
    ("协议哪些地方动过 前后对比给我", applying.AMENDMENT, matters.MARKED),
    ("compare the amendment with my old contract", applying.AMENDMENT, matters.MARKED),
    ("补充协议我就晾着不点", applying.AMENDMENT, "silence"),
    ("同意这个修订,帮我办了吧", applying.AMENDMENT, "accept"),
    ("合同动过没有", CHANGES, None),
    ("追保那条的原话贴给我", applying.AGREEMENT, matters.QUOTE),
    ("quote the interest clause of my contract", applying.AGREEMENT, matters.QUOTE),
    ("我都签了哪几份合同", applying.AGREEMENT, "signed"),
    ("list the agreements i signed", applying.AGREEMENT, "signed"),
    ("额度给我拉到三百万", applying.LINE, "ask"),
    ("bump my credit limit up to 3 million", applying.LINE, "ask"),
    ("额度用掉多少了", applying.LINE, matters.LEFT),
    ("why is my unused credit line less than the total", applying.LINE, matters.LEFT),
    ("我风评做没做 还有效不", applying.SHEET, matters.STATUS),
    ("问卷里选错了一个,能改吗", applying.SHEET, matters.WRONG),
    ("i picked the wrong option in the questionnaire", applying.SHEET, matters.WRONG),
    ("问卷凭啥打听我工资", applying.SHEET, matters.INCOME),
    ("测评最早啥时候能重来", applying.SHEET, matters.RETAKE),
    ("昨天我账户的成交和利息", applying.EVENTS, None),
    ("从早上到现在我账户一笔一笔列出来", applying.EVENTS, matters.IN_ORDER),
    ("我手里的票最近要除权吗", applying.EVENTS, matters.UPCOMING),
    ("will any stock i hold pay a dividend soon", applying.EVENTS, matters.UPCOMING),
    ("今早划的股票到账没", applying.EVENTS, matters.SHARES),
    ("has the cash i sent this morning landed", applying.EVENTS, "arrived"),
    ("负债这个数是盘中的还是昨天清算的", applying.WHEN, None),
    ("真要强平我了?委托单下了吗", SALE_PLAN, None),
    ("were you about to liquidate me", SALE_PLAN, None),
    ("anything sold or proposed and not executed", SOLD, None),
    ("哪种方式通知我的", DELIVERY, None),
    ("你们那个通知我读过了", ACKNOWLEDGE, None),
    ("宽限上回被拒 为什么", TIME_ASKED, None),
    ("哪些申请还没批下来", applying.REQUESTS, matters.PENDING),
    ("list my pending requests", applying.REQUESTS, matters.PENDING),
    ("那个申请我不要了", applying.REQUESTS, matters.WITHDRAW),
    ("cancel my margin account application", applying.APPLICATION, matters.WITHDRAW),
)


@pytest.mark.parametrize(("text", "intent", "aspect"), MEANT)
def test_a_few_words_are_enough(text: str, intent: str, aspect: str | None) -> None:
    found = asked(text)
    assert (found.intent, found.slots.aspect) == (intent, aspect)


LEFT = (
    "追保能不能延期两天",
    "为什么通知我",
    "怎么又通知我补钱",
    "展期一般有什么条件",
    "平仓线改过吗 如果改到120呢",
    "我要投诉你们强平我",
    "维持担保比例怎么算",
    "提额要什么条件",
    "那我转股票进来呢",
    "现在从普通账户转股票进来还来得及吗",
    "股票能转进来吗",
    "那银证转账呢",
)


@pytest.mark.parametrize("text", LEFT)
def test_what_belongs_to_other_rules_is_left_to_them(text: str) -> None:
    assert asked(text).intent == "oos"


def test_more_time_spoken_of_before_is_meant_by_an_extension() -> None:
    assert asked("延期批了吗", State(client_id="demo-call", last_intent=MORE_TIME)).intent == "oos"
    assert asked("延期批了吗").intent == applying.EXTENSION


@pytest.mark.parametrize("intent", ("distress", "injection", "account_security", "check_text"))
def test_what_must_never_be_missed_is_left_alone(intent: str) -> None:
    assert asked("展期批没批", intent=intent, gate="act").intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    (
        ("申请怎么给我退回来了", applying.APPLICATION),
        ("did my application go through", applying.REQUESTS),
        ("股票转进来了没", applying.EVENTS),
    ),
)
def test_the_unknown_asker_is_sent_to_the_flow_that_asks_for_a_sign_in(text: str, intent: str) -> None:
    assert asked(text, UNKNOWN).intent == intent


def test_which_option_passes_is_refused_within_a_sitting_without_the_word() -> None:
    slots = {"of": applying.SHEET, "options": "[]"}
    sitting = State(client_id="demo-call", role="client", pending=Pending(applying.QUESTION, slots))
    assert asked("选哪个能过", sitting).slots.kind == HONESTLY


def test_a_short_seller_and_the_lender_is_a_matter_of_the_rules() -> None:
    assert asked("融券的那只送股了我得补偿谁", intent="complaint", gate="act").intent == "rule_question"


LINE_OF = {
    "line": "500000",
    "left": figure("credit_line_left", "400000", "400,000.00"),
    "ceiling": figure("credit_line", "900000", "900,000.00"),
    "decision": {"gaps": []},
    "frozen": False,
    "requests": [],
}


def test_the_sum_that_is_the_line_already_is_said_to_be_and_nothing_waits() -> None:
    conversation = Conversation({"FetchLineStanding": LINE_OF}, KNOWN)
    reply = conversation.say(
        "额度提到50万,帮我提交",
        "oos",
        Slots(amounts=(Amount(Decimal(500_000), "yuan", "50万"),)),
        gate="clarify",
    ).reply
    assert reply.action == "answer" and "就是现有额度" in reply.text
    assert conversation.state.pending is None


def test_what_is_left_of_the_line_is_told_with_what_is_in_use() -> None:
    reply = Conversation({"FetchLineStanding": LINE_OF}, KNOWN).say("额度还剩多少", "my_figures").reply
    assert "400,000.00" in reply.text and "100,000.00" in reply.text and "没有被冻结" in reply.text


SITTING = {
    "sitting": {"state": "open", "answered": 1, "of": 2, "grade": None, "valid_until": None},
    "version": "1",
    "next_question": "b",
    "contradictions": [],
    "result": None,
    "retake_from": None,
    "questions": [
        {"id": "a", "zh": "甲", "en": "A?", "answer": "x", "options": [{"id": "x", "zh": "是", "en": "yes"}]},
        {"id": "b", "zh": "乙", "en": "B?", "answer": None, "options": [{"id": "y", "zh": "否", "en": "no"}]},
    ],
}


def test_an_answer_given_wrongly_is_asked_again_until_it_is_graded() -> None:
    conversation = Conversation({"FetchQuestionnaire": SITTING}, KNOWN)
    reply = conversation.say("测评第1题填错了 能改吗", "oos", gate="clarify").reply
    assert reply.action == "ask" and "甲" in reply.text
    assert conversation.state.pending is not None and conversation.state.pending.slots["question"] == "a"


def test_a_status_asked_within_a_sitting_leaves_its_question_waiting() -> None:
    conversation = Conversation({"FetchQuestionnaire": SITTING}, KNOWN)
    conversation.say("做风险测评", "oos")
    waiting = conversation.state.pending
    reply = conversation.say("为什么要问我收入 可以不答吗", "oos", gate="clarify").reply
    assert "适当性" in reply.text and "不能空着" in reply.text and conversation.state.pending == waiting


SIGNED: dict[str, object] = {
    "in_force": "G1",
    "offered": None,
    "admitted": True,
    "agreements": [],
}
TEXT = """12  维持担保比例与各线  Maintenance ratio and lines
12.3  平仓线为130%。
The liquidation line is 130%.

14  违约与担保物处分  Default and disposal of collateral
14.2  先还款，后卖出。
Repay first, then sell.
"""


@pytest.mark.parametrize(
    ("text", "lang", "part"),
    (
        ("强平那一条原文给我", "zh", "14.2 先还款，后卖出"),
        ("show me the liquidation clause word for word", "en", "14.2 Repay first, then sell"),
        ("合同第12.3条原文", "zh", "12.3 平仓线为130%"),
    ),
)
def test_the_signed_text_is_quoted_by_topic_or_number(text: str, lang: str, part: str) -> None:
    results = {"FetchAgreements": SIGNED, "FetchAgreement": {"text": TEXT}}
    reply = Conversation(results, KNOWN).say(text, "oos", gate="clarify", lang=lang).reply
    assert part in reply.text


def test_nothing_of_another_client_is_fetched() -> None:
    conversation = Conversation({}, KNOWN)
    assert conversation.say("我弟的申请批没批", "my_application").reply.action == "refuse"
    assert conversation.asked() == []
