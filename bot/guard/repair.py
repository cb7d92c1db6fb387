"""Put right what can be put right: a wrong number by the true one, what may not be said by what may."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.guard.numerals import Numeral

_UNITS = ("元", "股", "天", "倍", "港元", "美元")
_BEFORE = re.compile(r"(cny|rmb|¥|hkd|usd)\s*$")
_LEFT_OVER = re.compile(
    r"[，,、；;\s]+(?=[。！？]|[.!?](?:\s|$))|(?<=[。！？；\n])[，,、；;。 ]+|(?<=[，,])\s*[，,。]|(?<=[.!?])\s*[.,;](?=\s|$)"
)
_COUNTER = re.compile(r"\s*(个?交易日|个?工作日|个月|年|月|日|号|点|时|分钟|小时|秒|周|次|位|人|岁)")
_TORN = re.compile(r"\d\s+$")
_NO_WORD = re.compile(r"^[^\w「“『\"(（【\[¥]+")


def as_written(shown: str, text: str, number: Numeral) -> str | None:
    """``shown`` to stand where a number stood: its unit is left out where the text has it already.

    ``None`` where it would make no sense there: before a word that counts something else, or in a torn number.
    """
    words = shown.split(" ")
    counts = _COUNTER.match(text, number.end)
    if counts and counts[1] not in words[1:]:
        return None
    if _TORN.search(text[: number.start]) or re.match(r"\s+\d", text[number.end :]):
        return None
    if len(words) == 2 and words[0].isupper() and _BEFORE.search(text[: number.start]):
        return words[1]
    following = text[number.end :].lstrip()
    if (
        len(words) == 2
        and (words[1] in _UNITS or (counts and counts[1] == words[1]))
        and following.startswith((words[1], "块", "人民币", "rmb", "yuan"))
    ):
        return words[0]
    return shown


def replaced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """``text`` with each ``(start, end, instead)`` carried out; of two that overlap the wider one counts."""
    kept: list[tuple[int, int, str]] = []
    for start, end, instead in sorted(changes, key=lambda change: (change[0] - change[1], change[0])):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in kept):
            kept.append((start, end, instead))
    for start, end, instead in sorted(kept, reverse=True):
        text = text[:start] + _spaced(instead, text[:start], text[end:]) + text[end:]
    return _NO_WORD.sub("", _LEFT_OVER.sub("", text)).strip(" \n,，、；;") if kept else text


def _spaced(instead: str, before: str, after: str) -> str:
    """Digits do not run into digits; a sentence begins with a capital."""
    if instead[:1].islower() and (not before.strip() or _ENDED.search(before)):
        instead = instead[:1].upper() + instead[1:]
    head = " " if instead[:1].isdigit() and before[-1:].isdigit() else ""
    tail = " " if instead[-1:].isdigit() and after[:1].isdigit() else ""
    return f"{head}{instead}{tail}"


_ENDED = re.compile(r"[.!?]\s*$")
_MARK = re.compile(r"(?:^|(?<=[\n。;:!?]))(?P<lead>\s*\(?)(?P<n>\d{1,2})(?:\)|、|\.(?!\d)|\s*:(?=\s))")


def without_list_marks(text: str) -> str:
    """A folded text with the marks of a numbered list (1. 2. 3., from one upwards) blanked."""
    found = list(_MARK.finditer(text))
    if [int(mark["n"]) for mark in found] != list(range(1, len(found) + 1)) or len(found) < 2:
        return text
    for mark in found:
        text = text[: mark.start("n")] + " " * (mark.end() - mark.start("n")) + text[mark.end() :]
    return text
