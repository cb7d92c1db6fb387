"""Every select of tickets."""

from sqlmodel import Session, col, select

from account_api.auth.principal import Principal
from account_api.auth.roles import SEES_OWN_GROUP, Role
from account_api.tickets.tables import FollowUp, Ticket


def visible(session: Session, principal: Principal) -> list[Ticket]:
    """The tickets this principal may see, newest first: own, own group's, or all."""
    statement = select(Ticket).order_by(col(Ticket.opened_at).desc(), col(Ticket.number).desc())
    if principal.role is Role.client:
        statement = statement.where(Ticket.client_id == principal.client_id)
    elif principal.role in SEES_OWN_GROUP:
        statement = statement.where(Ticket.group == principal.group)
    return list(session.exec(statement))


def follow_ups(session: Session, numbers: list[str]) -> dict[str, list[FollowUp]]:
    """By ticket, oldest first."""
    statement = select(FollowUp).where(col(FollowUp.number).in_(numbers)).order_by(col(FollowUp.id))
    found: dict[str, list[FollowUp]] = {number: [] for number in numbers}
    for follow_up in session.exec(statement):
        found[follow_up.number].append(follow_up)
    return found
