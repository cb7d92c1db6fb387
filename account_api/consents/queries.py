"""Every select of consents."""

from sqlmodel import Session, col, select

from account_api.consents.tables import Consent


def consent(session: Session, client_id: str) -> Consent | None:
    """What this client has said, if anything."""
    return session.get(Consent, client_id)


def locked(session: Session, client_id: str) -> Consent | None:
    """The same, held still until the transaction ends: whoever opts out meanwhile waits for it, or it for them."""
    return session.exec(select(Consent).where(Consent.client_id == client_id).with_for_update()).first()


def agreed(session: Session) -> frozenset[str]:
    """The clients who may be sent courses and lessons."""
    return frozenset(session.exec(select(Consent.client_id).where(col(Consent.education))))
