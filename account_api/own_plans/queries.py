"""Every select of own plans."""

from sqlmodel import Session, col, select

from account_api.clients.tables import Client
from account_api.own_plans.tables import OwnPlan


def locked_versions(session: Session, client_id: str) -> list[OwnPlan]:
    """The same, while no other transaction may add one."""
    session.exec(select(Client.client_id).where(Client.client_id == client_id).with_for_update()).all()
    return versions(session, client_id)


def versions(session: Session, client_id: str) -> list[OwnPlan]:
    """All versions of a client's plan, the newest first."""
    statement = select(OwnPlan).where(OwnPlan.client_id == client_id)
    return list(session.exec(statement.order_by(col(OwnPlan.version).desc())))
