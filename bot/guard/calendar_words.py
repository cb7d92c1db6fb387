"""Days and times of day as people write them: 2026-11-23, 11月23号, 23 November 2026, 3:00 pm, 15时.

A day comes out as ``2026-11-23``, ``11-23`` or ``23``, a time as ``15:00``.
"""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:a-z])"
_HAN = "一二三四五六七八九十"
_GAP = "[ ]{0,2}"
"""Room that people leave around a sign: 11 月 25 日, 15 : 00."""

DATE = rf"""(?:
    \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)
  | (?:\d{{4}}{_GAP}年{_GAP})?\d{{1,2}}{_GAP}月{_GAP}\d{{1,2}}{_GAP}[日号]
  | \d{{4}}{_GAP}年(?:{_GAP}\d{{1,2}}{_GAP}月)?
  | [{_HAN}]{{1,2}}{_GAP}月{_GAP}[{_HAN}]{{1,3}}{_GAP}[日号]
  | (?<![\d.,/-])\d{{1,2}}{_GAP}[日号](?![均内后以线])
  | (?<![\d.,/-])\d{{1,2}}/\d{{1,2}}(?![\d/%])
  | (?<![a-z]){_MONTH}\s*{_DAY}(?:,?\s+\d{{4}}(?!\d))?
  | (?<![\d.,]){_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+\d{{4}}(?!\d))?
  | (?<![a-z]){_MONTH}\s+\d{{4}}(?!\d)
)"""
"""A day, for a verbose pattern over folded text."""

HOUR = rf"""(?:
    (?:(?:上午|中午|下午|晚上|傍晚|凌晨){_GAP})?(?<![\d:])\d{{1,2}}{_GAP}:{_GAP}\d{{2}}(?!\d)(?:\s*[ap]\.?m\b\.?)?
  | (?<![\d.:])\d{{1,2}}\s*[ap]\.?m\b\.?
  | (?:(?:上午|中午|下午|晚上|傍晚|凌晨){_GAP})?(?<![\d:])\d{{1,2}}{_GAP}(?:时(?!间)|点(?={_GAP}\d))(?:{_GAP}\d{{1,2}}{_GAP}分?)?
)"""
"""A time of day in digits."""

_LATE = ("下午", "晚上", "傍晚", "中午")


def date_value(text: str) -> str:
    """The parts of a day that are said, largest first: 11月23号 → ``11-23``."""
    month = re.search("[a-z]{3,}", text)
    if month:
        year = re.search(r"\d{4}", text)
        day = re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
        parts = [year and int(year.group()), _MONTHS.index(month.group()[:3]) + 1, day and int(day.group())]
    elif re.search(r"\d", text):
        parts = [int(part) for part in re.findall(r"\d+", text)]
    else:
        parts = [_han(part) for part in re.findall(f"[{_HAN}]+", text)]
    return "-".join(f"{part:02d}" for part in parts if part is not None)


def hour_value(text: str) -> str:
    """A time of day as ``HH:MM``: 3:00 pm, 下午3:00 and 15时 are ``15:00``."""
    hour, *rest = (int(part) for part in re.findall(r"\d+", text))
    minute = rest[0] if rest else 0
    late = text.startswith(_LATE) or re.search(r"p\.?m", text) is not None
    if late and hour < 12:
        hour += 12
    elif hour == 12 and re.search(r"a\.?m", text):
        hour = 0
    return f"{hour:02d}:{minute:02d}"


def _han(text: str) -> int:
    """十一 → 11, 二十三 → 23, up to 31."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN.index(text[0]) + 1
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)
