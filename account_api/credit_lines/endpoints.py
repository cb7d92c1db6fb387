"""A client's credit line: how it stands and why, and asking for another. Who decides does so among the proposals."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.credit_lines import service
from account_api.credit_lines.contract import LineAsk, LineRequestPublic, LineStandingPublic
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.proposals.contract import Decision
from account_api.texts import Words

router = APIRouter(prefix="/accounts/{client_id}", tags=["credit lines"])
Asker = Annotated[Principal, Requires(Scope.agreements_ask)]


@router.get("/credit-line")
def standing(client: VisibleClient, ctx: Ctx, session: Reading) -> LineStandingPublic:
    """The line, what is left of it, what it could be and why, what was asked for and what would freeze it."""
    return service.standing(ctx, session, client)


@router.get("/credit-line-requests")
def requests(client: VisibleClient, session: Reading) -> list[LineRequestPublic]:
    """Every request and what became of it, the newest first."""
    return service.listed(session, client)


@router.post("/credit-line-requests", status_code=201, response_model=LineRequestPublic)
def ask(
    client: VisibleClient,
    ctx: Ctx,
    principal: Asker,
    session: Writing,
    key: IdempotencyKey,
    asked: LineAsk,
) -> dict[str, Any]:
    """Asks for another line, once per idempotency key."""
    return once(
        session,
        (principal.user, f"accounts/{client.client_id}/credit-line-requests", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.ask(ctx, session, principal, client, asked).model_dump(mode="json"),
    )


@router.post("/credit-line-requests/{request_id}/withdraw", response_model=LineRequestPublic)
def withdraw(
    client: VisibleClient,
    ctx: Ctx,
    principal: Asker,
    session: Writing,
    request_id: Annotated[Words, Path(max_length=20)],
    key: IdempotencyKey,
    said: Decision,
) -> dict[str, Any]:
    """Takes one's own request back, once per idempotency key."""
    return once(
        session,
        (principal.user, f"accounts/{client.client_id}/credit-line-requests/{request_id}/withdraw", key),
        said.model_dump(),
        ctx.clock.now(),
        lambda: service.withdraw(ctx, session, principal, client, request_id, said.reason).model_dump(
            mode="json"
        ),
    )
