"""Extensions of a client's contracts: look whether, ask, follow. Who decides does so among the proposals."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from account_api.accounts.endpoints import Seen
from account_api.accounts.view import look
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading, Writing
from account_api.extensions import service
from account_api.extensions.contract import ExtensionAsk, ExtensionCheckPublic, ExtensionPublic
from account_api.idempotency import IdempotencyKey, once
from account_api.proposals.contract import Decision
from account_api.texts import Words

router = APIRouter(prefix="/accounts/{client_id}/extensions", tags=["extensions"])
Asker = Annotated[Principal, Requires(Scope.agreements_ask)]


@router.get("")
def extensions(client: VisibleClient, session: Reading) -> list[ExtensionPublic]:
    """Every request and what became of it, the newest first."""
    return service.listed(session, client)


@router.get("/check")
def check(
    view: Seen,
    ctx: Ctx,
    session: Reading,
    contract: Annotated[Words, Query(min_length=1, max_length=64)],
    months: Annotated[int, Query(ge=1, le=60)] = 6,
) -> ExtensionCheckPublic:
    """Whether a request would stand today, condition by condition."""
    return service.checked(ctx, session, view, contract, months)


@router.post("", status_code=201, response_model=ExtensionPublic)
def ask(
    client: VisibleClient,
    ctx: Ctx,
    principal: Asker,
    session: Writing,
    key: IdempotencyKey,
    asked: ExtensionAsk,
) -> dict[str, Any]:
    """Asks for an extension, once per idempotency key."""
    return once(
        session,
        (principal.user, f"accounts/{client.client_id}/extensions", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.ask(
            ctx, session, principal, look(session, client, ctx.clock.today()), asked
        ).model_dump(mode="json"),
    )


@router.post("/{request_id}/withdraw", response_model=ExtensionPublic)
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
        (principal.user, f"accounts/{client.client_id}/extensions/{request_id}/withdraw", key),
        said.model_dump(),
        ctx.clock.now(),
        lambda: service.withdraw(ctx, session, principal, client, request_id, said.reason).model_dump(
            mode="json"
        ),
    )
