"""A client's own alerts. Only the client sets and removes them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.alerts import service
from account_api.alerts.contract import AlertCreate, AlertPublic
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(prefix="/accounts/{client_id}/alerts", tags=["alerts"])
Own = Annotated[Principal, Requires(Scope.alerts_own)]


@router.get("")
def alerts(client: VisibleClient, ctx: Ctx, session: Reading) -> list[AlertPublic]:
    """The client's alerts in the order they were set, each with what it looks at now."""
    return service.listed(ctx, session, client)


@router.post("", response_model=AlertPublic)
def create(
    client: VisibleClient, ctx: Ctx, session: Writing, principal: Own, key: IdempotencyKey, asked: AlertCreate
) -> dict[str, Any]:
    """Sets an alert, once per idempotency key."""
    return once(
        session,
        (principal.user, f"accounts/{client.client_id}/alerts", key),
        asked.model_dump(mode="json"),
        ctx.clock.now(),
        lambda: service.create(ctx, session, principal, client, asked).model_dump(mode="json"),
    )


@router.delete("/{alert_id}")
def remove(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Own,
    alert_id: Annotated[Words, Path(max_length=40)],
) -> AlertPublic:
    """Removes an alert."""
    return service.remove(ctx, session, principal, client, alert_id)
