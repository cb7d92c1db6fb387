"""Whether a client has been admitted: what the agreement rests on before it can be signed.

An approval has a last day, and what it rested on is looked at once more whenever somebody relies on it: a name that came
onto a list, or a fact that has expired since, stands against signing as it stood against being approved.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from account_api.admission import queries
from account_api.admission.service import approved_until, settled
from account_api.admission.standing import standing
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import StateChanged


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval of two people. `grade` is the risk grade, C1 to C5, that it was given on; it holds until `last_day`."""

    application_id: str
    client_id: str
    approved_at: datetime
    approved_by: str
    proposal_id: str
    grade: str
    last_day: date


def admitted(ctx: Context, session: Session, client_id: str) -> Approved | None:
    """The newest approval of this client, which may have lapsed; None for whoever was never admitted."""
    row = queries.approved(session, client_id)
    if row is None:
        return None
    assert row.decided_at is not None and row.decided_by is not None and row.proposal_id is not None
    grade = str((row.found or {})["grade"])
    last_day = approved_until(ctx.rules, row)
    assert last_day is not None  # of an approved one
    return Approved(row.id, client_id, row.decided_at, row.decided_by, row.proposal_id, grade, last_day)


def refuse_not_admitted(ctx: Context, session: Session, client: Client) -> None:
    """Raises StateChanged for a client who was never approved or whose approval has lapsed, NotComplete naming everything
    that has come to stand against it since.
    """
    given = admitted(ctx, session, client.client_id)
    if given is None:
        raise StateChanged(
            "An agreement is signed after the application for the account was approved.",
            "开户申请获批后方可签署合同。",
        )
    if given.last_day < ctx.clock.today():
        raise StateChanged(
            f"The approval held until {given.last_day}; apply again, please.",
            f"开户批准已于 {given.last_day} 到期，请重新申请。",
        )
    settled(standing(ctx, session, client))
