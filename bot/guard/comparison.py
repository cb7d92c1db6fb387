"""Whether what a text calls above is above: 「128% 高于平仓线 130%」 has two right numbers and is false.

Within a sentence the first number is the subject; every later one that follows 高于, 低于, above or below is
compared with it. A number that follows none of these becomes the new subject; what must or may become is not
said to be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from bot.guard.claim import Claim
from bot.guard.numerals import Numeral
from bot.guard.passages import SENTENCE_END

RELATION = re.compile(
    r"(?P<at_least>(?:不|没有?|未)(?:曾|再)?(?:低于|少于|小于|跌破)|not (?:below|under))"
    r"|(?P<at_most>(?:不|没有?|未)(?:曾|再)?(?:高于|超过|大于)|not (?:above|over))"
    r"|(?P<above>高于|超过|大于|高出|above|higher than|exceed(?:s|ed)?|over(?= the| your| \d))"
    r"|(?P<below>低于|小于|不足|跌破|跌穿|击穿|below|beneath|under(?= the| your| \d)|lower than)"
)
_BEHIND = re.compile(
    r"\s*(?:的?[^,。;!?\d]{0,6}线)?\s*(?:之|的)?(?:(?P<above>以上|之上|上方)|(?P<below>以下|之下|下方))"
)
_NOT_SO = re.compile(
    r"(?:(?<!是)不是|并(?:非|不是?|没有?|未)|绝非|不会|不可能|没有|\bis not|\bisn't|\bnever|\bnot)\s*$"
)
"""Right before a relation it says the contrary of it; 「并非不低于」 is 「低于」."""
_CLOSE = 10
_STANDS_AT = re.compile(r"(?:仍|还|正|已)?(?:处?在|处于|位于|落在)[^,。;]{0,8}$")
NOT_YET = re.compile(
    r"需|须|应|要(?!求)|补|追|恢复|回到|回升|提高|直至|直到|才|若|如果|如|一旦|假如|倘若|当|可能|避免|防止|以免|不得|目标|until|must|need"
    r"|should|restore|bring|\bif\b|when|once|would|could|may |unless|to get|\bto \d|raise"
)
_OPPOSITE = {
    "高于": "低于", "超过": "低于", "大于": "小于", "高出": "低于", "低于": "高于", "小于": "大于", "不足": "高于",
    "跌破": "高于", "跌穿": "高于", "击穿": "高于", "above": "below", "below": "above", "beneath": "above",
    "over": "below", "under": "above", "higher than": "lower than", "lower than": "higher than",
    "exceeds": "is below", "exceeded": "was below", "exceed": "are below", "以上": "以下", "之上": "之下",
    "上方": "下方", "以下": "以上", "之下": "之上", "下方": "上方",
}  # fmt: skip


def compared(
    text: str, numbers: Sequence[Numeral], ratios: Collection[int] = (), lines: Collection[int] = ()
) -> Iterable[Claim]:
    """The comparisons of a folded text, each judged; numbers of different units are not compared.

    A sentence that begins with 低于 and a line speaks of the ratio said last; ``ratios`` and ``lines`` are where those start.
    """
    subject: Numeral | None = None
    ratio: Numeral | None = None
    end = 0
    for number in numbers:
        between = text[end : number.start]
        begins = max((mark.end() for mark in SENTENCE_END.finditer(between)), default=0)
        found = _relation(text, end + begins, number)
        if begins and number.start in lines and found and ratio:
            subject, between = ratio, between[begins:]
        elif begins:
            found = None
        end = number.end
        ratio = number if number.start in ratios else ratio
        if number.kind != "number":
            continue
        if subject is None or found is None:
            subject = number
        elif subject.unit and subject.unit == number.unit and not NOT_YET.search(between):
            yield _judged(text, subject, found, number)


def _relation(text: str, start: int, number: Numeral) -> re.Match[str] | None:
    behind = _BEHIND.match(text, number.end)
    if behind and _STANDS_AT.search(text, start, number.start):
        return behind
    found = list(RELATION.finditer(text, start, number.start))
    return found[-1] if found else None


def _judged(text: str, subject: Numeral, found: re.Match[str], number: Numeral) -> Claim:
    said = text[subject.start : number.end]
    if said_to_hold(text, Decimal(subject.value), found, Decimal(number.value)):
        return Claim("comparison", subject.start, number.end, said)
    instead, reach = put_right(text, found)
    return Claim(
        "comparison", subject.start, number.end, said, "wrong", "wrong_comparison", fix=instead, reach=reach
    )


def said_to_hold(text: str, left: Decimal, found: re.Match[str], right: Decimal) -> bool:
    """Whether what a relation found in a text says of ``left`` and ``right`` is so, denied or not."""
    return holds(left, str(found.lastgroup), right) != bool(_denial(text, found))


def put_right(text: str, found: re.Match[str]) -> tuple[str | None, tuple[int, int]]:
    """What may stand instead of a relation that does not hold, and instead of what: what is denied is said."""
    start, end = found.span(str(found.lastgroup))
    denial = _denial(text, found)
    if denial:
        return text[start:end], (denial.start(), end)
    return opposite(text[start:end]), (start, end)


def _denial(text: str, found: re.Match[str]) -> re.Match[str] | None:
    before = max(0, found.start() - _CLOSE)
    return _NOT_SO.search(text, before, found.start())


def holds(left: Decimal, relation: str, right: Decimal) -> bool:
    """Whether ``left`` is ``above below at_least at_most`` ``right``."""
    return {
        "above": left > right,
        "below": left < right,
        "at_least": left >= right,
        "at_most": left <= right,
    }[relation]


def opposite(words: str) -> str | None:
    """The words that say the contrary: 高于 for 低于, 低于 for 不低于."""
    if words in _OPPOSITE:
        return _OPPOSITE[words]
    plain = re.sub(r"^(?:(?:不|没有?|未)(?:曾|再)?|not )", "", words)
    return plain if plain != words else None
