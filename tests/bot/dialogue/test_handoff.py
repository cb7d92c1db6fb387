"""Calling a person: when it happens, what both sides are told, and who answers while somebody attends."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.effects import Failed, HandoffStatus, RaiseHandoff
from bot.dialogue.state import State
from tests.bot.dialogue.conversation import CASE, FIRM, Conversation, figure, sheet

MINE = State(client_id="demo-call", role="client")
NIGHT = {
    **CASE,
    "answer_by": None,
    "call_back": {
        "from": "2026-11-23T08:30:00+08:00",
        "until": "2026-11-23T09:30:00+08:00",
        "provisional": False,
    },
}
WORLD: dict[str, Any] = {"RaiseHandoff": CASE, "HandoffStatus": CASE, "FirmFacts": FIRM}


def raised(talk: Conversation) -> list[RaiseHandoff]:
    return [effect for effect in talk.effects if isinstance(effect, RaiseHandoff)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_client_is_told_by_when_somebody_answers_and_what_happens_meanwhile(lang: str) -> None:
    talk = Conversation(WORLD, MINE)
    outcome = talk.say("转人工", "human", lang=lang)
    assert outcome.issues == () and outcome.reply.action == "handoff"
    assert "2026-11-20 16:40" in outcome.reply.text and "95500-0" in outcome.reply.text
    assert ("等待期间" if lang == "zh" else "meanwhile") in outcome.reply.text
    assert outcome.state.handoff == "H20261120-0001"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_out_of_hours_the_client_gets_a_dated_call_back(lang: str) -> None:
    outcome = Conversation({**WORLD, "RaiseHandoff": NIGHT}, MINE).say("转人工", "human", lang=lang)
    assert outcome.issues == ()
    assert "2026-11-23 08:30" in outcome.reply.text and "2026-11-23 09:30" in outcome.reply.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_firm_that_has_set_no_times_promises_none_and_calls_a_person_all_the_same(lang: str) -> None:
    unset = {**CASE, "answer_by": None, "call_back": None}
    outcome = Conversation({**WORLD, "RaiseHandoff": unset}, MINE).say("转人工", "human", lang=lang)
    assert (outcome.issues, outcome.reply.action) == ((), "handoff")
    assert outcome.state.handoff == "H20261120-0001"
    assert "2026-" not in outcome.reply.text


def test_two_clarifications_are_asked_and_the_third_time_a_person_is_called() -> None:
    talk = Conversation(WORLD, MINE)
    actions = [talk.say(f"呃{n}", "rule_question", gate="clarify").reply.action for n in range(3)]
    assert actions == ["ask", "ask", "handoff"]
    assert [effect.reason for effect in raised(talk)] == ["misses"]
    assert talk.state.misses == 0


def test_what_is_like_nothing_known_and_a_bare_no_count_as_not_understood() -> None:
    talk = Conversation(WORLD, MINE)
    first = talk.say("那个啥", "oos", gate="oos", confidence=0.6).reply.action
    second = talk.say("不是这个", "deny").reply.action
    assert (first, second) == ("refuse", "ask")
    assert talk.say("弄一下", "oos", gate="oos", confidence=0.6).reply.action == "handoff"
    assert [effect.reason for effect in raised(talk)] == ["misses"]


def test_a_question_surely_of_something_else_is_declined_however_often() -> None:
    talk = Conversation(WORLD, MINE)
    actions = [talk.say("今天天气", "oos", gate="oos", confidence=0.99).reply.action for _ in range(4)]
    assert actions == ["refuse"] * 4 and not raised(talk)


def test_the_desk_reads_the_last_message_and_what_was_tried_without_a_figure_or_an_id() -> None:
    talk = Conversation({**WORLD, "FetchFigures": sheet()}, MINE)
    talk.say("我的比例多少，电话 13812345678", "my_ratio")
    talk.say("找人，我是 demo-call", "human")
    case = raised(talk)[0]
    assert "我的比例多少" in case.summary and "demo-call" not in case.summary
    assert "找人" in raised(_asked_at_once())[0].summary
    assert len(case.tried) == 1 and "已回答" in case.tried[0] and "13812345678" not in case.tried[0]
    assert ("figure", "维持担保比例", "t-maintenance_ratio") in case.evidence
    assert "128" not in f"{case.summary}{case.tried}{case.evidence}"


def _asked_at_once() -> Conversation:
    talk = Conversation(WORLD, MINE)
    talk.say("找人", "human")
    return talk


def test_the_trail_keeps_the_last_messages_only_and_survives_storage() -> None:
    talk = Conversation({**WORLD, "FetchFigures": sheet()}, MINE)
    for number in range(8):
        talk.say(f"第{number}问", "my_ratio")
    assert [past.asked for past in talk.state.trail] == [f"第{number}问" for number in range(3, 8)]
    assert State.from_json(talk.state.as_json()) == talk.state


@pytest.mark.parametrize("words", ["我要起诉你们，找律师", "I will sue you, my lawyer is ready"])
def test_a_legal_threat_is_restated_as_a_complaint_and_heard_by_a_person_too(words: str) -> None:
    talk = Conversation({**WORLD, "ListTickets": [], "LookUpRule": Failed(0)}, MINE)
    outcome = talk.say(words, "complaint", lang="en" if words.isascii() else "zh")
    assert outcome.issues == () and outcome.reply.action == "confirm"
    assert [effect.reason for effect in raised(talk)] == ["legal"]
    assert outcome.state.handoff and outcome.state.pending is not None


ATTENDED = {**CASE, "state": "claimed", "attended": True, "agent_name": "坐席甲"}


def test_while_a_person_attends_the_message_goes_to_that_person_and_the_assistant_is_silent() -> None:
    talk = Conversation({**WORLD, "HandoffStatus": ATTENDED, "FetchFigures": sheet()}, MINE)
    talk.say("转人工", "human")
    outcome = talk.say("我的比例多少", "my_ratio")
    assert outcome.delivered_to == "坐席甲" and outcome.reply.action == "handoff"
    assert "FetchFigures" not in talk.asked() and not outcome.reply.figures


def test_distress_told_to_a_person_is_also_told_to_the_desk() -> None:
    talk = Conversation({**WORLD, "HandoffStatus": ATTENDED}, MINE)
    talk.say("转人工", "human")
    talk.say("我不想活了", "distress")
    assert [effect.reason for effect in raised(talk)] == ["request", "distress"]


def test_when_the_agent_is_gone_the_assistant_answers_again_and_says_so() -> None:
    gone = {**CASE, "state": "claimed", "attended": False, "agent_name": "坐席甲"}
    talk = Conversation({**WORLD, "HandoffStatus": gone, "FetchFigures": sheet()}, MINE)
    talk.say("转人工", "human")
    outcome = talk.say("我的比例多少", "my_ratio")
    assert "128.00%" in outcome.reply.text and "暂时离线" in outcome.reply.text
    assert outcome.delivered_to is None


def test_after_the_case_is_closed_the_assistant_has_the_conversation_again() -> None:
    closed = {**CASE, "state": "closed"}
    talk = Conversation({**WORLD, "HandoffStatus": closed, "FetchFigures": sheet()}, MINE)
    talk.say("转人工", "human")
    outcome = talk.say("我的比例多少", "my_ratio")
    assert outcome.state.handoff is None and "128.00%" in outcome.reply.text
    talk.say("再问一次", "my_ratio")
    assert [type(effect) for effect in talk.effects].count(HandoffStatus) == 1


def test_a_service_that_cannot_say_leaves_the_assistant_answering() -> None:
    talk = Conversation({**WORLD, "HandoffStatus": Failed(0), "FetchFigures": sheet()}, MINE)
    talk.say("转人工", "human")
    outcome = talk.say("我的比例多少", "my_ratio")
    assert "128.00%" in outcome.reply.text and outcome.state.handoff


def test_an_answer_held_back_calls_a_person_who_is_remembered() -> None:
    wrong = sheet(maintenance_ratio=figure("maintenance_ratio", "1.2799", "131.00%", "ratio"))
    talk = Conversation({**WORLD, "FetchFigures": wrong}, MINE)
    outcome = talk.say("我的比例多少", "my_ratio")
    if outcome.issues:
        assert [effect.reason for effect in raised(talk)] == ["guard"]
        assert outcome.state.handoff == "H20261120-0001"
    else:
        pytest.fail("a display that is no rounding of its value must be held back")


def test_asking_for_a_person_twice_is_answered_with_the_same_case() -> None:
    talk = Conversation(WORLD, MINE)
    talk.say("转人工", "human")
    assert "不必重复排队" in talk.say("转人工", "human").reply.text
