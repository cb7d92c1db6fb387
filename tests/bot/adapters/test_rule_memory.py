"""Rules are asked for once in an edition, and anew in the next one; a refusal is not remembered."""

from __future__ import annotations

from datetime import date

import pytest

from bot.adapters.rule_memory import RuleMemory
from bot.dialogue.effects import LookUpRule

ASKED = LookUpRule("contract_term", date(2026, 11, 20))


class Book:
    """A rulebook that counts how often it was asked."""

    def __init__(self) -> None:
        self.edition: str | None = "first"
        self.asked = 0

    async def answer(self) -> str:
        self.asked += 1
        return f"{self.edition} {self.asked}"

    async def refuse(self) -> str:
        raise LookupError(self.edition)


async def test_an_answer_holds_for_its_edition() -> None:
    book = Book()
    memory = RuleMemory(lambda: book.edition)
    assert [await memory.answer(ASKED, book.answer) for _ in range(3)] == ["first 1"] * 3
    assert await memory.answer(LookUpRule("contract_term", date(2020, 1, 1)), book.answer) == "first 2"
    book.edition = "second"
    assert await memory.answer(ASKED, book.answer) == "second 3"


async def test_a_refusal_and_an_answer_of_no_edition_are_not_remembered() -> None:
    book = Book()
    memory = RuleMemory(lambda: book.edition)
    with pytest.raises(LookupError):
        await memory.answer(ASKED, book.refuse)
    assert await memory.answer(ASKED, book.answer) == "first 1"
    book.edition = None
    assert [await memory.answer(ASKED, book.answer) for _ in range(2)] == ["None 2", "None 3"]


async def test_an_answer_that_crosses_a_change_of_the_rules_is_not_kept() -> None:
    book = Book()
    memory = RuleMemory(lambda: book.edition)

    async def overtaken() -> str:
        book.edition = "second"
        return "old"

    assert await memory.answer(ASKED, overtaken) == "old"
    book.edition = "first"
    assert await memory.answer(ASKED, book.answer) == "first 1"
