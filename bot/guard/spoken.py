"""Numbers written in words: 一百三十, 三成, 下午三点半, one hundred and thirty percent.

Only what is clearly a number is one: 三种 and "one of" are words; 一百三十, 三天, "thirteen" and "three days" are numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

NUMERAL = "零〇一二两三四五六七八九十百千万亿点"
_DIGIT = "零〇一二两三四五六七八九"
_FIRST = "一二两三四五六七八九"

CHINESE = rf"""(?:
    百分之[{NUMERAL}]+
  | [{_FIRST}十][{_DIGIT}十百千万亿]*点[{_DIGIT}]+
  | [{_FIRST}][{_DIGIT}十百千万亿]*[十百千万亿][{_DIGIT}十百千万亿]*
  | 十[{_DIGIT}百千万亿]+
  | [{_DIGIT}]{{3,}}
  | [{NUMERAL}]{{2,}}(?=元|股|份)
  | [{_FIRST}](?:成[{_FIRST}半]?(?![为本功交立员份果长都型分绩品套熟不就人家])|折(?=[,.。;:!?)\s]|$))
  | [{_FIRST}](?=倍)
  | [{_FIRST}十]+(?=个?百分点)
  | (?<![第每某哪那这此{_DIGIT}十])[{_FIRST}十](?=个?(?:交易日|工作日|自然日)|个月|周的?时间|笔)
  | (?<![第每这那近前过{_DIGIT}十])[{_FIRST[1:]}十](?=天(?!窗|两头|打鱼)|年|周(?![一二三四五六日末]))
)"""
"""What counts as a number in Chinese characters, for a verbose pattern over folded text."""

CLOCK = rf"""(?:
    (?:上午|中午|下午|晚上|傍晚|凌晨)[ ]?[{_FIRST}十\d]{{1,3}}[ ]?点半?
  | (?<![{NUMERAL}\d])(?:\d{{1,2}}[ ]?|[{_FIRST}十]{{1,3}})点(?:半|整|钟|(?=[ ]?(?:前|之前|以前)))
)"""
"""A time of day said in words."""

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join((*sorted((*_SMALL, *_TENS, *_SCALES), key=len, reverse=True), "point"))
_LARGE = "|".join((*(word for word, value in _SMALL.items() if value >= 10), *_TENS, *_SCALES))
ENGLISH = rf"""(?:
    (?<![a-z])(?=(?:(?:{_WORD})[\s-]+(?:and\s+)?)*(?:{_LARGE})(?![a-z])|(?:{_WORD})(?:[\s-]+(?:{_WORD}))*\s+per\s?cent
        |(?!one\b)(?:{_WORD})[\s-]+(?:(?:trading|business|calendar|working)[\s-]+)?(?:days?|weeks?|months?)(?![a-z]))
    (?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}))*(?![a-z])(?:\s+per\s?cent)?
)"""
"""A number in English words: one with a word from ten upwards in it, or one before *percent* or *days*."""


def chinese_value(text: str) -> Decimal | None:
    """The value of a Chinese numeral (一百三十 → 130, 百分之三 → 0.03, 三成 → 0.3); ``None`` if unreadable."""
    import cn2an

    percent = text.startswith("百分之")
    share = re.fullmatch(rf"([{_FIRST}])[成折]([{_FIRST}半]?)", text)
    if share:
        text = f"零点{share[1]}{share[2].replace('半', '五')}"
    plain = text.removeprefix("百分之").replace("〇", "零").replace("两", "二")
    try:
        number = Decimal(str(cn2an.cn2an(plain, "smart")))
    except (ValueError, InvalidOperation):
        return None
    return number / 100 if percent else number


def english_value(text: str) -> Decimal | None:
    """The value of English number words (one hundred and thirty percent → 1.3)."""
    percent = re.search(r"\s+per\s?cent$", text)
    words = re.findall("[a-z]+", text[: percent.start()] if percent else text)
    total, group = 0, 0
    for word in words:
        if word == "point":
            return None  # a fraction in words is nobody's figure: it is held back
        if word in _SCALES and word != "hundred":
            total, group = total + max(group, 1) * _SCALES[word], 0
        elif word == "hundred":
            group = max(group, 1) * 100
        else:
            group += _SMALL.get(word, 0) or _TENS.get(word, 0)
    number = Decimal(total + group)
    return number / 100 if percent else number


def clock_value(text: str) -> str:
    """A time of day in words as ``HH:MM``: 下午三点半 → 15:30."""
    hour_text = re.search(rf"([{_FIRST}十\d]+) ?点", text)
    assert hour_text is not None
    given = hour_text[1]
    hour = int(given) if given.isdigit() else int(chinese_value(given) or 0)
    if text.startswith(("下午", "晚上", "傍晚", "中午")) and hour < 12:
        hour += 12
    return f"{hour:02d}:{'30' if text.endswith('半') else '00'}"
