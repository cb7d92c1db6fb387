"""The life of a policy before its day: drafted, looked at, proposed, and taken back where it must be.

draft → proposed → approved (announced, then in force), or refused, expired, withdrawn. What is in force is changed by another
policy only.
"""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import NotAllowed, StateChanged
from account_api.policy import approval, looks, queries, refusals, view, withdrawal, wording
from account_api.policy.change import about
from account_api.policy.contract import PolicyCreate, PolicyPublic, Withdrawal
from account_api.policy.tables import Policy
from account_api.proposals import service as proposals


def draft(ctx: Context, session: Session, principal: Principal, asked: PolicyCreate) -> PolicyPublic:
    """A policy nobody has looked at yet. Raises Malformed for what cannot be, naming the rule or the day."""
    notice = refusals.days_of_notice(session, asked.notice_days)
    told = refusals.notify_on(ctx, session, asked.effective, notice)
    refusals.check(ctx, session, asked)
    today = ctx.clock.today()
    policy = Policy.of(
        id=f"PL{today:%Y%m%d}-{next_number(session, f'policy:{today}'):04d}",
        about=about(asked.change),
        content=asked.change,
        effective=asked.effective,
        notice_days=notice,
        notify_on=told.date,
        reason=asked.reason,
        created_by=principal.user,
        created_at=ctx.clock.now(),
    )
    session.add(policy)
    session.flush()
    detail = {"id": policy.id, "about": policy.about, "effective": str(policy.effective)}
    ctx.record(session, Event("policy.drafted", principal.user, None, detail))
    return view.public(ctx, session, policy)


def propose(ctx: Context, session: Session, principal: Principal, policy_id: str) -> PolicyPublic:
    """Puts a draft up for the second pair of eyes, until the end of the day its notices go out. Raises StateChanged without an
    impact or with one that is out of date, Conflict naming another policy about the same thing.
    """
    policy = looks.in_state(looks.found(queries.locked(session, policy_id)), "draft")
    refusals.notify_on(ctx, session, policy.effective, policy.notice_days)
    approval.refuse_rivals(ctx, session, policy)
    held = queries.newest_impact(session, policy.id)
    if held is None:
        raise StateChanged("Compute its impact first.", "请先测算影响。")
    impact = looks.refuse_stale(ctx, session, policy, held)
    proposal = proposals.make(
        ctx,
        session,
        approval.KIND,
        principal,
        None,
        {"policy": policy.id, "impact": held.id, "digest": held.digest, **policy.content},
        wording.explanation(policy, impact.change, held.found),
        valid_until=datetime.combine(policy.notify_on + timedelta(days=1), time(), BOOKING_ZONE),
    )
    policy.state, policy.proposal_id = "proposed", proposal.id
    detail = {"id": policy.id, "proposal": proposal.id, "digest": held.digest}
    ctx.record(session, Event("policy.proposed", principal.user, None, detail))
    return view.public(ctx, session, policy)


def withdraw(
    ctx: Context, session: Session, principal: Principal, policy_id: str, asked: Withdrawal
) -> PolicyPublic:
    """Takes back a draft or one's own proposal; of an announced policy it only proposes that, for a second person to decide.
    Raises StateChanged where it has ended or is in force, NotAllowed for a draft or a proposal of somebody else.
    """
    policy = looks.found(queries.locked(session, policy_id))
    looks.in_state(policy, "draft", "proposed", "approved")
    if policy.state == "approved":
        withdrawal.ask(ctx, session, principal, policy, asked.reason)
        return view.public(ctx, session, policy)
    if policy.created_by != principal.user:
        raise NotAllowed(
            "Only the one who drafted a policy may take it back.",
            "只有起草人可以撤回。",
            trace=Event("policy.denied", principal.user, detail={"id": policy.id}),
        )
    if policy.state == "proposed":
        assert policy.proposal_id is not None
        proposals.withdraw(ctx, session, approval.KIND, principal, policy.proposal_id, asked.reason)
    withdrawal.end(ctx, session, policy, principal.user, asked.reason)
    return view.public(ctx, session, policy)
