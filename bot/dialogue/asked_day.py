"""The day whose rules a question is about: a day it names, the eve of one (「2019年之前」), the days before the rule changed, a day to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogue.flow import Ask
from bot.nlu.model import DateRange

_BEFORE = re.compile(
    r"^\s?(?:的?(?:修订|修改|改革|调整|新规|新政|上调|下调|提高|放开|取消)(?:版|稿|规定)?)?(?:[以之]前|前(?!\d|[一二三两几]))"
)
_BEFORE_EN = re.compile(r"\b(?:before|prior to|until|till|up to)\s(?:the )?$")
_SINCE = re.compile(r"^\s?(?:以来|起(?!始)|[以之]后|至今|到现在)")
_SINCE_EN = re.compile(r"\b(?:since|after|from)\s(?:the )?$")
_OF_CONTRACTS = re.compile(
    r"^\s?(?:[以之]?前)?(?:就|已经?|新)?的?(?:开(?!户)|借入|签|买入?的|建|(?:老|存量|旧)?(?:合约|合同)|未了结)"
)
_OF_CONTRACTS_EN = re.compile(r"\b(?:opened|signed|contracts?|bought|borrowed)\b.{0,30}$")
_BEFORE_THE_CHANGE = re.compile(
    r"(?:新规|改|调整|修订|变化?|提高|下调|上调|改动|变更|新规[则定])(?:了|出台|实施|生效|发布)?(?:[以之]前|前)|(?:以前|过去|原来|从前|当年|早先|原先|早年|旧规则?|老规[则定])(?!年|开|签|借|买|的?(?:老|旧)?合[约同])"
    r"|(?<![\d年月日天号期])之前(?!开|签|借|买|的?(?:老|旧)?合[约同])(?=的|是|规|呢|[?。!,]|$|[融保维展提])"
    r"|\bbefore (?:the|it|that|this)\b.{0,24}\b(?:change\w*|rules?|reform|cut|increase\w*|rais\w+|amend\w+)\b|\b(?:used to|formerly|previously|in the past|before that|old rules?|previous (?:rule|ratio|value|minimum|floor)|back then)\b"
)


@dataclass(frozen=True, slots=True)
class AskedDay:
    """``day`` whose rules apply; ``named``: the question names it; ``before_change``: it asks for what applied before the last change;
    ``too_early``: the day named lies before the first rule, whose day this is; ``since``: where more than one day is named, the first."""

    day: date
    named: bool = False
    before_change: bool = False
    too_early: bool = False
    since: date | None = None

    def is_past(self, today: date) -> bool:
        """Whether the question is about what was."""
        return self.named and self.day < today


def asked_day(ask: Ask) -> AskedDay:
    """The day of one request; without one of its own it is the message's."""
    today, text = ask.message.now.date(), ask.request.text
    for span in ask.request.slots.dates:
        day = _day_of(span, text, today)
        if day is not None:
            return AskedDay(day, named=True, since=span.start if span.start < day else None)
    return AskedDay(ask.message.rules_day, before_change=bool(_BEFORE_THE_CHANGE.search(text)))


def without_days(text: str, ask: Ask) -> str:
    """A question without the days it names and the words that hang on them."""
    for span in ask.request.slots.dates:
        text = re.sub(
            rf"(?:\b(?:in|on|before|during|as of|until)\s)?{re.escape(span.text)}(?:[以之]?前|时)?[,，的]?",
            "",
            text,
        )
    return re.sub(r"^[\s,，的]+", "", re.sub(r"\s{2,}", " ", text)).replace(" ?", "?").strip()


def _day_of(span: DateRange, text: str, today: date) -> date | None:
    """The day a span of days stands for; ``None`` where it dates something else than the rules."""
    at = text.find(span.text)
    before, after = text[: max(at, 0)], text[at + len(span.text) :]
    if (
        _OF_CONTRACTS.match(after)
        or _OF_CONTRACTS_EN.search(before)
        or _SINCE.match(after)
        or _SINCE_EN.search(before)
    ):
        return None
    if _BEFORE.match(after) or _BEFORE_EN.search(before):
        eve = span.start - timedelta(days=1)
        return eve if eve < today else None
    if span.start < today:
        return min(span.end, today)
    return span.start if span.start > today else None
