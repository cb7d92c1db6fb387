"""Every select of own plans."""

from sqlmodel import Session, col, select

from account_api.own_plans.tables import OwnPlan


def versions(session: Session, client_id: str) -> list[OwnPlan]:
    """All versions of a client's plan, the newest first."""
    statement = select(OwnPlan).where(OwnPlan.client_id == client_id)
    return list(session.exec(statement.order_by(col(OwnPlan.version).desc())))
