"""Find every number in a text and bring it to one written form, so that 85,714.29 元 and 8.571429万 compare.

Dates, times, tickets, security codes and article numbers are kinds of their own; everything else is a
plain number, a percentage being the same as its fraction (128 % = 1.28). Numbers written in words count
like digits (``bot.guard.spoken``), and characters that cannot be seen do not hide any.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.guard.calendar_words import DATE, HOUR, date_value, hour_value
from bot.guard.spoken import CHINESE, CLOCK, ENGLISH, NUMERAL, chinese_value, clock_value, english_value

LIST_MARK = re.compile(
    "(?<![\u2460-\u24ff\u2776-\u2793\\d])[\u2460-\u24ff\u2776-\u2793](?![\u2460-\u24ff\u2776-\u2793\\d%])"
)
_CAPITALS = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟零〇万亿]{2,}")  # alone they are words: 大陆, 收拾
_COMMON = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SCALE = {"千": 10**3, "万": 10**4, "亿": 10**8, "k": 10**3, "w": 10**4}
_UNIT_AFTER = re.compile(
    r"\s*(?:(?P<points>个?百分点)|(?P<ratio>%|倍|times(?![a-z]))|(?P<cny>元|块|人民币|rmb(?![a-z])|yuan)|(?P<hkd>港元|港币)|(?P<usd>美元|美金)"
    r"|(?P<shares>股|份|shares)|(?P<lots>手|lots?(?![a-z]))|(?P<days>天|days?(?![a-z]))"
    r"|(?P<months>个月|months?(?![a-z]))|(?P<years>年|years?(?![a-z])))"
)
_UNIT_BEFORE = re.compile(r"(cny|rmb|¥|hkd|usd)\s*-?$")
_CURRENCY = {"rmb": "cny", "¥": "cny"}
_TOKEN = re.compile(
    rf"""
    (?P<date>{DATE})
  | (?P<hour>{HOUR})
  | (?P<clock>{CLOCK})
  | (?P<ticket>[ta]\d{{8}}-\d+)
  | (?P<trace>\bt[0-9a-f]{{24}}\b)
  | (?P<code>(?<!\d)\d{{6}}\.(?:sh|sz|bj)\b)
  | (?P<settle>\bt\+\d+)
  | (?P<phone>(?<![\d.,-])\d{3, 4}-\d{3, 4}(?:-\d{3, 4})?(?![\d.,]|-\d))
  | (?P<article>第[\d{NUMERAL}]+[条款章])
  | (?P<chinese>{CHINESE})
  | (?P<english>{ENGLISH})
  | (?P<number>\d+(?:,\d+)*(?:\.\d+)?(?:\s*(?:%|个?百分点|个点|per\s?cent(?!age)|万亿|[千万亿kw](?![a-z])))?)
    """,
    re.VERBOSE,
)


_IN_WORDS = {"chinese": chinese_value, "english": english_value}
_MOMENTS = {
    "date": ("date", date_value),
    "hour": ("time", hour_value),
    "clock": ("time", clock_value),
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found at ``start:end`` of the folded text; ``value`` its one written form.

    ``unit`` is ``ratio points cny hkd usd shares lots days months years``, or empty where the text names none
    beside the number; percentage points are a difference, never a ratio.
    """

    start: int
    end: int
    kind: str
    value: str
    unit: str = ""


@lru_cache(maxsize=1)
def _simplifier() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """NFKC, simplified, lower case, without invisible characters; a list marker such as ① becomes a blank."""
    plain = unicodedata.normalize("NFKC", LIST_MARK.sub(" ", text)).replace("−", "-")
    seen = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return simplified(seen).lower()


@lru_cache(maxsize=1_024)
def simplified(text: str) -> str:
    """``text`` in simplified characters, numbers in the capitals of cheques (壹佰叁拾) in common ones."""
    converted: str = _simplifier().convert(text)  # type: ignore[attr-defined]
    return _CAPITALS.sub(lambda run: run.group().translate(_COMMON), converted)


@lru_cache(maxsize=16_384)
def fold_name(name: str) -> str:
    """``fold`` of a name, remembered: names come again with every text."""
    return fold(name)


@lru_cache(maxsize=16_384)
def numerals_of(form: str) -> tuple[Numeral, ...]:
    """The numbers in a written form of a fact, remembered likewise."""
    return numerals(fold(form))


def numerals(folded: str) -> tuple[Numeral, ...]:
    """Every number of a folded text, in order."""
    return tuple(_numeral(match, folded) for match in _TOKEN.finditer(folded))


def _numeral(match: re.Match[str], folded: str) -> Numeral:
    kind, text = str(match.lastgroup), match.group()
    start, end = match.span()
    if kind in _MOMENTS:
        named, value_of = _MOMENTS[kind]
        return Numeral(start, end, named, value_of(text))
    if kind == "number":
        return Numeral(start, end, kind, _plain(text), _unit(text, folded, start, end))
    if kind in _IN_WORDS:
        number = _IN_WORDS[kind](text)
        unit = "ratio" if text.startswith("百分之") or "percent" in text else _unit("", folded, start, end)
        return Numeral(start, end, "number", text if number is None else _written(number), unit)
    return Numeral(start, end, kind, text)


def _unit(text: str, folded: str, start: int, end: int) -> str:
    if text.endswith("百分点"):
        return "points"
    if text.endswith(("%", "cent", "点")):
        return "ratio"
    after = _UNIT_AFTER.match(folded, end)
    if after:
        return str(after.lastgroup)
    before = _UNIT_BEFORE.search(folded[max(0, start - 6) : start])
    return _CURRENCY.get(before.group(1), before.group(1)) if before else ""


def _plain(text: str) -> str:
    digits = re.match(r"[\d,.]+", text)
    assert digits is not None
    number = Decimal(digits.group().replace(",", "").rstrip("."))
    unit = text[digits.end() :].strip()
    if unit.endswith(("%", "cent", "点")):
        return _written(number / 100)
    for letter in unit:
        number *= _SCALE.get(letter, 1)
    return _written(number)


def _written(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"
