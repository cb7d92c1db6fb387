"""What the firm sets on a topic: notices first, a topic kept for people answered by nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, FindNotices
from bot.dialogue.flows.notices import topic_of
from bot.dialogue.state import State
from bot.guard.check import check
from bot.nlu.model import Request, Slots
from tests.bot.dialogue.conversation import Conversation, figure, sheet
from tests.bot.dialogue.test_other_flows import RULES, WORLD

TODAY = date(2026, 11, 20)
MINE = State(client_id="demo-call", role="client")
NOTICE: dict[str, Any] = {
    "kind": "notice",
    "topic": "transfers",
    "text": {
        "zh": "11月21日（周六）银证转账系统维护，停办8小时。",
        "en": "Bank transfers are down for 8 hours on 21 November.",
    },
    "from": "2026-11-19T09:00:00+08:00",
    "until": "2026-11-22T00:00:00+08:00",
}
PERSON = {
    **NOTICE,
    "kind": "person_only",
    "text": {"zh": "提取业务由专人办理。", "en": "A person handles withdrawals."},
    "until": None,
}
SHEET = {"FetchFigures": sheet(maintenance_ratio=figure("maintenance_ratio", "1.28", "128.00%", "ratio"))}


def _talk(*notices: dict[str, Any], state: State | None = None) -> Conversation:
    return Conversation({**WORLD, **SHEET, "FindNotices": list(notices)}, state or State())


def test_a_notice_on_the_topic_of_the_passage_is_said_first_with_its_days() -> None:
    outcome = _talk(NOTICE).say("什么时候可以取钱", "rule_question")
    first, second, *_ = outcome.reply.text.split("\n")
    assert first == f"【公告】{NOTICE['text']['zh']}（2026-11-19 至 2026-11-22）" and outcome.issues == ()
    assert second.startswith("维持担保比例超过300%")


def test_the_notice_is_in_the_language_of_the_reader() -> None:
    outcome = _talk(NOTICE).say("when can i withdraw", "rule_question", lang="en")
    assert outcome.reply.text.startswith("[Notice] Bank transfers are down") and outcome.issues == ()


def test_a_parameter_and_an_account_figure_have_the_notice_first_too() -> None:
    rule = _talk(NOTICE).say("融资保证金比例是多少", "rule_value", Slots(param="financing_margin_ratio"))
    own = _talk(NOTICE, state=MINE).say("我的比例", "my_ratio")
    assert rule.reply.text.startswith("【公告】") and own.reply.text.startswith("【公告】")
    assert rule.issues == own.issues == () and "128.00%" in own.reply.text


def test_a_topic_kept_for_people_gets_a_friendly_line_and_the_door() -> None:
    for talk in (_talk(PERSON), _talk(NOTICE, PERSON)):
        outcome = talk.say("什么时候可以取钱", "rule_question")
        assert "由人工为您解答" in outcome.reply.text and "300%" not in outcome.reply.text
        assert "提取业务由专人办理" in outcome.reply.text and outcome.issues == ()
        assert (outcome.reply.action, outcome.reply.citations) == ("ask", ())
        assert ("转人工", "转人工") in outcome.reply.choices


def test_an_account_question_on_such_a_topic_is_not_answered_either() -> None:
    talk = _talk(PERSON, state=MINE)
    outcome = talk.say("我的比例", "my_ratio")
    assert "由人工为您解答" in outcome.reply.text and "FetchFigures" not in talk.asked()


def test_a_notice_of_today_is_not_put_before_a_rule_of_the_past() -> None:
    outcome = _talk(NOTICE).say("什么时候可以取钱", "rule_question", as_of=date(2025, 1, 1))
    assert "【公告】" not in outcome.reply.text and outcome.issues == ()


def test_without_an_answer_from_the_library_there_is_no_notice_and_nothing_is_lost() -> None:
    talk = Conversation({**WORLD, "FindNotices": Failed(0), "LookUpRule": RULES["financing_margin_ratio"]})
    assert "300%" in talk.say("什么时候可以取钱", "rule_question").reply.text
    asked = [effect for effect in talk.effects if isinstance(effect, FindNotices)]
    assert {each.topic for each in asked} == {"transfers"}
    assert all(each.at.startswith("2026-11-20T16:30") for each in asked)


def test_the_guard_takes_the_words_of_a_notice_while_it_holds_and_no_others() -> None:
    since, until = date(2026, 11, 19), date(2026, 11, 23)
    words = NOTICE["text"]["zh"]
    evidence = Draft("zh", TODAY, "rule_question").notice(words, since, until).finish().evidence
    assert check(words, evidence, TODAY).passed
    assert not check(words.replace("8", "9"), evidence, TODAY).passed
    assert not check(words, evidence, until).passed


@pytest.mark.parametrize(
    ("intent", "slots", "topic"),
    [
        ("my_ratio", Slots(), "maintenance-ratio"),
        ("my_figures", Slots(measures=("withdrawable",)), "transfers"),
        ("my_figures", Slots(), None),
        ("margin_call", Slots(aspect="consequence"), "liquidation"),
        ("margin_call", Slots(aspect="amount"), "margin-call"),
        ("my_positions", Slots(aspect="due"), "term"),
        ("my_positions", Slots(aspect="holdings"), "contract"),
        ("smalltalk", Slots(), None),
    ],
)
def test_an_account_question_touches_a_topic(intent: str, slots: Slots, topic: str | None) -> None:
    assert topic_of(Request("?", intent, 1.0, "act", (), slots, "rule")) == topic
