"""What a short message means while something is waited for: an option of a question, a section that was read, a code, a stop."""

from __future__ import annotations

import json
import re

from bot.dialogue import applying_words as words
from bot.dialogue.applying import AMOUNT, ANSWER, CODE, QUESTION, READ_ON, READING, SIGNING, WHICH
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request, Slots

_LETTERS = "ABCDEFG"
_CHOSEN = re.compile(
    r"(?:我)?(?:选|答案是?|就|应该是)?\s*(?:第)?\s*(?P<one>[a-g]|[1-7一二三四五六七])\s*(?:个|项|号|选项)?(?:吧|呀|啊)?|(?:option|answer|number|choice)?\s*(?P<en>[a-g]|[1-7])"
)
_NUMERALS = "一二三四五六七"
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_CODE = re.compile(r"\d{4,8}")
_BARE = 12  # characters; a contract's number
_WORDS = re.compile(r"[\u4e00-\u9fff]|[a-z]{2,}\b(?!-)|\s")
_LONG_ENOUGH = 2


def pressed(text: str, state: State) -> Request | None:
    """What a short message means while a question, a section or a code is waited for; ``None`` for anything else."""
    if state.pending is None:
        return None
    said = fold(text).strip(" .。!！,，")
    flow, slots = state.pending.flow, state.pending.slots
    if flow == QUESTION and (option := _option(said, slots["options"])) is not None:
        return _certain(text, ANSWER, option)
    if flow == READING and words.READ_ON.fullmatch(said):
        return _certain(text, READ_ON, None)
    if flow == SIGNING and _CODE.fullmatch(said):
        return _certain(text, CODE, said)
    if flow in (QUESTION, READING, SIGNING, AMOUNT, WHICH) and words.STOP.fullmatch(said):
        return _certain(text, "deny", None)
    return None


def spoken(text: str, state: State, lang: str) -> str:
    """The language of a message that is a letter, a number or a code: that of the question it answers."""
    kept = state.pending.slots.get("lang") if state.pending is not None else None
    return kept if kept and len(text.strip()) <= _BARE and not _WORDS.search(text) else lang


def _option(said: str, options: str) -> str | None:
    """The option meant by a letter, a number, its place, or its words in either language."""
    rows: list[list[str]] = json.loads(options)
    found = _CHOSEN.fullmatch(said)
    if found:
        one = found["one"] or found["en"]
        place = _NUMERALS.find(one) if one in _NUMERALS else int(one) - 1 if one.isdigit() else -1
        place = _LETTERS.find(one.upper()) if place < 0 else place
        return rows[place][0] if 0 <= place < len(rows) else None
    bare = re.sub(r"^[a-g][.、\s]+", "", said)
    known = [(row[0], [fold(each).translate(_DIGITS) for each in row[1:]]) for row in rows]
    bare = bare.translate(_DIGITS)
    exact = [option for option, said_as in known if bare in said_as]
    long = len(bare) >= _LONG_ENOUGH
    within = [option for option, said_as in known if long and any(bare in each for each in said_as)]
    return exact[0] if exact else within[0] if len(within) == 1 else None


def _certain(text: str, intent: str, aspect: str | None) -> Request:
    return Request(text, intent, 1.0, "act", ((intent, 1.0),), Slots(aspect=aspect), "rule")
