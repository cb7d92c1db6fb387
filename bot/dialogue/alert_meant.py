"""Which of several alerts a message speaks of: by place, security, kind or level. Pure: words in, places in the list out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.dialogue.spoken_numbers import in_digits

Json = Mapping[str, Any]

PLACE = re.compile(
    r"第\s*(?P<n>[一二三四五六七八九十]|\d{1,2})|\b(?P<word>first|second|third|fourth|fifth|\d(?:st|nd|rd|th))\b|#(?P<m>\d{1,2})"
)
ALL = re.compile(r"全部|所有|都|一个不留|清空|\b(?:all|everything|them)\b")
_DIGITS = "一二三四五六七八九十"
_WORDS = ("first", "second", "third", "fourth", "fifth")
_KINDS = (
    (("ratio_below",), re.compile(r"维保|维持担保|比例|比率|\b(?:ratio|maintenance|margin)\b")),
    (("days_to_due",), re.compile(r"到期|\b(?:due|matur\w+)\b")),
    (("price_below", "price_above"), re.compile(r"股价|价格|价位|\bprice\b")),
)
_TO = re.compile(
    r"(?:改|换|调|变|设)(?:高|低|回)?(?:成|为|到|做|至|返)?|\b(?:make (?:it|that)|to|rather|but|at)\b"
)
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")
_POINTS_ONLY = re.compile(
    r"请|麻烦|[帮替给把将那这嗰呢个条一的嘅了吧啦喇吗啊呀删关去撤停清掉除销回闭空消不唔要别再用我想它佢下先设改换调变成为到做至高低数就行好元块]|提醒|闹钟|警报|预警|通知|告诉|取消|刚才?|可以|还是|[\d.,。!?%\s]"
    r"|\b(?:please|can|could|you|i|we|want|don'?t|need|do|not|delete|remove|cancel|drop|clear|stop|turn|switch|off|undo|get|rid|of|scrap|lose|the|my|that|this|it|its|one|alerts?|reminders?|any|more|anymore|now|just|change|make|move|set|update|raise|lower|adjust|to|at|an?|me|for|about|on|ok|no|so|and|then|last)\b"
)


def meant_in(
    rows: Sequence[Json], said: str, codes: Collection[str], *, anew: bool = False
) -> tuple[int, ...] | None:
    """The places of the alerts that a folded message names, from zero: none where it names what is not among them.

    ``None`` where it names nothing; ``anew`` where the number it says last is a new level and names nothing.
    """
    place = place_in(said)
    if place is not None:
        return (place - 1,) if 1 <= place <= len(rows) else ()
    if ALL.search(said):
        return tuple(range(len(rows)))
    securities = tuple(
        at for at, row in enumerate(rows) if row.get("security") in codes or _is_named(row, said)
    )
    if codes or securities:
        return _of_level(rows, securities, said) if not anew else securities
    kinds = {kind for names, words in _KINDS if words.search(said) for kind in names}
    if kinds:
        of_kind = tuple(at for at, row in enumerate(rows) if row.get("what") in kinds)
        return _of_level(rows, of_kind, said) if not anew else of_kind
    levels = _levels(before_level(said) if anew else said)
    if levels:
        return tuple(at for at, row in enumerate(rows) if _shown_level(row) in levels)
    return () if _POINTS_ONLY.sub("", said).strip() else None


def place_in(said: str) -> int | None:
    """The number that a message counts an alert by, from one."""
    found = PLACE.search(said)
    if found is None:
        return None
    word = found["word"]
    if word:
        return _WORDS.index(word) + 1 if word in _WORDS else int(word[0])
    number = found["n"] or found["m"]
    return _DIGITS.index(number) + 1 if number in _DIGITS else int(number)


def new_level_in(said: str) -> str:
    """The part of a message that says the new level, 「155」 of 「不要160 改155」; all of it, its place aside, where none does."""
    said = PLACE.sub(" ", said)
    ends = [
        found.end()
        for found in _TO.finditer(said)
        if re.search(r"[\d一二三四五六七八九十百千]", said[found.end() :])
    ]
    return said[ends[-1] :] if ends else said


def before_level(said: str) -> str:
    """What stands before the new level, where a message says one."""
    return said.removesuffix(new_level_in(said))


def _of_level(rows: Sequence[Json], places: tuple[int, ...], said: str) -> tuple[int, ...]:
    """Those with a level that is said, where several are meant; all of them where none is."""
    levels = _levels(said)
    return tuple(at for at in places if _shown_level(rows[at]) in levels) or places


def _levels(said: str) -> frozenset[Decimal]:
    return frozenset(Decimal(number) for number in _NUMBER.findall(in_digits(said)))


def _shown_level(row: Json) -> Decimal | None:
    """A level as its owner says it: a ratio in per cent."""
    if row.get("level") is None:
        return None
    level = Decimal(str(row["level"]))
    return level * 100 if row.get("what") == "ratio_below" else level


def _is_named(row: Json, said: str) -> bool:
    """Whether a message names the security of an alert, by its code, its name or the end of its name."""
    if row.get("security") is None:
        return False
    names = [str(row["security"])[:6]]
    for name in (str(row.get("name") or ""), str(row.get("name_en") or "").lower()):
        names += name.lower().split()[-1:] if name.isascii() else [name[-2:]]
    return any(name and name in said for name in names)
