"""Templates by version, the agreement each client reads and signs, and its amendments.

A published template, an agreement's text and a signature are never changed; what replaces them is another row.
"""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKeyConstraint, Text
from sqlmodel import Field, String

from account_api.columns import Row, Utc

TemplateState = Literal["draft", "proposed", "published", "replaced"]
AgreementState = Literal["reading", "signed", "replaced"]
AmendmentState = Literal["proposed", "open", "accepted", "refused", "lapsed", "dropped"]
Factor = Literal["code", "confirmation"]
SignedAt = Literal["app", "web", "chat", "telegram", "desk"]


class AgreementTemplate(Row, table=True):
    """One version of a template: `terms` is a `TermsSet` as JSON, `body` its sections and disclosures with placeholders."""

    __tablename__ = "agreement_templates"

    template: str = Field(primary_key=True, max_length=40)
    version: int = Field(primary_key=True, ge=1)
    state: TemplateState = Field(default="draft", sa_type=String, index=True)
    title: dict[str, Any] = Field(sa_type=JSON)
    terms: dict[str, Any] = Field(sa_type=JSON)
    body: dict[str, Any] = Field(sa_type=JSON)
    made_by: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Utc)
    proposal_id: str | None = Field(default=None, max_length=20)
    published_at: datetime | None = Field(default=None, sa_type=Utc)


class Agreement(Row, table=True):
    """An agreement as one client reads and signs it: the version it comes from, its terms, its filled body and its exact text.
    `amendment_id` is set where it came about by an amendment.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["template", "version"], ["agreement_templates.template", "agreement_templates.version"]
        ),
    )

    id: str = Field(primary_key=True, max_length=20)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    template: str = Field(max_length=40)
    version: int = Field(ge=1)
    terms: dict[str, Any] = Field(sa_type=JSON)
    body: dict[str, Any] = Field(sa_type=JSON)
    text: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    state: AgreementState = Field(default="reading", sa_type=String)
    opened_at: datetime = Field(sa_type=Utc)
    effective_from: date | None = None
    ended_on: date | None = None
    amendment_id: str | None = Field(default=None, max_length=20)


class AgreementStep(Row, table=True):
    """A section or disclosure that was read and acknowledged; `wall_at` is when by the clock that nobody pins."""

    __tablename__ = "agreement_steps"

    agreement_id: str = Field(primary_key=True, foreign_key="agreements.id")
    n: int = Field(primary_key=True, ge=1)
    step: str = Field(max_length=20)
    at: datetime = Field(sa_type=Utc)
    wall_at: datetime = Field(sa_type=Utc)
    by: str = Field(max_length=64)
    channel: SignedAt = Field(sa_type=String)


class AgreementSignature(Row, table=True):
    """Who signed which text when and how; one for each agreement. `challenge` names the second factor that was used."""

    __tablename__ = "agreement_signatures"

    agreement_id: str = Field(primary_key=True, foreign_key="agreements.id")
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    by: str = Field(max_length=64)
    at: datetime = Field(sa_type=Utc)
    template: str = Field(max_length=40)
    version: int = Field(ge=1)
    sha256: str = Field(max_length=64)
    channel: SignedAt = Field(sa_type=String)
    factor: Factor = Field(sa_type=String)
    challenge: str | None = Field(default=None, max_length=64)


class AgreementAmendment(Row, table=True):
    """A change of one client's agreement, proposed with consent wanted by `answer_by`; silence leaves the old one."""

    __tablename__ = "agreement_amendments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["template", "version"], ["agreement_templates.template", "agreement_templates.version"]
        ),
    )

    id: str = Field(primary_key=True, max_length=20)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    template: str = Field(max_length=40)
    version: int = Field(ge=1)
    terms: dict[str, Any] = Field(sa_type=JSON)
    body: dict[str, Any] = Field(sa_type=JSON)
    text: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    agreement_id: str = Field(foreign_key="agreements.id")
    state: AmendmentState = Field(default="proposed", sa_type=String, index=True)
    reason: dict[str, Any] = Field(sa_type=JSON)
    answer_by: date
    effective_from: date
    made_by: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Utc)
    proposal_id: str = Field(max_length=20)
    opened_at: datetime | None = Field(default=None, sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    answered_by: str | None = Field(default=None, max_length=64)
    channel: SignedAt | None = Field(default=None, sa_type=String)
