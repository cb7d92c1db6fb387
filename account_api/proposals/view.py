"""A proposal as it is shown, and who may see it: whom its kind concerns, and of clients only one's own."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients import queries as clients
from account_api.clients.access import may_see
from account_api.clock import local_text
from account_api.proposals.contract import OwnProposalPublic, ProposalPublic
from account_api.proposals.kinds import KINDS, looked_at_by
from account_api.proposals.tables import Proposal


def visible(session: Session, principal: Principal, row: Proposal) -> bool:
    """Whether staff may look at it."""
    if principal.role is Role.client or row.kind not in looked_at_by(principal.role):
        return False
    client = None if row.client_id is None else clients.client(session, row.client_id)
    return client is None or may_see(principal, client)


def public(session: Session, principal: Principal, row: Proposal) -> ProposalPublic:
    """For staff."""
    client = None if row.client_id is None else clients.client(session, row.client_id)
    kind, waits = KINDS[row.kind], row.state == "proposed"
    mine = row.made_by == principal.user
    return ProposalPublic.model_validate(
        {
            **_common(row),
            "explanation": _with_notes(row.explanation),
            **row.model_dump(include={"client_id", "content", "made_by", "decided_by"}),
            "name_masked": client and client.name_masked,
            "may_decide": waits and not mine and principal.role in kind.decides,
            "may_withdraw": waits and mine,
        }
    )


def own(row: Proposal) -> OwnProposalPublic:
    """For the client concerned."""
    return OwnProposalPublic.model_validate(_common(row))


def _with_notes(explanation: dict[str, Any]) -> dict[str, Any]:
    """What staff note for each other before the points; the client concerned reads the points alone."""
    return {**explanation, "points": [*explanation.get("notes", ()), *explanation["points"]]}


def _common(row: Proposal) -> dict[str, Any]:
    kind = KINDS[row.kind]
    return {
        **row.model_dump(include={"id", "kind", "state", "explanation", "reason"}),
        "title": {"zh": kind.title_zh, "en": kind.title_en},
        "made_at": local_text(row.made_at),
        "valid_until": _instant(row.valid_until),
        "decided_at": _instant(row.decided_at),
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
