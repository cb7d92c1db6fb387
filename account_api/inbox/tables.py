"""Messages to clients, and where a copy may go."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Kind = Literal["campaign", "notice"]
Lang = Literal["zh", "zh-Hant", "en"]


class InboxMessage(Row, table=True):
    """Texts as sent, by language, of a campaign or of a notice. `trace_id` and `snapshot_time` are those of the figure they quote, if any.

    `sent_at` and `opened_at` are business time; `written_at` is wall time, the one that never stands still.
    """

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("campaign", "client_id"),)

    id: str = Field(primary_key=True, max_length=64)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    kind: Kind = Field(sa_type=String)
    campaign: str | None = Field(default=None, foreign_key="campaigns.id")
    notice_id: str | None = Field(default=None, foreign_key="sent_notices.id", index=True)
    title: dict[str, Any] = Field(sa_type=JSON)
    text: dict[str, Any] = Field(sa_type=JSON)
    link: str
    trace_id: str | None = Field(default=None, max_length=32)
    snapshot_time: str | None = None
    sent_at: datetime = Field(sa_type=Utc)
    written_at: datetime = Field(sa_type=Utc)
    opened_at: datetime | None = Field(default=None, sa_type=Utc)


class TelegramChat(Row, table=True):
    """The private chat in which a client has signed in: where copies go, and in which language."""

    __tablename__ = "telegram_chats"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    chat: int = Field(sa_type=BigInteger, unique=True)
    lang: Lang = Field(sa_type=String)
    since: datetime = Field(sa_type=Utc)
