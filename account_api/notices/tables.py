"""Notices that went out to clients, as the firm's own ledger: what is not in it was not sent by this firm."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Text
from sqlmodel import Field, String

from account_api.columns import Amount, Money, Row, Utc

Kind = Literal["margin_call", "warning", "liquidation", "maturity", "change", "general"]
Channel = Literal["sms", "wechat", "email", "app", "phone", "telegram"]


class SentNotice(Row, table=True):
    """`delivered_at` and `read_at` are None where that was not reported. `deadline` and `amount` are those that the text
    names, `clause` the contract's clause that it rests on.
    """

    __tablename__ = "sent_notices"

    id: str = Field(primary_key=True, max_length=64)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    kind: Kind = Field(sa_type=String)
    channel: Channel = Field(sa_type=String)
    sent_at: datetime = Field(sa_type=Utc)
    delivered_at: datetime | None = Field(default=None, sa_type=Utc)
    read_at: datetime | None = Field(default=None, sa_type=Utc)
    deadline: datetime | None = Field(default=None, sa_type=Utc)
    clause: str | None = Field(default=None, max_length=40)
    text: str = Field(sa_type=Text)
    amount: Amount | None = Field(default=None, sa_type=Money)
