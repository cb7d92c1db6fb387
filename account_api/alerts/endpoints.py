"""Alerts: raise, list."""

from typing import Annotated, Any

from fastapi import APIRouter

from account_api.alerts import service
from account_api.alerts.contract import AlertCreate, AlertDetail, AlertPublic
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once

router = APIRouter(tags=["alerts"])


@router.post("/alerts", status_code=201, response_model=AlertPublic)
def raise_alert(
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.alerts_raise)],
    key: IdempotencyKey,
    asked: AlertCreate,
) -> dict[str, Any]:
    """Calls a person, once per idempotency key."""
    return once(
        session,
        (principal.user, "alerts", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.raise_alert(ctx, session, principal, asked).model_dump(mode="json"),
    )


@router.get("/alerts")
def alerts(
    session: Reading, principal: Annotated[Principal, Requires(Scope.alerts_read)]
) -> list[AlertDetail]:
    """The alerts of the desk, newest first."""
    return service.listed(session, principal)
