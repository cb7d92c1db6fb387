"""What a question takes for granted: a parameter of the rulebook and the value the asker believes it to have.

「130%是法律规定吧」 claims the statutory minimum to be 1.3, 「只能展期一次」 the number of extensions to be one. Whether that is so is
the rulebook's to say. A plain question (「150%能提现吗」) claims nothing.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.nlu.dates import find_dates
from bot.nlu.numbers import Number, blank, find_numbers
from bot.nlu.reading import SOME_DAY


@dataclass(frozen=True, slots=True)
class Claim:
    """The value, in the unit of the rulebook, that a text says a parameter has."""

    param: str
    value: Decimal


_CLAIMS: Final = re.compile(
    r"吧[?!。.~\s]*$|对吗|对吧|对不对|是吗|是不是|不是.{1,24}[吗嘛么吧]|真的|听说|据说|网上|有人说|都说|人家说|只能|就能|就可以|就行|才行|规定[吗么]|(?:一定|必须|都)是|是.{1,20}[吗嘛么](?:[?。!~\s]|$)"
    r"|\b(?:true|right|correct|isn't|aren't|i heard|they say|people say|i read|only once|supposed to)\b|^(?:so )?(?:is|are) "
)
_RATIO: Final = ("ratio",)
_MONTHS: Final = ("months", "years")
_ROWS: Final[tuple[tuple[str, tuple[str, ...], re.Pattern[str], re.Pattern[str] | None], ...]] = tuple(
    (param, units, re.compile(words), re.compile(unless) if unless else None)
    for param, units, words, unless in (
        ("withdrawal_line", _RATIO, r"提现|取现|取钱|取款|取出|转出|提取|能取|可取|\bwithdraw|\btake (?:money |cash )?out", None),
        ("short_margin_ratio", _RATIO, r"(?<!融资)融券.{0,6}保证金|(?:做空|卖空).{0,8}保证金|\bshort.{0,20}margin|\bmargin.{0,20}\bshort", None),
        ("financing_margin_ratio", _RATIO, r"保证金(?:的)?比[例率]|融资.{0,6}保证金|\bmargin (?:ratio|requirement|rate)", r"维持|维保|担保比例|maintenance"),
        ("financing_margin_ratio", ("times",), r"杠杆|融资?(?:到|出)?.{0,3}倍|借.{0,3}倍|\bleverage|\bborrow", None),
        ("stamp_duty_on_sale", _RATIO, r"印花税|\bstamp duty", None),
        ("statutory_minimum_maintenance_ratio", _RATIO, r"法律|法定|法规|国家|统一|监管|证监会|交易所|规定|全国|红线|平仓线(?:就|都|一定|必须)|平仓线(?:就|都|一定|必须)|\b(?:law|legal\w*|statut\w*|regulat\w*|national|uniform|exchanges?|mandatory|csrc)\b", r"保证金比|折算|集中度|涨跌"),
        ("admission_average_assets", ("yuan", "plain"), r"门槛|开户|开通|日均|\bto open\b|\bthreshold", r"我|够|能|可以|经验|\b(?:i|enough)\b"),
        ("admission_experience", _MONTHS, r"经验|开户|开通|股龄|\bexperience|\bto open\b", None),
        ("extension_length", _MONTHS, r"展期|续期|延期|\bexten", None),
        ("contract_term", _MONTHS, r"最长|期限|合约|借.{0,6}月|\bterm|\bcontract|\bloan|\bat most", None),
        ("extension_count", ("count", "times"), r"展期|续期|延期|\bexten", None),
        ("call_period", ("days",), r"追保|追加|补足|补仓|补保证金|\bmargin call|\btop up|\brestore", None),
        ("identity_record_retention", ("years",), r"(?:身份|客户|开户).{0,6}(?:资料|信息|记录)|\bidentity records?", None),
    )
)  # fmt: skip
_ONCE: Final = re.compile(r"\bonce\b|\bonly one extension\b|\bone extension only\b|一次")
_HALF: Final = re.compile(r"半年|half a year")
_YEAR_AND_HALF: Final = re.compile(r"一年半|a year and a half")
_BARE_RATIO: Final = re.compile(r"(?<![\d.])(1\d{2}|2\d{2}|300)(?![\d.%])")
_SPOKEN_RATIO: Final = re.compile(r"一百([二三四五])(?![十万元块\d])")  # 一百三 is 130


def takes_for_granted(text: str) -> bool:
    """Whether a text in normal form says how it is and asks for no more than a nod."""
    return _CLAIMS.search(text) is not None


def claimed(text: str) -> Claim | None:
    """The claim of a text in normal form; ``None`` where it claims nothing about a known parameter."""
    if not takes_for_granted(text):
        return None
    taken = [
        (start, end)
        for _, start, end in find_dates(text, SOME_DAY)
        if "月" in text[start:end] or "-" in text[start:end]
    ]
    numbers = find_numbers(blank(text, taken))
    for param, units, words, unless in _ROWS:
        if words.search(text) and not (unless and unless.search(text)):
            value = _value(text, numbers, units, param)
            if value is not None:
                return Claim(param, value)
    return None


def _value(text: str, numbers: tuple[Number, ...], units: tuple[str, ...], param: str) -> Decimal | None:
    if param == "extension_count" and _ONCE.search(text):
        return Decimal(1)
    if units == _MONTHS and _YEAR_AND_HALF.search(text):
        return Decimal(18)
    if units == _MONTHS and _HALF.search(text):
        return Decimal(6)
    said = next((n for n in numbers if n.unit in units), None)
    if said is None:
        return _bare_ratio(text) if units == _RATIO else None
    if said.unit == "years" and units == _MONTHS:
        return said.value * 12
    if said.unit == "times" and param == "financing_margin_ratio":
        return 1 / said.value if said.value else None
    return said.value


def _bare_ratio(text: str) -> Decimal | None:
    """130 or 一百三 where a ratio is spoken of."""
    spoken, bare = _SPOKEN_RATIO.search(text), _BARE_RATIO.search(text)
    if spoken:
        return 1 + Decimal("零一二三四五".index(spoken[1])) / 10
    return Decimal(bare[1]) / 100 if bare else None
