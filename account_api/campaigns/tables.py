"""Campaigns, and what became of each message of one."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import Field, String

from account_api.columns import Row, Utc

State = Literal["draft", "submitted", "approved", "running", "done", "held", "cancelled"]
SendState = Literal["waiting", "sent", "skipped"]


class Campaign(Row, table=True):
    """`rules` are the rows in force of every cited parameter when the campaign was written; `authors` are all who
    wrote it, none of whom may approve it; `reason` says why it is held.
    """

    __tablename__ = "campaigns"

    id: str = Field(primary_key=True, max_length=20)
    state: State = Field(default="draft", sa_type=String, index=True)
    title: dict[str, Any] = Field(sa_type=JSON)
    text: dict[str, Any] = Field(sa_type=JSON)
    course: str = Field(max_length=64)
    lesson: str | None = Field(default=None, max_length=64)
    course_title: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    lesson_title: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    cites: list[dict[str, Any]] = Field(sa_type=JSON)
    rules: dict[str, Any] = Field(sa_type=JSON)
    audience: dict[str, Any] = Field(sa_type=JSON)
    quiet_hours: dict[str, Any] = Field(sa_type=JSON)
    max_per_days: dict[str, Any] = Field(sa_type=JSON)
    authors: list[str] = Field(sa_type=JSON)
    created_by: str = Field(foreign_key="users.username")
    created_at: datetime = Field(sa_type=Utc)
    submitted_by: str | None = Field(default=None, foreign_key="users.username")
    submitted_at: datetime | None = Field(default=None, sa_type=Utc)
    approved_by: str | None = Field(default=None, foreign_key="users.username")
    approved_at: datetime | None = Field(default=None, sa_type=Utc)
    ran_by: str | None = Field(default=None, foreign_key="users.username")
    ran_at: datetime | None = Field(default=None, sa_type=Utc)
    reason: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class Send(Row, table=True):
    """One client of a run: waiting, sent, or skipped for a `reason`. `at` is when that came about."""

    __tablename__ = "campaign_sends"

    campaign: str = Field(primary_key=True, foreign_key="campaigns.id")
    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    state: SendState = Field(default="waiting", sa_type=String)
    reason: str | None = None
    at: datetime = Field(sa_type=Utc)
