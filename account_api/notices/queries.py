"""Every select of the notices that were sent."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from account_api.notices.tables import DeliveryRule, SentNotice


def sent(session: Session, client_id: str, since: datetime | None = None) -> list[SentNotice]:
    """The notices to a client, sent at or after `since`; newest first."""
    statement = select(SentNotice).where(SentNotice.client_id == client_id)
    if since is not None:
        statement = statement.where(SentNotice.sent_at >= since)
    return list(session.exec(statement.order_by(col(SentNotice.sent_at).desc(), col(SentNotice.id).desc())))


def rule(session: Session, client_id: str, day: date) -> DeliveryRule | None:
    """How the client's contract says notices are sent on a day; None where it says nothing."""
    statement = select(DeliveryRule).where(
        DeliveryRule.client_id == client_id, col(DeliveryRule.valid_from) <= day
    )
    return session.exec(statement.order_by(col(DeliveryRule.valid_from).desc()).limit(1)).first()
