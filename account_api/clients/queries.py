"""Every select of clients."""

from sqlmodel import Session

from account_api.clients.tables import Client


def client(session: Session, client_id: str) -> Client | None:
    """The client of that exact id, whoever asks: `clients.access` decides who may see it."""
    return session.get(Client, client_id)
