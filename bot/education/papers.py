"""A paper: a set of quiz items an educator deals by course, level and day, kept as item ids and a seed.

Numbers are drawn by the seed and answers computed under the rules of the paper's day, so the same paper is the same in
every language and can be made again. The level of an item follows from what it asks for: a choice is easy, one
calculation is medium, and a calculation that takes another one's result, or four numbers, is hard.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Literal

from knowledge.education.model import Curriculum, Item, Recipe

Level = Literal["easy", "medium", "hard"]
MANY_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class Paper:
    """The items of a paper in their order, its seed and the day whose rules its answers follow."""

    seed: int
    day: date
    items: tuple[str, ...]

    def kept(self) -> tuple[str, ...]:
        """As texts, for a conversation to remember."""
        return (str(self.seed), self.day.isoformat(), *self.items)

    @classmethod
    def of(cls, kept: Sequence[str]) -> Paper | None:
        """The inverse of ``kept``; ``None`` where nothing was dealt."""
        return cls(int(kept[0]), date.fromisoformat(kept[1]), tuple(kept[2:])) if kept else None


def level_of(item: Item) -> Level:
    """How much an item asks for."""
    if item.key is None:
        return "easy"
    nested = any(isinstance(given, Recipe) for _, given in item.key.inputs)
    return "hard" if nested or len(item.draws) >= MANY_NUMBERS else "medium"


def dealt(
    curriculum: Curriculum,
    seed: int,
    day: date,
    most: int,
    level: Level | None,
    gone: Collection[str],
    about: Collection[str] = (),
) -> Paper:
    """At most ``most`` items, those ``about`` the matter asked for first, then those of the level; never one that is held on that
    day (``gone``)."""
    fit = [item for item in curriculum.items.values() if item.id not in gone]
    shuffled = Random(f"{seed}:paper").sample(fit, len(fit))
    ranked = sorted(
        shuffled,
        key=lambda item: (item.id not in about if about else False, level not in (None, level_of(item))),
    )
    order = {name: place for place, name in enumerate(curriculum.items)}
    chosen = sorted((item.id for item in ranked[:most]), key=order.__getitem__)
    return Paper(seed, day, tuple(chosen))


def exchanged(
    paper: Paper, curriculum: Curriculum, gone: Collection[str], day: date
) -> tuple[Paper, Mapping[str, str | None]]:
    """The paper for ``day`` with every held item exchanged for one of its course that is not in it.

    Also which item took the place of which; ``None`` where the course has no other: that place falls away.
    """
    swaps: dict[str, str | None] = {}
    for name in paper.items:
        if name in gone:
            course = curriculum.items[name].course
            taken = {*paper.items, *gone, *filter(None, swaps.values())}
            free = [item.id for item in curriculum.items_of(course, "practice") if item.id not in taken]
            swaps[name] = free[0] if free else None
    kept = (swaps.get(name, name) for name in paper.items)
    return replace(paper, day=day, items=tuple(name for name in kept if name is not None)), swaps
