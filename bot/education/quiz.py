"""Deal a quiz and ask one item of it: numbers drawn by a seed, the right answer and the wrong ones computed by the engine.

Everything follows from (item, seed, language, day): a question is never stored and no answer travels to the reader
before it is given, because grading makes the same question again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from bot.answer.facts import of_figure, percent
from bot.dialogue.effects import Calculate, Effect, Failed
from knowledge.education.curriculum import OPTIONS
from knowledge.education.model import Draw, Item, Recipe, said

Json = Mapping[str, Any]
Drawn = Mapping[str, Decimal]
Answers = list[tuple[Json, Mapping[str, str] | None]]
"""Figures, the right one first, each wrong one with the misconception it comes from."""
LETTERS = "ABCD"
DRAWINGS = 40


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose; ``why`` names the misconception behind a wrong one, where it is known."""

    text: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """An item as it is asked. ``key`` is the position of the right option, ``figures`` what proves it."""

    item: Item
    stem: str
    options: tuple[Option, ...]
    key: int
    figures: tuple[Json, ...] = ()


class NoQuestion(LookupError):
    """An item whose numbers never give four different answers: a fault of the item."""


def deal(items: Sequence[Item], seed: int, most: int | None = None) -> tuple[Item, ...]:
    """The items of a quiz: all of them in their order, or a sample of at most ``most``."""
    if most is None or len(items) <= most:
        return tuple(items)
    return tuple(Random(f"{seed}:deal").sample(list(items), most))


def question(item: Item, seed: int, lang: str, as_of: date) -> Generator[Effect, Any, Question | Failed]:
    """The item as it is asked with this seed. Numbers are drawn again until four answers differ."""
    if item.key is None:
        return _choice(item, seed, lang)
    for drawing in range(DRAWINGS):
        random = Random(f"{seed}:{item.id}:{drawing}")
        drawn = {draw.name: random.choice(draw.values) for draw in item.draws}
        figures = yield from _answers(item, item.key, drawn, as_of)
        if isinstance(figures, Failed):
            return figures
        if len(figures) == OPTIONS:
            return _numeric(item, drawn, figures, random, lang)
    raise NoQuestion(item.id)


def _answers(item: Item, key: Recipe, drawn: Drawn, as_of: date) -> Generator[Effect, Any, Answers | Failed]:
    """The right figure, then the wrong ones that differ from it and from each other as they are read."""
    kept: Answers = []
    for recipe, why in ((key, None), *((wrong.recipe, wrong.why) for wrong in item.wrong)):
        figure = yield from _figure(recipe, drawn, as_of)
        if isinstance(figure, Failed):
            return figure
        if figure["value"] is not None and all(figure["display"] != known["display"] for known, _ in kept):
            kept.append((figure, why))
    return kept[:OPTIONS]


def _figure(recipe: Recipe, drawn: Drawn, as_of: date) -> Generator[Effect, Any, Json | Failed]:
    inputs: list[tuple[str, str]] = []
    for name, given in recipe.inputs:
        if isinstance(given, Recipe):
            inner = yield from _figure(given, drawn, as_of)
            if isinstance(inner, Failed):
                return inner
            inputs.append((name, str(inner["value"])))
        else:
            inputs.append((name, str(drawn.get(given, given))))
    calculated = yield Calculate(recipe.kind, tuple(inputs), as_of)
    if isinstance(calculated, Failed):
        return calculated
    figure: Json = calculated["figures"][recipe.figure]
    return figure


def _numeric(
    item: Item,
    drawn: Drawn,
    figures: Answers,
    random: Random,
    lang: str,
) -> Question:
    order = random.sample(range(OPTIONS), OPTIONS)
    options = tuple(
        Option(of_figure(figure, lang).shown, said(why, lang) if why else None)
        for figure, why in (figures[position] for position in order)
    )
    shown = {draw.name: _shown(draw, drawn[draw.name], lang) for draw in item.draws}
    return Question(item, said(item.stem, lang).format(**shown), options, order.index(0), (figures[0][0],))


def _choice(item: Item, seed: int, lang: str) -> Question:
    order = Random(f"{seed}:{item.id}").sample(range(OPTIONS), OPTIONS)
    options = tuple(Option(said(item.options[position], lang), None) for position in order)
    return Question(item, said(item.stem, lang), options, order.index(0))


def _shown(draw: Draw, value: Decimal, lang: str) -> str:
    """A drawn number as the stem shows it; its unit stands in the Chinese stem."""
    if draw.unit == "ratio":
        return percent(str(value))
    text = f"{value:,f}"
    return f"CNY {text}" if lang == "en" and draw.unit in ("CNY", "price") else text
