"""Applications with every step they took, the facts they rest on version by version, and sittings of the questionnaire."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field, String

from account_api.admission.states import State
from account_api.columns import Row, Utc

Source = Literal["client", "document", "register", "report"]
"""Told by the client, read in a document, known to the firm itself, reported by somebody else such as a credit bureau."""

SittingState = Literal["open", "done", "superseded"]

IS_OPEN = text("state IN ('draft', 'submitted', 'in_review', 'proposed')")
SITS = text("state = 'open'")


class Application(Row, table=True):
    """Of one client at most one is open. `found` is the decision of the rules as it stood when people decided.

    `reason` is what they said; after a refusal one may apply again from `again_from`.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_open",
            "client_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )

    id: str = Field(primary_key=True, max_length=20)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    state: State = Field(default="draft", sa_type=String, index=True)
    opened_at: datetime = Field(sa_type=Utc)
    submitted_at: datetime | None = Field(default=None, sa_type=Utc)
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id", max_length=20)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decided_by: str | None = Field(default=None, max_length=64)
    reason: str | None = Field(default=None, sa_type=Text)
    found: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    again_from: date | None = None


class ApplicationStep(Row, table=True):
    """One step of an application, numbered from 1; `by` is a user name."""

    __tablename__ = "application_steps"

    application_id: str = Field(primary_key=True, foreign_key="applications.id")
    number: int = Field(primary_key=True, ge=1)
    at: datetime = Field(sa_type=Utc)
    act: str = Field(max_length=20)
    state: State = Field(sa_type=String)
    side: str = Field(max_length=10)
    by: str = Field(max_length=64)
    note: str = Field(sa_type=Text)


class ApplicantFact(Row, table=True):
    """What is said of a client, and who has seen it proven. A correction is a new version; only the newest counts.

    `value` is text in the form of its kind (`catalogue.written`). `evidence` names a document or the hash of a file.
    """

    __tablename__ = "applicant_facts"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    name: str = Field(primary_key=True, max_length=40)
    version: int = Field(primary_key=True, ge=1)
    value: str = Field(max_length=64)
    source: Source = Field(sa_type=String)
    evidence: str | None = Field(default=None, max_length=200)
    entered_by: str = Field(max_length=64)
    entered_at: datetime = Field(sa_type=Utc)
    verified_by: str | None = Field(default=None, max_length=64)
    verified_at: datetime | None = Field(default=None, sa_type=Utc)
    valid_until: date | None = None


class Sitting(Row, table=True):
    """A client with one version of the questionnaire; at most one is open. `asked_again` are codes of contradictions.

    A finished one has its grade and points, the result in full, and the last day it holds.
    """

    __tablename__ = "questionnaire_sittings"
    __table_args__ = (
        Index(
            "uq_questionnaire_sittings_open",
            "client_id",
            unique=True,
            sqlite_where=SITS,
            postgresql_where=SITS,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    version: str = Field(max_length=20)
    state: SittingState = Field(default="open", sa_type=String)
    answers: dict[str, Any] = Field(sa_type=JSON)
    asked_again: list[str] = Field(sa_type=JSON)
    started_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    finished_on: date | None = None
    grade: str | None = Field(default=None, max_length=2)
    points: int | None = None
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    valid_until: date | None = None
