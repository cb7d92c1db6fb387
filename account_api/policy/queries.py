"""Every select of policies, the looks at their effect, and who was told."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from account_api.market.tables import SecurityTerms
from account_api.policy.tables import Policy, PolicyImpact, PolicyImpactAccount, PolicyNotice, Word
from account_api.proposals.tables import Proposal

MOST = 500


def policy(session: Session, policy_id: str) -> Policy | None:
    """One policy by its number."""
    return session.get(Policy, policy_id)


def locked(session: Session, policy_id: str) -> Policy | None:
    """The same, held still until the transaction ends."""
    statement = select(Policy).where(Policy.id == policy_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def every(session: Session) -> list[Policy]:
    """The newest first, at most `MOST`."""
    newest = select(Policy).order_by(col(Policy.created_at).desc(), col(Policy.id).desc())
    return list(session.exec(newest.limit(MOST)))


def rivals(session: Session, policy: Policy, today: date) -> list[Policy]:
    """Other policies about the same thing that wait for a decision or for their day, oldest first."""
    waits = or_(
        col(Policy.state) == "proposed", and_(col(Policy.state) == "approved", col(Policy.effective) > today)
    )
    statement = select(Policy).where(Policy.about == policy.about, Policy.id != policy.id, waits)
    return list(session.exec(statement.order_by(col(Policy.created_at), col(Policy.id))))


def approved_since(session: Session, since: date) -> list[Policy]:
    """Approved ones that take effect on or after a day, in the order of their days."""
    statement = select(Policy).where(Policy.state == "approved", Policy.effective >= since)
    return list(session.exec(statement.order_by(col(Policy.effective), col(Policy.id))))


def to_announce(session: Session, today: date) -> list[str]:
    """Approved ones whose notices are due, whose day has not come, and of which not everybody was told today; their numbers."""
    told = or_(col(Policy.told_through).is_(None), col(Policy.told_through) < today)
    due = (Policy.state == "approved", Policy.notify_on <= today, Policy.effective > today, told)
    return list(session.exec(select(Policy.id).where(*due).order_by(col(Policy.id))))


def taken_back(session: Session) -> list[str]:
    """Withdrawn ones of which somebody was told, and not yet that they were withdrawn; their numbers."""
    said = aliased(PolicyNotice)
    unsaid = ~exists().where(
        col(said.policy) == PolicyNotice.policy,
        col(said.client_id) == PolicyNotice.client_id,
        col(said.word) == "withdrawn",
    )
    statement = (
        select(Policy.id)
        .join(PolicyNotice, col(PolicyNotice.policy) == col(Policy.id))
        .where(Policy.state == "withdrawn", PolicyNotice.word == "announced", unsaid)
    )
    return sorted(set(session.exec(statement)))


def open_withdrawal(session: Session, kind: str, policy_id: str) -> str | None:
    """The number of the proposal that waits for a decision on taking this policy back."""
    waiting = select(Proposal).where(Proposal.kind == kind, Proposal.state == "proposed")
    return next((row.id for row in session.exec(waiting) if row.content["policy"] == policy_id), None)


def terms_from(session: Session, code: str, day: date) -> list[SecurityTerms]:
    """The terms of a security that begin on or after a day."""
    statement = select(SecurityTerms).where(SecurityTerms.code == code, SecurityTerms.valid_from >= day)
    return list(session.exec(statement.order_by(col(SecurityTerms.valid_from))))


def newest_impact(session: Session, policy_id: str) -> PolicyImpact | None:
    """The newest look at a policy's effect."""
    statement = select(PolicyImpact).where(PolicyImpact.policy == policy_id)
    return session.exec(statement.order_by(col(PolicyImpact.id).desc())).first()


def impact_accounts(
    session: Session, impact_id: int, clients: Iterable[str] | None = None
) -> list[PolicyImpactAccount]:
    """The clients of a look, or those of them that are named, by id."""
    statement = select(PolicyImpactAccount).where(PolicyImpactAccount.impact == impact_id)
    if clients is not None:
        statement = statement.where(col(PolicyImpactAccount.client_id).in_(set(clients)))
    return list(session.exec(statement.order_by(PolicyImpactAccount.client_id)))


def told(session: Session, policy_id: str, word: Word) -> set[str]:
    """The clients who were told that word of a policy."""
    statement = select(PolicyNotice.client_id).where(
        PolicyNotice.policy == policy_id, PolicyNotice.word == word
    )
    return set(session.exec(statement))


def told_at(session: Session, policy_id: str, client_id: str) -> PolicyNotice | None:
    """When a client was told of an announced policy."""
    return session.get(PolicyNotice, (policy_id, client_id, "announced"))


def count_told(session: Session, policy_id: str) -> int:
    """How many clients were told of an announced policy."""
    statement = select(func.count()).where(
        col(PolicyNotice.policy) == policy_id, col(PolicyNotice.word) == "announced"
    )
    return int(session.exec(statement).one())
