"""The life of a campaign: draft → submitted → approved → running → done, or held, or cancelled.

Every step looks whether a cited rule has changed since the campaign was written; if so the campaign is held instead, and says
why. A step locks the campaign, so of two at once one finds it done. Whom a campaign goes to takes many figures: they are computed
in a transaction that locks nothing, before the one that writes; what has changed in between is found out by the dispatch.
"""

from typing import Any

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.campaigns import dispatch, letter, queries, quiet, rule_rows, view, writing
from account_api.campaigns.contract import CampaignCreate, CampaignPublic, PreviewPublic, QuietHours
from account_api.campaigns.selection import select
from account_api.campaigns.tables import Campaign, Send, State
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import NotAllowed, NotFound, StateChanged

SAMPLES = 3


def create(ctx: Context, session: Session, principal: Principal, asked: CampaignCreate) -> CampaignPublic:
    """A draft. Raises Malformed for what may not be sent to anybody."""
    writing.check(asked, ctx.rules)
    today = ctx.clock.today()
    campaign = Campaign.of(
        **_content(ctx, asked),
        id=f"CM{today:%Y%m%d}-{next_number(session, f'campaign:{today}'):04d}",
        authors=[principal.user],
        created_by=principal.user,
        created_at=ctx.clock.now(),
    )
    session.add(campaign)
    return _recorded(ctx, session, principal, campaign, "created")


def update(
    ctx: Context, session: Session, principal: Principal, campaign_id: str, asked: CampaignCreate
) -> CampaignPublic:
    """Writes a draft anew, or a held campaign of which nothing was queued: that one becomes a draft again."""
    campaign = _locked(session, campaign_id, "draft", "held")
    if queries.sends(session, campaign.id):
        raise StateChanged(
            "Part of it has been sent; write a new campaign.", "该活动已有部分发出，请另建新活动。"
        )
    writing.check(asked, ctx.rules)
    for name, value in _content(ctx, asked).items():
        setattr(campaign, name, value)
    campaign.authors = sorted({*campaign.authors, principal.user})
    campaign.state, campaign.reason = "draft", None
    campaign.submitted_by = campaign.submitted_at = campaign.approved_by = campaign.approved_at = None
    return _recorded(ctx, session, principal, campaign, "updated")


def preview(ctx: Context, principal: Principal, campaign_id: str) -> PreviewPublic:
    """Whom it would go to now, and what the first of them would read; names and ids are masked."""
    with ctx.transaction(writes=False) as session:
        campaign = found(session, campaign_id)
        selection = select(ctx, session, campaign)
    chosen = len(selection.chosen)
    with ctx.transaction() as session:
        looked_at = {"id": campaign_id, "selected": chosen}
        ctx.record(session, Event("campaign.previewed", principal.user, None, looked_at))
    waits = quiet.pause(ctx.clock.local(), QuietHours.model_validate(campaign.quiet_hours))
    samples = [
        letter.compose(campaign, view.masked(each.client.client_id), each.client.name_masked, each.standing)
        for each in selection.chosen[:SAMPLES]
    ]
    return PreviewPublic(
        campaign=campaign.id,
        selected=chosen,
        of=selection.of,
        share=round(chosen / selection.of, 4) if selection.of else 0.0,
        broad=selection.broad,
        later=chosen if waits else 0,
        excluded=selection.excluded,
        samples=[view.sample(each) for each in samples],
    )


def submit(ctx: Context, session: Session, principal: Principal, campaign_id: str) -> CampaignPublic:
    """Asks for the second approval."""
    campaign = _locked(session, campaign_id, "draft")
    if not _held(ctx, session, principal, campaign):
        campaign.state = "submitted"
        campaign.submitted_by, campaign.submitted_at = principal.user, ctx.clock.now()
        campaign.authors = sorted({*campaign.authors, principal.user})
    return _recorded(ctx, session, principal, campaign, "submitted")


def approve(ctx: Context, principal: Principal, campaign_id: str, confirm_broad: bool) -> CampaignPublic:
    """The second pair of eyes. Raises NotAllowed for an author, StateChanged where it is approved already, or goes to more than
    half of all clients and that is not confirmed.
    """
    with ctx.transaction(writes=False) as session:
        broad = select(ctx, session, _in(found(session, campaign_id), "submitted")).broad
    with ctx.transaction() as session:
        campaign = _locked(session, campaign_id, "submitted")
        _refuse_authors(principal, campaign)
        if not _held(ctx, session, principal, campaign):
            if broad and not confirm_broad:
                raise StateChanged(
                    "It goes to more than half of all clients; confirm that.",
                    "该活动面向半数以上客户，请确认。",
                )
            campaign.state = "approved"
            campaign.approved_by, campaign.approved_at = principal.user, ctx.clock.now()
        return _recorded(ctx, session, principal, campaign, "approved")


def run(ctx: Context, principal: Principal, campaign_id: str) -> CampaignPublic:
    """Queues one message for each client selected now. Of a campaign that runs or has run it queues nothing more."""
    with ctx.transaction(writes=False) as session:
        campaign = _in(found(session, campaign_id), "approved", "running", "done")
        if campaign.state != "approved":
            return view.public(campaign)
        chosen = select(ctx, session, campaign).chosen
    with ctx.transaction() as session:
        campaign = _locked(session, campaign_id, "approved", "running", "done")
        if campaign.state != "approved":
            return view.public(campaign)
        if not _held(ctx, session, principal, campaign):
            campaign.state = "running"
            campaign.ran_by, campaign.ran_at = principal.user, ctx.clock.now()
            for each in chosen:
                _queue(ctx, session, campaign, each.client.client_id)
            session.flush()
            dispatch.finish(ctx, session, campaign)
        return _recorded(ctx, session, principal, campaign, "run")


def cancel(ctx: Context, session: Session, principal: Principal, campaign_id: str) -> CampaignPublic:
    """Nothing more of it goes out; what went out stays."""
    campaign = _locked(session, campaign_id, "draft", "submitted", "approved", "running", "held")
    campaign.state = "cancelled"
    dispatch.stop_waiting(ctx, session, campaign, "cancelled")
    return _recorded(ctx, session, principal, campaign, "cancelled")


def held(ctx: Context, session: Session) -> list[CampaignPublic]:
    """Those that are held, and those unfinished that will be: a rule they cite has changed."""
    listed = []
    for campaign in queries.held_or_unfinished(session):
        reason = campaign.reason or dispatch.rule_change(ctx, campaign)
        if reason is not None:
            listed.append(view.public(campaign, reason))
    return listed


def found(session: Session, campaign_id: str) -> Campaign:
    """The campaign of that id. Raises NotFound."""
    return _there(queries.one(session, campaign_id))


def _content(ctx: Context, asked: CampaignCreate) -> dict[str, Any]:
    cites = [cite.model_dump() for cite in asked.cites]
    return {
        **asked.model_dump(include={"title", "text", "course", "lesson", "course_title", "lesson_title"}),
        "cites": cites,
        "rules": rule_rows.in_force(ctx.rules, cites, ctx.clock.today()),
        "audience": asked.audience.conditions,
        "quiet_hours": asked.quiet_hours.as_json(),
        "max_per_days": asked.max_per_days.model_dump(),
    }


def _refuse_authors(principal: Principal, campaign: Campaign) -> None:
    if principal.user in campaign.authors:
        trace = Event("campaign.self_approval", principal.user, None, {"id": campaign.id})
        raise NotAllowed(
            "Somebody else has to approve what you wrote.", "本人撰写的活动须由他人审批。", trace=trace
        )


def _held(ctx: Context, session: Session, principal: Principal, campaign: Campaign) -> bool:
    changed = dispatch.rule_change(ctx, campaign)
    if changed is not None:
        dispatch.hold(ctx, session, campaign, changed, principal.user)
    return changed is not None


def _queue(ctx: Context, session: Session, campaign: Campaign, client_id: str) -> None:
    session.add(Send.of(campaign=campaign.id, client_id=client_id, at=ctx.clock.now()))
    message = {"campaign": campaign.id, "client": client_id}
    key = f"{dispatch.CAMPAIGN_MESSAGE}:{campaign.id}:{client_id}"
    outbox.put(session, dispatch.CAMPAIGN_MESSAGE, message, key, ctx.clock.wall())


def _locked(session: Session, campaign_id: str, *states: State) -> Campaign:
    """The campaign, held still. Raises NotFound, or StateChanged where it is in another state."""
    return _in(_there(queries.locked(session, campaign_id)), *states)


def _in(campaign: Campaign, *states: State) -> Campaign:
    """The campaign. Raises StateChanged naming the state it is in where that is another one."""
    if campaign.state not in states:
        raise StateChanged(
            f"The campaign is {campaign.state}.", f"该活动当前状态为：{view.STATES_ZH[campaign.state]}。"
        )
    return campaign


def _there(campaign: Campaign | None) -> Campaign:
    if campaign is None:
        raise NotFound("There is no such campaign.", "没有该活动。")
    return campaign


def _recorded(
    ctx: Context, session: Session, principal: Principal, campaign: Campaign, step: str
) -> CampaignPublic:
    session.flush()
    if campaign.state != "held":  # holding it was recorded by itself
        ctx.record(session, Event(f"campaign.{step}", principal.user, None, {"id": campaign.id}))
    return view.public(campaign)
