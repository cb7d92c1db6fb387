"""Numbers of a message in one written form: 五万 as 50000元, 一成 as 10%, 三手 as 300股. Names that hold numerals stay."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu.numbers import find_numbers

_SUFFIX = {"yuan": "元", "ratio": "%", "shares": "股", "lots": "股", "days": "天"}
_LOT = 100
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def in_digits(text: str) -> str:
    """A folded text whose sums, percentages, shares and days are written in digits; the rest as it is."""
    text = _GROUPED.sub("", text)
    for number in reversed(find_numbers(text)):
        suffix = _SUFFIX.get(number.unit)
        if suffix is None:
            continue
        value = number.value
        if number.unit == "ratio":
            value *= 100
        elif number.unit == "lots":
            value *= _LOT
        gap = " " if text[number.end - 1].isspace() else ""
        text = f"{text[: number.start]}{_plain(value)}{suffix}{gap}{text[number.end :]}"
    return text


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
