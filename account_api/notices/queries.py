"""Every select of the notices that were sent."""

from datetime import datetime

from sqlmodel import Session, col, select

from account_api.notices.tables import SentNotice


def sent(session: Session, client_id: str, since: datetime | None = None) -> list[SentNotice]:
    """The notices to a client, sent at or after `since`; newest first."""
    statement = select(SentNotice).where(SentNotice.client_id == client_id)
    if since is not None:
        statement = statement.where(SentNotice.sent_at >= since)
    return list(session.exec(statement.order_by(col(SentNotice.sent_at).desc(), col(SentNotice.id).desc())))
