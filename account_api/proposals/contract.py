"""Proposals as staff and as the client concerned read them, and what a decision says."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.texts import Words


class Title(BaseModel):
    zh: str
    en: str


class Explanation(BaseModel):
    """What people read before they decide: one sentence, points, and figures as they were when it was made."""

    summary: Title
    points: list[Title] = []
    figures: list[dict[str, Any]] = []


class Decision(BaseModel):
    """Why; the one concerned reads it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Words = Field(min_length=1, max_length=500)


class OwnProposalPublic(BaseModel):
    """To the client concerned. Instants in the booking zone."""

    id: str
    kind: str
    title: Title
    state: str
    explanation: Explanation
    made_at: str
    valid_until: str | None
    decided_at: str | None
    reason: str | None


class ProposalPublic(OwnProposalPublic):
    """To staff. `may_decide` and `may_withdraw`: whether the one who asks may, now."""

    client_id: str | None
    name_masked: str | None
    content: dict[str, Any]
    made_by: str
    decided_by: str | None
    may_decide: bool
    may_withdraw: bool
