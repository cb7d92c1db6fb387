"""What the firm did for its client: notices, their delivery, the contract over time, commission, a bar on opening, a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue import serving
from bot.dialogue.effects import Failed
from bot.dialogue.files import BadFile, named
from bot.dialogue.refusing import PROXY
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Outcome
from bot.nlu.model import Request, Slots
from bot.rendering import rendered
from tests.bot.dialogue.conversation import CASE, FIRM, NOW, Conversation, figure, sheet

MINE = State(client_id="demo-call", role="client")
TEXT = "【两融】您的维持担保比例为128.00%，请于2026-11-23 15:00前补足120,000.00元。"
NOTICE: dict[str, Any] = {
    "id": "n1",
    "kind": "margin_call",
    "channel": "sms",
    "sent_at": "2026-11-20T16:12:00+08:00",
    "delivered_at": "2026-11-20T16:13:00+08:00",
    "read_at": None,
    "deadline": "2026-11-23T15:00:00+08:00",
    "clause": "13.1",
    "text": TEXT,
    "amount": "120000.00",
}
DUE = {
    **NOTICE,
    "id": "n2",
    "kind": "maturity",
    "channel": "app",
    "deadline": None,
    "text": "您的合约将于2026-11-18到期。",
}
CHANGES = {
    "versions": [],
    "changes": [
        {"valid_from": "2026-05-01", "name": "withdrawal_line", "before": None, "after": "3", "clause": None},
        {
            "valid_from": "2026-07-01",
            "name": "warning_line",
            "before": "1.45",
            "after": "1.4",
            "clause": "12.2",
        },
        {
            "valid_from": "2026-07-01",
            "name": "call_deadline",
            "before": {"trading_days": 2, "time": "15:00"},
            "after": {"trading_days": 1, "time": "15:00"},
            "clause": "13.1",
        },
        {
            "valid_from": "2026-08-01",
            "name": "financing_rate",
            "before": "0.07",
            "after": "0.065",
            "clause": "8.2",
        },
        {
            "valid_from": "2026-08-01",
            "name": "fee_basis",
            "before": "sale_amount",
            "after": "market_value",
            "clause": "8.3",
        },
    ],
}
COMMISSION = {
    "figures": {
        "commission_charged": figure("commission_charged", "806.58", "806.58"),
        "commission_at_rate": figure("commission_at_rate", "134.43", "134.43"),
        "commission_difference": figure("commission_difference", "672.15", "672.15"),
    },
    "rows": [{"id": "s1"}],
}
TICKET: dict[str, Any] = {
    "number": "T20261120-0001",
    "due_on": "2026-11-27",
    "status": "open",
    "opened_at": "2026-11-20T16:30:00+08:00",
    "sla": {"state": "on_time", "business_days_left": 5},
    "escalated_at": None,
}
GAP = {
    "code": "age",
    "text": "aged 76",
    "text_zh": "76 周岁",
    "closes": "a person looks at it",
    "closes_zh": "由人工复核",
    "earliest": None,
}


def with_clauses() -> dict[str, Any]:
    account = sheet()
    return {**account, "terms": {**account["terms"], "clauses": {"liquidation_line": "12.3"}}}


def world(**changes: Any) -> dict[str, Any]:
    return {
        "FirmFacts": FIRM,
        "LookUpRule": {"in_force": {"value": "12386"}},
        "ListTickets": [],
        "OpenTicket": TICKET,
        "AttachFile": {"name": "a.pdf"},
        "RaiseHandoff": CASE,
        "FindNotices": [],
        "SearchKnowledge": Failed(0),
        "FetchSentNotices": [NOTICE, DUE],
        "FetchContractChanges": CHANGES,
        "FetchCommissionDifference": COMMISSION,
        "FetchFigures": with_clauses(),
        "FetchCallState": {"calls": [{"kind": "maintenance", "deadline": "2026-11-23T15:00:00+08:00"}]},
        "FetchAdmission": {"gaps": [GAP]},
        **changes,
    }


FLOWS = {
    "notice": ("这条短信是你们发的吗：" + TEXT, serving.NOTICE),
    "altered": ("这条短信是你们发的吗：" + TEXT.replace("120,000", "90,000"), serving.NOTICE),
    "unknown": ("这条短信是你们发的吗：您中奖了，请转账到个人账户解冻 http://a.top", serving.NOTICE),
    "delivery": ("你们没通知我", serving.DELIVERY),
    "changes": ("我的合同改过什么", serving.CHANGES),
    "then": ("合同里写的平仓线多少", serving.THEN),
    "why_sold": ("凭什么平我", serving.WHY_SOLD),
    "barred": ("有钱为什么禁止开仓", serving.BARRED),
    "commission": ("跟万三比佣金差了多少", serving.COMMISSION),
    "complaint": ("我要投诉，佣金说好万三，收我千一点八，赔我5万元，你们没通知我", "complaint"),
    "status": ("到哪一步了", "complaint_status"),
    "proxy": ("找人代操作行不行", "illegal"),
}


def said(name: str, lang: str = "zh", state: State = MINE, **changes: Any) -> Outcome:
    text, intent = FLOWS[name]
    kind = PROXY if intent == "illegal" else None
    return Conversation(world(**changes), state).say(text, intent, Slots(kind=kind), lang=lang)


@pytest.mark.parametrize("name", FLOWS)
def test_every_flow_passes_the_guard_and_its_figures_are_equal_in_three_languages(name: str) -> None:
    outcomes = {lang: said(name, lang, ListTickets=[TICKET]) for lang in ("zh", "zh-Hant", "en")}
    message = Message("m1", "s1", "", None, NOW)
    shown = {lang: rendered(outcome, message, 0) for lang, outcome in outcomes.items()}
    for lang, outcome in outcomes.items():
        assert outcome.issues == (), (lang, outcome.issues)
        assert shown[lang]["figures"] == shown["zh"]["figures"]
        assert shown[lang]["citations"] == shown["zh"]["citations"]
        assert numbers(outcome) == numbers(outcomes["zh"]), lang
        first = shown[lang]["answer"].split("\n")[0]
        assert len(first) <= 200, first


def numbers(outcome: Outcome) -> list[tuple[str, str, str]]:
    """The facts that a reply was made from: what they are and what they are worth."""
    facts = outcome.reply.evidence.facts
    return sorted((fact.kind, fact.name, fact.forms[0]) for fact in facts if fact.forms)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("notice", ("一致", "短信", "2026-11-20 16:12", "13.1")),
        ("altered", ("被改动", "「90,000.00」", "「120,000.00」", "以我们发出的内容为准")),
        ("unknown", ("没有发过", "带链接", "要求转账", "95500-0")),
        (
            "delivery",
            ("共 1 条", "短信", "2026-11-20 16:12 发出", "2026-11-20 16:13 送达", "没有已读记录", "13.1"),
        ),
        (
            "changes",
            (
                "共有 5 处",
                "预警线由 145% 改为 140%",
                "T+2 15:00",
                "7% 改为 6.5%",
                "卖出金额 改为 市值",
                "未约定",
            ),
        ),
        ("then", ("2026-11-20", "平仓线 130%（合同第 12.3 条）", "预警线 140%")),
        ("why_sold", ("平仓线 130%（合同 12.3 条）", "最近一条通知记录", "不下结论")),
        ("barred", ("-5.00", "2026-11-23 15:00", "76 周岁", "年龄限额")),
        ("commission", ("806.58", "134.43", "672.15", "不能承诺")),
        (
            "complaint",
            ("约定费率 0.03%", "实收费率 0.18%", "赔偿", "50,000.00 元", "672.15", "最近一条通知记录"),
        ),
        ("proxy", ("只能由本人使用", "密码")),
    ],
)
def test_a_flow_says_what_the_records_hold(name: str, parts: tuple[str, ...]) -> None:
    outcome = said(name)
    for part in parts:
        assert part in outcome.reply.text, outcome.reply.text


@pytest.mark.parametrize(
    "name", ["notice", "delivery", "changes", "then", "why_sold", "barred", "commission", "status"]
)
def test_before_the_sign_in_no_record_of_any_account_is_looked_at(name: str) -> None:
    talk = Conversation(world(), State())
    outcome = talk.say(*FLOWS[name])
    looked = {"FetchSentNotices", "FetchContractChanges", "FetchFigures", "FetchAdmission", "ListTickets"}
    assert not looked & set(talk.asked()) and outcome.reply.figures == ()
    assert "登录" in outcome.reply.text


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("notice", "FetchSentNotices"),
        ("delivery", "FetchSentNotices"),
        ("changes", "FetchContractChanges"),
        ("then", "FetchFigures"),
        ("barred", "FetchFigures"),
        ("commission", "FetchCommissionDifference"),
    ],
)
def test_a_service_that_is_out_is_said_and_nothing_is_made_up(name: str, effect: str) -> None:
    outcome = said(name, **{effect: Failed(0)})
    assert outcome.reply.action == "handoff" and outcome.reply.figures == ()


def test_what_is_not_on_record_is_said_to_be_missing() -> None:
    assert "没有查到这类通知" in said("delivery", FetchSentNotices=[DUE]).reply.text
    assert "没有查到您的合同有变更" in said("changes", FetchContractChanges={"changes": []}).reply.text
    nothing = {**with_clauses(), "terms": None}
    assert "没有查到您的合同" in said("then", FetchFigures=nothing).reply.text
    free = sheet(available_margin=figure("available_margin", "5", "5.00"))
    quiet = said("barred", FetchFigures=free, FetchCallState={"calls": []}, FetchAdmission={"gaps": []})
    assert "没有找到限制的原因" in quiet.reply.text and "不是它限制的" in quiet.reply.text


def test_a_reproach_about_maturity_finds_the_notice_of_maturity() -> None:
    outcome = Conversation(world(), MINE).say("到期了也没通知我", serving.DELIVERY)
    assert "合约到期通知" in outcome.reply.text and "追保通知" not in outcome.reply.text


def test_a_text_to_check_and_a_rate_are_asked_for_where_none_is_given() -> None:
    assert "原文" in Conversation(world(), MINE).say("这短信是你们发的吗", serving.NOTICE).reply.text
    assert "费率" in Conversation(world(), MINE).say("佣金差多少", serving.COMMISSION).reply.text


@pytest.mark.parametrize(
    ("state", "words"),
    [("overdue", "已超过答复期限"), ("due_today", "还有 0 个工作日"), ("answered", "已答复")],
)
def test_a_ticket_says_whether_it_is_late_and_that_it_was_escalated(state: str, words: str) -> None:
    status = "answered" if state == "answered" else "open"
    late = {**TICKET, "status": status, "sla": {"state": state, "business_days_left": 0}}
    outcome = said(
        "status", ListTickets=[{**late, "escalated_at": "2026-11-30T09:00:00+08:00", "due_provisional": True}]
    )
    assert outcome.issues == () and words in outcome.reply.text
    assert "2026-11-30 已自动升级" in outcome.reply.text and "尚未公布" in outcome.reply.text


def test_whoever_turns_to_the_regulator_is_told_the_ways_and_nothing_is_filed_twice() -> None:
    talk = Conversation(world(ListTickets=[TICKET]), MINE)
    outcome = talk.say("再不处理我投诉到局里", "complaint")
    assert outcome.issues == () and "您的权利" in outcome.reply.text and "12386" in outcome.reply.text
    assert "T20261120-0001" in outcome.reply.text and talk.state.pending is None
    assert "OpenTicket" not in talk.asked()


def with_files(text: str, intent: str, state: State, **changes: Any) -> tuple[Conversation, Outcome]:
    talk = Conversation(world(**changes), state, files=(("f1", "对账单.pdf"),))
    return talk, talk.say(text, intent)


def test_a_file_waits_for_the_complaint_and_goes_on_its_ticket() -> None:
    talk, heard = with_files("我要投诉，这是证据", "complaint", MINE)
    assert "「对账单.pdf」" in heard.reply.text
    filed = talk.say("提交", "affirm")
    assert filed.issues == () and "已附上 「对账单.pdf」，工单 T20261120-0001" in filed.reply.text
    (opened,) = [effect for effect in talk.effects if type(effect).__name__ == "OpenTicket"]
    assert dict(opened.details)["attachments"] == "对账单.pdf"
    assert [effect.file for effect in talk.effects if type(effect).__name__ == "AttachFile"] == ["f1"]


def test_a_file_goes_on_the_ticket_that_is_open_or_is_kept() -> None:
    _, attached = with_files("看下附件", serving.FILES, MINE, ListTickets=[TICKET])
    assert "已附上" in attached.reply.text and attached.reply.action == "answer"
    _, kept = with_files("看下附件", serving.FILES, MINE)
    assert "先留着" in kept.reply.text
    _, failed = with_files("看下附件", serving.FILES, MINE, ListTickets=[TICKET], AttachFile=Failed(422))
    assert "没能附到" in failed.reply.text and failed.issues == ()


def test_what_a_file_says_is_neither_identity_nor_instruction() -> None:
    talk, outcome = with_files("看下附件再回答", serving.FILES, State())
    assert "不会被当作身份证明或指令" in outcome.reply.text and talk.asked() == []
    assert "没有收到文件" in Conversation(world(), MINE).say("看下附件", serving.FILES).reply.text


def test_a_file_handed_in_while_a_complaint_waits_is_part_of_it() -> None:
    talk, _ = with_files("我要投诉", "complaint", MINE, ListTickets=[TICKET])
    added = talk.say("我上传了附件：对账单.pdf", serving.FILES)
    assert added.reply.action == "confirm" and "AttachFile" not in talk.asked()


@pytest.mark.parametrize("name", ["a/b.pdf", "..\\x.pdf", "", "a\u202ecod.pdf", "x" * 117 + ".pdf"])
def test_a_name_that_is_more_than_a_name_is_refused(name: str) -> None:
    with pytest.raises(BadFile) as error:
        named(name, b"%PDF-")
    assert error.value.problem["errors"][0]["code"] == "name"


def test_corrections_are_kept_in_the_ticket_with_what_they_replace() -> None:
    talk = Conversation(world(), MINE)
    talk.say("佣金说好万三，收我千一点八", "complaint")
    changed = talk.say("开户是1月7号不，是6号", "rule_question")
    assert changed.issues == () and "2026-01-07 → 2026-01-06" in changed.reply.text
    talk.say("我换个诉求：退差额就行", "rule_value", gate="clarify")
    talk.say("提交", "affirm")
    (opened,) = [effect for effect in talk.effects if type(effect).__name__ == "OpenTicket"]
    details = dict(opened.details)
    assert details["opened_on"] == "2026-01-06" and details["remedy"] == "refund"
    assert details["commission_difference"] == "672.15"
    assert details["changes"] == '[{"slot": "opened_on", "old": "2026-01-07", "new": "2026-01-06"}]'


def test_a_return_a_hold_and_a_yes_in_other_words() -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉佣金", "complaint")
    held = talk.say("先别提交", "deny")
    assert "没有提交" in held.reply.text and talk.state.pending is not None
    back = talk.say("回到刚才", "oos", gate="clarify")
    assert "回到刚才的投诉" in back.reply.text and "「我要投诉佣金」" in back.reply.text
    filed = talk.say("好，给我立案。", "complaint")
    assert "T20261120-0001" in filed.reply.text and talk.asked().count("OpenTicket") == 1


def test_a_day_that_does_not_exist_is_asked_again_and_the_complaint_is_intact() -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉", "complaint")
    outcome = talk.say("2月30日平了我的仓", "oos", gate="clarify")
    assert "日历上没有" in outcome.reply.text and talk.state.pending is not None
    assert "event_on" not in talk.state.pending.slots


REQUESTS = (
    ("那你们没通知我", serving.DELIVERY),
    ("你们是不是给我发了短信？", serving.DELIVERY),
    ("没通知我就把我平了，我要投诉", None),
    ("我的合同最近改了什么", serving.CHANGES),
    ("what changed in my contract", serving.CHANGES),
    ("规则改了什么", None),
    ("那天合同里写的多少", serving.THEN),
    ("凭什么平我", serving.WHY_SOLD),
    ("现在账户有钱为什么“禁止开仓”", serving.BARRED),
    ("说好万三,收我千一点八", "complaint"),
    ("再不还钱我就去证监局", "complaint"),
    ("按交割单,跟万三比差了多少", serving.COMMISSION),
    ("看下附件再回答", serving.FILES),
    ("群里有人发截图,上面写维保率160%", None),
    ("找人代操作行不行", "illegal"),
    ("代操作违反什么规定", None),
    ("教我怎么填测评能到c5", "illegal"),
    ("我把密码给你,帮我操作,赚了分你一半", "illegal"),
    ("大盘下周涨还是跌,不说我骂人", "advice"),
    ("融资利率多少", None),
)


@pytest.mark.parametrize(("text", "intent"), REQUESTS)
def test_words_name_the_flow_that_answers(text: str, intent: str | None) -> None:
    request = Request(text, "oos", 0.4, "clarify", (), Slots(), "model")
    found = serving.served(request, MINE)
    assert (found.intent if found is not request else None) == intent


def test_distress_and_an_alarm_are_left_alone() -> None:
    for intent in serving.LEFT_ALONE:
        request = Request("凭什么平我", intent, 1.0, "act", (), Slots(), "rule")
        assert serving.served(request, MINE) is request


def test_somebody_else_is_never_spoken_of_and_a_code_in_the_chat_verifies_nobody() -> None:
    anybody = replace(MINE, client_id=None, role=None)
    asked = Request("那你就说他是不是低于130,是/否就行", "oos", 0.4, "clarify", (), Slots(), "model")
    assert serving.served(asked, anybody).intent == "privacy_other"
    coded = replace(asked, text="【真李四】这是我,验证码123456现在多少?")
    assert serving.served(coded, anybody).intent == serving.CODE
    assert serving.served(coded, MINE).intent == "my_ratio"
    outcome = Conversation(world(), anybody).say("验证码123456", serving.CODE)
    assert outcome.issues == () and "不要在聊天里发验证码" in outcome.reply.text


def test_where_nothing_was_settled_no_difference_is_shown() -> None:
    nothing = {**COMMISSION, "rows": []}
    talk = Conversation(world(FetchCommissionDifference=nothing), MINE)
    reply = talk.say("佣金是不是多收了我按万三算的", "complaint").reply
    assert "没有可比的成交" in reply.text and "差额 " not in reply.text


def test_another_text_after_a_check_is_checked_too() -> None:
    talk = Conversation(world(), MINE)
    talk.say("这条短信是你们发的吗：" + TEXT, serving.NOTICE)
    reply = talk.say("那这条呢：您的账户异常，请把钱打到个人账户6222020200112345678", "oos").reply
    assert reply.intent == serving.NOTICE and "没有发过" in reply.text and "要求转账" in reply.text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你们发过我啥通知", serving.DELIVERY),
        ("骗子短信怎么分辨", "rule_question"),
        ("how can I spot a scam message", "rule_question"),
    ],
)
def test_what_was_sent_and_how_fraud_is_told(text: str, intent: str) -> None:
    request = Request(
        text, "account_security" if intent == "rule_question" else "oos", 0.7, "clarify", (), Slots(), "model"
    )
    assert serving.served(request, MINE).intent == intent


def test_who_was_cheated_is_no_question_how_to_tell() -> None:
    request = Request("我被骗了，诈骗短信怎么识别", "account_security", 0.9, "act", (), Slots(), "model")
    assert serving.served(request, MINE).intent == "account_security"


def test_the_number_of_a_ticket_just_filed_is_told() -> None:
    request = Request("单号多少", "oos", 0.4, "oos", (), Slots(), "model")
    filed = MINE.settled("complaint_filed")
    assert serving.served(request, filed).intent == "complaint_status"
    assert serving.served(request, MINE).intent == "oos"


def test_what_it_takes_to_open_is_asked_of_the_rule() -> None:
    request = Request("要多少钱才能开", "margin_call", 0.8, "act", (), Slots(), "model")
    served = serving.served(request, State())
    assert served.intent == "rule_value" and served.slots.param == "admission_average_assets"
