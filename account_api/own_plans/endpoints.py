"""A client's own limits. Only the client sets them; who may see the account may see them."""

from typing import Annotated, Any

from fastapi import APIRouter

from account_api.accounts.endpoints import Seen
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.own_plans import service
from account_api.own_plans.contract import OwnPlanPublic, OwnPlanReviewPublic, OwnPlanSet

router = APIRouter(prefix="/accounts/{client_id}/own-plan", tags=["own plans"])


@router.get("")
def own_plan(client: VisibleClient, session: Reading) -> OwnPlanPublic:
    """The limits in force and every version before them."""
    return service.shown(session, client)


@router.put("", response_model=OwnPlanPublic)
def save(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.plan_own)],
    key: IdempotencyKey,
    asked: OwnPlanSet,
) -> dict[str, Any]:
    """Keeps the limits as a new version, once per idempotency key."""
    return once(
        session,
        (principal.user, f"accounts/{client.client_id}/own-plan", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.save(ctx, session, principal, client, asked).model_dump(mode="json"),
    )


@router.get("/review")
def review(view: Seen, ctx: Ctx, session: Reading) -> OwnPlanReviewPublic:
    """Which of the limits the account keeps and which it breaks."""
    return service.reviewed(ctx, session, view)
