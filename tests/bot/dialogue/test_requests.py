"""Several requests in one message: order, limits, and a word about what is left open."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.message import READ_CHARACTERS
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots
from bot.nlu.understand import READ_LIMIT
from tests.bot.dialogue.conversation import CASE, FIRM, REMEDY, Conversation, sheet

MINE = State(client_id="demo-call", role="client")
WORLD = {
    "FirmFacts": FIRM,
    "FetchFigures": sheet(),
    "FetchCures": REMEDY,
    "LookUpRule": Failed(404),
    "SearchKnowledge": Failed(0),
    "ListTickets": [],
    "RaiseHandoff": CASE,
    "OpenTicket": {"number": "T20261120-0001", "due_on": "2026-12-11"},
}


def request(text: str, intent: str, gate: str = "act", **slots: str) -> Request:
    return Request(text, intent, 0.9, gate, ((intent, 0.9),), Slots(**slots), "model")  # type: ignore[arg-type]


def test_what_one_message_asks_too_much_is_counted_and_offered() -> None:
    asked = (
        request("我的比例", "my_ratio"),
        request("要补多少", "margin_call"),
        request("转人工", "human"),
        request("谢谢", "smalltalk"),
        request("利息怎么算,", "rule_question"),
        request("哪天到期", "my_positions"),
    )
    outcome = Conversation(WORLD, MINE).hear("…", asked)
    assert outcome.issues == () and len(outcome.reply.text) <= 600
    assert "个问题这次没有回答" in outcome.reply.text
    offered = [send for _, send in outcome.reply.choices]
    assert offered[-2:] == ["利息怎么算", "哪天到期"]
    answered = 5 - len(offered)
    assert answered >= 1 and f"还有 {len(offered)} 个问题" in outcome.reply.text


def test_a_complaint_beside_a_question_says_that_the_question_is_left() -> None:
    asked = (request("我的比例", "my_ratio"), request("我要投诉", "complaint"))
    outcome = Conversation(WORLD, MINE).hear("我的比例多少，我要投诉", asked)
    assert outcome.issues == () and outcome.reply.action == "confirm"
    assert outcome.reply.choices == (("我的比例", "我的比例"),)


def test_distress_is_answered_alone_and_nothing_else_is_mentioned() -> None:
    outcome = Conversation(WORLD, MINE).hear(
        "…", (request("比例", "my_ratio"), request("不想活了", "distress"))
    )
    assert outcome.reply.intent == "distress" and "没有回答" not in outcome.reply.text


def test_a_long_message_is_told_to_be_read_at_its_beginning_only() -> None:
    outcome = Conversation(WORLD, MINE).say("我的比例多少。" + "背景" * 600, "my_ratio")
    assert outcome.issues == () and "只读了开头" in outcome.reply.text
    assert READ_CHARACTERS == READ_LIMIT


def test_the_same_thing_asked_twice_is_answered_once() -> None:
    asked = (
        request("要补多少", "margin_call", aspect="amount"),
        request("补多少", "margin_call", aspect="amount"),
    )
    talk = Conversation(WORLD, MINE)
    outcome = talk.hear("要补多少，补多少", asked)
    assert talk.asked().count("FetchCures") == 1 and "没有回答" not in outcome.reply.text


def test_what_was_understood_comes_before_what_is_asked_back() -> None:
    asked = (request("那个呢", "rule_question", "clarify"), request("我的比例", "my_ratio"))
    outcome = Conversation(WORLD, MINE).hear("那个呢，我的比例", asked)
    assert outcome.reply.action == "answer" and outcome.reply.text.startswith("您的维持担保比例是 128.00%")


def test_a_person_called_among_other_answers_shows_in_the_action() -> None:
    outcome = Conversation(WORLD, MINE).hear("…", (request("比例", "my_ratio"), request("转人工", "human")))
    assert outcome.reply.action == "handoff" and outcome.reply.intent == "my_ratio"


def test_a_yes_beside_a_question_writes_nothing_and_says_that_it_waits() -> None:
    talk = Conversation(WORLD, MINE)
    talk.say("我要投诉佣金", "complaint")
    outcome = talk.hear(
        "好的提交，我的比例多少", (request("好的提交", "affirm"), request("我的比例", "my_ratio"))
    )
    assert "T20261120-0001" not in outcome.reply.text and "128.00%" in outcome.reply.text
    assert "还没有提交" in outcome.reply.text and "OpenTicket" not in talk.asked()


def test_an_account_named_by_its_number_is_somebody_elses_unless_it_is_said_to_be_ones_own() -> None:
    for text in ("帮我查1234尾号的担保比例", "尾号 1234 的比例", "the ratio of the account ending in 1234"):
        talk = Conversation(WORLD, MINE)
        assert talk.say(text, "my_ratio").reply.action == "refuse", text
        assert "FetchFigures" not in talk.asked()
    mine = Conversation(WORLD, MINE).say("我的账户尾号1234，比例多少", "my_ratio")
    assert mine.reply.action == "answer"


@pytest.mark.parametrize(
    "text",
    [
        "帮我把600036全卖了",
        "帮我买100股茅台",
        "把我的平仓线改成100%",
        "change my liquidation line to 100%",
        "buy me 200 shares",
    ],
)
def test_orders_and_changes_of_a_contract_are_declined_with_the_place_where_they_are_made(text: str) -> None:
    world = {"FirmFacts": {**FIRM, "app_path": {"value": {"zh": "App › 交易", "en": "App › Trade"}}}}
    lang = "en" if text.isascii() else "zh"
    outcome = Conversation(world, State(client_id="demo-call", role="client")).say(
        text, "my_positions", gate="clarify", lang=lang
    )
    assert outcome.issues == () and outcome.reply.action == "refuse" and "App" in outcome.reply.text


@pytest.mark.parametrize(
    "text", ["demo-safe 要补多少", "demo-safe的维持担保比例", "how much must demo-safe add"]
)
def test_a_client_who_names_another_account_never_gets_the_own_one_instead(text: str) -> None:
    talk = Conversation({}, State(client_id="demo-call", role="client"))
    outcome = talk.say(text, "margin_call")
    assert outcome.reply.intent == "privacy_other" and talk.effects == []
