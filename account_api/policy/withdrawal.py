"""Taking back a policy that was announced: two people approved it, so two people take it back, before its day.

Risk asks, compliance decides; until then, and where nobody decides before its day, the policy stands.
"""

from datetime import datetime, time
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import StateChanged
from account_api.market.tables import SecurityTerms
from account_api.policy import looks, queries, rule_body, wording
from account_api.policy.approval import ANNOUNCED
from account_api.policy.change import change_of, file_row
from account_api.policy.rule_body import PLACE
from account_api.policy.tables import Policy
from account_api.policy.view import WITHDRAWAL
from account_api.proposals import service as proposals
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from account_api.rules import queries as rules
from account_api.rules.firm_rules import keep


def ask(ctx: Context, session: Session, principal: Principal, policy: Policy, reason: str) -> Proposal:
    """Puts taking back an announced policy before a second person, until its day. Raises StateChanged where it is in force, or
    where that is asked already.
    """
    _refuse_in_force(ctx, policy)
    waiting = queries.open_withdrawal(session, WITHDRAWAL, policy.id)
    if waiting is not None:
        raise StateChanged(f"{waiting} asks for that already.", f"{waiting} 已提出撤回，待审批。")
    return proposals.make(
        ctx,
        session,
        KIND,
        principal,
        None,
        {"policy": policy.id, "reason": reason},
        _explained(ctx, session, policy, reason),
        valid_until=datetime.combine(policy.effective, time(), BOOKING_ZONE),
    )


def end(ctx: Context, session: Session, policy: Policy, by: str, reason: str) -> None:
    """The policy is withdrawn from now on."""
    policy.state = "withdrawn"
    policy.ended_by, policy.ended_at, policy.ended_because = by, ctx.clock.now(), reason
    session.flush()
    detail = {"id": policy.id, "about": policy.about, "was": policy.previous, "reason": reason}
    ctx.record(session, Event("policy.withdrawn", by, None, detail))


def _withdraw(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Takes out what the policy wrote. Raises StateChanged where it has ended or is in force by now."""
    next_number(
        session, f"{ANNOUNCED}:{ctx.clock.today().year}"
    )  # after approvals, which write in the same place
    policy = looks.in_state(looks.found(queries.locked(session, proposal.content["policy"])), "approved")
    _refuse_in_force(ctx, policy)
    by = str(proposal.decided_by)
    _take_out(ctx, session, policy, by)
    end(ctx, session, policy, by, proposal.content["reason"])


def _refuse_in_force(ctx: Context, policy: Policy) -> None:
    if policy.effective <= ctx.clock.today():
        raise StateChanged(
            f"It is in force since {policy.effective}; propose another policy.",
            f"该政策已于 {policy.effective} 生效，不能撤回；请另提新政策。",
        )


def _take_out(ctx: Context, session: Session, policy: Policy, by: str) -> None:
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


def _explained(ctx: Context, session: Session, policy: Policy, reason: str) -> dict[str, Any]:
    """What the one who decides reads: what is taken back, why, and how many clients were told of it."""
    about = wording.about(change_of(ctx, session, policy))
    told = queries.count_told(session, policy.id)
    return {
        "summary": {
            "zh": f"撤回 {policy.id}（{about.zh}），原定 {policy.effective} 生效",
            "en": f"Take back {policy.id} ({about.en}), announced for {policy.effective}",
        },
        "points": [
            {"zh": f"原因：{reason}", "en": f"Reason: {reason}"},
            {"zh": f"已告知客户 {told} 名", "en": f"Clients told so far: {told}"},
        ],
        "figures": [],
    }


KIND = Kind(
    WITHDRAWAL,
    "撤回已公告的政策",
    "taking back an announced policy",
    makes=frozenset({Role.risk}),
    decides=frozenset({Role.compliance}),
    apply=_withdraw,
)
