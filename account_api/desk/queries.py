"""Every select of the desk's own tables, and of the clients it looks after."""

from collections.abc import Iterable

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from account_api.auth.principal import Principal
from account_api.clients.access import among_visible
from account_api.clients.tables import Client
from account_api.desk.tables import Contact


def clients(
    session: Session, principal: Principal, part: str | None = None, limit: int | None = None
) -> list[Client]:
    """The clients this principal may see, by id; `part` of an id or of a name."""
    statement = select(Client).where(among_visible(principal, col(Client.client_id), col(Client.group)))
    if part:
        in_id = col(Client.client_id).icontains(part, autoescape=True)
        statement = statement.where(or_(in_id, col(Client.name).icontains(part, autoescape=True)))
    return list(session.exec(statement.order_by(Client.client_id).limit(limit)))


def last_contacts(session: Session, client_ids: Iterable[str]) -> dict[str, Contact]:
    """The newest contact of each client, by client."""
    newest = (
        select(func.max(Contact.id)).where(col(Contact.client_id).in_(client_ids)).group_by(Contact.client_id)
    )
    found = session.exec(select(Contact).where(col(Contact.id).in_(newest)))
    return {contact.client_id: contact for contact in found}
