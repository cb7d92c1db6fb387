"""Recording what a learner did, and showing how far a learner is.

A client records for itself; the assistant for visitors, whom it names by a pseudonym; nobody for anybody else.
Progress is one's own, or a client's for staff under the own-account rule.
"""

from collections.abc import Sequence

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients.access import look_at
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import NotAllowed, refused
from account_api.learning import queries
from account_api.learning.contract import (
    AttemptRecord,
    CourseProgressPublic,
    LessonRecord,
    ProgressPublic,
    ScorePublic,
)
from account_api.learning.tables import LessonRead, QuizAttempt
from risk.fields import FieldError
from risk.money import half_up

VISITOR = "visitor:"


def record_lesson(
    ctx: Context, session: Session, principal: Principal, asked: LessonRecord
) -> ProgressPublic:
    """The lesson counts as read from its first time on."""
    learner = _writer(principal, asked.learner)
    read = LessonRead.of(
        learner=learner,
        course=asked.course,
        lesson=asked.lesson,
        at=ctx.clock.now(),
        recorded_at=ctx.clock.wall(),
    )
    if insert_if_absent(session, LessonRead, read.model_dump()):
        detail = {"course": asked.course, "lesson": asked.lesson}
        ctx.record(session, Event("learning.lesson", principal.user, learner, detail))
    return progress(session, learner)


def record_attempt(
    ctx: Context, session: Session, principal: Principal, asked: AttemptRecord
) -> ProgressPublic:
    """A graded quiz. Raises Malformed where the score is not the count of its items."""
    learner = _writer(principal, asked.learner)
    _check_score(asked)
    attempt = QuizAttempt.of(
        **asked.model_dump(mode="json", exclude={"score", "learner"}),
        **asked.score.model_dump(),
        learner=learner,
        at=ctx.clock.now(),
        recorded_at=ctx.clock.wall(),
    )
    session.add(attempt)
    session.flush()
    detail = {"course": asked.course, "stage": asked.stage, **asked.score.model_dump()}
    ctx.record(session, Event("learning.attempt", principal.user, learner, detail))
    return progress(session, learner)


def progress_of(ctx: Context, session: Session, principal: Principal, learner: str | None) -> ProgressPublic:
    """One's own progress, or that of a learner one may see. Raises NoSuchAccount for any other."""
    return progress(session, _reader(ctx, principal, learner))


def progress(session: Session, learner: str) -> ProgressPublic:
    """By course: lessons read, the first quiz before, the latest quiz after, and the gain between them."""
    lessons, attempts = queries.lessons(session, learner), queries.attempts(session, learner)
    courses = dict.fromkeys([read.course for read in lessons] + [taken.course for taken in attempts])
    return ProgressPublic(
        learner=learner,
        courses={
            course: _course(
                [read.lesson for read in lessons if read.course == course],
                [taken for taken in attempts if taken.course == course],
            )
            for course in courses
        },
    )


def _course(lessons: list[str], attempts: Sequence[QuizAttempt]) -> CourseProgressPublic:
    before = next((taken for taken in attempts if taken.stage == "before"), None)
    after = next((taken for taken in reversed(attempts) if taken.stage == "after"), None)
    gain = None if before is None or after is None else half_up(100 * (after.share - before.share))
    return CourseProgressPublic(lessons=lessons, before=_score(before), after=_score(after), gain=gain)


def _score(taken: QuizAttempt | None) -> ScorePublic | None:
    return None if taken is None else ScorePublic(right=taken.right, total=taken.total)


def _check_score(asked: AttemptRecord) -> None:
    right = sum(item.right for item in asked.items)
    if (asked.score.right, asked.score.total) == (right, len(asked.items)):
        return
    counted = f"{right}/{len(asked.items)}"
    given = f"{asked.score.right}/{asked.score.total}"
    text, text_zh = f"The items count {counted}.", f"逐题统计为 {counted}。"
    raise refused([FieldError("body.score", "miscounted", given, text, text_zh)])


def _writer(principal: Principal, learner: str | None) -> str:
    if principal.role is Role.assistant and learner is not None and learner.startswith(VISITOR):
        return learner
    if principal.client_id is None or learner not in (None, principal.client_id):
        raise NotAllowed("Learning is recorded for oneself only.", "只能记录本人的学习情况。")
    return principal.client_id


def _reader(ctx: Context, principal: Principal, learner: str | None) -> str:
    if principal.role is Role.assistant:
        return _writer(principal, learner)
    if principal.client_id is not None and learner in (None, principal.client_id):
        return principal.client_id
    return look_at(ctx, principal, learner or "", "/learning/progress").client_id
