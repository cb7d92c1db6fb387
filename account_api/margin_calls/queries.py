"""Every select of cases, their events and tasks, and of liquidations."""

from sqlmodel import Session, col, select

from account_api.margin_calls.tables import MarginCase


def open_of(session: Session, client_id: str) -> list[MarginCase]:
    """The open cases of a client, oldest first."""
    statement = select(MarginCase).where(
        MarginCase.client_id == client_id, col(MarginCase.open_key).is_not(None)
    )
    return list(session.exec(statement.order_by(MarginCase.id)))
