"""Notices that went out to clients, as the firm's own ledger: what is not in it was not sent by this firm. Beside them how each
client is to be told, every try to hand a notice over, and every receipt that a gateway reported.
"""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, String

from account_api.columns import Amount, Money, Row, Utc

Kind = Literal[
    "margin_call",
    "warning",
    "liquidation",
    "maturity",
    "change",
    "general",
    "residual_debt",
    "deadline_moved",
    "deadline_extended",
    "call_ended",
    "reminder",
    "alert",
]
Channel = Literal["sms", "wechat", "email", "app", "phone", "telegram"]
ReceiptState = Literal["delivered", "read", "failed"]


class SentNotice(Row, table=True):
    """One notice by one channel. `delivered_at` and `read_at` are None where that was not reported. `deadline` and `amount` are
    those that the text names, `clause` the contract's clause that it rests on, `case_id` the margin call it belongs to.

    `sending` is shared by the channels of one notice; `sha256` is that of the body as the channel carried it; `figures`
    are the trace ids of the numbers in it. `handed_at` is when the gateway took it, under its own `gateway_id`.
    """

    __tablename__ = "sent_notices"
    __table_args__ = (Index("ix_sent_notices_gateway", "gateway", "gateway_id"),)

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
    text_en: str | None = Field(default=None, sa_type=Text)
    sending: str | None = Field(default=None, max_length=40, index=True)
    case_id: str | None = Field(default=None, max_length=40, index=True)
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    sha256: str | None = Field(default=None, max_length=64)
    gateway: str | None = Field(default=None, max_length=40)
    gateway_id: str | None = Field(default=None, max_length=128)
    handed_at: datetime | None = Field(default=None, sa_type=Utc)
    failed_at: datetime | None = Field(default=None, sa_type=Utc)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Utc)


class DeliveryRule(Row, table=True):
    """How the client's contract says notices are sent, from `valid_from` on: by which channels, to which addresses.

    An address may be None where the firm's own gateway knows it by the client's number. `clause` names the agreement.
    """

    __tablename__ = "delivery_rules"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    valid_from: date = Field(primary_key=True)
    channels: list[str] = Field(sa_type=JSON)
    phone: str | None = Field(default=None, max_length=32)
    email: str | None = Field(default=None, max_length=254)
    clause: str | None = Field(default=None, max_length=40)


class NoticeAttempt(Row, table=True):
    """A try to hand a notice over that came to an end: `n` of the message's tries. A number that is missing was cut off.

    `outcome`: taken, refused (nothing went out), unknown (nobody knows whether it did).
    """

    __tablename__ = "notice_attempts"

    id: int | None = Field(default=None, primary_key=True)
    notice_id: str = Field(foreign_key="sent_notices.id", index=True)
    n: int = Field(ge=1)
    at: datetime = Field(sa_type=Utc)
    outcome: Literal["taken", "refused", "unknown"] = Field(sa_type=String)
    detail: str | None = Field(default=None, sa_type=Text)


class Receipt(Row, table=True):
    """What a gateway reported, as it reported it. `notice_id` is None while no notice of ours is known under its id."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("gateway", "gateway_id", "state", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    gateway: str = Field(max_length=40)
    gateway_id: str = Field(max_length=128)
    state: ReceiptState = Field(sa_type=String)
    at: datetime = Field(sa_type=Utc)
    received_at: datetime = Field(sa_type=Utc)
    notice_id: str | None = Field(default=None, foreign_key="sent_notices.id", index=True)
