"""The lessons' own interface under ``/learn/api``: courses, lessons, quizzes, grading, progress. Nobody needs to sign in.

A quiz goes out without its answers, with a sealed token that says what was dealt to whom; grading makes every question
again from the token, so a browser can neither see a key before it has answered nor bring a score along. The first
grading of a token is the one that is recorded.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Protocol, TypeVar

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field

from bot.adapters.performer import Performer
from bot.answer.script import in_script
from bot.channels.learners import Learner, Learners, Sessions
from bot.channels.problem import ChatError, ProblemRoute, refused_field
from bot.channels.quiz_tokens import Dealt, QuizTokens
from bot.dialogue.effects import Failed
from bot.education.grading import Mark, mark, rules_of
from bot.education.impact import Held, held
from bot.education.quiz import Question, deal, question
from bot.ports import Accounts, Json, Knowledge
from knowledge.education.curriculum import curriculum
from knowledge.education.model import Course, Item, Lesson, said
from knowledge.errors import NotFound

Lang = Literal["zh", "zh-Hant", "en"]
Stage = Literal["before", "practice", "after"]
T = TypeVar("T")
SEEDS = 2**32
PRACTICE = 5


class Ports(Protocol):
    """What the interface needs of the product."""

    @property
    def assistant(self) -> Sessions: ...
    @property
    def library(self) -> Knowledge: ...
    @property
    def seal_key(self) -> bytes: ...
    def service(self) -> Accounts:
        """The account service as the assistant itself."""

    def now(self) -> datetime:
        """Business time."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class QuizWanted(Body):
    """``seed`` makes the same practice again; without it, and before and after a course, one is drawn."""

    course: str = Field(max_length=64)
    stage: Stage
    seed: int | None = Field(default=None, ge=0, lt=SEEDS)
    lang: Lang = "zh"


class Answers(Body):
    """One answer for every item of the quiz, 0..3, ``null`` for one left out."""

    token: str = Field(max_length=4_000)
    answers: list[Annotated[int, Field(ge=0, le=3)] | None] = Field(max_length=50)
    lang: Lang = "zh"


def learn_api_router(
    product: Ports, new_seed: Callable[[], int] = lambda: secrets.randbelow(SEEDS)
) -> APIRouter:
    """The endpoints. Errors are the one error object; a signed-in page names its conversation in ``X-Chat-Session``."""
    router = APIRouter(prefix="/learn/api", tags=["learn"], route_class=ProblemRoute)
    learners = Learners(product.assistant, product.service, product.seal_key)
    school = School(product, learners, QuizTokens(product.seal_key))

    @router.get("/courses")
    async def courses(lang: Lang = "zh") -> Json:
        """Every course with its lessons; a lesson that is held says so."""
        return await school.courses(lang)

    @router.get("/lessons/{course}/{lesson}")
    async def lesson(course: str, lesson: str, lang: Lang = "zh") -> Json:
        """One lesson: its sections, the rules it rests on, and what comes before and after it."""
        return await school.lesson(course, lesson, lang)

    @router.post("/lessons/{course}/{lesson}")
    async def read(
        request: Request, course: str, lesson: str, x_chat_session: Annotated[str | None, Header()] = None
    ) -> Json:
        """The lesson has been read; the progress with it."""
        return await school.read(await learners.of(request, x_chat_session), course, lesson)

    @router.get("/progress")
    async def progress(request: Request, x_chat_session: Annotated[str | None, Header()] = None) -> Json:
        """How far whoever asks has come."""
        return await (await learners.of(request, x_chat_session)).progress()

    @router.post("/quiz")
    async def quiz(
        request: Request, wanted: QuizWanted, x_chat_session: Annotated[str | None, Header()] = None
    ) -> Json:
        """Deal a quiz: items without answers, and the token to hand in with them."""
        given = wanted.seed if wanted.stage == "practice" else None  # a measured quiz is nobody's to choose
        seed = new_seed() if given is None else given
        return await school.quiz(await learners.of(request, x_chat_session), wanted, seed)

    @router.post("/grade")
    async def grade(
        request: Request, given: Answers, x_chat_session: Annotated[str | None, Header()] = None
    ) -> Json:
        """Grade a quiz, say why, and record it once."""
        return await school.grade(await learners.of(request, x_chat_session), given)

    return router


@dataclass(frozen=True, slots=True)
class School:
    """The endpoints' work over the curriculum, the library and the engine."""

    product: Ports
    learners: Learners
    tokens: QuizTokens

    async def courses(self, lang: str) -> Json:
        gone = {each.id for each in await self._held(None)}
        known = curriculum().courses.values()
        return {
            "courses": [_course(course, gone, lang) for course in known],
            "rules_as_of": str(self._today()),
        }

    async def lesson(self, course: str, lesson: str, lang: str) -> Json:
        known = _lesson(course, lesson)
        try:
            sections = self.product.library.lesson(lesson, "en" if lang == "en" else "zh", self._today())
        except NotFound:
            raise _unknown("lesson", lesson) from None
        lessons = curriculum().courses[course].lessons
        first = sections[0]
        return {
            **_outline(known, {each.id for each in await self._held(course)}, lang),
            "course": course,
            "course_title": _words(curriculum().courses[course].title, lang),
            "as_of": first.effective_from.isoformat(),
            "source": in_script(first.source, lang),
            "confidence": first.confidence,
            "rules": list(known.rules),
            "sections": [
                {"section": in_script(each.section, lang), "text": in_script(each.text, lang)}
                for each in sections
            ],
            "previous": lessons[known.order - 2] if known.order > 1 else None,
            "next": lessons[known.order] if known.order < len(lessons) else None,
        }

    async def read(self, learner: Learner, course: str, lesson: str) -> Json:
        _lesson(course, lesson)
        return await learner.has_read(course, lesson)

    async def quiz(self, learner: Learner, wanted: QuizWanted, seed: int) -> Json:
        """What is held is not dealt, and is named."""
        if wanted.course not in curriculum().courses:
            raise _unknown("course", wanted.course)
        items = curriculum().items_of(wanted.course, wanted.stage)
        stale = [each for each in await self._held(wanted.course) if each.kind == "item"]
        gone = {each.id for each in stale}
        fit = [item for item in items if item.id not in gone]
        chosen = deal(fit, seed, PRACTICE if wanted.stage == "practice" else None)
        day = self._today()
        dealt = Dealt(wanted.course, wanted.stage, seed, day, tuple(i.id for i in chosen), learner.name)
        asked = [await self._asked(item, seed, wanted.lang, day) for item in chosen]
        return {
            "course": wanted.course,
            "stage": wanted.stage,
            "seed": seed,
            "as_of": day.isoformat(),
            "token": self.tokens.seal(dealt),
            "items": [_item(each, wanted.lang) for each in asked],
            "held": sorted(gone & {item.id for item in items}),
        }

    async def grade(self, learner: Learner, given: Answers) -> Json:
        dealt = self.tokens.open(given.token, learner.name)
        items = [curriculum().items[name] for name in dealt.items]
        if len(given.answers) != len(items):
            detail = (f"Give {len(items)} answers.", f"请给出 {len(items)} 个答案。")
            raise refused_field("answers", "wrong_number", detail, str(len(given.answers)))
        pairs = zip(items, given.answers, strict=True)
        marks = [await self._marked(item, dealt, answer, given.lang) for item, answer in pairs]
        return {
            "course": dealt.course,
            "stage": dealt.stage,
            "seed": dealt.seed,
            "as_of": dealt.day.isoformat(),
            "score": {"right": sum(each.right for each in marks), "total": len(marks)},
            "items": [_shown(each.as_json(), given.lang) for each in marks],
            **await learner.has_answered(dealt, _rows(marks), rules_of(items), given.lang),
        }

    async def _held(self, course: str | None) -> tuple[Held, ...]:
        return _there(await self._performer().drive(held(curriculum(), self._today(), course)))

    async def _asked(self, item: Item, seed: int, lang: str, day: date) -> Question:
        return _there(await self._performer().drive(question(item, seed, lang, day)))

    async def _marked(self, item: Item, dealt: Dealt, answer: int | None, lang: str) -> Mark:
        return _there(await self._performer().drive(mark(item, dealt.seed, answer, lang, dealt.day)))

    def _performer(self) -> Performer:
        service = self.product.service()
        return Performer(service, service, self.product.library, "learn")

    def _today(self) -> date:
        return self.product.now().date()


def _there(found: T | Failed) -> T:
    """What was worked out, or a 503 while the engine is out of reach: nothing is made up."""
    if isinstance(found, Failed):
        raise ChatError(
            503,
            ("The quiz cannot be computed now", "暂时无法出题"),
            (
                "A service behind it does not answer; please try again shortly.",
                "后台服务没有应答，请稍后再试。",
            ),
        )
    return found


def _rows(marks: Sequence[Mark]) -> tuple[tuple[str, str | None, bool], ...]:
    return tuple((each.question.item.id, each.letter, each.right) for each in marks)


def _lesson(course: str, lesson: str) -> Lesson:
    known = curriculum().lessons.get(lesson)
    if known is None or known.course != course:
        raise _unknown("lesson", lesson)
    return known


def _unknown(field: str, value: str) -> ChatError:
    return ChatError(
        404, ("Not found", "没有这一课"), (f"There is no {field} {value[:40]}.", f"没有“{value[:40]}”。")
    )


def _course(course: Course, gone: set[str], lang: str) -> Json:
    lessons = [_outline(curriculum().lessons[name], gone, lang) for name in course.lessons]
    return {
        "id": course.id,
        "title": _words(course.title, lang),
        "lead": _words(course.lead, lang),
        "lessons": lessons,
    }


def _outline(lesson: Lesson, gone: set[str], lang: str) -> Json:
    return {
        "id": lesson.id,
        "title": _words(lesson.title, lang),
        "order": lesson.order,
        "minutes": lesson.minutes,
        "held": lesson.id in gone,
    }


def _words(text: Any, lang: str) -> str:
    return in_script(said(text, lang), lang)


def _item(asked: Question, lang: str) -> Json:
    options = [in_script(option.text, lang) for option in asked.options]
    return {
        "id": asked.item.id,
        "lesson": asked.item.lesson,
        "stem": in_script(asked.stem, lang),
        "options": options,
    }


def _shown(row: Any, lang: str) -> Json:
    """A graded item in the reader's script; cites keep the words of their source."""
    texts = {name: in_script(row[name], lang) for name in ("stem", "explanation")}
    why = None if row["why"] is None else in_script(row["why"], lang)
    return {**row, **texts, "why": why, "options": [in_script(option, lang) for option in row["options"]]}
