"""Cases in which a person was called, and the desk's internal notes on them."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Reason = Literal["request", "misses", "distress", "legal", "guard", "security"]
State = Literal["waiting", "claimed", "closed"]
Outcome = Literal["solved", "ticket", "call_back", "no_answer"]
Lang = Literal["zh", "zh-Hant", "en"]
NoteKind = Literal["note", "summary", "released", "closed"]

IS_OPEN = text("state <> 'closed'")


class Handoff(Row, table=True):
    """`client_id` is None when the caller is not signed in as one; `session` is the conversation.

    `raised_at`, `answer_by`, `claimed_at` and `closed_at` are business time; `waiting_since` and
    `heartbeat_at` wall time. Of one caller in one conversation at most one case is open.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "uq_handoffs_open",
            "session",
            "raised_by",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )

    id: str = Field(primary_key=True, max_length=20)
    reason: Reason = Field(sa_type=String)
    summary: str = Field(sa_type=Text)
    session: str = Field(max_length=128)
    lang: Lang = Field(sa_type=String)
    tried: list[str] = Field(sa_type=JSON)
    evidence: list[dict[str, Any]] = Field(sa_type=JSON)
    client_id: str | None = Field(default=None, foreign_key="clients.client_id", index=True)
    assigned_group: str = Field(index=True)
    raised_by: str
    raised_at: datetime = Field(sa_type=Utc)
    waiting_since: datetime = Field(sa_type=Utc)
    answer_by: datetime | None = Field(default=None, sa_type=Utc)
    call_back_from: datetime | None = Field(default=None, sa_type=Utc)
    call_back_until: datetime | None = Field(default=None, sa_type=Utc)
    call_back_provisional: bool = False
    state: State = Field(default="waiting", sa_type=String, index=True)
    claimed_by: str | None = Field(default=None, foreign_key="users.username")
    agent_name: str | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=Utc)
    heartbeat_at: datetime | None = Field(default=None, sa_type=Utc)
    outcome: Outcome | None = Field(default=None, sa_type=String)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)


class HandoffNote(Row, table=True):
    """One line of the desk about a case, never shown to the client. A summary that another took over is one too."""

    __tablename__ = "handoff_notes"

    id: int | None = Field(default=None, primary_key=True)
    handoff_id: str = Field(foreign_key="handoffs.id", index=True)
    at: datetime = Field(sa_type=Utc)
    by: str
    author: str
    kind: NoteKind = Field(sa_type=String)
    text: str = Field(sa_type=Text)
