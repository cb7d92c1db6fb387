"""A quiz in chat, one question at a time: it waits for a letter, and between two questions anything else may be asked.

Its numbers are drawn by a seed made of the message that began it, so a replayed conversation asks the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.asked_day import asked_day
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.learning_effects import RecordAttempt
from bot.dialogue.state import Pending, State
from bot.education.grading import Mark, mark, rules_of
from bot.education.impact import held
from bot.education.quiz import LETTERS, Question, deal, question
from bot.guard.numerals import fold
from knowledge.education.curriculum import curriculum
from knowledge.education.model import Item, Stage, said

QUIZ = "quiz"
ANSWER = "quiz_answer"
QUESTIONS = 4
FALLING = re.compile(r"跌|追保|追加担保|补足|平仓|爆仓|自救|\bfall|margin call|liquidat")
STAGES: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    ("before", re.compile(r"课前|学之前|before")),
    ("after", re.compile(r"课后|学完|结业|after")),
)


@dataclass(frozen=True, slots=True)
class _Quiz:
    """A quiz under way, as the conversation remembers it."""

    course: str
    stage: str
    seed: int
    items: tuple[str, ...]
    answers: str
    lang: str

    @classmethod
    def of(cls, state: State) -> _Quiz:
        assert state.pending is not None
        slots = state.pending.slots
        items = tuple(slots["items"].split(","))
        return cls(
            slots["course"], slots["stage"], int(slots["seed"]), items, slots["answers"], slots["lang"]
        )

    def kept(self, state: State) -> State:
        return state.waiting(
            QUIZ,
            course=self.course,
            stage=self.stage,
            seed=str(self.seed),
            items=",".join(self.items),
            answers=self.answers,
            lang=self.lang,
        )

    def item(self, place: int) -> Item:
        return curriculum().items[self.items[place]]

    @property
    def place(self) -> int:
        """The question that waits for its answer, from 0."""
        return len(self.answers)


def begin(ask: Ask) -> FlowRun:
    """Deal a quiz and ask its first question; what a rule change has touched is not dealt."""
    words = fold(ask.request.text)
    course = list(curriculum().courses)[1 if FALLING.search(words) else 0]
    stage: Stage = next((name for name, cue in STAGES if cue.search(words)), "practice")
    seed = int(hashlib.sha256(ask.key(QUIZ).encode()).hexdigest()[:8], 16)
    stale = yield from held(curriculum(), asked_day(ask).day, course)
    if isinstance(stale, Failed):
        return _out_of_reach(ask)
    gone = {each.id for each in stale}
    fit = [item for item in curriculum().items_of(course, stage) if item.id not in gone]
    if not fit:
        return done(ask, ask.draft("unknown").say("learn_held").choose("choice_courses", "choice_human"))
    dealt = deal(fit, seed, QUESTIONS if stage == "practice" else None)
    quiz = _Quiz(course, stage, seed, tuple(item.id for item in dealt), "", ask.lang)
    title = said(curriculum().courses[course].title, ask.lang)
    draft = ask.draft("ask", "learn").say("quiz_begins", course=title).line()
    return (yield from _next(ask, draft, quiz))


def _next(ask: Ask, draft: Draft, quiz: _Quiz) -> FlowRun:
    """Ask the question whose turn it is, and wait for a letter."""
    asked = yield from question(quiz.item(quiz.place), quiz.seed, quiz.lang, asked_day(ask).day)
    if isinstance(asked, Failed):
        return _out_of_reach(ask)
    _say_question(draft, asked, f"{quiz.place + 1}/{len(quiz.items)}")
    return Step(draft, quiz.kept(ask.state))


def _say_question(draft: Draft, asked: Question, place: str) -> None:
    draft.say("quiz_question", place=draft.name(place), stem=draft.name(asked.stem))
    for letter, option in zip(LETTERS, asked.options, strict=True):
        label = f"{letter}. {option.text}"
        draft.line().say("quiz_option", option=draft.name(label))
        draft.offer(label, letter)


def answered(ask: Ask) -> FlowRun:
    """Grade the letter, say why, and go on; without a letter the question is asked again."""
    quiz = _Quiz.of(ask.state)
    ask = replace(ask, lang=quiz.lang)
    draft = ask.draft("ask", "learn")
    letter = ask.request.slots.aspect
    if letter is None:
        return (yield from _next(ask, draft, quiz))
    graded = yield from mark(
        quiz.item(quiz.place), quiz.seed, LETTERS.index(letter), quiz.lang, asked_day(ask).day
    )
    if isinstance(graded, Failed):
        return _out_of_reach(ask)
    _say_mark(draft, graded)
    quiz = replace(quiz, answers=quiz.answers + letter)
    if quiz.place < len(quiz.items):
        return (yield from _next(ask, draft.line(), quiz))
    return (yield from _finish(ask, draft, quiz))


def _say_mark(draft: Draft, graded: Mark) -> None:
    key = f"{LETTERS[graded.question.key]}. {graded.question.options[graded.question.key].text}"
    draft.say("quiz_right" if graded.right else "quiz_wrong", key=draft.name(key))
    if graded.why:
        draft.say("quiz_why", why=draft.name(graded.why))
    draft.say("quiz_explained", explanation=draft.name(graded.explanation))
    draft.show(*graded.question.figures)
    for cite in graded.cites:
        if cite["kind"] == "section":
            draft.citation({**cite, "kind": cite["document_kind"]})
    for cite in graded.cites[:1]:
        since = facts.day(cite["effective_from"], "valid_from", "起", "since", "from")
        name = cite["title"] if cite["kind"] == "section" else cite["source"]
        draft.say("quiz_cite", title=draft.name(str(name)), since=since)
    draft.line()


def _finish(ask: Ask, draft: Draft, quiz: _Quiz) -> FlowRun:
    """The score, written down as an attempt."""
    items = [quiz.item(place) for place in range(len(quiz.items))]
    rows: list[tuple[str, str | None, bool]] = []
    for item, letter in zip(items, quiz.answers, strict=True):
        asked = yield from question(item, quiz.seed, quiz.lang, asked_day(ask).day)
        if isinstance(asked, Failed):
            return _out_of_reach(ask)
        rows.append((item.id, letter, LETTERS[asked.key] == letter))
    right = sum(good for _, _, good in rows)
    kept = yield RecordAttempt(
        f"{ask.message.session}:{quiz.seed}:{quiz.stage}",
        quiz.course,
        quiz.stage,
        str(quiz.seed),
        quiz.lang,
        tuple(rows),
        rules_of(items),
    )
    draft.action = "answer"
    score = draft.name(f"{right}/{len(rows)}")
    draft.say("quiz_done", score=score)
    if isinstance(kept, Failed):
        draft.say("quiz_not_kept")
    draft.choose("choice_quiz", "choice_progress", "choice_courses")
    return done(ask, draft)


def stopped(ask: Ask) -> FlowRun:
    """The quiz is given up; nothing is written down."""
    return done(ask, ask.draft("answer", "learn").say("quiz_stopped").choose("choice_quiz", "choice_courses"))
    yield


def going_on(ask: Ask, pending: Pending, step: Step) -> Step:
    """After an answer given in between, the question still waits; not where a person was called."""
    over = ask.request.intent in (ANSWER, "deny") or step.draft.action == "handoff"
    if pending.flow != QUIZ or step.state.pending is not None or over:
        return step
    draft = step.draft.line().say("quiz_waits").choose("choice_quiz_on")
    return Step(draft, replace(step.state, pending=pending))


def _out_of_reach(ask: Ask) -> Step:
    """The engine did not answer: the quiz waits as it was."""
    return Step(
        ask.draft("handoff", "learn").say("service_out").choose("choice_quiz_on", "choice_human"), ask.state
    )
