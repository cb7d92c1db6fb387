"""A weekday is last week's only where the words speak of what was."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.own_day import past_day
from bot.nlu.dates import find_dates

FRIDAY = date(2026, 11, 20)
TO_COME = (
    "星期一几点之前要补",
    "周一几点前要补",
    "截止时间是周一下午三点吗",
    "周一之前补不上怎么办",
    "那证券转进来周一算不算",
    "周一转进去来得及吗",
    "must i top up by on monday",
    "假如我11月18号就补了12万,今天还会被追保吗",
    "if i had paid in on monday, would there be a call",
    "我的维保多少",
)
HAS_BEEN = (
    ("周一我的维保是多少来着", date(2026, 11, 16)),
    ("周一维保多少", date(2026, 11, 16)),
    ("上周一要补多少", date(2026, 11, 9)),
    ("周一那天要补多少", date(2026, 11, 16)),
    ("11月18日我的维保多少", date(2026, 11, 18)),
    ("what was my ratio on monday", date(2026, 11, 16)),
)


@pytest.mark.parametrize("text", TO_COME)
def test_what_is_to_come_is_asked_of_todays_account(text: str) -> None:
    assert past_day([span for span, _, _ in find_dates(text, FRIDAY)], text, FRIDAY) is None


@pytest.mark.parametrize(("text", "day"), HAS_BEEN)
def test_what_was_is_asked_of_its_own_day(text: str, day: date) -> None:
    assert past_day([span for span, _, _ in find_dates(text, FRIDAY)], text, FRIDAY) == day
