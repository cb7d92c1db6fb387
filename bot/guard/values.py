"""When a number of a text is the number of a fact: the same value in the same unit, 130 standing for 130%."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from bot.guard.index import Entry
from bot.guard.numerals import Numeral

FAR = 10_000


def beside(number: Numeral, others: Sequence[Numeral]) -> tuple[int, int]:
    """Where the number before ends and the one after begins."""
    at = bisect_left(others, number.start, key=lambda each: each.start)
    behind = at + 1 if at < len(others) and others[at] is number else at
    return others[at - 1].end if at else 0, others[behind].start if behind < len(others) else number.end + FAR


def may_be_ratio(number: Numeral) -> bool:
    """Whether a number without another unit can be a ratio: 130 as people write it for 130%."""
    return number.unit == "ratio" or (number.unit == "" and Decimal(50) <= decimal(number.value) <= 1000)


def units_like(one: Numeral, other: Numeral) -> bool:
    """Whether two numbers of a text can be of the same kind."""
    return one.unit == other.unit or not one.unit or not other.unit


def units_agree(number: Numeral, entry: Entry) -> bool:
    """Whether a number can be in the unit of an entry."""
    return not number.unit or not entry.unit or number.unit == entry.unit


def equal(number: Numeral, entry: Entry) -> bool:
    """The same value in the same unit; 130 without a sign is 130% where a ratio is spoken of."""
    if not units_agree(number, entry):
        return False
    if number.value == entry.value:
        return True
    bare = entry.unit == "ratio" and not number.unit
    return bare and decimal(number.value) / 100 == decimal(entry.value)


def distance(number: Numeral, entry: Entry) -> Decimal:
    """How far a number is from an entry, to name the one that was probably meant."""
    said, known = decimal(number.value), decimal(entry.value)
    if entry.unit == "ratio" and not number.unit and said > 20:
        said /= 100
    return abs(said - known)


def decimal(value: str) -> Decimal:
    """The number, or nought for what cannot be read."""
    try:
        return Decimal(value)
    except ArithmeticError:
        return Decimal(0)
