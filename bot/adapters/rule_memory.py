"""What the rulebook has answered, remembered for as long as the same rows are applied.

A dated parameter asked for a day has one answer in one edition of the rules; a quiz asks for some sixty of them. The answers
are shared between turns and only read.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue.effects import ListRules, LookUpRule

MOST = 2_000
"""Answers that are remembered; beyond that all are forgotten and asked anew."""
Looked = LookUpRule | ListRules


class RuleMemory:
    """``edition`` names the rows that are applied now; where it names none, nothing is remembered."""

    def __init__(self, edition: Callable[[], str | None] = lambda: None) -> None:
        self._edition = edition
        self._of: str | None = None
        self._answers: dict[Looked, Any] = {}

    async def answer(self, asked: Looked, ask: Callable[[], Awaitable[Any]]) -> Any:
        """The answer to ``asked``, by ``ask`` where it is not known. What ``ask`` raises is not remembered."""
        edition = self._edition()
        if edition != self._of or len(self._answers) >= MOST:
            self._of, self._answers = edition, {}
        if asked in self._answers:
            return self._answers[asked]
        found = await ask()
        if edition is not None and edition == self._of == self._edition():
            self._answers[asked] = found
        return found
