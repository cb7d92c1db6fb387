"""Every select of clients."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from account_api.clients.tables import AssetDay, Client


def client(session: Session, client_id: str) -> Client | None:
    """The client of that exact id, whoever asks: `clients.access` decides who may see it."""
    return session.get(Client, client_id)


def named(session: Session, client_ids: Iterable[str | None]) -> dict[str, Client]:
    """The clients of these ids, by id; None and an unknown id are not in it."""
    wanted = {client_id for client_id in client_ids if client_id is not None}
    found = session.exec(select(Client).where(col(Client.client_id).in_(wanted)))
    return {client.client_id: client for client in found}


def asset_days(session: Session, client_id: str, as_of: date) -> list[AssetDay]:
    """A client's assets at the close of each day not after `as_of` that is known, oldest first."""
    statement = select(AssetDay).where(AssetDay.client_id == client_id, AssetDay.day <= as_of)
    return list(session.exec(statement.order_by(col(AssetDay.day))))


def every(session: Session) -> list[Client]:
    """Every client of the firm, by id."""
    return list(session.exec(select(Client).order_by(Client.client_id)))
