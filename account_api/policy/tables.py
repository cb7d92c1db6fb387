"""Policies, the effect each was found to have on the book, and which client was told of it."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import Field, String

from account_api.columns import Row, Utc

State = Literal["draft", "proposed", "approved", "refused", "withdrawn", "expired"]
Word = Literal["announced", "withdrawn"]


class Policy(Row, table=True):
    """One change of a security's terms or of one of the firm's rules from `effective` on.

    `about` names what is changed, so that two policies about the same thing find each other; `content` is the change as it
    was asked for, `previous` what stood there before it was written, for taking it back. `notify_on` is the day its notices
    go out, `told_through` the last day on which everybody it touches had been told.
    """

    __tablename__ = "policies"

    id: str = Field(primary_key=True, max_length=20)
    state: State = Field(default="draft", sa_type=String, index=True)
    about: str = Field(max_length=200, index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    effective: date = Field(index=True)
    notice_days: int = Field(ge=0, le=60)
    notify_on: date
    reason: str = Field(max_length=500)
    created_by: str = Field(foreign_key="users.username")
    created_at: datetime = Field(sa_type=Utc)
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id", index=True)
    approved_by: str | None = Field(default=None, max_length=64)
    approved_at: datetime | None = Field(default=None, sa_type=Utc)
    previous: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    ended_by: str | None = Field(default=None, max_length=64)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_because: str | None = Field(default=None, max_length=500)
    told_through: date | None = None


class PolicyImpact(Row, table=True):
    """What a policy would do to the book as it stood at `book_time` under the rules of `rules_edition`.

    `digest` is a hash of every figure of every account it touches: equal digests, equal effects. `found` is the summary.
    """

    __tablename__ = "policy_impacts"

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(foreign_key="policies.id", index=True, max_length=20)
    at: datetime = Field(sa_type=Utc)
    by: str = Field(max_length=64)
    book_time: datetime | None = Field(default=None, sa_type=Utc)
    rules_edition: str = Field(max_length=64)
    digest: str = Field(max_length=64)
    found: dict[str, Any] = Field(sa_type=JSON)


class PolicyImpactAccount(Row, table=True):
    """One client the policy touches: figures before and after as [value, trace id] by name, and what it does to the client."""

    __tablename__ = "policy_impact_accounts"

    impact: int = Field(primary_key=True, foreign_key="policy_impacts.id")
    client_id: str = Field(primary_key=True, foreign_key="clients.client_id", index=True)
    effects: list[str] = Field(sa_type=JSON)
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)


class PolicyNotice(Row, table=True):
    """A client who was told that a policy was announced, or that it was withdrawn: each once."""

    __tablename__ = "policy_notices"

    policy: str = Field(primary_key=True, foreign_key="policies.id", max_length=20)
    client_id: str = Field(primary_key=True, foreign_key="clients.client_id", index=True)
    word: Word = Field(primary_key=True, sa_type=String)
    at: datetime = Field(sa_type=Utc)
