"""Every select of clients."""

from sqlmodel import Session

from account_api.clients.tables import Client


def client(session: Session, client_id: str) -> Client | None:
    return session.get(Client, client_id)
