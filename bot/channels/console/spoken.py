"""What the account service says, for the reader's script: its Chinese is simplified and becomes traditional where that is read.

Only words of the service and of the rulebook are converted. What a person has written (a reason, a note, a name) stays as it is.
"""

from __future__ import annotations

from typing import Any

from bot.answer.script import in_script

WORDS = ("zh", "text_zh", "closes_zh", "formula", "label_zh")


def spoken(value: Any, lang: str) -> Any:
    """``value``, a JSON answer, with its Chinese words in the script of ``lang``."""
    if lang != "zh-Hant":
        return value
    if isinstance(value, list):
        return [spoken(each, lang) for each in value]
    if isinstance(value, dict):
        return {
            name: in_script(each, lang) if name in WORDS and isinstance(each, str) else spoken(each, lang)
            for name, each in value.items()
        }
    return value
