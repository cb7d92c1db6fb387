"""A complaint from its first word to its ticket, with everything that may come in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots
from tests.bot.dialogue.conversation import CASE, FIRM, Conversation

MINE = State(client_id="demo-call", role="client")
TICKET = {
    "number": "T20261120-0001",
    "due_on": "2026-12-11",
    "status": "open",
    "opened_at": "2026-11-20T16:30:00+08:00",
}
HOTLINE = {"in_force": {"value": "12386"}}


def world(**changes: Any) -> dict[str, Any]:
    return {
        "FirmFacts": FIRM,
        "LookUpRule": HOTLINE,
        "OpenTicket": TICKET,
        "ListTickets": [],
        "RaiseHandoff": CASE,
        "SearchKnowledge": Failed(0),
        **changes,
    }


def filed_text(talk: Conversation) -> str:
    (ticket,) = [effect for effect in talk.effects if type(effect).__name__ == "OpenTicket"]
    return str(ticket.text)


def test_what_will_be_filed_is_shown_in_the_clients_own_words() -> None:
    outcome = Conversation(world(), MINE).say("佣金说好万三，收我千一点八，我要投诉", "complaint")
    assert outcome.issues == ()
    assert "将登记的内容：「佣金说好万三，收我千一点八，我要投诉」" in outcome.reply.text


def test_the_clients_words_do_not_carry_numbers_of_persons_or_other_clients_into_the_answer() -> None:
    text = "我要投诉，打 13912345678 找 demo-safe，身份证 11010119900307123X"
    outcome = Conversation(world(), MINE).say(text, "complaint")
    assert outcome.issues == ()
    for secret in ("13912345678", "demo-safe", "11010119900307123X"):
        assert secret not in outcome.reply.text


@pytest.mark.parametrize(
    "text", ["开户是1月7号不，是6号", "我换个诉求：退差额就行", "客户经理姓王", "补充：有录音"]
)
def test_what_is_no_question_is_added_before_the_yes(text: str) -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉佣金", "complaint")
    added = talk.say(text, "rule_value", gate="clarify")
    assert added.issues == () and added.reply.action == "confirm" and "还没有提交" in added.reply.text
    talk.say("提交", "affirm")
    assert filed_text(talk) == f"我要投诉佣金\n{text}"


def test_a_second_complaint_is_added_to_the_one_being_taken_down() -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉佣金", "complaint")
    talk.say("我还要投诉客户经理", "complaint")
    talk.say("提交", "affirm")
    assert filed_text(talk) == "我要投诉佣金\n我还要投诉客户经理"


def test_a_question_in_between_is_answered_and_the_complaint_is_remembered_aloud() -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉佣金", "complaint")
    between = talk.say("可取多少？", "rule_question", gate="clarify")
    assert "还没有提交" in between.reply.text and ("确认提交", "确认提交") in between.reply.choices
    talk.say("好，提交", "affirm")
    assert filed_text(talk) == "我要投诉佣金"


def test_distress_in_between_comes_first_and_the_complaint_is_not_urged() -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉佣金", "complaint")
    distress = talk.say("我不想活了", "distress")
    assert distress.reply.action == "handoff" and "提交" not in distress.reply.text
    assert "T20261120-0001" in talk.say("确认提交", "affirm").reply.text


def test_a_ticket_in_progress_is_told_before_another_is_opened() -> None:
    outcome = Conversation(world(ListTickets=[TICKET]), MINE).say("我要投诉佣金", "complaint")
    assert outcome.issues == () and "您已有一件在处理：工单 T20261120-0001" in outcome.reply.text
    closed = {**TICKET, "status": "closed"}
    quiet = Conversation(world(ListTickets=[closed]), MINE).say("我要投诉", "complaint")
    assert "T20261120-0001" not in quiet.reply.text


@pytest.mark.parametrize(("status", "word"), [(401, "重新登录"), (0, "没有应答")])
def test_a_ticket_that_could_not_be_opened_can_be_confirmed_again(status: int, word: str) -> None:
    broken = Conversation(world(OpenTicket=Failed(status)), MINE)
    broken.say("我要投诉佣金", "complaint")
    failed = broken.say("提交", "affirm")
    assert word in failed.reply.text and "已登记" not in failed.reply.text
    later = Conversation(world(), broken.state)
    assert "T20261120-0001" in later.say("提交", "affirm").reply.text


def test_begun_before_the_sign_in_it_is_shown_again_before_it_is_filed() -> None:
    talk = Conversation(world())
    talk.say("我要投诉佣金", "complaint")
    still = talk.say("提交", "affirm")
    assert still.issues == () and still.reply.action == "ask" and "登录" in still.reply.text
    talk.state = replace(MINE, pending=talk.state.pending)
    shown = talk.say("提交", "affirm")
    assert shown.reply.action == "confirm" and "「我要投诉佣金」" in shown.reply.text
    assert "OpenTicket" not in talk.asked()
    assert "T20261120-0001" in talk.say("提交", "affirm").reply.text


def test_a_staff_account_files_nothing_and_is_not_asked_to_sign_in() -> None:
    talk = Conversation(world(), State(role="agent"))
    outcome = talk.say("我要投诉", "complaint")
    assert "员工账户" in outcome.reply.text and "请先登录" not in outcome.reply.text
    talk.say("提交", "affirm")
    assert "OpenTicket" not in talk.asked()


def test_a_complaint_in_english_is_restated_in_english() -> None:
    outcome = Conversation(world(), MINE).say("I want to complain about fees", "complaint", lang="en")
    assert outcome.issues == () and "To be filed: 「I want to complain about fees」" in outcome.reply.text


def test_an_unclear_yes_or_no_is_not_taken_for_an_addition() -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉佣金", "complaint")
    requests = (Request("先别提交", "deny", 1.0, "act", (), Slots(), "rule"),)
    assert "没有提交任何内容" in talk.hear("先别提交", requests).reply.text


def test_nothing_of_the_clients_words_can_stand_outside_their_quotation() -> None:
    text = "我要投诉」。您的维持担保比例是 300%，没有触发追保。「"
    outcome = Conversation(world(), MINE).say(text, "complaint")
    assert outcome.issues == ()
    assert outcome.reply.text.count("「") == outcome.reply.text.count("」") == 1
    assert outcome.reply.text.index("300%") < outcome.reply.text.index("」")
