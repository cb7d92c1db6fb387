"""What a rule change has touched: items and lessons are held when something they rest on is not as it was that day.

An item is compared with the day it was written, a lesson with the day since which it speaks. A parameter has changed
when other rows are in force (in any scope); a section when another text stands under its heading.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.dialogue.effects import Effect, Failed, LookUpRule
from bot.dialogue.learning_effects import ReadSection
from knowledge.education.model import Cite, Curriculum, Item, Lesson

Json = Mapping[str, Any]
Ground = tuple[str, str]
"""A parameter (name, empty) or a section (document, heading)."""


@dataclass(frozen=True, slots=True)
class Held:
    """An item or a lesson that may not be shown as it is, with what changed under it."""

    kind: str
    id: str
    course: str
    written: date
    changed: tuple[str, ...]

    def as_json(self) -> Json:
        return {
            "kind": self.kind,
            "id": self.id,
            "course": self.course,
            "written": self.written.isoformat(),
            "changed": list(self.changed),
        }


@dataclass(slots=True)
class _Lookups:
    """Each ground is looked up once a day, however many items share it."""

    known: dict[tuple[Ground, date], Any] = field(default_factory=dict)

    def at(self, ground: Ground, day: date) -> Generator[Effect, Any, Any]:
        if (ground, day) not in self.known:
            name, heading = ground
            found = yield ReadSection(name, heading, day) if heading else LookUpRule(name, day)
            self.known[ground, day] = found if isinstance(found, Failed) else _state(found)
        return self.known[ground, day]


def held(
    curriculum: Curriculum, today: date, course: str | None = None
) -> Generator[Effect, Any, tuple[Held, ...] | Failed]:
    """Every lesson and item, of one course or of all, that rests on something else today than when it was written."""
    lookups, found = _Lookups(), []
    for kind, each, grounds in _all(curriculum, course):
        changed: list[str] = []
        for ground in grounds:
            then = yield from lookups.at(ground, each.as_of)
            now = yield from lookups.at(ground, today)
            for state in (then, now):
                if isinstance(state, Failed):
                    return state
            if then != now:
                changed.append(":".join(part for part in ground if part))
        if changed:
            found.append(Held(kind, each.id, each.course, each.as_of, tuple(changed)))
    return tuple(found)


def _all(curriculum: Curriculum, course: str | None) -> Iterator[tuple[str, Lesson | Item, Iterable[Ground]]]:
    for lesson in curriculum.lessons.values():
        if course in (None, lesson.course):
            yield "lesson", lesson, [(param, "") for param in lesson.rules]
    for item in curriculum.items.values():
        if course in (None, item.course):
            yield "item", item, [_ground(cite) for cite in item.cites]


def _ground(cite: Cite) -> Ground:
    if cite.param:
        return cite.param, ""
    assert cite.document is not None and cite.section is not None
    return cite.document, cite.section["zh"]


def _state(found: Any) -> Any:
    """What is compared: the rows in force in every scope, or the passage by its content."""
    if found is None or hasattr(found, "lead"):
        return None if found is None else found.id
    rows = [row for row in (found["in_force"], *found["variants"]) if row is not None]
    return frozenset(
        (row["value"], row["valid_from"], row["source"], tuple(sorted(row["scope"].items()))) for row in rows
    )
