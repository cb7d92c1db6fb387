"""One wrong thing put into a true text: a digit, the point, two figures, a unit, a day, a clause, a no, a stranger's figure.

The operators read a text by patterns of their own, not by the guard's. What a change leaves true is not a mutation
and is not made: two equal values are not swapped, a value is not replaced by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = r"(?<![\d:])\d{2}:\d{2}(?![\d:])"
_NAME = r"\d{6}(?:\.(?:SH|SZ|BJ))?(?!\d)|[TA]\d{8}-\d+|/\S+|t[0-9a-f]{24}"
_ARTICLE = r"第\s*[\d.一二三四五六七八九十百零〇]+\s*[条條章款]|(?:合同|clause|Clause|Article|article)\s+\d+(?:\.\d+)*(?:\s*[条條])?"
_NUMBER = r"(?<![\d.,A-Za-z-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d]|[.,]\d)"
_TOKEN = re.compile(
    rf"(?P<article>{_ARTICLE})|(?P<date>{_DATE})|(?P<time>{_TIME})|(?P<name>{_NAME})|(?P<number>{_NUMBER})"
)
_UNIT_BEHIND = re.compile(
    r"\s?(%|[个個]百分[点點]|[万萬]元|元|倍|股|手|天|[个個]月|年|次|[条條]|times|shares|lots|days|months|years)"
)
_UNIT_BEFORE = re.compile(r"(CNY|HKD|USD) -?$")

UNITS: tuple[tuple[str, str], ...] = (
    ("元", "万元"), ("元", "美元"), ("元", "股"), ("万元", "元"), ("萬元", "元"), ("%", "倍"), ("%", "个百分点"), ("%", ""), ("倍", "%"), ("股", "手"),
    ("天", "个月"), ("天", "年"), ("个月", "年"), ("個月", "年"), ("年", "个月"), ("CNY", "USD"), ("CNY", "HKD"), ("HKD", "CNY"), ("USD", "CNY"),
    ("times", "%"), ("shares", "lots"), ("days", "months"), ("months", "years"),
)  # fmt: skip
"""A unit, and another one to put in its place."""

NEGATIONS: tuple[tuple[str, str], ...] = (
    ("不低于", "低于"), ("(?<!不)低于", "不低于"), ("不超过", "超过"), ("没有超过", "超过"), ("(?<![不有])超过", "不超过"), ("(?<!不)高于", "不高于"), ("没有高于", "高于"),
    ("可以", "不可以"), ("不能", "能"), ("不得", "可以"), ("应当", "不必"), ("必须", "不必"), ("需要", "不需要"), ("有权", "无权"), ("会触发", "不会触发"),
    ("没有", "有"), ("不需要", "需要"), ("不变", "变"), ("已有", "没有"), ("不是", "是"), ("才能", "不能"), ("不符合", "符合"), ("触发追", "没有触发追"),
    (r"(?<!not )\bbelow\b", "not below"), (r"(?<!not )\babove\b", "not above"), (r"\bmay\b(?! not)", "may not"), (r"\bmust\b(?! not)", "need not"),
    (r"\bcannot\b", "can"), (r"\bis not\b", "is"), (r"\bis\b(?! not| no )", "is not"), (r"\bno\b", "a"), (r"\bcan\b(?! not)", "cannot"), (r"\bneeds?\b", "need not"),
)  # fmt: skip
"""What says a thing, and what says the contrary; in Traditional characters likewise."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number of a text: ``kind`` is ``article date time name number``, ``unit`` what stands beside a plain one."""

    start: int
    end: int
    kind: str
    text: str
    unit: str = ""
    unit_at: tuple[int, int] = (0, 0)

    @property
    def value(self) -> Decimal:
        """Of a plain number."""
        return Decimal(self.text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Mutant:
    """A text with one wrong thing in it; ``change`` says which, for whoever reads an escape."""

    text: str
    change: str


def tokens(text: str) -> list[Token]:
    """Every number of a text, in order."""
    return [_token(text, match) for match in _TOKEN.finditer(text)]


def _token(text: str, match: re.Match[str]) -> Token:
    kind, (start, end) = str(match.lastgroup), match.span()
    if kind != "number":
        return Token(start, end, kind, match.group())
    behind, before = _UNIT_BEHIND.match(text, end), _UNIT_BEFORE.search(text[:start])
    if behind:
        return Token(start, end, kind, match.group(), behind[1], behind.span(1))
    if before:
        return Token(start, end, kind, match.group(), before[1], before.span(1))
    return Token(start, end, kind, match.group())


def put(text: str, start: int, end: int, instead: str) -> Mutant:
    """``text`` with ``start:end`` replaced."""
    around = text[max(0, start - 12) : start], text[end : end + 8]
    change = f"{around[0]}[{text[start:end]}→{instead}]{around[1]}".replace("\n", " ")
    return Mutant(text[:start] + instead + text[end:], change)


def digit(text: str, chance: Random) -> Iterator[Mutant]:
    """One digit of each number changed."""
    for token in tokens(text):
        places = [
            place
            for place in range(token.start, token.end)
            if text[place].isascii() and text[place].isdigit()
        ]
        if places:
            place = chance.choice(places)
            other = str((int(text[place]) + chance.randint(1, 9)) % 10)
            yield put(text, place, place + 1, other)


def point(text: str, _: Random) -> Iterator[Mutant]:
    """The decimal point of each number moved by one place, to either side."""
    for token in tokens(text):
        if token.kind == "number" and token.value:
            for factor in (Decimal(10), Decimal("0.1")):
                yield put(text, token.start, token.end, f"{(token.value * factor).normalize():f}")


def swap(text: str, _: Random) -> Iterator[Mutant]:
    """Each two figures of one unit that stand near each other and differ, in each other's place."""
    figures = [token for token in tokens(text) if token.kind == "number" and token.unit]
    for one, other in combinations(figures, 2):
        near = other.start - one.end <= NEAR
        if near and one.unit == other.unit and one.value != other.value:
            first = put(text, other.start, other.end, one.text).text
            changed = first[: one.start] + other.text + first[one.end :]
            yield Mutant(changed, f"{one.text} ↔ {other.text} {one.unit}")


NEAR = 160
"""Characters within which two figures are swapped."""


def unit(text: str, _: Random) -> Iterator[Mutant]:
    """The unit of each figure replaced by another; nought is nought in any unit."""
    for token in tokens(text):
        if token.kind != "number" or not token.value:
            continue
        for known, other in UNITS:
            if token.unit == known:
                yield put(text, *token.unit_at, other)


def day(text: str, chance: Random) -> Iterator[Mutant]:
    """Each date moved by a day, a month or a year; each time by an hour."""
    for token in tokens(text):
        if token.kind == "date":
            told = date.fromisoformat(token.text)
            for days in (1, -1, 31, 366):
                yield put(text, token.start, token.end, (told + timedelta(days=days)).isoformat())
        elif token.kind == "time":
            hour = (int(token.text[:2]) + chance.randint(1, 22)) % 24
            yield put(text, token.start, token.end, f"{hour:02d}{token.text[2:]}")


def article(text: str, _: Random) -> Iterator[Mutant]:
    """Each part of the number of each clause or article (12 and 3 of 12.3) raised and lowered by one."""
    for token in tokens(text):
        for part in _PARTS.finditer(token.text) if token.kind == "article" else ():
            start = token.start + part.start()
            for other in _beside(part.group()):
                yield put(text, start, start + len(part.group()), other)


_HAN = "一二三四五六七八九"
_PARTS = re.compile(rf"\d+|[{_HAN}]")


def _beside(number: str) -> tuple[str, ...]:
    """The numbers one above and one below."""
    if number in _HAN:
        at = _HAN.index(number)
        return _HAN[(at + 1) % 9], _HAN[at - 1]
    return tuple(str(value) for value in (int(number) + 1, int(number) - 1) if value > 0)


def negation(text: str, _: Random) -> Iterator[Mutant]:
    """Each statement turned into its contrary."""
    from bot.answer.script import traditional

    for said, contrary in NEGATIONS:
        for words, instead in {(said, contrary), (traditional(said), traditional(contrary))}:
            for match in re.finditer(words, text):
                yield put(text, *match.span(), instead)


def stranger(text: str, others: Sequence[str]) -> Iterator[Mutant]:
    """Each figure replaced by those of its unit that other clients were told when they asked the same, a few of each."""
    foreign: dict[str, dict[Decimal, str]] = {}
    for token in (token for other in others for token in tokens(other)):
        if token.kind == "number" and token.unit:
            foreign.setdefault(token.unit, {}).setdefault(token.value, token.text)
    for mine in tokens(text):
        if mine.kind == "number" and mine.unit:
            theirs = [told for value, told in foreign.get(mine.unit, {}).items() if value != mine.value]
            for told in theirs[:STRANGERS]:
                yield put(text, mine.start, mine.end, told)


STRANGERS = 3
"""How many figures of others are put in the place of one."""

OPERATORS: tuple[tuple[str, Callable[[str, Random], Iterator[Mutant]]], ...] = (
    ("digit", digit), ("point", point), ("swap", swap), ("unit", unit), ("date", day), ("clause", article), ("negate", negation),
)  # fmt: skip
