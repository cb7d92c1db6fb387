"""What the firm does by the clock, for those who watch over it, and another try for messages that were given up."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Writing
from account_api.errors import StateChanged
from account_api.idempotency import IdempotencyKey, once
from account_api.jobs import view
from account_api.jobs.contract import JobsPublic, Requeue, RequeuedPublic

router = APIRouter(tags=["jobs"])
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Requeuer = Annotated[Principal, Requires(Scope.outbox_requeue)]


@router.get("/jobs", dependencies=[Requires(Scope.feed_read)])
def jobs(ctx: Ctx, session: Reading) -> JobsPublic:
    """Every job with how far it has come, who works now, and which messages were given up."""
    return view.standing(ctx, session)


@router.post("/outbox/{number}/requeue", response_model=RequeuedPublic)
def requeue(
    ctx: Ctx, session: Writing, principal: Requeuer, number: Number, key: IdempotencyKey, asked: Requeue
) -> dict[str, Any]:
    """Gives a message that was given up another life, once per idempotency key. 409 where it is in another state by now."""

    def work() -> dict[str, Any]:
        if not outbox.requeue(session, (number,), ctx.clock.wall(), asked.state):
            raise StateChanged("The message is in another state by now.", "该消息的状态已变化。")
        told = {"numbers": [number], "done": 1, "state": asked.state}
        ctx.record(session, Event("outbox.requeued", principal.user, None, told))
        return {"id": number, "state": "waiting"}

    identity = (principal.user, f"outbox/{number}/requeue", key)
    return once(session, identity, asked.model_dump(mode="json"), ctx.clock.now(), work)
