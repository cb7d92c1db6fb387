"""Own alerts in chat: read from words, asked for one by one, written after a yes, taken back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import watching
from bot.dialogue.alert_words import Wish, hours_in, wishes_in
from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.dialogue.watching import watched
from bot.nlu.model import Request, SecurityMention, Slots, Understanding
from tests.bot.dialogue.conversation import Conversation, figure

MINE = State(client_id="demo-call", role="client")
MOUTAI = SecurityMention("600519.SH", "贵州茅台", "name", "茅台", 0, 2)
RATIO: dict[str, Any] = {
    "id": "a1",
    "what": "ratio_below",
    "level": "1.5",
    "security": None,
    "name": None,
    "name_en": None,
    "contract": None,
    "channel": "app",
    "quiet": None,
    "armed": True,
    "crossed": False,
    "figure": figure("maintenance_ratio", "1.66", "166.00%", "ratio"),
    "price": None,
    "due": None,
}
PRICE = {
    **RATIO,
    "id": "a2",
    "what": "price_below",
    "level": "1400",
    "security": "600519.SH",
    "name": "贵州茅台",
    "name_en": "Kweichow Moutai",
    "quiet": {"from": "22:00", "until": "08:00"},
    "figure": None,
    "price": {"price": "1480", "at": "2026-11-20T15:00:00+08:00"},
}


def talk(*alerts: dict[str, Any], **more: Any) -> Conversation:
    known = {"FindNotices": [], "FetchAlerts": list(alerts), "SetAlert": RATIO, "RemoveAlert": RATIO}
    return Conversation({**known, **more}, MINE)


def named(text: str, state: State = MINE) -> str | None:
    request = Request(text, "oos", 0.3, "clarify", (), Slots(), "model")
    found = watched(Understanding(text, text, "zh", (request,)), state)
    return None if found is None else found.intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("维保低于150%提醒我", watching.SET),
        ("茅台跌破1400告诉我一声", watching.SET),
        ("合同到期前5天提醒我", watching.SET),
        ("alert me when my ratio falls below 150%", watching.SET),
        ("给我设个提醒", watching.SET),
        ("我设了哪些提醒", watching.LIST),
        ("show my alerts", watching.LIST),
        ("全部提醒都删掉", watching.REMOVE),
        ("delete all my alerts", watching.REMOVE),
        ("晚上别吵我", watching.QUIET),
        ("don't disturb me at night", watching.QUIET),
        ("为什么没提醒我比例低于130%", None),
        ("低于130%你们会通知我吗", None),
        ("预警线和平仓线的区别", None),
        ("告诉我我的比例是多少", None),
        ("跌到多少会追保", None),
    ],
)
def test_wishes_for_alerts_are_told_from_questions_about_notices(text: str, intent: str | None) -> None:
    assert named(text) == intent


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("维保低于150%提醒我", Wish("ratio_below", "1.5")),
        ("维保跌到1.5倍喊我", Wish("ratio_below", "1.5")),
        ("维持担保比例低于一百五告诉我", Wish("ratio_below", "1.5")),
        ("茅台跌破1400块告诉我", Wish("price_below", "1400", "600519.SH", "贵州茅台")),
        ("茅台涨到一千八短信通知我", Wish("price_above", "1800", "600519.SH", "贵州茅台", "sms")),
        ("合同到期前五天提醒我", Wish("days_to_due", "5")),
        ("remind me 5 days before my contract is due", Wish("days_to_due", "5")),
        ("ratio below 150% alert me", Wish("ratio_below", "1.5")),
    ],
)
def test_what_an_alert_says_is_read_from_its_words(text: str, wish: Wish) -> None:
    mentions = (MOUTAI,) if "茅台" in text else ()
    assert wishes_in(text, mentions) == ((wish,), ())


def test_what_cannot_be_watched_is_said() -> None:
    wishes, unable = wishes_in("茅台跌5%告诉我", (MOUTAI,))
    assert wishes == () and unable == ("茅台跌5%告诉我",)


@given(st.integers(min_value=101, max_value=399))
def test_a_ratio_in_per_cent_is_the_ratio(percent: int) -> None:
    ((wish,), _) = wishes_in(f"维保低于{percent}%提醒我", ())
    assert wish.level is not None and Decimal(wish.level) == Decimal(percent) / 100


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-08:00", ("22:00", "08:00")),
        ("晚上10点到早上8点别吵我", ("22:00", "08:00")),
        ("夜里十一点半到第二天7点", ("23:30", "07:00")),
        ("from 22 to 7", ("22:00", "07:00")),
    ],
)
def test_quiet_hours_are_times_of_the_day(text: str, hours: tuple[str, str]) -> None:
    found = hours_in(text)
    assert found is not None and (found["from"], found["until"]) == hours
    assert hours_in("晚上别吵我") is None


def test_what_is_lacking_is_asked_and_nothing_written_before_the_yes() -> None:
    conversation = talk()
    assert conversation.say("给我设个提醒", "oos").reply.action == "ask"
    assert conversation.say("维保", "my_ratio").reply.action == "ask"
    said = conversation.say("150", "oos").reply
    assert said.action == "confirm" and "150%" in said.text and "SetAlert" not in conversation.asked()
    assert "160%" in conversation.say("改成160%", "oos").reply.text
    conversation.say("确认", "affirm")
    (effect,) = [each for each in conversation.effects if type(each).__name__ == "SetAlert"]
    assert json.loads(effect.alert) == {"what": "ratio_below", "level": "1.6", "quiet": None}


def test_a_no_sets_nothing() -> None:
    conversation = talk()
    conversation.say("维保低于150%提醒我", "oos")
    assert "没有设" in conversation.say("算了", "deny").reply.text
    assert "SetAlert" not in conversation.asked()


def test_a_yes_mixed_with_something_else_sets_nothing() -> None:
    conversation = talk()
    conversation.say("维保低于150%提醒我", "oos")
    assert "还没有设" in conversation.say("行不行？", "affirm").reply.text
    assert "SetAlert" not in conversation.asked()


@pytest.mark.parametrize(("status", "part"), [(409, "设满"), (422, "设不了"), (503, "")])
def test_a_refusal_of_the_service_is_said(status: int, part: str) -> None:
    conversation = talk(SetAlert=Failed(status))
    conversation.say("维保低于150%提醒我", "oos")
    said = conversation.say("确认", "affirm").reply
    assert "设好了" not in said.text and part in said.text and said.action in ("refuse", "handoff")


def test_the_list_says_what_each_looks_at_and_that_notices_go_out_anyway() -> None:
    said = talk(RATIO, PRICE).say("我设了哪些提醒", "oos").reply.text
    assert all(part in said for part in ("150%", "166.00%", "1400", "1480", "22:00", "照常发送"))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("删掉第二个提醒", ["a2"]),
        ("全部提醒都删掉", ["a1", "a2"]),
        ("删掉茅台那个提醒", ["a2"]),
        ("把维保的提醒取消", ["a1"]),
    ],
)
def test_the_alerts_meant_are_removed_after_the_yes(text: str, ids: list[str]) -> None:
    conversation = talk(RATIO, PRICE)
    assert conversation.say(text, "oos").reply.action == "confirm"
    assert "RemoveAlert" not in conversation.asked()
    done = conversation.say("确认", "affirm").reply
    gone = [each.alert for each in conversation.effects if type(each).__name__ == "RemoveAlert"]
    assert gone == ids and len(done.choices) == 2


def test_which_one_is_asked_where_it_is_not_clear() -> None:
    said = talk(RATIO, PRICE).say("取消提醒", "oos").reply
    assert said.action == "ask" and "150%" in said.text and "1400" in said.text


def test_quiet_hours_set_each_alert_anew_and_remove_the_old_one() -> None:
    conversation = talk(RATIO, PRICE)
    assert conversation.say("晚上别吵我", "smalltalk").reply.action == "ask"
    assert conversation.say("22:00-08:00", "oos").reply.action == "confirm"
    conversation.say("确认", "affirm")
    assert conversation.asked().count("SetAlert") == conversation.asked().count("RemoveAlert") == 1


def test_nobody_and_staff_set_no_alert() -> None:
    for state in (State(), State(client_id="demo-call", role="agent")):
        conversation = Conversation({"FindNotices": [], "FetchAlerts": []}, state)
        said = conversation.say("维保低于150%提醒我", "oos").reply
        assert said.action in ("ask", "refuse") and said.figures == ()
