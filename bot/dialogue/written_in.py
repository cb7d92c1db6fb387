"""The script of a conversation: whoever has written traditional characters is answered in them, until a whole sentence comes
that is unmistakably simplified or English. A line of a few characters that both scripts share (「延半年」) changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.dialogue.state import State
from bot.nlu.model import Understanding

TRADITIONAL = "zh-Hant"


def keeping_script(
    understand: Callable[[str, str | None, date], Understanding], state: State
) -> Callable[[str, str | None, date], Understanding]:
    """``understand``, in the script of the conversation where a message has none of its own."""
    if not state.traditional:
        return understand

    def understood(text: str, lang: str | None, today: date) -> Understanding:
        found = understand(text, lang, today)
        return found if lang or found.certain else replace(found, lang="zh-Hant")

    return understood


def with_script(state: State, lang: str) -> State:
    """``state`` after an answer in ``lang``."""
    traditional = lang == TRADITIONAL
    return state if state.traditional == traditional else replace(state, traditional=traditional)
