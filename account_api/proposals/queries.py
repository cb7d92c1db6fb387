"""Every select of proposals, and the one update that ends them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, or_, true, update
from sqlmodel import Session, col, select

from account_api.clients.tables import Client
from account_api.proposals.tables import Proposal, State

MOST = 500


def proposal(session: Session, proposal_id: str) -> Proposal | None:
    """One proposal by its number."""
    return session.get(Proposal, proposal_id)


def listed(
    session: Session,
    kinds: Collection[str],
    state: str | None = None,
    client_id: str | None = None,
    about: ColumnElement[bool] | None = None,
) -> list[Proposal]:
    """Those of these kinds, of a state and about a client where one is named, of the clients for whom `about` holds; the newest
    first, at most `MOST`.
    """
    statement = select(Proposal).outerjoin(Client, col(Client.client_id) == col(Proposal.client_id))
    of_nobody = col(Proposal.client_id).is_(None)
    statement = statement.where(
        col(Proposal.kind).in_(kinds), true() if about is None else or_(of_nobody, about)
    )
    if state is not None:
        statement = statement.where(Proposal.state == state)
    if client_id is not None:
        statement = statement.where(Proposal.client_id == client_id)
    newest = statement.order_by(col(Proposal.made_at).desc(), col(Proposal.id).desc())
    return list(session.exec(newest.limit(MOST)))


def run_out(
    session: Session, now: datetime, kinds: Collection[str], client_id: str | None = None
) -> list[Proposal]:
    """Those of these kinds, of one client where it is named, that nobody decided in time."""
    statement = select(Proposal).where(Proposal.state == "proposed", col(Proposal.valid_until) < now)
    statement = statement.where(col(Proposal.kind).in_(kinds))
    if client_id is not None:
        statement = statement.where(Proposal.client_id == client_id)
    return list(session.exec(statement.order_by(col(Proposal.id))))


def end(session: Session, proposal_id: str, state: State, by: str, at: datetime, reason: str) -> bool:
    """Ends an open proposal. False where it has ended already: of two who decide at once, one wins."""
    ended = update(Proposal).where(col(Proposal.id) == proposal_id, col(Proposal.state) == "proposed")
    values = {"state": state, "decided_by": by, "decided_at": at, "reason": reason}
    return session.scalar(ended.values(**values).returning(col(Proposal.id))) is not None
