"""Whether a client has been admitted: what the agreement rests on before it can be signed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from account_api.admission import queries


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval of two people. `grade` is the risk grade, C1 to C5, that it was given on."""

    application_id: str
    client_id: str
    approved_at: datetime
    approved_by: str
    proposal_id: str
    grade: str


def admitted(session: Session, client_id: str) -> Approved | None:
    """The newest approval of this client; None for whoever was never admitted."""
    row = queries.approved(session, client_id)
    if row is None:
        return None
    assert row.decided_at is not None and row.decided_by is not None and row.proposal_id is not None
    grade = str((row.found or {})["grade"])
    return Approved(row.id, client_id, row.decided_at, row.decided_by, row.proposal_id, grade)
