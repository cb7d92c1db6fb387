"""Short questions after an answer about the ratio, one's shorts or a complaint, and what they are answered with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.applying import WHEN
from bot.dialogue.asked_besides import CHANNELS, RATIO_AHEAD, SHORTS_MOVE, asks_besides, besides, move_of
from bot.dialogue.effects import Failed
from bot.dialogue.planning_effects import WhatIf
from bot.dialogue.state import Past, Pending, State
from bot.nlu.model import Request, Slots, Understanding
from tests.bot.dialogue.conversation import FIRM, Conversation, figure, sheet

KNOWN = State(client_id="demo-call", role="client")
RATIO = replace(KNOWN, last_intent="my_ratio")
COMPLAINING = replace(
    KNOWN, last_intent="complaint", pending=Pending("complaint", {"text": "太慢", "by": "demo-call"})
)


def asked(text: str, state: State = KNOWN, intent: str = "oos", gate: str = "clarify") -> Request | None:
    request = Request(text, intent, 0.4, gate, (), Slots(), "model")  # type: ignore[arg-type]
    return besides(Understanding(text, text, "zh", (request,)), state)


@pytest.mark.parametrize(
    ("text", "intent", "aspect"),
    [
        ("按哪一天的收盘算的", WHEN, None),
        ("这数据是哪天的", WHEN, None),
        ("which day's prices", WHEN, None),
        ("把我的数字套进公式", "my_ratio", None),
        ("fill in my own figures", "my_ratio", None),
        ("我的比例是怎么得来的", "my_ratio", None),
        ("how do you get my ratio", "my_ratio", None),
        ("the ratio counting all my shorts", "my_ratio", None),
        ("这样还没够吗", "margin_call", "amount"),
        ("so it's still not enough", "margin_call", "amount"),
        ("接下来会回升吗", RATIO_AHEAD, None),
        ("could it get worse tomorrow", RATIO_AHEAD, None),
    ],
)
def test_after_the_ratio(text: str, intent: str, aspect: str | None) -> None:
    found = asked(text, RATIO)
    assert found is not None and (found.intent, found.slots.aspect) == (intent, aspect)
    assert asks_besides(text, RATIO) and asked(text, State()) is None


@pytest.mark.parametrize(
    "text",
    ["还有别的渠道投诉吗", "除了你们还可以向谁反映", "where else could i complain", "any other channels"],
)
def test_other_channels_are_asked_for_while_a_complaint_is_spoken_of(text: str) -> None:
    found = asked(text, COMPLAINING)
    assert found is not None and found.intent == CHANNELS


def test_who_else_means_a_complaint_only_where_one_is_spoken_of() -> None:
    assert asked("还能找谁", COMPLAINING) is not None and asked("还能找谁", KNOWN) is None
    told = replace(KNOWN, trail=(Past("how do I complain about a fee", "rule_question", "answer"),))
    assert asked("who else can i turn to", told) is not None


def test_enough_and_tomorrow_mean_the_ratio_only_after_it_and_not_within_a_supposition() -> None:
    assert asked("不够吧") is None and asked("明天会涨吗") is None
    assert asked("不够吧", replace(RATIO, scenario=("[]",))) is None
    assert asked("不够吧", RATIO, intent="distress", gate="act") is None
    assert asked("不够吧", replace(RATIO, role="agent")) is None


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("它们都涨8%", (True, "8")),
        ("那些股票跌3.5%呢", (False, "3.5")),
        ("if those rise by 12%", (True, "12")),
        ("what if my shorts fall 4%", (False, "4")),
        ("中信证券涨8%", None),
    ],
)
def test_all_shorts_move_by_what_is_said(text: str, move: tuple[bool, str] | None) -> None:
    assert move_of(text) == move


SHORTS = {
    "snapshot_time": "2026-11-20T16:00:00+08:00",
    "holdings": [],
    "contracts": [
        {
            "kind": "short",
            "security": "600030.SH",
            "name": "中信证券",
            "name_en": "CITIC",
            "price": "30",
            "quantity": 1,
        },
        {
            "kind": "short",
            "security": "600000.SH",
            "name": "浦发银行",
            "name_en": "SPDB",
            "price": "9",
            "quantity": 1,
        },
        {
            "kind": "financing",
            "security": "600036.SH",
            "name": "招商银行",
            "name_en": "CMB",
            "price": "38",
            "quantity": 1,
        },
    ],
}


def test_after_the_shorts_they_all_move_and_nothing_else_does() -> None:
    state = replace(KNOWN, trail=(Past("查一下我的融券负债", "my_positions", "answer"),))
    found = asked("它们都涨8%呢", state)
    assert found is not None and found.intent == SHORTS_MOVE
    talk = Conversation({"FetchPositions": SHORTS}, state)
    talk.say("它们都涨8%呢", "oos", gate="clarify")
    supposed = [each for each in talk.effects if isinstance(each, WhatIf)]
    assert supposed and all(
        "600030.SH" in str(each.changes) and "600000.SH" in str(each.changes) for each in supposed[-1:]
    )
    assert "600036.SH" not in str(supposed[-1].changes)
    none = Conversation({"FetchPositions": {**SHORTS, "contracts": []}}, state)
    assert "没有" in none.say("它们都涨8%呢", "oos", gate="clarify").reply.text


def world(**changes: Any) -> dict[str, Any]:
    return {
        "FirmFacts": FIRM,
        "LookUpRule": {"in_force": {"value": "12386"}},
        "FetchFigures": sheet(maintenance_ratio=figure("maintenance_ratio", "1.28", "128.00%", "ratio")),
        **changes,
    }


@pytest.mark.parametrize(
    ("text", "lang"),
    [("除了这里还能找谁", "zh"), ("除了這裡還能找誰", "zh-Hant"), ("who else can I go to", "en")],
)
def test_the_channels_are_told_and_the_complaint_goes_on_waiting(text: str, lang: str) -> None:
    outcome = Conversation(world(), COMPLAINING).say(text, "oos", gate="clarify", lang=lang)
    assert "12386" in outcome.reply.text and outcome.issues == ()
    assert outcome.state.pending == COMPLAINING.pending


def test_no_forecast_is_made_and_the_ratio_as_it_is_is_said() -> None:
    for text, lang in (("下周会回升吗", "zh"), ("will it recover by itself", "en")):
        outcome = Conversation(world(), RATIO).say(text, "oos", gate="clarify", lang=lang)
        assert "128.00%" in outcome.reply.text and outcome.issues == ()
        assert "不预测" in outcome.reply.text or "do not forecast" in outcome.reply.text


def test_a_service_that_is_out_is_said() -> None:
    talk = Conversation(
        {"FetchFigures": Failed(0), "FetchPositions": Failed(0), "FirmFacts": Failed(0)}, RATIO
    )
    assert "128" not in talk.say("下周会回升吗", "oos", gate="clarify").reply.text
    channels = Conversation({"FirmFacts": Failed(0)}, COMPLAINING).say("还能找谁", "oos", gate="clarify")
    assert "12386" not in channels.reply.text
