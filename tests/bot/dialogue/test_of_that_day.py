"""A liquidation of the past is held against the rules of its day; what follows goes on from it, and nothing else is taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.of_that_day import BESIDE, DECREE, RULE_THEN, of_that_day
from bot.dialogue.state import Pending, State
from bot.nlu.model import Request, Slots, Understanding

FRESH, AFTER = State(), State(last_intent=RULE_THEN, rule_days=("2015-07-09",))


def intent_of(text: str, state: State, intent: str = "oos", gate: str = "clarify") -> str | None:
    request = Request(text, intent, 0.5, gate, (), Slots(), "model")
    found = of_that_day(Understanding(text, text, "zh", (request,), ()), state)
    return None if found is None else found.intent


@pytest.mark.parametrize(
    ("text", "state", "intent"),
    [
        ("2015年7月9日早盘我维保136%被平了,按当时的规定行不行?", FRESH, RULE_THEN),
        ("2018年10月11日我125%被强制平仓了,当时的规则允许吗?", FRESH, RULE_THEN),
        ("新办法不是7月1日生效了吗?", AFTER, DECREE),
        ("那按今天的规定呢?", AFTER, RULE_THEN),
        ("按现行规定又怎么说?", AFTER, RULE_THEN),
        ("把两次的依据并排给我", AFTER, BESIDE),
        ("两个日子的规定对照着列一下", AFTER, BESIDE),
    ],
)
def test_the_question_and_what_goes_on_from_it_are_known(text: str, state: State, intent: str) -> None:
    assert intent_of(text, state) == intent


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("2015年平仓线是多少?", FRESH),
        ("那按今天的规定呢?", FRESH),
        ("把两次的依据并排给我", FRESH),
        ("我的比例多少?", AFTER),
        ("被平了行不行", State(last_intent=RULE_THEN, pending=Pending("complaint"))),
    ],
)
def test_anything_else_is_left_alone(text: str, state: State) -> None:
    assert intent_of(text, state) is None


def test_a_text_to_be_checked_or_a_complaint_is_left_alone() -> None:
    said = "2026年11月19日被强制平仓,按规定对不对"
    assert intent_of(said, FRESH) == RULE_THEN
    for intent in ("check_text", "complaint", "distress"):
        assert intent_of(said, FRESH, intent, "act") is None


def test_the_days_spoken_of_are_kept_only_as_long_as_they_are_spoken_of() -> None:
    assert State.from_json(AFTER.as_json()) == AFTER
    assert AFTER.settled("my_ratio").rule_days == ()
    assert date.fromisoformat(AFTER.rule_days[-1]) == date(2015, 7, 9)
