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
from account_api.errors import StateChanged
from account_api.market.tables import SecurityTerms
from account_api.policy import approval, looks, queries, refusals, rule_body, view, wording
from account_api.policy.change import about, file_row
from account_api.policy.contract import PolicyCreate, PolicyPublic, Withdrawal
from account_api.policy.rule_body import PLACE
from account_api.policy.tables import Policy
from account_api.proposals import service as proposals
from account_api.rules import queries as rules
from account_api.rules.firm_rules import keep


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
    """Takes a policy back before its day; what it wrote goes, what stood before stays. Raises StateChanged where it has ended or
    is in force, NotAllowed for a proposal of somebody else.
    """
    next_number(session, f"{approval.ANNOUNCED}:{ctx.clock.today().year}")
    policy = looks.found(queries.locked(session, policy_id))
    looks.in_state(policy, "draft", "proposed", "approved")
    if policy.state == "approved":
        if policy.effective <= ctx.clock.today():
            raise StateChanged(
                f"It is in force since {policy.effective}; propose another policy.",
                f"该政策已于 {policy.effective} 生效，不能撤回；请另提新政策。",
            )
        _take_back(ctx, session, policy, principal.user)
    if policy.state == "proposed":
        assert policy.proposal_id is not None
        proposals.withdraw(ctx, session, approval.KIND, principal, policy.proposal_id, asked.reason)
    policy.state = "withdrawn"
    policy.ended_by, policy.ended_at, policy.ended_because = principal.user, ctx.clock.now(), asked.reason
    session.flush()
    detail = {"id": policy.id, "about": policy.about, "was": policy.previous, "reason": asked.reason}
    ctx.record(session, Event("policy.withdrawn", principal.user, None, detail))
    return view.public(ctx, session, policy)


def _take_back(ctx: Context, session: Session, policy: Policy, by: str) -> None:
    """Takes out what an approved policy has written; what it wrote stays in the policy and in the audit trail."""
    if "security" in policy.content:
        row = session.get(SecurityTerms, (policy.content["security"]["code"], policy.effective))
        if row is not None:
            session.delete(row)
        return
    held, written = rules.newest(session, PLACE), file_row(policy, policy.effective)
    if held is not None and rule_body.stands(held.body, written):
        previous = (policy.previous or {}).get("rows", [])
        keep(ctx, session, PLACE, by, rule_body.without_row(held.body, written, previous))
