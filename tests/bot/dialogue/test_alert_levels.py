"""Two alerts in one message, another level for one of several, and one of several removed, each after a yes only."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot.dialogue.alert_words import wishes_in
from bot.dialogue.state import State
from bot.dialogue.watching import CHANGE, LIST, SET, watched
from bot.nlu.model import Request, Slots, Understanding
from tests.bot.dialogue.conversation import Conversation
from tests.bot.dialogue.test_alerts import MINE, MOUTAI, PRICE, RATIO, talk


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("低于150提醒我,茅台跌破1400也提醒", [("ratio_below", "1.5"), ("price_below", "1400")]),
        ("低过150话我知,茅台跌穿1400都话我知", [("ratio_below", "1.5"), ("price_below", "1400")]),
        ("维保低于140和到期前5天都提醒我", [("ratio_below", "1.4"), ("days_to_due", "5")]),
        ("维保135、茅台1350都设个提醒", [("ratio_below", "1.35"), ("price_below", "1350")]),
        ("跌破400%叫我", [("ratio_below", "4")]),
    ],
)
def test_each_condition_of_a_message_is_an_alert(text: str, found: list[tuple[str, str]]) -> None:
    wishes, unable = wishes_in(text, (MOUTAI,))
    assert unable == ()
    assert [(each.what, each.level) for each in wishes] == found


@pytest.mark.parametrize("text", ("低于150块提醒我", "股价跌破150提醒我"))
def test_a_number_with_a_price_beside_it_is_no_ratio(text: str) -> None:
    wishes, _ = wishes_in(text, ())
    assert all(each.what != "ratio_below" for each in wishes)


def named(text: str, last: str | None = None) -> str | None:
    request = Request(text, "oos", 0.3, "clarify", (), Slots(), "model")
    state = State(client_id="demo-call", role="client", last_intent=last)
    found = watched(Understanding(text, text, "zh", (request,)), state)
    return found.intent if found else None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("把比例提醒改成145", None),
        ("茅台的提醒换成1350", None),
        ("比例提醒改做155", None),
        ("我想把提醒换成维保跌破145", None),
        ("change the ratio alert to 145%", None),
        ("第二个改成1350", LIST),
        ("那个改为1350", SET),
        ("make it 1350", SET),
    ],
)
def test_another_level_is_known_by_its_words(text: str, last: str | None) -> None:
    assert named(text, last) == CHANGE


@pytest.mark.parametrize("text", ("平仓线改成145会怎样", "如果提醒改成145", "把负债改成50万", "折算率改成0"))
def test_a_supposition_changes_no_alert(text: str) -> None:
    assert named(text, "my_ratio") != CHANGE


@pytest.mark.parametrize(
    ("text", "old", "level"),
    [
        ("把维保的提醒改成145", "a1", Decimal("1.45")),
        ("茅台的提醒改成1350", "a2", Decimal(1350)),
        ("第二个提醒改成1350", "a2", Decimal(1350)),
        ("change the ratio alert to 145%", "a1", Decimal("1.45")),
    ],
)
def test_the_new_one_is_set_before_the_old_one_goes(text: str, old: str, level: Decimal) -> None:
    conversation = talk(RATIO, PRICE)
    assert conversation.say(text, "oos").reply.action == "confirm"
    assert "SetAlert" not in conversation.asked()
    assert conversation.say("确认", "affirm").reply.action == "answer"
    written = [each for each in conversation.effects if type(each).__name__ in ("SetAlert", "RemoveAlert")]
    assert [type(each).__name__ for each in written] == ["SetAlert", "RemoveAlert"]
    body = json.loads(written[0].alert)
    assert Decimal(body["level"]) == level and written[1].alert == old
    assert body["quiet"] == (PRICE if old == "a2" else RATIO)["quiet"]


def test_a_no_changes_nothing() -> None:
    conversation = talk(RATIO, PRICE)
    conversation.say("把维保的提醒改成145", "oos")
    conversation.say("算了", "deny")
    assert not {"SetAlert", "RemoveAlert"} & set(conversation.asked())


def test_a_level_that_no_alert_may_have_is_asked_for_again() -> None:
    said = talk(RATIO).say("把维保的提醒改成9999", "oos").reply
    assert said.action == "ask"


def test_which_one_is_asked_where_it_is_not_clear() -> None:
    said = talk(RATIO, PRICE).say("提醒改成145", "oos").reply
    assert said.action == "ask" and "150%" in said.text and "1400" in said.text


def test_nobody_and_staff_change_no_alert() -> None:
    for state in (State(), State(client_id="demo-call", role="agent")):
        conversation = Conversation({"FindNotices": [], "FetchAlerts": [RATIO]}, state)
        assert conversation.say("把维保的提醒改成145", "oos").reply.action in ("ask", "refuse")
        assert "SetAlert" not in conversation.asked()


def test_the_first_of_those_just_set_is_the_first_that_was_shown() -> None:
    state = State(client_id="demo-call", role="client", last_intent=SET, listed=("a2", "a1"))
    conversation = Conversation({"FindNotices": [], "FetchAlerts": [RATIO, PRICE]}, state)
    said = conversation.say("删掉第一个提醒", "oos").reply
    assert "1400" in said.text and "150%" not in said.text
    assert MINE.last_intent is None
