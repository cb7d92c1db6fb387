"""Whom a campaign would go to now: every client judged once, each with the one reason that keeps it out."""

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from account_api.accounts.standing import Standing, standing
from account_api.campaigns import queries
from account_api.campaigns.audience import Facts, judge
from account_api.campaigns.contract import Audience
from account_api.campaigns.letter import quoted
from account_api.campaigns.tables import Campaign
from account_api.clients.tables import Client
from account_api.consents import queries as consents
from account_api.context import Context
from account_api.inbox import queries as inbox
from account_api.learning import queries as learning


@dataclass(frozen=True, slots=True)
class Chosen:
    client: Client
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Selection:
    """`of` clients in all: those chosen, and the others counted by reason."""

    of: int
    chosen: tuple[Chosen, ...]
    excluded: dict[str, int]

    @property
    def broad(self) -> bool:
        """Whether more than half of all clients are chosen."""
        return 2 * len(self.chosen) > self.of


@dataclass(frozen=True, slots=True)
class Limits:
    """Who has agreed, who has had enough, and who has done the course: read once for all clients."""

    agreed: frozenset[str]
    sent: dict[str, int]
    done: frozenset[str]


def select(ctx: Context, session: Session, campaign: Campaign) -> Selection:
    """Judges every client by its figures of today."""
    limits = _limits(ctx, session, campaign)
    everybody = queries.clients(session)
    chosen, excluded = [], Tally[str]()
    for client in everybody:
        candidate = candidate_of(ctx, session, campaign, client)
        reason = matches(ctx, campaign, candidate, limits.done) or _held_back(campaign, client, limits)
        if reason is None:
            chosen.append(candidate)
        else:
            excluded[reason] += 1
    return Selection(len(everybody), tuple(chosen), dict(sorted(excluded.items())))


def candidate_of(ctx: Context, session: Session, campaign: Campaign, client: Client) -> Chosen:
    """A client with how its account stands, which is computed only where the campaign asks for it."""
    asks = set(campaign.audience) & {"ratio_below", "ratio_at_least", "band", "opened_within_days"}
    if not asks and not quoted(campaign) & {"ratio", "line"}:
        return Chosen(client, None)
    return Chosen(client, standing(session, client, ctx.clock.today(), ctx.rules))


def matches(ctx: Context, campaign: Campaign, candidate: Chosen, done: frozenset[str]) -> str | None:
    """None for a client of the audience, else the reason against it; `done` took the quiz after the course."""
    account = candidate.standing
    asked = Audience.model_validate(campaign.audience)
    facts = Facts(
        group=candidate.client.group,
        opened=None if account is None else account.opened,
        band=None if account is None else account.band,
        ratio=None if account is None else account.ratio.value,
        course_done=candidate.client.client_id in done,
        has_line=account is not None and account.liquidation_line is not None,
    )
    verdict = judge(asked, facts, ctx.clock.today(), quoted(campaign))
    return None if verdict == "selected" else verdict


def done(session: Session, campaign: Campaign) -> frozenset[str]:
    """The clients who have done the course that the audience must not have done."""
    course = campaign.audience.get("course_not_done")
    return frozenset() if course is None else learning.completed(session, course)


def sent_lately(
    ctx: Context, session: Session, campaign: Campaign, client_id: str | None = None
) -> dict[str, int]:
    """How many campaign messages each client had within the days of the cap."""
    since = ctx.clock.now() - timedelta(days=campaign.max_per_days["days"])
    return inbox.sent_since(session, since, client_id)


def _limits(ctx: Context, session: Session, campaign: Campaign) -> Limits:
    return Limits(consents.agreed(session), sent_lately(ctx, session, campaign), done(session, campaign))


def _held_back(campaign: Campaign, client: Client, limits: Limits) -> str | None:
    if client.client_id not in limits.agreed:
        return "no_consent"
    enough = limits.sent.get(client.client_id, 0) >= campaign.max_per_days["count"]
    return "frequency" if enough else None
