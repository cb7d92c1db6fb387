"""A client's line in other clothes: the same words with courtesy, other punctuation, other widths, the other script.

What a line means never changes: numbers, names, codes and whatever stands in quotation marks stay as they are, short answers
(是, 提交) gain nothing but punctuation, and a line that is itself the test (mark-up, invisible characters, a flood) is left alone.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

LONGEST = 300
SHORT = 6
_KEPT = re.compile(
    r"“[^”]*”|「[^」]*」|『[^』]*』|【[^】]*】|《[^》]*》|\"[^\"\n]*\"|‘[^’]*’|`[^`]*`"
    r"|https?://\S+|[A-Za-z0-9_.\-/:]{5,}"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ODD = re.compile(r"[<>{}\\|;=\n\r\t]")
_ASKING = re.compile(r"[?？吗么呢]|怎么|怎样|多少|什么|几|哪|能不能|可以|是否")
_ENGLISH = re.compile(r"\b(?:the|is|my|me|what|how|why|do|does|if|i|to|can|for)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?<=[\u3400-\u9fff])(?=\d)")
_ENDING = re.compile(r"[?？。.!！~～\s]+$")
_FULL_WIDTH = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%"}
_COURTESY = ("您好，", "你好，", "请问一下，", "麻烦问下，", "想请教一下，")
_FILLER = ("嗯，", "额，", "哎，")
_COURTESY_EN = ("Hi, ", "Hello, ", "Excuse me, ", "Well, ")
_THANKS_EN = (" Thanks!", " Thank you.", "")
Change = Callable[[str, random.Random], str]


def paraphrase(line: str, chance: random.Random) -> str:
    """The line said another way; the same for the same ``chance``."""
    if len(line) > LONGEST or _is_odd(line):
        return line
    if not _HAN.search(line):
        return _english(line, chance)
    changes = [_punctuated, _spaced, _other_script, _other_width]
    if len(line) > SHORT:
        changes = [_addressed, *changes]
    for change in chance.sample(changes, k=2):
        line = change(line, chance)
    return line


def _is_odd(line: str) -> bool:
    return bool(_ODD.search(line)) or any(unicodedata.category(char) in ("Cf", "Cc") for char in line)


def _english(line: str, chance: random.Random) -> str:
    """A line in pinyin, or a word or two, gains nothing but an end."""
    if len(line.split()) < 3 or not _ENGLISH.search(line):
        return line + chance.choice((".", " ", "!"))
    return chance.choice(_COURTESY_EN) + line + chance.choice(_THANKS_EN)


def _addressed(line: str, chance: random.Random) -> str:
    """Courtesy before a question, a filler before anything else."""
    opening = _COURTESY if _ASKING.search(line) else _FILLER
    return chance.choice(opening) + line


def _punctuated(line: str, chance: random.Random) -> str:
    bare = _ENDING.sub("", line)
    marks = ("？", "?", "", "？？") if _ASKING.search(line) else ("。", "", "！", " ")
    return bare + chance.choice(marks)


def _spaced(line: str, _: random.Random) -> str:
    return _outside_quotes(line, lambda free: _JOINED.sub(" ", free))


def _other_width(line: str, _: random.Random) -> str:
    return _outside_quotes(
        line, lambda free: free.translate(_FULL_WIDTH).replace("？", "?").replace("，", ",")
    )


def _other_script(line: str, _: random.Random) -> str:
    """In traditional characters, where they lead back to the same simplified ones."""
    return _outside_quotes(line, _in_traditional)


def _in_traditional(text: str) -> str:
    there, back = _converters()
    converted: str = there.convert(text)
    return converted if back.convert(converted) == text else text


def _outside_quotes(line: str, change: Callable[[str], str]) -> str:
    parts, last = [], 0
    for kept in _KEPT.finditer(line):
        parts += [change(line[last : kept.start()]), kept[0]]
        last = kept.end()
    return "".join((*parts, change(line[last:])))


@lru_cache(maxsize=1)
def _converters() -> tuple[Any, Any]:
    from opencc import OpenCC

    return OpenCC("s2t"), OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters."""
    converted: str = _converters()[1].convert(text)
    return converted
