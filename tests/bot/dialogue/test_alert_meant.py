"""Which alert is meant: the one that is named and no other, in a draft and among those that are set."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.dialogue.alert_meant import meant_in, new_level_in
from bot.dialogue.alert_words import wishes_in
from bot.dialogue.state import State
from bot.dialogue.watching import REMOVE, SET, watched
from bot.nlu.model import Request, Slots, Understanding
from tests.bot.dialogue.conversation import Conversation
from tests.bot.dialogue.test_alerts import MINE, MOUTAI, PRICE, RATIO, talk

ROWS = (RATIO, PRICE)
BOTH = "低于135或者茅台低于1300通知我"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("删掉第二个", (1,)),
        ("delete the first one", (0,)),
        ("删掉第五个", ()),
        ("茅台那个不要了", (1,)),
        ("茅台嗰个唔要喇", (1,)),
        ("delete the moutai one", (1,)),
        ("把比例那个删了", (0,)),
        ("delete the ratio one", (0,)),
        ("股价那个删掉", (1,)),
        ("150那个删了", (0,)),
        ("1400那个删了", (1,)),
        ("160那个删了", ()),
        ("把五粮液那个删了", ()),
        ("delete the catl one", ()),
        ("全部删掉", (0, 1)),
        ("取消提醒", None),
        ("cancel it please", None),
    ],
)
def test_what_is_named_is_meant_and_nothing_else(text: str, places: tuple[int, ...] | None) -> None:
    assert meant_in(ROWS, text, ()) == places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不要160 改155", "155"),
        ("第2个改成132", "132"),
        ("make the first one 127", "127"),
        ("change it to 1350", "1350"),
    ],
)
def test_the_new_level_is_the_one_that_is_changed_to(text: str, said: str) -> None:
    assert new_level_in(text).replace("make the", "").replace("one", "").strip() == said


@pytest.mark.parametrize("text", ["删掉宁德时代那个提醒", "把五粮液那个提醒删了", "delete the catl alert"])
@pytest.mark.parametrize("alerts", [(RATIO,), (RATIO, PRICE)])
def test_where_nothing_matches_what_is_named_none_is_proposed(
    text: str, alerts: tuple[dict[str, Any], ...]
) -> None:
    conversation = talk(*alerts)
    said = conversation.say(text, "oos").reply
    assert said.action == "ask" and "没有您说的这条提醒" in said.text and "150%" in said.text
    conversation.say("确认", "affirm")
    assert "RemoveAlert" not in conversation.asked()


def test_another_level_for_one_that_is_not_there_changes_none() -> None:
    conversation = talk(RATIO)
    said = conversation.say("茅台的提醒改成1350", "oos", Slots(securities=(MOUTAI,))).reply
    assert said.action == "ask" and "没有您说的这条提醒" in said.text


def test_one_of_several_of_a_kind_is_asked_for() -> None:
    conversation = talk(RATIO, {**RATIO, "id": "a3", "level": "1.4"}, PRICE)
    assert conversation.say("把比例那个提醒删了", "oos").reply.action == "ask"


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        "低于135或茅台低于1300通知我",
        "跌穿135%话我知,仲有茅台低过1300话我知",
        "tell me below 135% or 茅台 below 1300",
    ],
)
def test_either_of_two_conditions_is_an_alert_each(text: str) -> None:
    wishes, unable = wishes_in(text, (MOUTAI,))
    assert unable == ()
    assert [(each.what, each.level) for each in wishes] == [("ratio_below", "1.35"), ("price_below", "1300")]


def drafted() -> Conversation:
    conversation = talk()
    assert conversation.say(BOTH, "oos", Slots(securities=(MOUTAI,))).reply.action == "confirm"
    return conversation


def waiting(conversation: Conversation) -> list[tuple[str, str]]:
    assert conversation.state.pending is not None
    return [(row["what"], row["level"]) for row in json.loads(conversation.state.pending.slots["alerts"])]


@pytest.mark.parametrize(
    ("text", "level"),
    [("把第一个改成132", "1.32"), ("make the first one 127", "1.27"), ("不要135 改155", "1.55")],
)
def test_a_level_of_a_draft_is_put_right_in_its_place(text: str, level: str) -> None:
    conversation = drafted()
    if text.startswith("不要"):
        conversation.say("茅台那个不要了", "oos")
    conversation.say(text, "oos")
    assert waiting(conversation)[0] == ("ratio_below", level)


@pytest.mark.parametrize(
    "text", ["茅台那个不要了", "茅台那个我不要了", "delete the moutai one", "删掉第二个"]
)
def test_a_part_of_a_draft_is_dropped(text: str) -> None:
    conversation = drafted()
    slots = Slots(securities=(MOUTAI,) if "moutai" in text else ())
    assert conversation.say(text, "oos", slots).reply.action == "confirm"
    assert waiting(conversation) == [("ratio_below", "1.35")]


def test_a_draft_of_which_nothing_is_left_sets_nothing() -> None:
    conversation = drafted()
    conversation.say("茅台那个不要了", "oos")
    assert "没有设" in conversation.say("比例那个不要了", "oos").reply.text
    conversation.say("确认", "affirm")
    assert conversation.state.pending is None and "SetAlert" not in conversation.asked()


def test_what_is_not_in_the_draft_leaves_what_is_set_alone() -> None:
    conversation = drafted()
    said = conversation.say("五粮液那个不要了", "oos").reply
    assert "RemoveAlert" not in conversation.asked() and said.action == "ask"


@pytest.mark.parametrize(
    ("text", "last", "intent"),
    [
        ("delete the moutai one", SET, REMOVE),
        ("把比例那个删了", SET, REMOVE),
        ("i don't want the moutai one", SET, REMOVE),
        ("delete the moutai one", None, None),
        ("再加一个150的", SET, SET),
        ("再加一个150的", None, None),
        ("比例低了能不能提醒我", None, SET),
        ("跌到160喊我一声", None, SET),
        ("仲有茅台低过1300话给我知", None, SET),
    ],
)
def test_follow_ups_about_alerts_are_read(text: str, last: str | None, intent: str | None) -> None:
    request = Request(text, "oos", 0.3, "clarify", (), Slots(), "model")
    state = State(client_id="demo-call", role="client", last_intent=last)
    found = watched(Understanding(text, text, "zh", (request,)), state)
    assert (found.intent if found else None) == intent


def test_a_level_asked_back_is_answered_with_a_number() -> None:
    conversation = talk()
    assert conversation.say("比例低了能不能提醒我", "oos").reply.action == "ask"
    assert conversation.say("133吧", "oos").reply.action == "confirm"
    assert waiting(conversation) == [("ratio_below", "1.33")]
    assert MINE.pending is None
