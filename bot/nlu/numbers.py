"""Numbers as clients write them: 200万, 1.5亿, 10w, 两万三, 伍拾万元整, 百分之一百三十, 三成半, 6.5折, 1,200,000, 2 million, 30天, 5手.

`cn2an` reads plain Chinese numerals well but raises on separators, w/k and units, so units are split off here first.
Every value is a `Decimal`; a mention that cannot be read is left out, never guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import cn2an

Unit = Literal[
    "yuan",
    "hkd",
    "usd",
    "ratio",
    "shares",
    "lots",
    "days",
    "months",
    "years",
    "times",
    "discount",
    "count",
    "plain",
]

MONEY: Final = ("yuan", "hkd", "usd")
FILLER: Final = "\x00"

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_HAN_SCALES = "十拾廿卅百佰千仟万亿"
_HAN = f"[{_HAN_DIGITS}十拾廿卅][{_HAN_DIGITS}{_HAN_SCALES}点]*"
_SCALES: Final = {
    "亿": 10**8, "万亿": 10**12, "千万": 10**7, "百万": 10**6, "万": 10**4, "w": 10**4, "千": 1000, "k": 1000, "百": 100,
    "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9, "thousand": 1000,
}  # fmt: skip
_SCALE = r"万亿|千万|百万|亿|万|千|百|(?:million|billion|thousand|mn|bn|w|k|m)(?![a-z])"
_TAIL = r"\d千|\d(?![\d.,%年月日天股手元块倍成折个号])"
_UNITS: Final[tuple[tuple[Unit, str], ...]] = (
    ("ratio", r"%|‰|个百分点|个点|percent(?![a-z])|per cent(?![a-z])|pct\b|成"),
    ("hkd", r"港元|港币|港纸|hkd\b|hk dollars?\b"),
    ("usd", r"美元|美金|usd\b|dollars?\b"),
    ("yuan", rf"块(?P<jiao>[\d{_HAN_DIGITS}](?![\d.,%万千百十]))|元|块|圆|人民币|rmb\b|cny\b|yuan\b"),
    ("shares", r"股(?!票|市|份|价|权)|shares?\b"),
    ("lots", r"手|lots?\b"),
    ("days", r"(?:个)?(?:自然|交易|工作)?(?:天|日)|(?:trading |calendar |business )?days?\b"),
    ("months", r"个月|months?\b"),
    ("years", r"(?<!万)年(?!化)|years?\b"),
    ("times", r"倍|times\b|x\b"),
    ("discount", r"折(?!算)"),
    ("count", r"个|次|笔|只|条|家|户|人|岁|点|号|月|期|级"),
)
_UNIT = "|".join(f"(?P<{unit}>{pattern})" for unit, pattern in _UNITS)
_PREFIX = r"(?P<percent_of>[百千万]分之)|(?P<sign>hk\$|us\$|[¥$])"
_NUMBER = re.compile(
    rf"(?:{_PREFIX})?\s?(?:(?P<digits>{_DIGITS})(?:\s?(?:个(?=亿))?(?P<scale>{_SCALE})(?P<tail>{_TAIL})?)?|(?P<han>{_HAN})(?P<big>个亿)?)"
    rf"(?P<vague>多)?\s?(?:{_UNIT})?"
)
_PARTS: Final = {"百分之": 100, "千分之": 1000, "万分之": 10_000}
_HALF = re.compile(r"半年|半个月|半个亿")
_HALVES: Final[Mapping[str, tuple[Decimal, Unit]]] = {
    "半年": (Decimal(6), "months"),
    "半个月": (Decimal(15), "days"),
    "半个亿": (Decimal(50_000_000), "yuan"),
}
_SIGNS: Final[dict[str, Unit]] = {"¥": "yuan", "$": "usd", "us$": "usd", "hk$": "hkd"}
_MINUS = re.compile(
    r"(?:(?:^|[^\d\x00%a-z\s年月日号天元万亿千百股手])\s?[-−]|(?<=[是为到成债金产])负)\s?$"
)  # `负债-100万`, but neither `50万-60万` nor `T-1`
_BEFORE_DIGITS = re.compile(r"[a-z0-9.]$")


@dataclass(frozen=True, slots=True)
class Number:
    """One number in a text. `ratio` values are fractions; `lots` are counted in lots; `scaled` = said with 万, 亿, k …"""

    value: Decimal
    unit: Unit
    scaled: bool
    start: int
    end: int
    text: str

    @property
    def is_money(self) -> bool:
        """Said as money: a currency, or 万/亿 with no other unit."""
        return self.unit in MONEY


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans made unreadable, every other offset unchanged."""
    for start, end in spans:
        text = text[:start] + FILLER * (end - start) + text[end:]
    return text


def find_numbers(text: str) -> tuple[Number, ...]:
    """All numbers of a normal-form text, in order."""
    read = [number for match in _NUMBER.finditer(text) if (number := _read(match)) is not None]
    halves = [Number(*_HALVES[m[0]], False, m.start(), m.end(), m[0]) for m in _HALF.finditer(text)]
    found = [number for number in read if all(number.end <= h.start or h.end <= number.start for h in halves)]
    return tuple(sorted((*found, *halves), key=lambda number: number.start))


def read_han(text: str) -> Decimal | None:
    """A Chinese numeral such as 两万三 (23000) or 一点五 (1.5); None where it is not one."""
    whole, point, fraction = text.partition("点")
    value = _cn2an(whole)
    if value is None or not point:
        return value
    scale = next((s for s in ("亿", "万") if fraction.endswith(s)), "")
    digits = [_cn2an(c) for c in fraction.removesuffix(scale)]
    if not digits or any(d is None or d > 9 for d in digits):
        return None
    return (value + Decimal("0." + "".join(str(d) for d in digits))) * _SCALES.get(scale, 1)


def _cn2an(text: str) -> Decimal | None:
    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _read(match: re.Match[str]) -> Number | None:
    unit = _unit(match)
    value, scaled = _digits(match) if match["digits"] else _han(match, unit)
    if value is None or match["vague"]:
        return None
    if unit == "plain" and scaled:
        unit = "yuan"
    if unit == "ratio":
        value = _ratio(match, value)
    elif match["jiao"]:  # 12块3
        value += (_cn2an(match["jiao"]) or Decimal(0)) / 10
    elif unit == "discount":
        value, unit = value / (100 if value >= 10 else 10), "ratio"
    start = match.start() + (len(match[0]) - len(match[0].lstrip()))
    minus = _MINUS.search(match.string[:start])
    text = match[0].strip()
    return Number(-value if minus else value, unit, scaled, start, match.end(), f"-{text}" if minus else text)


def _unit(match: re.Match[str]) -> Unit:
    if match["percent_of"]:
        return "ratio"
    if match["sign"]:
        return _SIGNS[match["sign"]]
    return next((unit for unit, _ in _UNITS if match[unit]), "plain")


def _digits(match: re.Match[str]) -> tuple[Decimal | None, bool]:
    if _BEFORE_DIGITS.search(match.string[: match.start("digits")][-1:]):
        return None, False
    value, scale, tail = Decimal(match["digits"].replace(",", "")), match["scale"], match["tail"]
    if not scale:
        return value, False
    value *= _SCALES[scale]
    if tail:  # 1万5 and 1万5千 are both fifteen thousand
        value += int(tail[0]) * (1000 if tail.endswith("千") else _SCALES[scale] // 10)
    return value, scale != "百"


def _han(match: re.Match[str], unit: Unit) -> tuple[Decimal | None, bool]:
    """A Chinese numeral counts only with a unit, a percent prefix, or a shape no everyday word has (二十万, 一点三)."""
    text = match["han"]
    shaped = bool(match["big"]) or (
        len(text) > 1 and any(c in _HAN_SCALES + "点" for c in text) and not text.endswith("点")
    )
    if match.string[: match.start("han")].endswith("第") or not (unit != "plain" or shaped):
        return None, False
    if unit == "count" and not shaped:
        return None, False
    value = read_han(text.rstrip("点"))
    if match["big"] and value is not None:  # 两个亿
        return value * _SCALES["亿"], True
    return value, any(scale in text for scale in "万亿")


def _ratio(match: re.Match[str], value: Decimal) -> Decimal:
    if match["ratio"] == "成" and not match["percent_of"]:
        return value / 10 + _half_tenth(match)
    if match["ratio"] == "‰":
        return value / 1000
    return value / _PARTS.get(match["percent_of"], 100)


def _half_tenth(match: re.Match[str]) -> Decimal:
    following = match.string[match.end() : match.end() + 1]
    if following == "半":
        return Decimal("0.05")
    digit = _cn2an(following) if following and following in _HAN_DIGITS else None
    return digit / 100 if digit is not None else Decimal(0)
