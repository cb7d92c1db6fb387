"""A complaint taken back is not filed, one that is wanted after all comes back as it was, and one about something else is put right."""

from __future__ import annotations

import pytest

from bot.dialogue.complaint_words import TAKES_BACK_TICKET, content_instead, takes_back
from bot.dialogue.flows.complaint import FILED
from bot.dialogue.serving import served
from bot.dialogue.state import Pending, State
from bot.nlu.model import Request, Slots
from tests.bot.dialogue.conversation import Conversation
from tests.bot.dialogue.test_complaint import MINE, TICKET, filed_text, world


@pytest.mark.parametrize(
    "text",
    [
        "不投诉了",
        "算了,不投诉了",
        "都系不投诉了",
        "都係唔投訴喇",
        "都係算啦,唔投訴喇",
        "撤了",
        "还是算了吧",
        "把投诉撤了吧",
        "当我没说",
        "never mind",
        "forget it",
        "oh, forget about it",
        "don't file it",
        "actually, i changed my mind",
        "please drop the complaint",
    ],
)
def test_a_plain_taking_back_drops_the_draft(text: str) -> None:
    talk = Conversation(world(), MINE)
    talk.say("我要投诉没人打给我", "complaint")
    assert takes_back(text)
    assert "没有提交" in talk.say(text, "complaint").reply.text
    assert talk.state.pending is None
    talk.say("好", "affirm")
    assert "OpenTicket" not in talk.asked()


@pytest.mark.parametrize(
    "text",
    ["退差额就算了", "不要赔偿了,道歉就行", "他们不打电话给我", "they never file it right", "先别提交"],
)
def test_what_says_more_or_only_waits_takes_nothing_back(text: str) -> None:
    assert not takes_back(text)


@pytest.mark.parametrize(
    "text",
    ["还是投诉吧", "還是投訴吧", "我还是要投诉", "还是提交吧", "actually do file it", "file it after all", "no, file the complaint"],
)  # fmt: skip
def test_a_dropped_complaint_comes_back_as_it_was_for_confirmation(text: str) -> None:
    talk = Conversation(world(OpenTicket=TICKET), MINE)
    talk.say("我要投诉利息算错", "complaint")
    talk.say("算了，不投诉了", "deny")
    talk.state = State.from_json(talk.state.as_json())
    said = talk.say(text, "complaint").reply
    assert said.action == "confirm" and "「我要投诉利息算错」" in said.text and text not in said.text
    talk.say("确认", "affirm")
    assert filed_text(talk) == "我要投诉利息算错"


def test_wanted_after_all_with_nothing_dropped_is_a_complaint_of_its_own() -> None:
    said = Conversation(world(), MINE).say("还是投诉吧", "complaint").reply
    assert "「还是投诉吧」" in said.text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("不是,是利息", "利息"),
        ("不是，是利息", "利息"),
        ("唔係，係利息", None),
        ("不对,我投诉的是客户经理态度", "客户经理态度"),
        ("actually it's about the interest", "the interest"),
        ("no, i mean the commission", "the commission"),
        ("不是,是6号", None),
        ("不是,是张三", None),
        ("是利息", None),
    ],
)
def test_what_it_is_about_instead_is_read(text: str, what: str | None) -> None:
    assert content_instead(text) == what


def test_a_corrected_content_replaces_the_one_before() -> None:
    talk = Conversation(world(OpenTicket=TICKET), MINE)
    talk.say("我要投诉佣金算错", "complaint")
    outcome = talk.say("不是，是利息", "oos", gate="clarify")
    assert outcome.issues == () and outcome.reply.action == "confirm"
    assert "将登记的内容：「利息」" in outcome.reply.text and "佣金" in outcome.reply.text
    talk.say("确认", "affirm")
    assert filed_text(talk) == "利息"


@pytest.mark.parametrize(
    "text", ["撤销投诉", "把投诉撤了", "工单取消", "withdraw my complaint", "cancel the ticket"]
)
def test_how_a_filed_complaint_is_taken_back_is_explained(text: str) -> None:
    assert TAKES_BACK_TICKET.search(text)
    request = Request(text, "complaint", 0.9, "act", (), Slots(), "rule")
    assert served(request, State(client_id="demo-call", role="client")).intent == "complaint_status"
    talk = Conversation(world(ListTickets=[TICKET]), MINE)
    said = talk.say(text, "complaint").reply
    assert "转人工" in said.text and "95500-0" in said.text and TICKET["number"] in said.text
    assert "OpenTicket" not in talk.asked()


def test_no_longer_complaining_after_filing_is_a_withdrawal_and_while_drafting_is_not() -> None:
    request = Request("不投诉了", "deny", 0.9, "act", (), Slots(), "rule")
    filed = State(client_id="demo-call", role="client", last_intent=FILED)
    assert served(request, filed).intent == "complaint_status"
    waiting = State(client_id="demo-call", role="client", pending=Pending("complaint", {"text": "x"}))
    assert served(request, waiting).intent == "deny"
