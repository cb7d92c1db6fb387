"""The policy desk: draft, impact, propose, withdraw; the decision is that of a proposal. A client reads what touches the account."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.policy import looks, own_changes, queries, service, view
from account_api.policy.contract import (
    ImpactPublic,
    NamedAccountPublic,
    OwnChangePublic,
    PolicyCreate,
    PolicyPublic,
    Withdrawal,
)
from account_api.texts import Words
from risk.policy import Effect

router = APIRouter(tags=["policies"])
Reader = Annotated[Principal, Requires(Scope.policies_read)]
Assessor = Annotated[Principal, Requires(Scope.policies_assess)]
Author = Annotated[Principal, Requires(Scope.policies_write)]
PolicyId = Annotated[Words, Path(max_length=20)]
Most = Annotated[int, Query(ge=1, le=1000)]


@router.get("/policies")
def policies(ctx: Ctx, session: Reading, _principal: Reader) -> list[PolicyPublic]:
    """Every policy, the newest first, without its impact."""
    return [view.public(ctx, session, policy, whole=False) for policy in queries.every(session)]


@router.post("/policies", status_code=201, response_model=PolicyPublic)
def draft(
    ctx: Ctx, session: Writing, principal: Author, key: IdempotencyKey, asked: PolicyCreate
) -> dict[str, Any]:
    """A draft, once per idempotency key."""
    return once(
        session,
        (principal.user, "policies", key),
        asked.model_dump(mode="json"),
        ctx.clock.now(),
        lambda: service.draft(ctx, session, principal, asked).model_dump(mode="json"),
    )


@router.get("/policies/{policy_id}")
def policy(ctx: Ctx, session: Reading, _principal: Reader, policy_id: PolicyId) -> PolicyPublic:
    """One policy with the newest look at its impact."""
    return view.public(ctx, session, looks.found(queries.policy(session, policy_id)))


@router.post("/policies/{policy_id}/impact", dependencies=[Turnstile])
def impact(ctx: Ctx, principal: Assessor, policy_id: PolicyId) -> ImpactPublic:
    """The effect on the book as it stands now, kept; with what differs from the look before."""
    return looks.take(ctx, principal, policy_id)


@router.get("/policies/{policy_id}/impact/accounts")
def impact_accounts(
    session: Reading, _principal: Reader, policy_id: PolicyId, effect: Effect | None = None, most: Most = 100
) -> list[NamedAccountPublic]:
    """The clients of the newest look, by id; those with an effect where one is named."""
    held = queries.newest_impact(session, looks.found(queries.policy(session, policy_id)).id)
    return [] if held is None else view.touched(session, held, effect, most)


@router.post("/policies/{policy_id}/propose", response_model=PolicyPublic)
def propose(
    ctx: Ctx, session: Writing, principal: Author, key: IdempotencyKey, policy_id: PolicyId
) -> dict[str, Any]:
    """Puts it up for the second approval, once per idempotency key."""
    return once(
        session,
        (principal.user, f"policies/{policy_id}/propose", key),
        {},
        ctx.clock.now(),
        lambda: service.propose(ctx, session, principal, policy_id).model_dump(mode="json"),
    )


@router.post("/policies/{policy_id}/withdraw", response_model=PolicyPublic)
def withdraw(
    ctx: Ctx,
    session: Writing,
    principal: Author,
    key: IdempotencyKey,
    policy_id: PolicyId,
    asked: Withdrawal,
) -> dict[str, Any]:
    """Takes it back before its day, an announced one by a proposal that another decides; once per idempotency key."""
    return once(
        session,
        (principal.user, f"policies/{policy_id}/withdraw", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.withdraw(ctx, session, principal, policy_id, asked).model_dump(mode="json"),
    )


@router.get("/accounts/{client_id}/policy-changes")
def policy_changes(client: VisibleClient, ctx: Ctx, session: Reading) -> list[OwnChangePublic]:
    """Announced and recent changes that touch the account, with its figures before and after."""
    return own_changes.own_changes(ctx, session, client)
