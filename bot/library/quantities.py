"""The quantities of a text: numbers with the sort of thing they count, so that a month is never held to be a percentage.

The rulebook's units and the words of a text are brought to the same sorts and the same scale: 5 亿元 of a rule and
「5亿元」 are both 500000000 `cny`, 「半年」 is 6 `months`, and 二十年 is 20 `years`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from bot.guard.numerals import Numeral, numerals

SORTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sort, re.compile(pattern))
    for sort, pattern in (
        ("trading_days", r"\s*(?:个|th |st )?\s*(?:连续)?(?:交易日|trading[- ]days?|sessions?)"),
        ("business_days", r"\s*(?:个)?\s*(?:营业日|工作日|business days?)"),
        ("months", r"\s*[- ]?(?:个月|months?)"),
        ("years", r"\s*[- ]?(?:年(?!\d|利率|化|期|内|费)|years?)"),
        ("per_second", r"\s*(?:笔/秒|笔每秒|(?:orders )?(?:per|a|each) second)"),
        ("per_day", r"\s*(?:笔/日|笔每日|(?:orders )?(?:per|a|each|in a) (?:trading )?day)"),
        ("persons", r"\s*(?:户|人(?!民)|名股东|holders?|shareholders?|persons?)"),
        ("days", r"\s*[- ]?(?:calendar )?(?:日(?!均)|天|days?)"),
        ("usd", r"\s*(?:美元|usd|us dollars?)"),
        ("times", r"\s*(?:倍|times(?![a-z]))"),
        ("shares", r"\s*(?:股(?!票|东)|(?:tradable )?shares?(?!holder))"),
        ("cny", r"\s*元"),
    )
)
"""What follows a number, by the sort it makes of it; the first that fits."""
_EACH_SECOND = re.compile(r"每秒[^，。,;；\d]{0,12}$")
_EACH_DAY = re.compile(r"(?:单日|每日|每天|日内|全日)[^，。,;；\d]{0,12}$")
_IN_WORDS = (
    (re.compile(r"半年|half a year"), "months", Decimal(6)),
    (re.compile(r"(?<![一二三四五六七八九])十倍"), "times", Decimal(10)),
)
_TIMES = re.compile(r"\s*(?:倍|times(?![a-z]))")
_DOLLAR = re.compile(r"(?:us)?\$\s*$")
_HUNDRED_MILLIONS = "100m"
_POINTS = re.compile(r"个?百分点")
_SHARES = ("成",)
_NEXT = ("下", "次")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``start:end`` of a folded text. ``sort`` is ``ratio cny usd months …``; empty where nothing says."""

    start: int
    end: int
    sort: str
    value: Decimal


def quantities(folded: str) -> Iterator[Quantity]:
    """Every number of a folded text that counts something, in order; list numbers and articles are none."""
    found = [
        number
        for number in numerals(folded)
        if number.kind == "number" and folded[number.start - 1 : number.start] not in _NEXT
    ]
    for number, following in zip_longest(found, found[1:]):
        if _is_scale(folded[number.start : number.end]):
            continue
        joined = following and not folded[number.end : following.start].strip()
        scale = joined and _is_scale(folded[following.start : following.end])
        end = following.end if scale else number.end
        value = Decimal(number.value) * (Decimal(following.value) if scale else 1)
        points = _POINTS.match(folded, end) if number.unit != "ratio" else None
        if points:
            yield Quantity(number.start, points.end(), "ratio", value / 100)
        else:
            yield Quantity(number.start, end, _sort(number, folded, end), value)
    for pattern, sort, value in _IN_WORDS:
        for match in pattern.finditer(folded):
            yield Quantity(match.start(), match.end(), sort, value)


def _is_scale(text: str) -> bool:
    return text in ("thousand", "million", "billion")


def _sort(number: Numeral, folded: str, end: int) -> str:
    """The sort of a number whose words end at ``end``; `ratio` and `times` are one unit to the guard."""
    if number.unit == "ratio" or folded[end - 1] in _SHARES:
        return "times" if _TIMES.match(folded, end) else "ratio"
    if _DOLLAR.search(folded, max(0, number.start - 4), number.start):
        return "usd"
    for sort, pattern in SORTS:
        if pattern.match(folded, end):
            return sort
    if folded.startswith("笔", end):
        before = folded[max(0, number.start - 24) : number.start]
        return "per_second" if _EACH_SECOND.search(before) else "per_day" if _EACH_DAY.search(before) else ""
    return number.unit


def sort_of(unit: str) -> str:
    """The sort of a rulebook unit: ``CNY100m`` is ``cny``; empty for words."""
    if unit == "text":
        return ""
    return unit.removesuffix(_HUNDRED_MILLIONS).lower()


def scaled(value: str, unit: str) -> Decimal:
    """A rule's value as a text counts it: 5 ``CNY100m`` is 500000000."""
    return Decimal(value) * (10**8 if unit.endswith(_HUNDRED_MILLIONS) else 1)
