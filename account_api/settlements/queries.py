"""Every select of settled trades."""

from datetime import date

from sqlmodel import Session, col, select

from account_api.settlements.tables import Settlement


def settled(session: Session, client_id: str, since: date | None, until: date | None) -> list[Settlement]:
    """The trades of a client settled from `since` to `until`, both counted; oldest first."""
    statement = select(Settlement).where(Settlement.client_id == client_id)
    if since is not None:
        statement = statement.where(Settlement.day >= since)
    if until is not None:
        statement = statement.where(Settlement.day <= until)
    return list(session.exec(statement.order_by(col(Settlement.day), col(Settlement.id))))
