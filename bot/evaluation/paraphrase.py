"""A client's line in other clothes: the same words with courtesy, other punctuation, other widths, the other script.

What a line means never changes: numbers, question marks, names, codes and whatever stands in quotation marks or after a colon stay
as they are, short answers (是, 提交) gain nothing but punctuation, and a line that is itself the test (mark-up, invisible characters, a flood) is left alone.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Names = tuple[str, ...]
LONGEST = 300
SHORT = 6
_QUOTES = (
    "“”",
    "「」",
    "『』",
    "【】",
    "《》",
    "〈〉",
    "«»",
    "‹›",
    "„“",
    "﹁﹂",
    "﹃﹄",
    "＂＂",
    '""',
    "‘’",
    "``",
)
_QUOTED = "|".join(f"{pair[0]}[^{pair[1]}]*{pair[1]}" for pair in _QUOTES)
_OPENED = "[" + "".join(pair[0] for pair in _QUOTES if pair[0] != pair[1]) + "]"
_KEPT = re.compile(
    rf"(?P<pasted>(?:[：﹕]|(?<![A-Za-z\d]):)(?=.).*\Z)|{_QUOTED}|(?<![A-Za-z])'[^']*'(?![A-Za-z])"
    rf"|(?P<unclosed>{_OPENED}.*\Z)|https?://\S+|[A-Za-z0-9_.\-/:]{{5,}}"
)
"""A text after a colon or in quotation marks, an address, a code: somebody else's words."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_ODD = re.compile(r"[<>{}\\|;=\n\r\t]")
_ASKING = re.compile(r"[?？吗么呢]|怎么|怎样|多少|什么|几|哪|能不能|可以|是否")
_ENGLISH = re.compile(r"\b(?:the|is|my|me|what|how|why|do|does|if|i|to|can|for)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?<=[\u3400-\u9fff])(?=\d)")
_ENDING = re.compile(r"[?？。.!！~～\s]+$")
_COMMA = re.compile(r"(?<![\d\s])，|，(?!\s*\d)")
_FULL_WIDTH = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%"}
_COURTESY = ("您好，", "你好，", "请问一下，", "麻烦问下，", "想请教一下，")
_FILLER = ("嗯，", "额，", "哎，")
_COURTESY_EN = ("Hi, ", "Hello, ", "Excuse me, ", "Well, ")
_THANKS_EN = (" Thanks!", " Thank you.", "")


def paraphrase(line: str, chance: random.Random, names: Names = ()) -> str:
    """The line said another way, ``names`` of securities as they are; the same for the same ``chance``."""
    if len(line) > LONGEST or _is_odd(line):
        return line
    if not _HAN.search(line):
        return _english(line, chance)
    changes = [_punctuated, _spaced, _other_script, _other_width]
    if len(line) > SHORT:
        changes = [_addressed, *changes]
    for change in chance.sample(changes, k=2):
        line = change(line, chance, names)
    return line


def _is_odd(line: str) -> bool:
    return bool(_ODD.search(line)) or any(unicodedata.category(char) in ("Cf", "Cc") for char in line)


def _english(line: str, chance: random.Random) -> str:
    """A line in pinyin, or a word or two, gains nothing but an end."""
    if len(line.split()) < 3 or not _ENGLISH.search(line):
        return line if _ends_pasted(line) else line + chance.choice((" ", "!"))
    return chance.choice(_COURTESY_EN) + line + ("" if _ends_pasted(line) else chance.choice(_THANKS_EN))


def _addressed(line: str, chance: random.Random, _: Names) -> str:
    """Courtesy before a question, a filler before anything else."""
    opening = _COURTESY if _ASKING.search(line) else _FILLER
    return chance.choice(opening) + line


def _punctuated(line: str, chance: random.Random, _: Names) -> str:
    """Another end; a question mark stays one, for 「提交？」 asks and 「提交」 orders."""
    if _ends_pasted(line):
        return line
    bare = _ENDING.sub("", line)
    ending = line[len(bare) :]
    asked = ending.count("？") + ending.count("?")
    marks = (
        ("？" * asked, "?" * asked) if asked else ("", " ") if _ASKING.search(line) else ("。", "", "！", " ")
    )
    return bare + chance.choice(marks)


def _spaced(line: str, _: random.Random, names: Names) -> str:
    return _outside_kept(line, names, lambda free: _JOINED.sub(" ", free))


def _other_width(line: str, _: random.Random, names: Names) -> str:
    """Digits, question marks and commas in another width; not a comma between two numbers, which would make them one."""
    return _outside_kept(
        line, names, lambda free: _COMMA.sub(",", free).translate(_FULL_WIDTH).replace("？", "?")
    )


def _other_script(line: str, _: random.Random, names: Names) -> str:
    """In traditional characters, where they lead back to the same simplified ones."""
    return _outside_kept(line, names, _in_traditional)


def _in_traditional(text: str) -> str:
    there, back = _converters()
    converted: str = there.convert(text)
    return converted if back.convert(converted) == text else text


def _ends_pasted(line: str) -> bool:
    """Whether the line ends in somebody else's words, so that nothing may come after them."""
    return any(found["pasted"] or found["unclosed"] for found in _KEPT.finditer(line))


def _outside_kept(line: str, names: Names, change: Callable[[str], str]) -> str:
    """The line changed wherever it is neither a name nor somebody else's words."""
    parts, last = [], 0
    for kept in _kept(names).finditer(line):
        parts += [change(line[last : kept.start()]), kept[0]]
        last = kept.end()
    return "".join((*parts, change(line[last:])))


@lru_cache(maxsize=4)
def _kept(names: Names) -> re.Pattern[str]:
    """Names come first, the longest before the rest: a code may be part of one."""
    longest_first = sorted(map(re.escape, filter(None, names)), key=len, reverse=True)
    return re.compile("|".join((*(f"(?i:{name})" for name in longest_first), _KEPT.pattern)))


@lru_cache(maxsize=1)
def _converters() -> tuple[Any, Any]:
    from opencc import OpenCC

    return OpenCC("s2t"), OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters."""
    converted: str = _converters()[1].convert(text)
    return converted
