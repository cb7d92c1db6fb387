"""A rule applied to a number that the asker gives: 「日均48万能开吗」, 「260%可以提现吗」.

The number is compared with the row in force and nothing is computed; whose rule it is and what else it asks stays the rule's to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bot.answer.facts import percent
from bot.answer.reading.claims import UNPROVED, number_of
from bot.guard.evidence import Fact
from bot.nlu.dates import find_dates
from bot.nlu.numbers import blank, find_numbers
from bot.nlu.reading import SOME_DAY

Json = Mapping[str, Any]
Outcome = Literal["below", "too_low", "meets", "above", "within", "may_not"]

_ASKS = re.compile(
    r"[吗么嘛]|够不够|行不行|能不能|可不可以|能否|可否|算不算|合不合|(?:开|提|取|借|做|办)唔?(?:开|提|取|借|做|办)?到|可唔可以|得唔得"
    r"|通融|差一?点|就差|还差|不到|不足|\?\s*$|\b(?:can|may|could|am i|is it|enough|allowed|eligible|qualif\w+)\b"
)
_ASKS_THE_RULE = re.compile(
    r"(?:要|需要?|必须|得|须)(?:有|满|达到|交)?\s*\d|机构|私募|产品户|公司户|借钱|凑|垫资|借来|取走|转走|一直|\b(?:need|must|require\w*|have to|institution\w*|professional\w*|borrow\w*|fund)\b"
)
"""What is no number of the asker's own, or is asked for somebody of whom the rule says something else."""
_UNDER = re.compile(
    r"(?:低于|少于|小于|不到|没有?|不足|不够|未满|不满|差一?点(?:到|满)?)\s*(?=[\d一二三四五六七八九十半])"
    r"|\b(?:below|under|less than|lower than|without|(?:don't|do not) have)\s"
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b(?= (?:months?|years?))")
_RATIO = ("ratio",)
_MONTHS = ("months", "years")
_ROWS = tuple(
    (param, units, re.compile(words), re.compile(unless) if unless else None)
    for param, units, words, unless in (
        ("withdrawal_line", _RATIO, r"提现|取现|取钱|取款|取出|转出|提取|提走|取走|能取|可取|拿走|\bwithdraw|\btake (?:money |cash )?out", r"追|平仓|\bcall"),
        ("admission_average_assets", ("yuan",), r"开户|开通|开两融|日均|门槛|(?:能|可以|够|唔?到).{0,6}开|开(?:吗|不)|开唔开到|\bopen\b|\baverage\b", r"科创|创业板|北交所|\bstar\b|chinext"),
        ("admission_experience", _MONTHS, r"经验|经历|股龄|炒股|做股票|\bexperience", r"科创|创业板|北交所|\bstar\b|chinext"),
        ("short_margin_ratio", _RATIO, r"(?<!融资)融券.{0,8}(?:保证金|比例)|(?:做空|卖空|沽空).{0,8}保证金|\bshort.{0,20}margin|\bmargin.{0,20}\bshort", r"维持|维保|我的?比例|\bmy ratio"),
        ("financing_margin_ratio", _RATIO, r"保证金(?:的)?比[例率]|融资.{0,6}保证金|\bmargin (?:ratio|requirement)", r"维持|维保|担保比例|我的?比例|maintenance|\bmy ratio|融券(?<!融资融券)|[老旧]合约|存量|[以之]前|已开|展期|补到|\b(?:old|existing|outstanding|exten\w+)\b"),
        ("conversion_rate_cap", _RATIO, r"折算率|折算比例|\bconversion rate|\bhaircut", r"维持|维保|占|\bmaintenance|影响"),
    )
)  # fmt: skip
_CALLED: Mapping[str, tuple[str, str]] = {
    "withdrawal_line": ("维持担保比例", "maintenance ratio"),
    "admission_average_assets": ("日均资产", "average assets"),
    "admission_experience": ("交易经验", "trading experience"),
    "short_margin_ratio": ("融券保证金比例", "short margin ratio"),
    "financing_margin_ratio": ("融资保证金比例", "financing margin ratio"),
    "conversion_rate_cap": ("折算率", "conversion rate"),
}
_GROWS = ("admission_average_assets", "admission_experience")  # what is not enough yet may be one day
_STRICT = ("withdrawal_line",)  # 超过300%: the line itself is not enough


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of the asker's and the parameter it is to be held against; ``under``: they ask about anything below it."""

    param: str
    value: Decimal
    under: bool = False

    def called(self, lang: str) -> str:
        """What it is a number of."""
        return _CALLED[self.param][lang == "en"]

    def fact(self, lang: str) -> Fact:
        """The number as it is said again: 48万 as 480,000 元, 260%, 5 个月."""
        value = self.value.to_integral_value() if self.value == self.value.to_integral_value() else self.value
        if self.param == "admission_average_assets":
            shown = f"CNY {value:,f}" if lang == "en" else f"{value:,f} 元"
        elif self.param == "admission_experience":
            shown = f"{value:f} months" if lang == "en" else f"{value:f} 个月"
        else:
            shown = percent(str(value))
        return Fact("given", self.param, shown, (shown, f"{value:f}"), _CALLED[self.param])


def own_number(text: str) -> OwnNumber | None:
    """The number of a question in normal form that a rule decides about; ``None`` where it gives none, or several."""
    if not _ASKS.search(text) or _ASKS_THE_RULE.search(text):
        return None
    days = [
        (start, end) for _, start, end in find_dates(text, SOME_DAY) if re.search(r"[月\-]", text[start:end])
    ]
    numbers = find_numbers(_WORDS.sub(lambda word: str(_NUMBERS.index(word[0]) + 1), blank(text, days)))
    for param, units, words, unless in _ROWS:
        if words.search(text) and not (unless and unless.search(text)):
            found = {
                each.value * (12 if each.unit == "years" else 1) for each in numbers if each.unit in units
            }
            if len(found) == 1:
                return OwnNumber(param, found.pop(), _UNDER.search(text) is not None)
    return None


def outcome(own: OwnNumber, row: Json) -> Outcome | None:
    """How a number stands to a verified row; ``None`` where the row sets no bound of that kind."""
    limit = number_of(row)
    if limit is None or row["confidence"] in UNPROVED:
        return None
    if row["force"] == "cap":
        return "within" if own.value <= limit else "above"
    if own.under:
        return "may_not" if own.value <= limit else None
    if own.param in _STRICT:
        return "meets" if own.value > limit else "too_low"
    if own.value >= limit:
        return "meets"
    return "below" if own.param in _GROWS else "too_low"
