"""Every select of tickets."""

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from account_api.auth.principal import Principal
from account_api.clients.access import among_visible
from account_api.tickets.tables import FollowUp, Ticket


def visible(session: Session, principal: Principal) -> list[Ticket]:
    """The tickets this principal may see, newest first."""
    newest_first = _visible(principal).order_by(col(Ticket.opened_at).desc(), col(Ticket.number).desc())
    return list(session.exec(newest_first))


def visible_one(session: Session, principal: Principal, number: str) -> Ticket | None:
    """The ticket of that number, if this principal may see it."""
    return session.exec(_visible(principal).where(Ticket.number == number)).first()


def _visible(principal: Principal) -> SelectOfScalar[Ticket]:
    return select(Ticket).where(among_visible(principal, col(Ticket.client_id), col(Ticket.group)))


def follow_ups(session: Session, numbers: list[str]) -> dict[str, list[FollowUp]]:
    """By ticket, oldest first."""
    statement = select(FollowUp).where(col(FollowUp.number).in_(numbers)).order_by(col(FollowUp.id))
    found: dict[str, list[FollowUp]] = {number: [] for number in numbers}
    for follow_up in session.exec(statement):
        found[follow_up.number].append(follow_up)
    return found
