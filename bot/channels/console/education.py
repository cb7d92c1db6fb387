"""What is taught, as an educator sees it: courses, lessons and quiz items with what they rest on, and those that are held
because it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from fastapi import APIRouter

from bot.adapters.performer import Performer
from bot.answer.script import in_script
from bot.channels.console.contract import Lang
from bot.channels.console.door import Agent, Present
from bot.channels.console.rule_rows import in_force, label_of_rule, moved, shown
from bot.channels.problem import ChatError, ProblemRoute
from bot.dialogue.effects import Failed
from bot.education.impact import Held, held
from bot.ports import Accounts, Knowledge
from knowledge.education.curriculum import curriculum
from knowledge.education.model import Cite, Course, Item, Lesson, Text, said

Json = dict[str, Any]
Name = Callable[[str], str]


class School(Protocol):
    """What the page needs of the product."""

    @property
    def library(self) -> Knowledge: ...
    def service(self) -> Accounts:
        """The account service as the assistant itself."""

    def now(self) -> datetime:
        """Business time."""


@dataclass(frozen=True, slots=True)
class Education:
    """The endpoint."""

    school: School

    async def taught(self, agent: Present, lang: Lang = "zh") -> Json:
        """Every course with its lessons and items, each with its grounds; what is held, with the rows then and now."""
        today = self.school.now().date()
        gone = await self._held(today)
        rules = {rule["param"]: label_of_rule(rule, lang) for rule in await agent.service.rules()}
        view = _View(lang, {each.id: each for each in gone}, lambda param: rules.get(param, param))
        return {
            "as_of": today.isoformat(),
            "courses": [view.course(course) for course in curriculum().courses.values()],
            "held": [await view.held(agent, each, today) for each in gone],
        }

    async def _held(self, today: date) -> tuple[Held, ...]:
        service = self.school.service()
        performer = Performer(service, service, self.school.library, "console")
        found = await performer.drive(held(curriculum(), today))
        if isinstance(found, Failed):
            raise ChatError(
                503,
                ("What is held cannot be told now", "暂时无法核对"),
                (
                    "A service behind it does not answer; please try again shortly.",
                    "后台服务没有应答，请稍后再试。",
                ),
            )
        return found


@dataclass(frozen=True, slots=True)
class _View:
    """What is taught, in a reader's language. ``name`` says what a rule parameter is called."""

    lang: str
    gone: Mapping[str, Held]
    name: Name

    def course(self, course: Course) -> Json:
        known = curriculum()
        return {
            "id": course.id,
            "title": self._said(course.title),
            "lead": self._said(course.lead),
            "lessons": [self.lesson(known.lessons[each]) for each in course.lessons],
            "items": [self.item(course, item) for item in known.items_of(course.id, "practice")],
        }

    def lesson(self, lesson: Lesson) -> Json:
        return {
            "id": lesson.id,
            "title": self._said(lesson.title),
            "order": lesson.order,
            "minutes": lesson.minutes,
            "as_of": lesson.as_of.isoformat(),
            "grounds": [{"param": param, "label": self.name(param)} for param in lesson.rules],
            "held": lesson.id in self.gone,
        }

    def item(self, course: Course, item: Item) -> Json:
        stages = {"before": course.before, "after": course.after}
        return {
            "id": item.id,
            "lesson": item.lesson,
            "stem": self._said(item.stem),
            "computed": item.key is not None,
            "stages": [stage for stage, asked in stages.items() if item.id in asked],
            "as_of": item.as_of.isoformat(),
            "grounds": [self._ground(cite) for cite in item.cites],
            "held": item.id in self.gone,
        }

    async def held(self, agent: Agent, each: Held, today: date) -> Json:
        """What is held, and of each rule under it the rows that went and came; a section that changed has none."""
        changed = [await self._changed(agent, ground, each.written, today) for ground in each.changed]
        return {**each.as_json(), "title": self._title(each), "changed": changed}

    async def _changed(self, agent: Agent, ground: str, written: date, today: date) -> Json:
        document, _, section = ground.partition(":")
        if section:
            label = f"{document} · {in_script(section, self.lang)}"
            return {"param": None, "label": label, "old": [], "new": []}
        then, now = await agent.service.rule(ground, written), await agent.service.rule(ground, today)
        old, new = moved(in_force(then), in_force(now))
        rows = {
            name: [shown(row, self.lang) for row in found] for name, found in (("old", old), ("new", new))
        }
        return {"param": ground, "label": self.name(ground), **rows}

    def _title(self, each: Held) -> str:
        known = curriculum()
        return self._said(
            known.lessons[each.id].title if each.kind == "lesson" else known.items[each.id].stem
        )

    def _ground(self, cite: Cite) -> Json:
        if cite.param:
            return {"param": cite.param, "label": self.name(cite.param)}
        assert cite.section is not None
        return {"document": cite.document, "label": self._said(cite.section)}

    def _said(self, text: Text) -> str:
        return in_script(said(text, self.lang), self.lang)


def education_router(school: School) -> APIRouter:
    """``/education``."""
    router = APIRouter(route_class=ProblemRoute)
    router.add_api_route("/education", Education(school).taught, methods=["GET"])
    return router
