"""The nouns of education: course, lesson, item. An item is a template: numbers are drawn for it and a calculation,
named here and carried out by the risk engine, gives its right answer and the wrong ones. Nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Text = Mapping[str, str]
"""The same words in `zh` and `en`."""
Stage = Literal["before", "practice", "after"]
Unit = Literal["CNY", "ratio", "price", "shares", "days"]


def said(text: Text, lang: str) -> str:
    """The words for a reader of `lang` (`zh`, `zh-Hant` or `en`)."""
    return text["en" if lang == "en" else "zh"]


@dataclass(frozen=True, slots=True)
class Course:
    """Lessons in order, and the items asked before and after them."""

    id: str
    title: Text
    lead: Text
    lessons: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a lesson's file says about it beside its text: the rule parameters it rests on and since when it says so."""

    id: str
    course: str
    order: int
    minutes: int
    rules: tuple[str, ...]
    as_of: date
    title: Text


@dataclass(frozen=True, slots=True)
class Draw:
    """A number to be drawn: `start`, `start + step`, … up to `stop`, in its `unit`."""

    name: str
    start: Decimal
    stop: Decimal
    step: Decimal
    unit: Unit

    @property
    def values(self) -> tuple[Decimal, ...]:
        count = int((self.stop - self.start) / self.step) + 1
        return tuple(self.start + self.step * n for n in range(count))


@dataclass(frozen=True, slots=True)
class Recipe:
    """One calculation of the risk engine and the figure taken from it. An input is the name of a draw, a decimal, or
    another recipe whose figure it takes."""

    kind: str
    inputs: tuple[tuple[str, str | Recipe], ...]
    figure: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer, computed too, and the misconception that leads to it."""

    recipe: Recipe
    why: Text


@dataclass(frozen=True, slots=True)
class Cite:
    """What an item rests on: a section of a document, or a rule parameter."""

    document: str | None = None
    section: Text | None = None
    param: str | None = None
    scope: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A quiz item. With a `key` it is numeric; else `options` are four choices, the right one first. `as_of` is the
    day it was written."""

    id: str
    course: str
    lesson: str
    as_of: date
    stem: Text
    explanation: Text
    cites: tuple[Cite, ...]
    draws: tuple[Draw, ...] = ()
    key: Recipe | None = None
    wrong: tuple[Wrong, ...] = ()
    options: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Everything that is taught, by id, in the order of the files."""

    courses: Mapping[str, Course]
    lessons: Mapping[str, Lesson]
    items: Mapping[str, Item]

    def items_of(self, course: str, stage: Stage) -> tuple[Item, ...]:
        """The items of a stage in their order; for practice, all of the course. KeyError for an unknown course."""
        known = self.courses[course]
        if stage == "practice":
            return tuple(item for item in self.items.values() if item.course == course)
        return tuple(self.items[name] for name in (known.before if stage == "before" else known.after))
