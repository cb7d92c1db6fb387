"""What a ticket is made from and what is shown of it."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from account_api.texts import Facts, Words
from account_api.tickets.tables import Category

MOST_DETAILS = 40


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TicketCreate(_Request):
    """A complaint in the client's own words; `details` are the facts the client confirmed."""

    category: Category
    text: Words = Field(min_length=1, max_length=4000)
    details: Facts = Field(max_length=MOST_DETAILS)


class FollowUpCreate(_Request):
    text: Words = Field(min_length=1, max_length=4000)


class StatusCreate(_Request):
    """Where the ticket goes, and what the client reads about it."""

    status: Literal["in_progress", "answered", "closed"]
    note: Words = Field(min_length=1, max_length=4000)


class EvidenceCreate(_Request):
    kind: Words = Field(min_length=1, max_length=40)
    title: Words = Field(min_length=1, max_length=200)
    detail: Words = Field(min_length=1, max_length=4000)


class AmendmentCreate(_Request):
    """Details to correct: what is given replaces, null takes away."""

    details: Facts = Field(min_length=1, max_length=MOST_DETAILS)


class AttachmentPublic(BaseModel):
    """A file that came with a ticket; `sha256` in hex, `size` in bytes."""

    id: int
    at: str
    name: str
    media_type: str
    sha256: str
    size: int


class FollowUpPublic(BaseModel):
    at: str
    text: str


class EvidencePublic(BaseModel):
    at: str
    kind: str
    title: str
    detail: str


class SlaPublic(BaseModel):
    """Business days of the firm; negative `business_days_left` are days late."""

    due_on: date
    business_days_left: int
    state: Literal["on_time", "due_today", "overdue", "answered"]
    provisional: bool
    answered_on: date | None


class TicketPublic(BaseModel):
    """`due_on` counts business days of the firm; provisional past the published sessions.

    `escalated_at`: when it went past that day unanswered and was put before a supervisor.
    """

    number: str
    client_id: str
    name_masked: str
    status: str
    category: str
    opened_at: str
    due_on: date
    due_provisional: bool
    text: str
    details: dict[str, Any]
    follow_ups: list[FollowUpPublic]
    sla: SlaPublic
    evidence: list[EvidencePublic]
    attachments: list[AttachmentPublic]
    escalated_at: str | None
