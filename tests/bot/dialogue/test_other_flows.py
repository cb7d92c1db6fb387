"""Rules, complaints, persons, refusals: what is said, what is done, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.answer.reading.spans import after
from bot.answer.texts import all_texts
from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.dialogue.turn import FLOWS
from bot.nlu.lexicon import data
from bot.nlu.model import Request, SecurityMention, Slots
from tests.bot.dialogue.conversation import CASE, FIRM, Conversation

MINE = State(client_id="demo-call", role="client")
TICKET = {
    "number": "T20261120-0001",
    "due_on": "2026-12-11",
    "status": "open",
    "opened_at": "2026-11-20T16:30:00+08:00",
}


@dataclass(frozen=True)
class Passage:
    id: str = "p1"
    document_id: str = "d1"
    title: str = "提取"
    kind: str = "summary"
    section: str = "何时可以提取"
    article: str | None = None
    text: str = "维持担保比例超过300%时可以提取。"
    lead: str = text
    lang: str = "zh"
    source: str = "细则"
    effective_from: date = date(2019, 8, 19)
    effective_to: date | None = None
    confidence: str = "seen-2nd"
    layer: str = "exchange"
    topic: str | None = "transfers"
    rules: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    passage: Passage
    score: float = 1.0

    @property
    def quote(self) -> str:
        return self.passage.text


@dataclass(frozen=True)
class Found:
    answerable: bool
    hits: tuple[Hit, ...]
    confidence: float = 0.8


def row(value: str, display: str, since: str, until: str | None = None) -> dict[str, Any]:
    return {
        "param": "financing_margin_ratio",
        "value": value,
        "display": display,
        "display_en": display,
        "valid_from": since,
        "valid_to": until,
        "confidence": "seen-exch",
        "note": "New contracts only.",
        "note_zh": "仅适用于新开合约。",
        "source": "上证发〔2026〕5号",
        "unit": "ratio",
        "layer": "exchange",
        "force": "floor",
        "scope": {},
    }


RULE: dict[str, Any] = {
    "param": "financing_margin_ratio",
    "as_of": "2026-11-20",
    "history": [],
    "label_zh": "融资保证金比例下限",
    "label_en": "financing margin ratio floor",
    "in_force": row("1.00", "100%", "2026-01-19"),
    "previous": row("0.80", "80%", "2023-09-11", "2026-01-19"),
    "next": None,
}
HOTLINE = {**RULE, "in_force": {**row("12386", "12386", "2022-10-28"), "param": "investor_hotline"}}
AID = {**RULE, "in_force": {**row("12356", "12356", "2025-05-01"), "param": "psychological_aid_hotline"}}
RULES = {"financing_margin_ratio": RULE, "investor_hotline": HOTLINE, "psychological_aid_hotline": AID}
WORLD = {
    "FirmFacts": FIRM,
    "LookUpRule": lambda effect: RULES.get(effect.param, Failed(404)),
    "SearchKnowledge": Found(True, (Hit(Passage()), Hit(Passage(id="p2", section="提取的两个上限")))),
    "OpenTicket": TICKET,
    "ListTickets": [TICKET],
    "RaiseHandoff": CASE,
}


def test_a_rule_question_is_answered_by_an_exact_quote_with_its_citation() -> None:
    outcome = Conversation(WORLD).say("什么时候可以取钱", "rule_question")
    assert outcome.issues == ()
    assert outcome.reply.text.startswith("维持担保比例超过300%时可以提取。")
    assert outcome.reply.citations[0]["effective_from"] == "2019-08-19"
    assert ("提取的两个上限", "提取的两个上限") in outcome.reply.choices


def test_a_passage_out_of_force_on_the_day_is_held_back() -> None:
    old = Found(True, (Hit(Passage(effective_to=date(2020, 1, 1))),))
    outcome = Conversation({**WORLD, "SearchKnowledge": old}).say("什么时候可以取钱", "rule_question")
    assert outcome.issues and "300%" not in outcome.reply.text


def test_without_a_passage_it_says_unknown_and_logs_the_gap() -> None:
    talk = Conversation({**WORLD, "SearchKnowledge": Found(False, ())})
    outcome = talk.say("融券能不能借月球", "rule_question")
    assert outcome.reply.action == "unknown" and "LogGap" in talk.asked()


def test_a_dated_parameter_names_its_value_its_day_and_what_was_before() -> None:
    outcome = Conversation(WORLD).say(
        "现在融资保证金比例最低是多少", "rule_value", Slots(param="financing_margin_ratio")
    )
    assert outcome.issues == ()
    for part in ("100%", "2026-01-19", "80%", "仅适用于新开合约"):
        assert part in outcome.reply.text


def test_a_complaint_is_restated_confirmed_and_filed_once() -> None:
    talk = Conversation(WORLD, MINE)
    first = talk.say("你们没通知就把我平了，我要投诉", "complaint")
    assert first.issues == () and first.reply.action == "confirm"
    assert "OpenTicket" not in talk.asked()
    for part in ("工单", "15 个工作日", "12386", "合同约定", "通知记录"):
        assert part in first.reply.text
    filed = talk.say("确认提交", "affirm")
    assert filed.issues == () and "T20261120-0001" in filed.reply.text and "2026-12-11" in filed.reply.text
    again = talk.say("确认提交", "affirm")
    assert talk.asked().count("OpenTicket") == 1
    assert again.issues == () and again.reply.text.startswith("没有重复登记。工单 T20261120-0001")


def test_a_question_in_between_does_not_lose_the_complaint() -> None:
    talk = Conversation(WORLD, MINE)
    talk.say("我要投诉佣金", "complaint")
    talk.say("先别提交，什么时候可以取钱", "rule_question")
    assert "T20261120-0001" in talk.say("好，提交", "affirm").reply.text


def test_a_complaint_withdrawn_writes_nothing() -> None:
    talk = Conversation(WORLD, MINE)
    talk.say("我要投诉佣金", "complaint")
    outcome = talk.say("算了", "deny")
    assert outcome.issues == () and "OpenTicket" not in talk.asked() and "12386" in outcome.reply.text


def test_an_anonymous_complaint_gets_the_channels_and_a_sign_in() -> None:
    outcome = Conversation(WORLD).say("我要投诉", "complaint")
    assert outcome.issues == () and outcome.reply.action == "ask"
    assert "登录" in outcome.reply.text and "12386" in outcome.reply.text


def test_ticket_status_names_number_and_date() -> None:
    outcome = Conversation(WORLD, MINE).say("进度", "complaint_status")
    assert outcome.issues == () and "T20261120-0001" in outcome.reply.text


def test_distress_gets_calm_words_a_line_and_a_person_but_no_figure() -> None:
    talk = Conversation(WORLD, MINE)
    outcome = talk.say("我亏得不想活了，我的比例多少", "distress")
    assert outcome.issues == () and outcome.reply.action == "handoff"
    assert "12356" in outcome.reply.text and "%" not in outcome.reply.text
    assert [e.reason for e in talk.effects if type(e).__name__ == "RaiseHandoff"] == ["distress"]
    assert "FetchFigures" not in talk.asked()


@pytest.mark.parametrize("kind", ["advice", "promise", "injection", "illegal", "privacy_other", "oos"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_is_polite_touches_nothing_and_offers_a_way_on(kind: str, lang: str) -> None:
    talk = Conversation(WORLD, MINE)
    outcome = talk.say("…", kind, lang=lang)
    assert outcome.issues == () and outcome.reply.action == "refuse" and outcome.reply.choices
    assert not {"FetchFigures", "OpenTicket"} & set(talk.asked())


def test_who_is_signed_in_and_asks_for_another_is_offered_the_own_account_not_a_sign_in() -> None:
    assert ("登录", "登录") in Conversation(WORLD).say("李四的比例", "privacy_other").reply.choices
    mine = Conversation(WORLD, MINE).say("李四的比例", "privacy_other").reply.choices
    assert ("登录", "登录") not in mine and mine[0][0] == "我的维持担保比例是多少？"


@pytest.mark.parametrize("intent", ["human", "distress", "account_security"])
def test_a_person_who_could_not_be_called_is_not_said_to_be_coming(intent: str) -> None:
    outcome = Conversation({**WORLD, "RaiseHandoff": Failed(0)}, MINE).say("…", intent)
    assert outcome.issues == () and outcome.reply.action == "handoff"
    for claim in ("已为您呼叫", "已通知人工"):
        assert claim not in outcome.reply.text


def test_an_answer_held_back_says_whether_a_person_was_called() -> None:
    old = Found(True, (Hit(Passage(effective_to=date(2020, 1, 1))),))
    world = {**WORLD, "SearchKnowledge": old}
    assert "已转人工" in Conversation(world).say("什么时候可以取钱", "rule_question").reply.text
    alone = Conversation({**world, "RaiseHandoff": Failed(0)}).say("什么时候可以取钱", "rule_question")
    assert "已转人工" not in alone.reply.text and "请拨打客服电话" in alone.reply.text


def test_of_a_day_to_come_only_what_is_published_is_told() -> None:
    outcome = Conversation(WORLD).say("什么时候可以取钱", "rule_question", as_of=date(2030, 1, 1))
    assert outcome.issues == () and "到 2030-01-01 之前还可能变化" in outcome.reply.text


def test_sign_in_said_in_words_is_answered() -> None:
    assert "登录" in Conversation(WORLD).say("登录", "oos").reply.text
    assert Conversation(WORLD, MINE).say("登录", "oos").reply.text == "您已经登录。"


def test_what_must_not_be_missed_is_answered_alone() -> None:
    talk = Conversation(WORLD, MINE)
    requests = tuple(
        Request(text, intent, 0.9, "act", (), Slots(), "rule")
        for text, intent in (("比例多少", "my_ratio"), ("我不想活了", "distress"))
    )
    outcome = talk.hear("比例多少，我不想活了", requests)
    assert outcome.reply.intent == "distress" and "FetchFigures" not in talk.asked()


def test_several_requests_are_answered_in_order_in_one_message() -> None:
    requests = tuple(
        Request(text, intent, 0.9, "act", (), Slots(), "model")
        for text, intent in (("什么时候可以取钱", "rule_question"), ("转人工", "human"))
    )
    outcome = Conversation(WORLD).hear("…", requests)
    assert outcome.issues == ()
    assert outcome.reply.text.index("300%") < outcome.reply.text.index("已为您呼叫")


def test_a_guessed_security_is_confirmed_before_it_is_used() -> None:
    stock = {
        "code": "600036.SH", "name": "招商银行", "name_en": "CMB", "eligible_financing": True,
        "eligible_short": False, "conversion_rate": "0.7", "status": "normal",
    }  # fmt: skip
    talk = Conversation({**WORLD, "FindSecurity": stock})
    guess = SecurityMention("600036.SH", "招商银行", "homophone", "招伤银行", 0, 4)
    asked = talk.say("招伤银行能融资吗", "security_lookup", Slots(to_confirm=(guess,)))
    assert (
        asked.reply.action == "ask" and "招商银行" in asked.reply.text and "FindSecurity" not in talk.asked()
    )
    told = talk.say("是的", "affirm")
    assert told.issues == () and "70%" in told.reply.text and "可以融资买入" in told.reply.text


def test_an_announced_change_of_a_security_is_part_of_looking_it_up() -> None:
    coming = {
        "effective": "2026-12-07", "eligible_financing": False,
        "eligible_short": True, "conversion_rate": "0.6",
    }  # fmt: skip
    stock = {
        "code": "601166.SH", "name": "兴业银行", "name_en": "CIB", "eligible_financing": True,
        "eligible_short": False, "conversion_rate": "0.7", "status": "normal", "coming": coming,
    }  # fmt: skip
    named = Slots(securities=(SecurityMention("601166.SH", "兴业银行", "name", "兴业银行", 0, 4),))
    told = Conversation({**WORLD, "FindSecurity": stock}).say("兴业银行折算率", "security_lookup", named)
    assert told.issues == ()
    for said in ("折算率是 70%", "2026-12-07起，折算率调整为 60%", "不能融资买入", "可以融券卖出"):
        assert said in told.reply.text


def test_a_fragment_is_asked_back_and_the_second_miss_offers_a_person() -> None:
    talk = Conversation(WORLD)
    assert talk.say("那个", "rule_question", gate="clarify").reply.action == "ask"
    assert "转人工" in talk.say("嗯", "rule_question", gate="clarify").reply.text


def test_the_likeliest_readings_are_named_in_words_and_as_choices() -> None:
    likely = (("rule_value", 0.4), ("my_ratio", 0.3), ("oos", 0.1))
    request = Request("那个最低的比例呢", "my_ratio", 0.4, "clarify", likely, Slots(), "model")
    outcome = Conversation(WORLD, MINE).hear("那个最低的比例呢", (request,))
    assert outcome.issues == () and outcome.reply.action == "ask"
    for label in ("现在融资保证金比例最低是多少？", "我的维持担保比例是多少？"):
        assert label in outcome.reply.text and (label, label) in outcome.reply.choices


def test_what_follows_the_lead_is_told_in_whole_sentences_and_tables_are_left_to_the_page() -> None:
    text = "先答一句。\n\n条件一是甲。条件二是乙。\n\n| 表 |"
    assert after(text, "先答一句。", 100) == "条件一是甲。条件二是乙。"
    assert after(text, "先答一句。", 10) == "条件一是甲。"
    assert after(text, "别的。", 100) == ""


def test_every_sentence_is_written_in_both_languages_and_holds_no_digit() -> None:
    texts = all_texts()
    assert len(texts) > 80
    for text_id, row_ in texts.items():
        assert set(row_) == {"zh", "en"}, text_id
        assert not any(char.isdigit() for text in row_.values() for char in text), text_id


def test_every_intent_that_can_be_understood_has_a_flow() -> None:
    intents = set(data("intents.yaml")) | {row["intent"] for row in data("rules.yaml")}
    assert len(intents) >= 24 and intents <= set(FLOWS)


def test_a_rule_that_is_announced_is_told_beside_the_one_in_force() -> None:
    ending, ahead = row("1.00", "100%", "2026-01-19", "2027-03-01"), row("1.20", "120%", "2027-03-01")
    world = {**WORLD, "LookUpRule": {**RULE, "in_force": ending, "next": ahead}}
    outcome = Conversation(world).say("融资保证金比例", "rule_value", Slots(param="financing_margin_ratio"))
    assert outcome.reply.text.startswith(
        "融资保证金比例下限是 100%，自 2026-01-19 起执行。已公布：自 2027-03-01 起，融资保证金比例下限是 120%。"
    )
    assert outcome.issues == ()


def test_a_lost_password_is_told_where_it_is_reset_and_calls_nobody() -> None:
    talk = Conversation(WORLD, MINE)
    outcome = talk.say("我忘记密码了", "account_security", Slots(kind="password"))
    assert outcome.issues == () and outcome.reply.action == "answer"
    assert "核实身份后重置" in outcome.reply.text and "不能重置" in outcome.reply.text
    assert "RaiseHandoff" not in talk.asked()
