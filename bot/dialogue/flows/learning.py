"""Learning in chat: a lesson for 「教我…」, the courses, and how far one has come. Quizzes are ``bot.dialogue.flows.quiz``."""

from __future__ import annotations

import re
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.asked_day import asked_day
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.quiz import ANSWER, QUIZ, begin
from bot.dialogue.learning_effects import FetchProgress, SearchLessons
from bot.dialogue.state import State
from bot.education.impact import held
from bot.guard.numerals import fold
from bot.library_port import Found
from bot.nlu.model import Request, Slots
from knowledge.education.curriculum import curriculum
from knowledge.education.model import Course, Lesson, said

ROOM = 220
_LETTER = re.compile(
    r"(?:选|答案?(?:是|选)?|the answer is |i (?:choose|pick) )?\(?([a-dA-D1-4])\)?[.、。)）!]?"
)
_NEXT = re.compile(
    r"(?:下一?(?:道|个)?题|继续|接着(?:来|做|答)?|再来一?(?:道|题)|next(?: question)?|go on|continue)(?:吧|呢)?[.。!?]*"
)
_STOP = re.compile(r"(?:不做|不答|退出|停|结束|算)(?:了|吧|题|答题|测验)*|stop|quit|exit|end")
_ASPECTS = {"choice_quiz": "quiz", "choice_progress": "progress", "choice_courses": "courses"}


def pressed(words: str, state: State) -> Request | None:
    """What a short message means here: a letter while a quiz waits, a course or a lesson by its title."""
    bare = fold(words).strip()
    if state.pending is not None and state.pending.flow == QUIZ:
        letter = _LETTER.fullmatch(bare)
        if letter:
            return _request(
                words, ANSWER, "ABCD"[int(letter[1]) - 1] if letter[1].isdigit() else letter[1].upper()
            )
        if bare == fold(text("choice_quiz_on", "zh")) or bare == fold(text("choice_quiz_on", "en")).strip():
            return _request(words, ANSWER, None)
        if _NEXT.fullmatch(bare):
            return _request(words, ANSWER, None)
        if _STOP.fullmatch(bare):
            return _request(words, "deny", None)
    for name, aspect in _ASPECTS.items():
        if bare in {fold(text(name, lang)).strip() for lang in ("zh", "en")}:
            return _request(words, "learn", aspect)
    titled = next((each for each in curriculum().lessons.values() if bare in _titles(each)), None)
    return _request(words, "learn", f"lesson:{titled.id}") if titled else None


def learn(ask: Ask) -> FlowRun:
    """A lesson on what is named, the courses, a quiz, or the progress so far."""
    aspect = ask.request.slots.aspect or ask.request.slots.kind or ""
    if aspect == "quiz":
        return (yield from begin(ask))
    if aspect == "progress":
        return (yield from _progress(ask))
    if aspect == "courses":
        return _courses(ask, "learn_courses")
    wanted = curriculum().lessons.get(aspect.removeprefix("lesson:"))
    query = said(wanted.title, ask.lang) if wanted else ask.request.text
    found = yield SearchLessons(query, asked_day(ask).day, ask.lang)
    if isinstance(found, Failed):
        return done(ask, ask.draft("handoff").say("service_out").choose("choice_human"))
    if not found.answerable:
        return _courses(ask, "learn_no_lesson")
    return (yield from _lesson(ask, found, wanted))


def _lesson(ask: Ask, found: Found, wanted: Lesson | None) -> FlowRun:
    """How the lesson begins, where the rest is, and what comes next; a lesson that is held says so instead."""
    hit = next((hit for hit in found.hits if wanted and hit.passage.document_id == wanted.id), found.hits[0])
    lesson = curriculum().lessons[hit.passage.document_id]
    course = curriculum().courses[lesson.course]
    stale = yield from held(curriculum(), asked_day(ask).day, course.id)
    if isinstance(stale, Failed) or any(each.id == lesson.id for each in stale):
        return done(ask, ask.draft("unknown").say("learn_held").choose("choice_courses", "choice_human"))
    draft = ask.draft()
    draft.rules_day = asked_day(ask).day
    draft.quote(hit).line().details(hit, ROOM).line()
    draft.say(
        "learn_lesson_where",
        lesson=draft.name(said(lesson.title, ask.lang)),
        course=said(course.title, ask.lang),
        address=draft.name(f"/learn/{course.id}/{lesson.id}"),
    )
    for name in course.lessons[lesson.order : lesson.order + 1]:
        title = said(curriculum().lessons[name].title, ask.lang)
        draft.offer(title, title)
    return done(ask, draft.choose("choice_quiz", "choice_courses"))


def _courses(ask: Ask, lead: str) -> Step:
    """What can be learnt: every course with its first lesson as a choice."""
    draft = ask.draft("unknown" if lead == "learn_no_lesson" else "answer").say(lead)
    for course in curriculum().courses.values():
        count = facts.count(len(course.lessons), "lessons", "共", "课", "in", "lessons")
        address = draft.name(f"/learn/{course.id}")
        draft.line().say("learn_course", title=said(course.title, ask.lang), count=count, address=address)
        title = said(curriculum().lessons[course.lessons[0]].title, ask.lang)
        draft.offer(title, title)
    return done(ask, draft.choose("choice_quiz", "choice_progress"))


def _progress(ask: Ask) -> FlowRun:
    """Lessons read and quizzes taken, by course."""
    reached = yield FetchProgress()
    if isinstance(reached, Failed):
        return done(ask, ask.draft("handoff").say("service_out").choose("choice_human"))
    known = [(curriculum().courses[name], row) for name, row in reached["courses"].items() if _taught(name)]
    draft = ask.draft().say("progress_lead" if known else "progress_none")
    for course, row in known:
        draft.line()
        _say_progress(draft, course, row, ask.lang)
        unread = next((name for name in course.lessons if name not in row["lessons"]), None)
        if unread is not None:
            title = said(curriculum().lessons[unread].title, ask.lang)
            draft.offer(title, title)
    return done(ask, draft.choose("choice_courses", "choice_quiz"))


def _say_progress(draft: Draft, course: Course, row: Any, lang: str) -> None:
    read = draft.name(f"{len(set(row['lessons']) & set(course.lessons))}/{len(course.lessons)}")
    draft.say("progress_course", title=said(course.title, lang), read=read)
    for stage in ("before", "after"):
        if row[stage] is not None:
            draft.say(f"progress_{stage}", score=draft.name(f"{row[stage]['right']}/{row[stage]['total']}"))


def _taught(course: str) -> bool:
    return course in curriculum().courses


def _titles(lesson: Lesson) -> frozenset[str]:
    return frozenset(fold(title).strip() for title in lesson.title.values())


def _request(words: str, intent: str, aspect: str | None) -> Request:
    return Request(words, intent, 1.0, "act", ((intent, 1.0),), Slots(aspect=aspect), "rule")
