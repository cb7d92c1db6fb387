"""Margin calls over HTTP: the client's own, the desk's list and cases, what people do about them, fills of a liquidation.

Looks of staff are audited in a short transaction of their own, so that making a long list locks nothing.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel

from account_api.accounts.endpoints import Seen
from account_api.audit import Event
from account_api.auth.principal import Principal, Requires, signed_in
from account_api.auth.roles import Role, Scope
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.margin_calls import executing, run_view, service, statements, view
from account_api.margin_calls.approval import EXTENSION, WAIVER
from account_api.margin_calls.contract import (
    CallDetailPublic,
    CallListedPublic,
    ContactCreate,
    ContactPublic,
    FillsCreate,
    FillsPublic,
    LiquidationRunPublic,
    MadePublic,
    MarginCallPublic,
    ReasonCreate,
    TaskDone,
    TaskPublic,
    TopUpCreate,
    UntilCreate,
)
from account_api.texts import Words

router = APIRouter(tags=["margin calls"])
Reader = Annotated[Principal, Requires(Scope.desk_read)]
Caller = Annotated[Principal, Requires(Scope.contacts_log)]
Actor = Annotated[Principal, Requires(Scope.calls_act)]
Executor = Annotated[Principal, Requires(Scope.fills_write)]
Anybody = Annotated[Principal, Depends(signed_in)]
CallId = Annotated[Words, Path(min_length=1, max_length=24)]
RunId = Annotated[Words, Path(min_length=1, max_length=24)]
TaskId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Group = Annotated[Words | None, Query(max_length=64, description="of this group only")]
Everything = Annotated[bool, Query(alias="closed", description="closed cases too")]


@router.get("/accounts/{client_id}/margin-calls")
def own_calls(seen: Seen, ctx: Ctx, session: Reading, principal: Anybody) -> list[MarginCallPublic]:
    """Every margin call of the account, the open ones first: where it stands, what is lacking, what happened, what is next."""
    return view.of_client(ctx, session, seen, staff=principal.role is not Role.client)


@router.get("/desk/margin-calls", dependencies=[Turnstile])
def calls(
    ctx: Ctx, principal: Reader, group: Group = None, closed: Everything = False
) -> list[CallListedPublic]:
    """The cases one looks after, the earliest deadline first; the look is audited."""
    with ctx.transaction(writes=False) as session:
        found = service.listed(ctx, session, principal, not closed, group)
    with ctx.transaction() as session:
        whose = sorted({ctx.trail.pseudonym(line.client_id) for line in found})
        ctx.record(session, Event("margin_calls.read", principal.user, None, {"clients": whose}))
    return found


@router.get("/desk/call-tasks", dependencies=[Turnstile])
def tasks(ctx: Ctx, principal: Reader) -> list[TaskPublic]:
    """What is to be done about calls and is not done yet; the look is audited."""
    with ctx.transaction() as session:
        found = service.to_do(session, principal)
        whose = sorted({ctx.trail.pseudonym(line.client_id) for line in found})
        ctx.record(session, Event("call_tasks.read", principal.user, None, {"clients": whose}))
    return found


@router.get("/desk/margin-calls/{call_id}", dependencies=[Turnstile])
def call(ctx: Ctx, principal: Reader, call_id: CallId) -> CallDetailPublic:
    """One case whole; the look is audited."""
    with ctx.transaction() as session:
        case, client = service.found(session, principal, call_id)
        ctx.record(session, Event("margin_call.read", principal.user, client.client_id, {"id": case.id}))
    with ctx.transaction(writes=False) as session:
        return service.detail(ctx, session, case, client)


@router.post("/desk/margin-calls/{call_id}/attempts", status_code=201, response_model=ContactPublic)
def attempt(
    ctx: Ctx, session: Writing, principal: Caller, call_id: CallId, key: IdempotencyKey, asked: ContactCreate
) -> dict[str, Any]:
    """Logs an attempt to reach the client about the call, once per idempotency key."""
    case, client = service.found(session, principal, call_id)

    def work() -> dict[str, Any]:
        return service.log_attempt(ctx, session, principal, case, client, asked).model_dump(mode="json")

    return once(session, _named(principal, call_id, "attempts", key), _body(asked), ctx.clock.now(), work)


@router.post("/desk/margin-calls/{call_id}/acts", response_model=CallDetailPublic)
def act(
    ctx: Ctx, session: Writing, principal: Actor, call_id: CallId, key: IdempotencyKey, asked: TopUpCreate
) -> dict[str, Any]:
    """A payment that the ledger does not show yet, once per idempotency key. 409 with the reason where it cannot be."""
    case, client = service.found(session, principal, call_id)

    def work() -> dict[str, Any]:
        service.pay_in(ctx, session, principal, case, asked)
        return service.detail(ctx, session, case, client).model_dump(mode="json")

    return once(session, _named(principal, call_id, "acts", key), _body(asked), ctx.clock.now(), work)


@router.post("/desk/margin-calls/{call_id}/extension", status_code=201, response_model=MadePublic)
def extension(
    ctx: Ctx, session: Writing, principal: Actor, call_id: CallId, key: IdempotencyKey, asked: UntilCreate
) -> dict[str, Any]:
    """Proposes a later deadline; somebody of compliance or a supervisor decides."""
    case, _ = service.found(session, principal, call_id)

    def work() -> dict[str, Any]:
        return {"proposal": service.propose_until(ctx, session, principal, case, EXTENSION, asked)}

    return once(session, _named(principal, call_id, "extension", key), _body(asked), ctx.clock.now(), work)


@router.post("/desk/margin-calls/{call_id}/waiver", status_code=201, response_model=MadePublic)
def waiver(
    ctx: Ctx, session: Writing, principal: Actor, call_id: CallId, key: IdempotencyKey, asked: UntilCreate
) -> dict[str, Any]:
    """Proposes to waive the call until an instant; somebody of compliance or a supervisor decides."""
    case, _ = service.found(session, principal, call_id)

    def work() -> dict[str, Any]:
        return {"proposal": service.propose_until(ctx, session, principal, case, WAIVER, asked)}

    return once(session, _named(principal, call_id, "waiver", key), _body(asked), ctx.clock.now(), work)


@router.post("/desk/margin-calls/{call_id}/liquidation", status_code=201, response_model=MadePublic)
def liquidation(
    ctx: Ctx, session: Writing, principal: Actor, call_id: CallId, key: IdempotencyKey
) -> dict[str, Any]:
    """Proposes to sell collateral of an overdue call now; another risk officer decides."""
    case, _ = service.found(session, principal, call_id)

    def work() -> dict[str, Any]:
        return {"proposal": service.propose_liquidation(ctx, session, principal, case)}

    return once(session, _named(principal, call_id, "liquidation", key), {}, ctx.clock.now(), work)


@router.post("/desk/margin-calls/{call_id}/finish", response_model=CallDetailPublic)
def finish(
    ctx: Ctx, session: Writing, principal: Actor, call_id: CallId, key: IdempotencyKey, asked: ReasonCreate
) -> dict[str, Any]:
    """Winds a liquidated case up once its statement has reached the client; a debt that is left stays a case."""
    case, client = service.found(session, principal, call_id)

    def work() -> dict[str, Any]:
        statements.wind_up(ctx, session, principal.user, case, asked.reason)
        return service.detail(ctx, session, case, client).model_dump(mode="json")

    return once(session, _named(principal, call_id, "finish", key), _body(asked), ctx.clock.now(), work)


@router.post("/desk/call-tasks/{task_id}/done", response_model=TaskPublic)
def done(
    ctx: Ctx, session: Writing, principal: Caller, task_id: TaskId, key: IdempotencyKey, asked: TaskDone
) -> dict[str, Any]:
    """Marks a task done, once per idempotency key."""

    def work() -> dict[str, Any]:
        return service.finish_task(ctx, session, principal, task_id).model_dump(mode="json")

    identity = (principal.user, f"desk/call-tasks/{task_id}/done", key)
    return once(session, identity, _body(asked), ctx.clock.now(), work)


@router.get("/desk/liquidations/{liquidation_id}")
def run(session: Reading, _: Executor, liquidation_id: RunId) -> LiquidationRunPublic:
    """A liquidation with its orders, what came back, and its statement once it is drawn up."""
    return run_view.run_shown(session, service.run_found(session, liquidation_id))


@router.get("/desk/liquidations/{liquidation_id}/orders.csv")
def order_list(session: Reading, _: Executor, liquidation_id: RunId) -> Response:
    """The order list as a file."""
    shown = run_view.run_shown(session, service.run_found(session, liquidation_id))
    return Response(service.order_list(shown), media_type="text/csv; charset=utf-8")


@router.post("/desk/liquidations/{liquidation_id}/fills")
def fills(
    ctx: Ctx, session: Writing, principal: Executor, liquidation_id: RunId, asked: FillsCreate
) -> FillsPublic:
    """What was executed. Each fill counts once, by its id; more than was ordered is refused."""
    return executing.take_fills(ctx, session, principal.user, liquidation_id, asked.fills)


@router.post("/desk/liquidations/{liquidation_id}/statement", response_model=LiquidationRunPublic)
def statement(
    ctx: Ctx, session: Writing, principal: Actor, liquidation_id: RunId, key: IdempotencyKey
) -> dict[str, Any]:
    """Ends the selling, draws up the statement and sends it to the client, once per idempotency key."""

    def work() -> dict[str, Any]:
        ended = statements.draw_up(ctx, session, principal.user, liquidation_id)
        return run_view.run_shown(session, ended).model_dump(mode="json")

    identity = (principal.user, f"desk/liquidations/{liquidation_id}/statement", key)
    return once(session, identity, {}, ctx.clock.now(), work)


def _named(principal: Principal, call_id: str, what: str, key: str) -> tuple[str, str, str]:
    return principal.user, f"desk/margin-calls/{call_id}/{what}", key


def _body(asked: BaseModel) -> dict[str, Any]:
    return asked.model_dump(mode="json")
