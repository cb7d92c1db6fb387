"""Traditional characters for readers of zh-Hant: the script changes, no figure does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2hk")


def traditional(text: str) -> str:
    """``text`` in traditional characters; the simplified text where a digit would have changed."""
    converted: str = _converter().convert(text)
    return converted if _DIGITS.findall(converted) == _DIGITS.findall(text) else text


def in_script(text: str, lang: str) -> str:
    """``text`` as a reader of ``lang`` expects it."""
    return traditional(text) if lang == "zh-Hant" else text
