"""Grade answers: the question is made again from item and seed, so no score can be brought along."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.effects import Effect, Failed
from bot.education.cites import cited
from bot.education.quiz import LETTERS, Question, question
from knowledge.education.model import Item, said

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One graded answer (``None``: left out). ``why`` says what a wrong answer has probably mixed up."""

    question: Question
    answer: int | None
    explanation: str
    why: str | None
    cites: tuple[Json, ...]

    @property
    def right(self) -> bool:
        return self.answer == self.question.key

    @property
    def letter(self) -> str | None:
        """The answer as it is written."""
        return None if self.answer is None else LETTERS[self.answer]

    def as_json(self) -> Json:
        """What a reader gets after answering: the key, the explanation, cites, and figures with their traces."""
        return {
            "id": self.question.item.id,
            "stem": self.question.stem,
            "options": [option.text for option in self.question.options],
            "answer": self.answer,
            "right": self.right,
            "key": self.question.key,
            "why": self.why,
            "explanation": self.explanation,
            "lesson": self.question.item.lesson,
            "cites": [dict(cite) for cite in self.cites],
            "figures": [dict(figure) for figure in self.question.figures],
        }


def mark(
    item: Item, seed: int, answer: int | None, lang: str, as_of: date
) -> Generator[Effect, Any, Mark | Failed]:
    """Grade one answer, 0..3. An answer outside the options is wrong."""
    asked = yield from question(item, seed, lang, as_of)
    if isinstance(asked, Failed):
        return asked
    chosen = answer if answer is not None and 0 <= answer < len(asked.options) else None
    why = None if chosen is None else asked.options[chosen].why
    cites = yield from cited(item, lang, as_of)
    return Mark(asked, chosen, said(item.explanation, lang), why, cites)


def rules_of(items: Sequence[Item]) -> tuple[tuple[str, str, str], ...]:
    """(item, parameter, day it was written) of every rule the items cite."""
    return tuple(
        (item.id, cite.param, item.as_of.isoformat()) for item in items for cite in item.cites if cite.param
    )
