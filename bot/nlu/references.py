"""References back into the conversation: corrections (`不是7号,是6号`) and ordinals (`第二个`)."""

import re
from typing import Final

_CORRECTION = re.compile(
    r"不是.{1,20}?[,，是]\s*(?:而?是|应该是).{1,20}|(?:说错|打错|写错|弄错|输错|搞错)了?|^(?:改成|更正|应该是|我是说|我的意思是)|"
    r"\b(?:i meant|i mean|correction|sorry, (?:it'?s|i meant)|not .{1,20}, (?:but|it'?s)|make (?:it|that))\b"
)
_ORDINAL = re.compile(
    r"^(?:选|要|就|看|是|我选|我要)?(?:第([一二三四五六七八九十]|\d{1,2})(?:个|项|条|笔|种|只)?|([1-9]))(?:吧|呢|的|那个)?[.?!。]*$"
)
_ORDINAL_INSIDE = re.compile(r"第([一二三四五六七八九十]|\d{1,2})(?:个(?!问题|月|交易日)|项|笔|种|只)")
_ENGLISH = re.compile(
    r"\b(?:the )?(first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) (?:one|option|item|contract)\b|^(?:option|number|no\.?) ?(\d)$"
)
_LAST = re.compile(r"^(?:要|看|选)?最后(?:那)?(?:一)?(?:个|项|笔|条)|\bthe last (?:one|option)\b")
_HAN_DIGITS: Final = "一二三四五六七八九十"
_WORDS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
LAST: Final = -1


def is_correction(text: str) -> bool:
    """Whether a normal-form text takes back something said before."""
    return bool(_CORRECTION.search(text))


def ordinal(text: str) -> int | None:
    """1 for the first of what was offered, -1 for the last, None when no position is named."""
    if _LAST.search(text):
        return LAST
    match = _ORDINAL.search(text) or _ORDINAL_INSIDE.search(text)
    if match:
        said = next(group for group in match.groups() if group)
        return int(said) if said.isdigit() else _HAN_DIGITS.index(said) + 1
    match = _ENGLISH.search(text)
    if match is None:
        return None
    said = match[1] or match[2]
    return _WORDS.get(said) or int(said[0])
