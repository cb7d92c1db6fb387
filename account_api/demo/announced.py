"""A change the demo firm has announced: a conversion rate that falls, approved by a second person, its notices still to come.

It is made of rows like the rest of the firm, and its impact is computed from the firm's own book of that day, not written
here.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.market.tables import SecurityTerms
from account_api.policy import wording
from account_api.policy.change import about, change_of, terms_without
from account_api.policy.impact import impact_of, summary
from account_api.policy.looks import account_rows
from account_api.policy.tables import Policy, PolicyImpact
from account_api.proposals.tables import Proposal

CODE, RATE = "601166.SH", "0.60"
CHANGE: dict[str, Any] = {"security": {"code": CODE, "conversion_rate": RATE}}
EFFECTIVE, NOTIFY_ON, NOTICE_DAYS = date(2026, 12, 7), date(2026, 11, 30), 5
REASON = "该证券价格波动加大，按公司担保证券管理办法下调折算率"
POLICY, PROPOSAL = "PL20261118-0001", "P20261118-0011"
MAKER, APPROVER = "demo-risk", "demo-compliance"
ON = date(2026, 11, 18)
MADE, APPROVED = (datetime.combine(ON, time(hour), BOOKING_ZONE) for hour in (17, 18))


def announce(context: Context, session: Session) -> None:
    """Adds the announced change to a firm whose market and accounts are there."""
    policy = _policy()
    session.add(policy)
    session.flush()
    impact = impact_of(context, session, policy, ON)
    found = summary(impact) | {"difference": None}
    look = PolicyImpact.of(
        policy=POLICY,
        at=MADE,
        by=MAKER,
        book_time=impact.book_time,
        rules_edition=context.rulebooks.edition,
        digest=impact.digest,
        found=found,
    )
    session.add(look)
    session.flush()
    session.add_all(account_rows(look, impact))
    session.add(_proposal(look, wording.explanation(policy, change_of(context, session, policy), found)))
    session.add_all(_terms(session))
    session.flush()
    policy.state, policy.proposal_id = "approved", PROPOSAL
    policy.approved_by, policy.approved_at = APPROVER, APPROVED
    session.flush()


def _policy() -> Policy:
    return Policy.of(
        id=POLICY,
        about=about(CHANGE),
        content=CHANGE,
        effective=EFFECTIVE,
        notice_days=NOTICE_DAYS,
        notify_on=NOTIFY_ON,
        reason=REASON,
        created_by=MAKER,
        created_at=MADE,
    )


def _proposal(look: PolicyImpact, explanation: dict[str, Any]) -> Proposal:
    return Proposal.of(
        id=PROPOSAL,
        kind="policy",
        content={"policy": POLICY, "impact": look.id, "digest": look.digest, **CHANGE},
        explanation=explanation,
        made_by=MAKER,
        made_at=MADE,
        state="approved",
        decided_by=APPROVER,
        decided_at=APPROVED,
        reason="同意",
    )


def _terms(session: Session) -> Iterator[SecurityTerms]:
    standing = terms_without(session, CODE, EFFECTIVE, applied=False)
    assert standing is not None  # the demo firm lists it
    yield SecurityTerms.of(
        **standing.model_dump(include={"code", "eligible_financing", "eligible_short", "status"}),
        valid_from=EFFECTIVE,
        conversion_rate=RATE,
    )
