"""Whether what a text calls above is above: 「128% 高于平仓线 130%」 has two right numbers and is false.

Within a sentence the first number is the subject; every later one that follows 高于, 低于, above or below is
compared with it. A number that follows none of these becomes the new subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.guard.binding import SENTENCE_END, Issue
from bot.guard.numerals import Numeral

_RELATION = re.compile(
    r"(?P<at_least>(?:不|没有?|未)(?:低于|少于|小于|跌破)|not (?:below|under))"
    r"|(?P<at_most>(?:不|没有?|未)(?:高于|超过|大于)|not (?:above|over))"
    r"|(?P<above>高于|超过|大于|高出|above|higher than|exceed)|(?P<below>低于|小于|不足|跌破|below|under(?!stand)|lower than)"
)


def compared(text: str, numbers: Sequence[Numeral]) -> Iterable[Issue]:
    """The comparisons of a folded text that do not hold; numbers of different units are not compared."""
    subject: Numeral | None = None
    end = 0
    for number in numbers:
        between = text[end : number.start]
        relation = None if SENTENCE_END.search(between) else _last(between)
        end = number.end
        if number.kind != "number":
            continue
        if subject is None or relation is None:
            subject = number
        elif subject.unit and subject.unit == number.unit and not _holds(subject, relation, number):
            yield Issue("wrong_comparison", subject.start, number.end, text[subject.start : number.end])


def _last(between: str) -> str | None:
    found = [match.lastgroup for match in _RELATION.finditer(between)]
    return found[-1] if found else None


def _holds(subject: Numeral, relation: str, other: Numeral) -> bool:
    try:
        left, right = Decimal(subject.value), Decimal(other.value)
    except ArithmeticError:
        return True  # unreadable numbers are held back for themselves
    return {
        "above": left > right,
        "below": left < right,
        "at_least": left >= right,
        "at_most": left <= right,
    }[relation]
