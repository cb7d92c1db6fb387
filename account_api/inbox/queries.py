"""Every select of the inbox."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from account_api.inbox.tables import InboxMessage, TelegramChat


def of_client(session: Session, client_id: str) -> list[InboxMessage]:
    """A client's messages, newest first."""
    statement = select(InboxMessage).where(InboxMessage.client_id == client_id)
    newest_first = statement.order_by(col(InboxMessage.written_at).desc(), col(InboxMessage.id))
    return list(session.exec(newest_first))


def of_client_one(session: Session, client_id: str, message_id: str) -> InboxMessage | None:
    """The message of that id, if it is this client's; held still until the transaction ends."""
    statement = select(InboxMessage).where(InboxMessage.id == message_id, InboxMessage.client_id == client_id)
    return session.exec(statement.with_for_update()).first()


def of_campaign(session: Session, campaign: str) -> list[InboxMessage]:
    """What a campaign has sent."""
    return list(session.exec(select(InboxMessage).where(InboxMessage.campaign == campaign)))


def sent_since(session: Session, since: datetime, client_id: str | None = None) -> dict[str, int]:
    """How many messages each client was sent after `since`; only of one client where it is named."""
    statement = select(InboxMessage.client_id, func.count()).where(col(InboxMessage.sent_at) > since)
    if client_id is not None:
        statement = statement.where(InboxMessage.client_id == client_id)
    return dict(session.exec(statement.group_by(col(InboxMessage.client_id))).all())


def telegram_chat(session: Session, client_id: str) -> TelegramChat | None:
    """Where copies for this client go; None for nowhere."""
    return session.get(TelegramChat, client_id)
