"""Looks at a policy's effect: taken, kept, and held against the one before. A decision rests on a look that still is what is found.

A look takes as long as the book is large, so it is taken in a transaction that locks nothing, before the one that keeps it.
"""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.context import Context
from account_api.errors import NotFound, StateChanged
from account_api.policy import queries, view
from account_api.policy.contract import ImpactPublic
from account_api.policy.impact import Impact, amounts, difference, impact_of, said, side_json, summary
from account_api.policy.tables import Policy, PolicyImpact, PolicyImpactAccount

OPEN = ("draft", "proposed")
STATES_ZH = {
    "draft": "草稿",
    "proposed": "待审批",
    "approved": "已批准",
    "refused": "已否决",
    "withdrawn": "已撤回",
    "expired": "已过期",
}


def found(policy: Policy | None) -> Policy:
    """The policy. Raises NotFound."""
    if policy is None:
        raise NotFound("There is no such policy.", "没有该政策。")
    return policy


def in_state(policy: Policy, *states: str) -> Policy:
    """The policy. Raises StateChanged naming the state it is in where that is another one."""
    if policy.state not in states:
        raise StateChanged(f"The policy is {policy.state}.", f"该政策当前状态为：{STATES_ZH[policy.state]}。")
    return policy


def take(ctx: Context, principal: Principal, policy_id: str) -> ImpactPublic:
    """Looks at the effect of a policy that is not decided yet, and keeps the look unless it is the one kept already."""
    with ctx.transaction(writes=False) as session:
        policy = in_state(found(queries.policy(session, policy_id)), *OPEN)
        impact = impact_of(ctx, session, policy)
    with ctx.transaction() as session:
        policy = in_state(found(queries.locked(session, policy_id)), *OPEN)
        held = queries.newest_impact(session, policy_id)
        if held is None or (held.digest, held.by) != (impact.digest, principal.user):
            held = keep(ctx, session, principal, policy, impact, held)
        return view.impact(session, held)


def keep(
    ctx: Context,
    session: Session,
    principal: Principal,
    policy: Policy,
    impact: Impact,
    before: PolicyImpact | None,
) -> PolicyImpact:
    """Keeps a look with every account of it, and what it changed against the look `before`."""
    now = summary(impact)
    compared = None if before is None else difference(before.found, now, _moved(session, before, impact))
    row = PolicyImpact.of(
        policy=policy.id,
        at=ctx.clock.now(),
        by=principal.user,
        book_time=impact.book_time,
        rules_edition=ctx.rulebooks.edition,
        digest=impact.digest,
        found={**now, "difference": compared},
    )
    session.add(row)
    session.flush()
    session.add_all(account_rows(row, impact))
    told = {"id": policy.id, "impact": row.id, "digest": row.digest, "touched": now["touched"]}
    ctx.record(session, Event("policy.assessed", principal.user, None, told))
    session.flush()
    return row


def refuse_stale(ctx: Context, session: Session, policy: Policy, held: PolicyImpact) -> Impact:
    """The effect as it is now. Raises StateChanged naming what has changed since `held` was taken."""
    now = impact_of(ctx, session, policy)
    if now.digest != held.digest:
        text, text_zh = said(difference(held.found, summary(now), _moved(session, held, now)))
        raise StateChanged(
            f"The book or its prices have changed since the impact was computed; compute it anew. Changed: {text}.",
            f"影响测算之后账簿或价格已变化，请重新测算。变化：{text_zh}。",
        )
    return now


def account_rows(look: PolicyImpact, impact: Impact) -> Iterator[PolicyImpactAccount]:
    """One row for each client touched, with the trace ids of the figures; `look` has its number."""
    for each in impact.touched:
        yield PolicyImpactAccount.of(
            impact=look.id,
            client_id=each.client,
            effects=list(each.effects),
            before=side_json(each.before),
            after=side_json(each.after),
        )


def _moved(session: Session, before: PolicyImpact, now: Impact) -> list[str]:
    """The clients whose figures differ between the look that is kept and this one."""
    assert before.id is not None
    old: dict[str, Any] = {
        row.client_id: [{name: pair[0] for name, pair in side.items()} for side in (row.before, row.after)]
        for row in queries.impact_accounts(session, before.id)
    }
    new = {each.client: [amounts(each.before), amounts(each.after)] for each in now.touched}
    return [client for client in sorted({*old, *new}) if old.get(client) != new.get(client)]
