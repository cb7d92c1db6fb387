"""The second pair of eyes on a policy: risk proposes, compliance decides, and what is approved is written in the same transaction.

What is approved is what the one who approves has seen: the impact of the proposal, or one computed anew by the approver.
Neither may be out of date.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.roles import Role
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import Conflict, StateChanged
from account_api.market.tables import SecurityTerms
from account_api.policy import looks, queries, refusals
from account_api.policy.change import change_of, file_row, terms_without
from account_api.policy.rule_body import PLACE, with_row
from account_api.policy.tables import Policy, State
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from account_api.rules import queries as rules
from account_api.rules.firm_rules import keep

ANNOUNCED = "policy_announcements"
_ENDED: Mapping[str, State] = MappingProxyType(
    {"refused": "refused", "withdrawn": "withdrawn", "expired": "expired"}
)


def apply(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Writes the policy. Raises StateChanged for an impact that is out of date or unseen, Conflict for another policy about the
    same thing, Malformed where the day has come too near or a rule stands against it by now.
    """
    next_number(session, f"{ANNOUNCED}:{ctx.clock.today().year}")  # approvals wait for each other here
    policy = looks.in_state(looks.found(queries.locked(session, proposal.content["policy"])), "proposed")
    by = str(proposal.decided_by)
    refuse_rivals(ctx, session, policy)
    refusals.notify_on(ctx, session, policy.effective, policy.notice_days)
    held = queries.newest_impact(session, policy.id)
    if held is None or (held.digest != proposal.content["digest"] and held.by != by):
        raise StateChanged(
            "The impact was computed anew and is not the one proposed; look at it and compute it yourself.",
            "影响已重新测算，与提议时不同；请查看并重新测算后再审批。",
        )
    looks.refuse_stale(ctx, session, policy, held)
    policy.previous = _written(ctx, session, policy, by)
    policy.state, policy.approved_by, policy.approved_at = "approved", by, ctx.clock.now()
    told = {"id": policy.id, "about": policy.about, "effective": str(policy.effective), "impact": held.id}
    ctx.record(session, Event("policy.approved", by, None, told))


def ended(_ctx: Context, session: Session, proposal: Proposal) -> None:
    """What becomes of a policy whose proposal is refused, taken back or run out."""
    policy = looks.found(queries.locked(session, proposal.content["policy"]))
    if policy.state == "proposed":
        policy.state = _ENDED[proposal.state]
        policy.ended_by, policy.ended_at = proposal.decided_by, proposal.decided_at
        policy.ended_because = proposal.reason


def refuse_rivals(ctx: Context, session: Session, policy: Policy) -> None:
    """Raises Conflict naming another open policy about the same thing, or terms that begin on its day or later."""
    rivals = queries.rivals(session, policy, ctx.clock.today())
    if rivals:
        first = rivals[0]
        state = "announced" if first.state == "approved" else "proposed"
        raise Conflict(
            f"{first.id} is about the same thing, is {state} and takes effect on {first.effective}; withdraw it first.",
            f"{first.id} 涉及同一事项，{looks.STATES_ZH[first.state]}，{first.effective} 生效；请先撤回。",
        )
    later = _later(session, policy)
    if later:
        raise Conflict(
            f"Other terms begin on {later[0]}, on or after {policy.effective}.",
            f"{later[0]} 起已有其他设定，不早于 {policy.effective}。",
        )


def _later(session: Session, policy: Policy) -> tuple[str, ...]:
    if _is_security(policy):
        code = policy.content["security"]["code"]
        return tuple(str(row.valid_from) for row in queries.terms_from(session, code, policy.effective))
    held = rules.newest(session, PLACE)
    return with_row(None if held is None else held.body, file_row(policy, policy.effective)).later


def _written(ctx: Context, session: Session, policy: Policy, by: str) -> dict[str, Any]:
    """Writes what the policy says; what stood in its place."""
    return (
        _write_terms(ctx, session, policy) if _is_security(policy) else _write_rule(ctx, session, policy, by)
    )


def _is_security(policy: Policy) -> bool:
    return "security" in policy.content


def _write_terms(ctx: Context, session: Session, policy: Policy) -> dict[str, Any]:
    """The row of the security's terms from the effective day on; what it takes the place of."""
    asked = policy.content["security"]
    refusals.check_security(ctx, session, asked, policy.effective)
    standing = terms_without(session, asked["code"], policy.effective, applied=False)
    after = change_of(ctx, session, policy).after.rated
    assert standing is not None and after is not None  # both were checked a line before
    session.add(
        SecurityTerms.of(
            code=after.code,
            valid_from=policy.effective,
            conversion_rate=refusals.as_decimal(after.conversion_rate),
            eligible_financing=after.eligible_financing,
            eligible_short=after.eligible_short,
            status=standing.status,
        )
    )
    session.flush()
    return {"valid_from": standing.valid_from.isoformat()}


def _write_rule(ctx: Context, session: Session, policy: Policy, by: str) -> dict[str, Any]:
    """The firm's file with the row; the rows of its case as they were."""
    written = refusals.check_rule(ctx, session, file_row(policy, ctx.clock.today()))
    keep(ctx, session, PLACE, by, written.body)
    return {"rows": list(written.previous)}


KIND = Kind(
    "policy",
    "公司政策变更",
    "a change of the firm's terms",
    makes=frozenset({Role.risk}),
    decides=frozenset({Role.compliance}),
    apply=apply,
    refused=ended,
    lapsed=ended,
)
