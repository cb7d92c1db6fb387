"""Tickets and what happened to them."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, LargeBinary, Text
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Category = Literal["complaint", "fee", "liquidation", "service", "data", "other"]
State = Literal["open", "in_progress", "answered", "closed"]


class Ticket(Row, table=True):
    """`number` is T, the business day, and a running number of that day. `answered_at`: the first answer.

    `escalated_at`: when it went past its due day without an answer and was put before a supervisor.
    """

    __tablename__ = "tickets"

    number: str = Field(primary_key=True, max_length=20)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    group: str = Field(index=True)
    category: Category = Field(sa_type=String)
    status: State = Field(default="open", sa_type=String)
    text: str = Field(sa_type=Text)
    details: dict[str, Any] = Field(sa_type=JSON)
    opened_by: str
    opened_at: datetime = Field(sa_type=Utc)
    due_on: date
    due_provisional: bool
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    escalated_at: datetime | None = Field(default=None, sa_type=Utc)


class FollowUp(Row, table=True):
    """One line of a ticket's history, shown to the client."""

    __tablename__ = "ticket_follow_ups"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(foreign_key="tickets.number", index=True)
    at: datetime = Field(sa_type=Utc)
    by: str
    text: str = Field(sa_type=Text)


class Evidence(Row, table=True):
    """Something that shows what happened: a recording, a statement, a message. Shown to the client."""

    __tablename__ = "ticket_evidence"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(foreign_key="tickets.number", index=True)
    at: datetime = Field(sa_type=Utc)
    by: str
    kind: str = Field(max_length=40)
    title: str = Field(max_length=200)
    detail: str = Field(sa_type=Text)


class Attachment(Row, table=True):
    """A file that came with a ticket. `name` is a plain file name, `sha256` the hash of `content` in hex."""

    __tablename__ = "ticket_attachments"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(foreign_key="tickets.number", index=True)
    at: datetime = Field(sa_type=Utc)
    by: str
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=80)
    sha256: str = Field(max_length=64)
    size: int = Field(ge=1)
    content: bytes = Field(sa_type=LargeBinary)
