"""Hand-offs: call a person, follow the case; the desk's queue and its work on a case."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.handoffs import service, work
from account_api.handoffs.contract import (
    CloseCreate,
    HandoffCreate,
    HandoffDetail,
    HandoffPublic,
    NoteCreate,
    NotePublic,
    QueuedHandoffPublic,
    ReleaseCreate,
)
from account_api.handoffs.tables import State
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(prefix="/handoffs", tags=["handoffs"])
HandoffId = Annotated[Words, Path(max_length=20)]
Reader = Annotated[Principal, Requires(Scope.handoffs_read)]
Worker = Annotated[Principal, Requires(Scope.handoffs_work)]


@router.post("", status_code=201, response_model=HandoffPublic)
def raise_handoff(
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.handoffs_raise)],
    key: IdempotencyKey,
    asked: HandoffCreate,
) -> dict[str, Any]:
    """Calls a person, once per idempotency key; while a case of this conversation is open, adds to it."""
    return once(
        session,
        (principal.user, "handoffs", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.raise_handoff(ctx, session, principal, asked).model_dump(mode="json", by_alias=True),
    )


@router.get("")
def queue(
    ctx: Ctx, session: Reading, principal: Reader, state: State | None = None
) -> list[QueuedHandoffPublic]:
    """The desk's queue in its order, each case with its rank and why. Without a state: those not closed."""
    return work.queue(ctx, session, principal, state)


@router.get("/{handoff_id}")
def opened(ctx: Ctx, session: Writing, principal: Reader, handoff_id: HandoffId) -> HandoffDetail:
    """A case as the desk sees it; the look is audited."""
    return work.opened(ctx, session, principal, handoff_id)


@router.get("/{handoff_id}/status", dependencies=[Turnstile])
def status(
    ctx: Ctx,
    principal: Annotated[Principal, Requires(Scope.handoffs_follow)],
    handoff_id: HandoffId,
) -> HandoffPublic:
    """How a case stands, for the one who called."""
    with ctx.transaction(writes=False) as session:
        return work.status(ctx, session, principal, handoff_id)


@router.post("/{handoff_id}/claim")
def claim(ctx: Ctx, session: Writing, principal: Worker, handoff_id: HandoffId) -> HandoffDetail:
    """Takes a case; 409 names who has it."""
    return work.claim(ctx, session, principal, handoff_id)


@router.post("/{handoff_id}/heartbeat")
def heartbeat(ctx: Ctx, session: Writing, principal: Worker, handoff_id: HandoffId) -> HandoffPublic:
    """The holder is still there."""
    return work.heartbeat(ctx, session, principal, handoff_id)


@router.post("/{handoff_id}/release")
def release(
    ctx: Ctx, session: Writing, principal: Worker, handoff_id: HandoffId, asked: ReleaseCreate
) -> HandoffDetail:
    """Puts a case back into the queue."""
    return work.release(ctx, session, principal, handoff_id, asked.note)


@router.post("/{handoff_id}/close")
def close(
    ctx: Ctx, session: Writing, principal: Worker, handoff_id: HandoffId, asked: CloseCreate
) -> HandoffDetail:
    """Ends a case with its outcome."""
    return work.close(ctx, session, principal, handoff_id, asked)


@router.post("/{handoff_id}/notes", status_code=201, response_model=NotePublic)
def note(
    ctx: Ctx,
    session: Writing,
    principal: Worker,
    key: IdempotencyKey,
    handoff_id: HandoffId,
    asked: NoteCreate,
) -> dict[str, Any]:
    """An internal note, once per idempotency key; never shown to the client."""
    return once(
        session,
        (principal.user, f"handoffs/{handoff_id}/notes", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: work.note(ctx, session, principal, handoff_id, asked.text).model_dump(mode="json"),
    )
