"""Campaigns: write, preview, submit, approve, run, cancel, results. `/held` lists what rests on a changed rule."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.campaigns import queries, results, service, view
from account_api.campaigns.contract import (
    Approval,
    CampaignCreate,
    CampaignPublic,
    PreviewPublic,
    ResultsPublic,
)
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(prefix="/campaigns", tags=["campaigns"])
Reader = Annotated[Principal, Requires(Scope.campaigns_read)]
Author = Annotated[Principal, Requires(Scope.campaigns_write)]
Approver = Annotated[Principal, Requires(Scope.campaigns_approve)]
CampaignId = Annotated[Words, Path(max_length=20)]


@router.get("")
def campaigns(session: Reading, _principal: Reader) -> list[CampaignPublic]:
    """Every campaign, newest first."""
    return [view.public(campaign) for campaign in queries.every(session)]


@router.post("", status_code=201, response_model=CampaignPublic)
def create(
    ctx: Ctx, session: Writing, principal: Author, key: IdempotencyKey, asked: CampaignCreate
) -> dict[str, Any]:
    """A draft, once per idempotency key."""
    return once(
        session,
        (principal.user, "campaigns", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.create(ctx, session, principal, asked).model_dump(mode="json"),
    )


@router.get("/held")
def held(ctx: Ctx, session: Reading, _principal: Reader) -> list[CampaignPublic]:
    """What is held, and what rests on a rule that has changed."""
    return service.held(ctx, session)


@router.get("/{campaign_id}")
def campaign(session: Reading, _principal: Reader, campaign_id: CampaignId) -> CampaignPublic:
    """One campaign."""
    return view.public(service.found(session, campaign_id))


@router.put("/{campaign_id}")
def update(
    ctx: Ctx, session: Writing, principal: Author, campaign_id: CampaignId, asked: CampaignCreate
) -> CampaignPublic:
    """Writes a draft anew, or a held one of which nothing was sent."""
    return service.update(ctx, session, principal, campaign_id, asked)


@router.post("/{campaign_id}/preview", dependencies=[Turnstile])
def preview(ctx: Ctx, principal: Reader, campaign_id: CampaignId) -> PreviewPublic:
    """Whom it would go to now, by count and reason, with masked samples."""
    return service.preview(ctx, principal, campaign_id)


@router.post("/{campaign_id}/submit")
def submit(ctx: Ctx, session: Writing, principal: Author, campaign_id: CampaignId) -> CampaignPublic:
    """Asks for the second approval."""
    return service.submit(ctx, session, principal, campaign_id)


@router.post("/{campaign_id}/approve", dependencies=[Turnstile])
def approve(ctx: Ctx, principal: Approver, campaign_id: CampaignId, asked: Approval) -> CampaignPublic:
    """The second approval, by somebody who did not write it."""
    return service.approve(ctx, principal, campaign_id, asked.confirm_broad)


@router.post("/{campaign_id}/run", dependencies=[Turnstile])
def run(ctx: Ctx, principal: Author, campaign_id: CampaignId) -> CampaignPublic:
    """Queues one message for each client selected now; again, nothing more."""
    return service.run(ctx, principal, campaign_id)


@router.post("/{campaign_id}/cancel")
def cancel(ctx: Ctx, session: Writing, principal: Approver, campaign_id: CampaignId) -> CampaignPublic:
    """Stops it; nothing more goes out. Whoever may approve may also stop."""
    return service.cancel(ctx, session, principal, campaign_id)


@router.get("/{campaign_id}/results")
def results_of(session: Reading, _principal: Reader, campaign_id: CampaignId) -> ResultsPublic:
    """What came of it so far."""
    return results.results(session, service.found(session, campaign_id))
