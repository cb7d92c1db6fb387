"""The day whose account a message asks for: one that has been, and only where its words speak of what was.

A weekday by itself is last Monday in 「周一我的维保是多少来着」 and the coming one in 「周一几点之前要补」; a day named in a supposition
(「假如18号就补了」) is no account to show, the one that is asked about is today's. Pure: normal-form text in, a day out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.nlu.model import DateRange

_BARE_WEEKDAY = re.compile(
    r"(?:这个?|本)?(?:周|星期|礼拜)[一二三四五六日天1-5]|(?:on |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_TO_COME = re.compile(
    r"补|追加|截止|期限|最晚|最迟|之前|以前|前要|来得及|赶得?上|够不够时间|算不算|才算|还算|算数|计入|到账|转进|转入|打进|存进|下周|还款|怎么办|会不会|会被|要被"
    r"|deadline|\b(?:by|before|until|due|in time|top up|pay|count|will)\b"
)
_THAT_WAS = re.compile(
    r"来着|当时|那天|那时|当天|上(?:个)?(?:周|星期|礼拜)|刚过去|过去的|曾经?|昨|前天|之前是|\b(?:was|were|did|had|last)\b"
)
_SUPPOSES = re.compile(r"如果|要是|假如|假设|倘若|若是|\b(?:if|suppose|assuming)\b")


def past_day(spans: Sequence[DateRange], text: str, today: date) -> date | None:
    """The first day of ``spans`` that has been and whose account ``text`` asks about; ``None`` where it asks about none."""
    if _SUPPOSES.search(text):
        return None
    past = [span for span in days_gone(spans, text) if span.start < today]
    return min(past[0].end, today) if past else None


def days_gone(spans: Sequence[DateRange], text: str) -> list[DateRange]:
    """The ``spans`` without the weekdays that ``text`` speaks of as still to come."""
    if not _TO_COME.search(text) or _THAT_WAS.search(text):
        return list(spans)
    return [span for span in spans if not _BARE_WEEKDAY.fullmatch(span.text.strip().lower())]
