"""A policy and its effect as they are shown: to the desk with every count, to a client with the own account's figures."""

from datetime import datetime

from sqlmodel import Session

from account_api.clients import queries as clients
from account_api.clock import local_text
from account_api.context import Context
from account_api.firm.closures import with_closures
from account_api.market.tables import SecurityTerms
from account_api.policy import impact as impacts
from account_api.policy import queries, rule_body, wording
from account_api.policy.change import Change, change_of, file_row, rated
from account_api.policy.contract import ImpactPublic, NamedAccountPublic, PolicyPublic
from account_api.policy.rule_body import PLACE
from account_api.policy.tables import Policy, PolicyImpact
from account_api.rules import queries as rules
from risk.policy import Effect

WITHDRAWAL = "policy_withdrawal"
"""The kind of a proposal to take an announced policy back."""
Sides = dict[str, dict[str, str | None]]


def state(ctx: Context, policy: Policy) -> str:
    """The state as it is shown: an approved policy is announced until its day, then in force."""
    if policy.state != "approved":
        return policy.state
    return "announced" if policy.effective > ctx.clock.today() else "in_force"


def public(ctx: Context, session: Session, policy: Policy, whole: bool = True) -> PolicyPublic:
    """For the desk; `whole` with the newest look at its effect."""
    change = change_of(ctx, session, policy)
    calendar = with_closures(ctx.calendar, session)
    newest = queries.newest_impact(session, policy.id) if whole else None
    return PolicyPublic(
        **policy.model_dump(
            include={
                "id",
                "effective",
                "notice_days",
                "notify_on",
                "reason",
                "created_by",
                "approved_by",
                "ended_by",
                "ended_because",
            }
        ),
        state=state(ctx, policy),
        about=wording.about(change),
        terms=wording.terms(change),
        effective_provisional=policy.effective > calendar.covered_until,
        created_at=local_text(policy.created_at),
        proposal=policy.proposal_id,
        withdrawal=_withdrawal(session, policy),
        approved_at=_instant(policy.approved_at),
        ended_at=_instant(policy.ended_at),
        standing=standing(session, policy, change),
        conflicts=[each.id for each in queries.rivals(session, policy, ctx.clock.today())],
        told=queries.count_told(session, policy.id),
        impact=None if newest is None else impact(session, newest),
    )


def standing(session: Session, policy: Policy, change: Change) -> bool | None:
    """Whether what an approved policy wrote is still written; None for one that is not approved."""
    if policy.state != "approved":
        return None
    if change.code is not None:
        row = session.get(SecurityTerms, (change.code, policy.effective))
        return row is not None and rated(row) == change.after.rated
    held = rules.newest(session, PLACE)
    return rule_body.stands(None if held is None else held.body, file_row(policy, policy.effective))


def impact(session: Session, row: PolicyImpact) -> ImpactPublic:
    """One look, with what it changed against the look before it."""
    found = row.found
    return ImpactPublic(
        policy=row.policy,
        at=local_text(row.at),
        by=row.by,
        book_time=impacts.book_time(row.book_time),
        rules_edition=row.rules_edition,
        digest=row.digest,
        **{name: found[name] for name in ("accounts", "unknown", "touched", "effects", "figures", "groups")},
        top=accounts(session, row, found["top"]),
        difference=found["difference"],
    )


def accounts(session: Session, row: PolicyImpact, wanted: list[str]) -> list[NamedAccountPublic]:
    """Those clients of a look, masked, in the order they are named."""
    assert row.id is not None
    held = {each.client_id: each for each in queries.impact_accounts(session, row.id, wanted)}
    named = clients.named(session, held)
    return [
        NamedAccountPublic(
            client_id=client_id,
            name_masked=named[client_id].name_masked,
            group=named[client_id].group,
            effects=held[client_id].effects,
            before=_sides(held[client_id].before),
            after=_sides(held[client_id].after),
        )
        for client_id in wanted
        if client_id in held
    ]


def touched(
    session: Session, row: PolicyImpact, effect: Effect | None, most: int
) -> list[NamedAccountPublic]:
    """The clients of a look, those with an effect where one is named, at most so many."""
    assert row.id is not None
    held = queries.impact_accounts(session, row.id)
    wanted = [each.client_id for each in held if effect is None or effect in each.effects]
    return accounts(session, row, wanted[:most])


def _sides(kept: dict[str, list[str | None]]) -> Sides:
    return {name: {"value": value, "trace_id": trace_id} for name, (value, trace_id) in kept.items()}


def _withdrawal(session: Session, policy: Policy) -> str | None:
    return queries.open_withdrawal(session, WITHDRAWAL, policy.id) if policy.state == "approved" else None


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
