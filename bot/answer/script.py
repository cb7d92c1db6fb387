"""Traditional characters for readers of zh-Hant: the script changes, no figure does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=2)
def _converter(way: str = "s2hk") -> Any:
    from opencc import OpenCC

    return OpenCC(way)


def traditional(text: str) -> str:
    """``text`` in traditional characters; the simplified text where a digit would have changed."""
    converted: str = _converter().convert(text)
    return converted if _DIGITS.findall(converted) == _DIGITS.findall(text) else text


def in_script(text: str, lang: str) -> str:
    """``text`` as a reader of ``lang`` expects it."""
    return traditional(text) if lang == "zh-Hant" else text


def is_traditional(text: str) -> bool:
    """Whether ``text`` is written in traditional characters: as many that only they have as simplified ones, and one at least."""
    simple: str = _converter("t2s").convert(text)
    other = traditional(text)
    own = sum(a != b for a, b in zip(text, simple, strict=False))
    return own > 0 and own >= sum(a != b for a, b in zip(text, other, strict=False))
