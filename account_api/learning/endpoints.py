"""Recording lessons and quizzes, and showing progress."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.learning import service
from account_api.learning.contract import AttemptRecord, Learner, LessonRecord, ProgressPublic

router = APIRouter(prefix="/learning", tags=["learning"])
Writer = Annotated[Principal, Requires(Scope.learning_write)]


@router.post("/lessons")
def record_lesson(ctx: Ctx, session: Writing, principal: Writer, asked: LessonRecord) -> ProgressPublic:
    """A lesson was read; saying so again changes nothing."""
    return service.record_lesson(ctx, session, principal, asked)


@router.post("/attempts", status_code=201, response_model=ProgressPublic)
def record_attempt(
    ctx: Ctx, session: Writing, principal: Writer, key: IdempotencyKey, asked: AttemptRecord
) -> dict[str, Any]:
    """A quiz as the assistant graded it, once per idempotency key."""
    return once(
        session,
        (principal.user, "learning/attempts", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.record_attempt(ctx, session, principal, asked).model_dump(mode="json"),
    )


@router.get("/progress", dependencies=[Turnstile])
def progress(
    ctx: Ctx,
    session: Reading,
    principal: Annotated[Principal, Requires(Scope.learning_read)],
    learner: Annotated[Learner | None, Query()] = None,
) -> ProgressPublic:
    """How far a learner is: oneself, a client one may see, or (for the assistant) a visitor."""
    return service.progress_of(ctx, session, principal, learner)
