"""Calls for a person."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Text
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Kind = Literal["distress", "handoff", "security"]


class Alert(Row, table=True):
    """`client_id` is None when the caller is not signed in as one; `session` is the conversation."""

    __tablename__ = "alerts"

    id: str = Field(primary_key=True, max_length=20)
    kind: Kind = Field(sa_type=String)
    summary: str = Field(sa_type=Text)
    session: str = Field(max_length=128)
    client_id: str | None = Field(default=None, foreign_key="clients.client_id")
    assigned_group: str = Field(index=True)
    raised_by: str
    raised_at: datetime = Field(sa_type=Utc)
