"""What a hand-off is made from and what is shown of it: to the one who called, and to the desk."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from account_api.handoffs.tables import Lang, Outcome, Reason
from account_api.texts import Words


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EvidenceCreate(_Request):
    """Something that shows what was asked, answered or judged."""

    kind: Words = Field(min_length=1, max_length=40)
    title: Words = Field(min_length=1, max_length=200)
    detail: Words = Field(min_length=1, max_length=2000)


class HandoffCreate(_Request):
    """`summary` is for the desk; `tried` says what the assistant has tried already."""

    reason: Reason
    summary: Words = Field(min_length=1, max_length=2000)
    session: Words = Field(min_length=1, max_length=128)
    lang: Lang = "zh"
    tried: list[Words] = Field(default=[], max_length=20)
    evidence: list[EvidenceCreate] = Field(default=[], max_length=20)


class ReleaseCreate(_Request):
    note: Words = Field(min_length=1, max_length=2000)


class CloseCreate(_Request):
    outcome: Outcome
    note: Words = Field(min_length=1, max_length=2000)


class NoteCreate(_Request):
    text: Words = Field(min_length=1, max_length=4000)


class CallBackPublic(BaseModel):
    """`provisional` beyond the sessions the exchange has published."""

    from_: str = Field(alias="from")
    until: str
    provisional: bool


class HandoffPublic(BaseModel):
    """For the one who called: nothing of the desk's own is in it."""

    id: str
    reason: str
    state: str
    raised_at: str
    assigned_group: str
    attended: bool
    agent_name: str | None
    answer_by: str | None
    call_back: CallBackPublic | None


class WhyPublic(BaseModel):
    zh: str
    en: str


class QueuedHandoffPublic(HandoffPublic):
    """`waiting_minutes` counts from the first call; `call` is the client's open margin call."""

    rank: int
    why: WhyPublic
    waiting_minutes: int
    summary: str
    lang: str
    client_id: str | None
    name_masked: str | None
    claimed_by: str | None
    call: dict[str, Any] | None


class NotePublic(BaseModel):
    at: str
    author: str
    kind: Literal["note", "summary", "released", "closed"]
    text: str


class HandoffDetail(HandoffPublic):
    """For the desk."""

    summary: str
    session: str
    lang: str
    client_id: str | None
    name_masked: str | None
    tried: list[str]
    evidence: list[dict[str, Any]]
    notes: list[NotePublic]
    claimed_by: str | None
    claimed_at: str | None
    outcome: str | None
    closed_at: str | None
