"""Proposals and how they ended; one that is decided is never changed again."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, Text
from sqlmodel import Field, String

from account_api.columns import Row, Utc

State = Literal["proposed", "approved", "refused", "withdrawn", "expired"]


class Proposal(Row, table=True):
    """`content` is what is done on approval, `explanation` what people read: summary, points, figures as they were then; its
    `notes`, where it has any, are for staff alone.

    `made_by` and `decided_by` are user names, `worker` for the service itself. `reason` is that of the end.
    """

    __tablename__ = "proposals"

    id: str = Field(primary_key=True, max_length=20)
    kind: str = Field(index=True, max_length=40)
    client_id: str | None = Field(default=None, foreign_key="clients.client_id", index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    explanation: dict[str, Any] = Field(sa_type=JSON)
    made_by: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Utc)
    valid_until: datetime | None = Field(default=None, sa_type=Utc)
    state: State = Field(default="proposed", sa_type=String, index=True)
    decided_by: str | None = Field(default=None, max_length=64)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    reason: str | None = Field(default=None, sa_type=Text)
