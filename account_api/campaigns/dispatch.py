"""One message of a campaign becomes a letter in one inbox, or is skipped for a reason.

The relay calls this inside the transaction that settles the message, so it happens exactly once. Everything that may have
changed since the run is asked again: the campaign, the rules it cites, consent, how much the client had lately, quiet hours,
and whether the client still belongs to the audience. Campaign and consent are held still meanwhile, always in this order, so
that two relays cannot both find room under a cap, and whoever opts out is either before the letter or after it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from account_api.audit import Event
from account_api.campaigns import letter, queries, quiet, rule_rows, selection
from account_api.campaigns.contract import QuietHours
from account_api.campaigns.tables import Campaign, Send
from account_api.clients import queries as clients
from account_api.consents import queries as consents
from account_api.context import Context
from account_api.inbox import service as inbox
from account_api.relay import Later

CAMPAIGN_MESSAGE = "campaign_message"
RELAY = "relay"


def dispatch(ctx: Context, session: Session, payload: Mapping[str, Any]) -> None:
    """Settles one send. Raises Later in quiet hours."""
    campaign = queries.locked(session, payload["campaign"])
    send = session.get(Send, (payload["campaign"], payload["client"]))
    if campaign is None or send is None or send.state != "waiting":
        return
    changed = rule_change(ctx, campaign)
    if changed is not None:
        hold(ctx, session, campaign, changed, RELAY)
        return
    reason = _write(ctx, session, campaign, send.client_id)
    send.state, send.reason, send.at = ("skipped" if reason else "sent"), reason, ctx.clock.now()
    session.flush()
    outcome = Event(f"campaign.{send.state}", RELAY, send.client_id, {"id": campaign.id, "reason": reason})
    ctx.record(session, outcome)
    finish(ctx, session, campaign)


def rule_change(ctx: Context, campaign: Campaign) -> dict[str, str] | None:
    """What has changed in the rules the campaign cites since it was written, in words; None for nothing."""
    now = rule_rows.in_force(ctx.rules, campaign.cites, ctx.clock.today())
    return rule_rows.change(campaign.rules, now)


def hold(ctx: Context, session: Session, campaign: Campaign, reason: dict[str, str], by: str) -> None:
    """Stops a campaign; what is waiting of it is skipped."""
    campaign.state, campaign.reason = "held", reason
    stop_waiting(ctx, session, campaign, "held")
    ctx.record(session, Event("campaign.held", by, None, {"id": campaign.id, "reason": reason["en"]}))


def stop_waiting(ctx: Context, session: Session, campaign: Campaign, reason: str) -> None:
    """Skips every send that is waiting; its message will find nothing left to do."""
    waiting = (col(Send.campaign) == campaign.id, col(Send.state) == "waiting")
    skipped = update(Send).where(*waiting).values(state="skipped", reason=reason, at=ctx.clock.now())
    session.execute(skipped)


def finish(ctx: Context, session: Session, campaign: Campaign) -> None:
    """A running campaign with nothing left waiting is done."""
    if campaign.state == "running" and queries.waiting(session, campaign.id) == 0:
        campaign.state = "done"
        ctx.record(session, Event("campaign.done", RELAY, None, {"id": campaign.id}))


def _write(ctx: Context, session: Session, campaign: Campaign, client_id: str) -> str | None:
    """Writes the letter, or gives the reason why this client gets none. Raises Later in quiet hours."""
    consent = consents.locked(session, client_id)
    if consent is None or not consent.education:
        return "opted_out"
    had = selection.sent_lately(ctx, session, campaign, client_id).get(client_id, 0)
    if had >= campaign.max_per_days["count"]:
        return "frequency"
    wait = quiet.pause(ctx.clock.local(), QuietHours.model_validate(campaign.quiet_hours))
    if wait:
        raise Later(wait)
    client = clients.client(session, client_id)
    assert client is not None  # a send refers to one
    candidate = selection.candidate_of(ctx, session, campaign, client)
    reason = selection.matches(ctx, campaign, candidate, selection.done(session, campaign))
    if reason is None:
        inbox.put(ctx, session, letter.compose(campaign, client_id, client.name, candidate.standing))
    return reason
