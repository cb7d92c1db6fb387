"""Find every number in a text and bring it to one written form, so that 85,714.29 元 and 8.571429万 compare.

Dates, times, tickets, security codes and article numbers are kinds of their own; everything else is a
plain number, a percentage being the same as its fraction (128 % = 1.28).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793]")
_SCALE = {"千": 10**3, "万": 10**4, "亿": 10**8, "k": 10**3, "w": 10**4}
_CN = "零〇一二两三四五六七八九十百千万亿点"
_TOKEN = re.compile(
    rf"""
    (?P<date>\d{{4}}-\d{{1,2}}-\d{{1,2}} | (?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日 | \d{{4}}年\d{{1,2}}月)
  | (?P<time>(?<![\d:])\d{{1,2}}:\d{{2}}(?!\d))
  | (?P<ticket>[ta]\d{{8}}-\d+)
  | (?P<trace>\bt[0-9a-f]{{24}}\b)
  | (?P<code>(?<!\d)\d{{6}}\.(?:sh|sz|bj)\b)
  | (?P<settle>\bt\+\d+)
  | (?P<article>第[\d{_CN}]+[条款章])
  | (?P<chinese>百分之[{_CN}]+ | [{_CN}]{{2,}}(?=元|股|份))
  | (?P<number>\d[\d,]*(?:\.\d+)?(?:\s*(?:%|万亿|[千万亿kw](?![a-z])))?)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found at ``start:end`` of the folded text; ``value`` its one written form."""

    start: int
    end: int
    kind: str
    value: str


@lru_cache(maxsize=1)
def _simplifier() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """NFKC, simplified, lower case; list markers such as ① become blanks. The form in which texts compare."""
    plain = unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text)).replace("−", "-")
    converted: str = _simplifier().convert(plain)  # type: ignore[attr-defined]
    return converted.lower()


def numerals(folded: str) -> tuple[Numeral, ...]:
    """Every number of a folded text, in order."""
    return tuple(_numeral(match) for match in _TOKEN.finditer(folded))


def _numeral(match: re.Match[str]) -> Numeral:
    kind = str(match.lastgroup)
    text = match.group()
    value = {"number": _plain, "chinese": _chinese, "date": _date}.get(kind, str)(text)
    return Numeral(match.start(), match.end(), "number" if kind == "chinese" else kind, value)


def _plain(text: str) -> str:
    digits = re.match(r"[\d,.]+", text)
    assert digits is not None
    number = Decimal(digits.group().replace(",", "").rstrip("."))
    unit = text[digits.end() :].strip()
    if unit == "%":
        number /= 100
    for letter in unit:
        number *= _SCALE.get(letter, 1)
    return _written(number)


def _chinese(text: str) -> str:
    import cn2an

    percent = text.startswith("百分之")
    try:
        number = Decimal(str(cn2an.cn2an(text.removeprefix("百分之"), "smart")))
    except (ValueError, InvalidOperation):
        return text
    return _written(number / 100 if percent else number)


def _written(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


def _date(text: str) -> str:
    parts = [int(part) for part in re.findall(r"\d+", text)]
    return "-".join(f"{part:02d}" for part in parts)
