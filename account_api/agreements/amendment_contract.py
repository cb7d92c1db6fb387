"""How amendments are offered, answered and shown with everything they change. Instants in the booking zone."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from account_api.agreements.contract import SHA256, Asked, Text
from account_api.agreements.tables import SignedAt
from account_api.agreements.terms import TermsSet
from account_api.days import Day
from account_api.inbox.contract import BilingualPublic
from account_api.transport import Json


class AmendmentCreate(Asked):
    """A move of one client's agreement to a published version, with other terms than that version's where `terms` says so."""

    version: int = Field(ge=1)
    terms: TermsSet | None = None
    reason: Text
    answer_by: Day
    effective_from: Day


class Answer(Asked):
    """The client's answer; `sha256` is that of the amended text that was shown."""

    accept: bool
    sha256: str = Field(pattern=SHA256)
    channel: SignedAt = "app"


class TermChangePublic(BaseModel):
    """`effect`: tighter or looser for the client where it can be told, else changed."""

    name: str
    label: BilingualPublic
    before: Any
    after: Any
    before_words: BilingualPublic
    after_words: BilingualPublic
    effect: Literal["tighter", "looser", "changed"]
    clause: str | None


class ClauseChangePublic(BaseModel):
    no: str
    section: BilingualPublic
    change: Literal["added", "removed", "changed"]
    before: BilingualPublic | None
    after: BilingualPublic | None


class LineBeforeAfterPublic(BaseModel):
    """One line under the old and the new terms: on which side the account stands, and the common move that touches it."""

    line: str
    label: BilingualPublic
    before: str | None
    after: str | None
    state_before: str | None
    state_after: str | None
    move_before: Json | None
    move_after: Json | None


class MeaningPublic(BaseModel):
    """The account under the old and under the new terms, on its newest position."""

    band_before: str
    band_after: str
    before: dict[str, Json]
    after: dict[str, Json]
    lines: list[LineBeforeAfterPublic]
    snapshot_time: str | None


class AmendmentLinePublic(BaseModel):
    """`state`: proposed (waits for a second person), open (waits for the client), accepted, refused, lapsed, dropped."""

    id: str
    client_id: str
    agreement_id: str
    template: str
    from_version: int
    version: int
    state: str
    reason: BilingualPublic
    answer_by: date
    effective_from: date
    opened_at: str | None
    answered_at: str | None
    follows: BilingualPublic


class AmendmentPublic(AmendmentLinePublic):
    """With what changes, term by term and clause by clause, and what that means in figures: None without a position."""

    terms: list[TermChangePublic]
    clauses: list[ClauseChangePublic]
    meaning: MeaningPublic | None
    text: str
    sha256: str
    proposal_id: str
