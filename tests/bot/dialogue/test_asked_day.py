"""The day whose rules a question is about."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.asked_day import asked_day, without_days
from bot.dialogue.flow import Ask
from bot.dialogue.state import Message, State
from bot.nlu.dates import find_dates
from bot.nlu.model import Request, Slots
from tests.bot.dialogue.conversation import NOW

TODAY = NOW.date()


def _ask(text: str, as_of: date | None = None) -> Ask:
    dates = tuple(found for found, _, _ in find_dates(text, TODAY))
    request = Request(text, "rule_question", 1.0, "act", (), Slots(dates=dates), "model")
    return Ask(Message("m", "s", text, None, NOW, as_of), State(), request, "zh")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年1月18日的融资保证金比例", "2026-01-18"),
        ("2026年1月19日之前融资保证金比例", "2026-01-18"),
        ("2026年1月以前是怎样的", "2025-12-31"),
        ("2019年之前", "2018-12-31"),
        ("2015年融资保证金比例", "2015-12-31"),
        ("去年是多少", "2025-12-31"),
        ("what was it before 2019?", "2018-12-31"),
        ("what was it in march 2025?", "2025-03-31"),
        ("the ratio before 19 january 2026", "2026-01-18"),
        ("明年是多少", "2027-01-01"),
    ],
)
def test_a_day_that_is_named_counts(text: str, day: str) -> None:
    asked = asked_day(_ask(text))
    assert asked.named and asked.day == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月19日之前开的合约怎么办",
        "2025年6月签的合同按哪个比例",
        "2019年以来有什么变化",
        "contracts opened before 19 january 2026",
        "what applies since 2019?",
        "12月5日之前要补吗",
    ],
)
def test_a_day_that_dates_something_else_does_not(text: str) -> None:
    asked = asked_day(_ask(text))
    assert (asked.day, asked.named) == (TODAY, False)


@pytest.mark.parametrize(
    "text",
    [
        "新规前是多少",
        "以前的规定",
        "改之前的比例",
        "之前的最低线是多少",
        "what used to be the ratio",
        "the ratio before the change",
    ],
)
def test_the_days_before_the_change_are_asked_for_without_a_date(text: str) -> None:
    assert asked_day(_ask(text)).before_change


@pytest.mark.parametrize("text", ["以前开的合约怎么办", "现在是多少", "之前开的合约", "what is the ratio"])
def test_other_words_ask_for_the_rule_of_the_day(text: str) -> None:
    assert not asked_day(_ask(text)).before_change


def test_without_a_day_it_is_the_messages_own() -> None:
    day = date(2025, 6, 1)
    asked = asked_day(_ask("融资保证金比例是多少", day))
    assert asked.day == day and asked.is_past(TODAY) is False
    assert asked_day(_ask("去年是多少")).is_past(TODAY)


def test_a_question_is_asked_again_without_its_days() -> None:
    assert without_days("2018年平仓线谁定", _ask("2018年平仓线谁定")) == "平仓线谁定"
    text = "what was the ratio in 2014?"
    assert without_days(text, _ask(text)) == "what was the ratio?"
