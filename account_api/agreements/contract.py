"""How templates and agreements are written, signed and shown. Instants in the booking zone."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from account_api.agreements.tables import Factor, SignedAt
from account_api.agreements.terms import TermsSet
from account_api.inbox.contract import BilingualPublic
from account_api.texts import Words
from account_api.transport import Json

SHA256 = r"^[0-9a-f]{64}$"


class Asked(BaseModel):
    """What is asked with a body: no other fields, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Asked):
    zh: Words = Field(min_length=1, max_length=1000)
    en: Words = Field(min_length=1, max_length=2000)


class Title(Asked):
    zh: Words = Field(min_length=1, max_length=60)
    en: Words = Field(min_length=1, max_length=120)


class ClauseText(Text):
    """`term` names the term that the clause states, so that its number can be cited."""

    no: Words = Field(min_length=1, max_length=10)
    term: Words | None = Field(default=None, max_length=40)


class SectionText(Asked):
    no: Words = Field(min_length=1, max_length=10)
    kind: Words = Field(min_length=1, max_length=20)
    title: Title
    clauses: tuple[ClauseText, ...] = Field(max_length=30)


class DisclosureText(Text):
    no: Words = Field(min_length=1, max_length=10)
    title: Title


class Body(Asked):
    sections: tuple[SectionText, ...] = Field(max_length=40)
    disclosures: tuple[DisclosureText, ...] = Field(max_length=20)


class TemplateCreate(Asked):
    """A new version of a template; without `body` it has the standard texts, without `title` the standard name."""

    template: Words = Field(default="margin", pattern=r"^[a-z][a-z0-9_]{0,39}$")
    terms: TermsSet
    title: Title | None = None
    body: Body | None = None


class Publishing(Asked):
    """Why this version should take the place of the one before; whoever decides reads it."""

    reason: Text


class Acknowledging(Asked):
    channel: SignedAt = "app"


class Signing(Asked):
    """`sha256` is that of the text that was read; `confirm` says yes; `challenge` and `code` are the second factor."""

    sha256: str = Field(pattern=SHA256)
    confirm: Literal[True]
    channel: SignedAt = "app"
    challenge: Words | None = Field(default=None, min_length=1, max_length=64)
    code: Words | None = Field(default=None, min_length=1, max_length=12)


class TermPublic(BaseModel):
    """One term by name, as a value and in words, with the clause that states it."""

    name: str
    label: BilingualPublic
    value: Any
    words: BilingualPublic
    clause: str | None


class FaultPublic(BaseModel):
    """One reason against publishing, with the mandatory section or the rule it rests on."""

    field: str
    code: str
    value: str | None
    text: str
    text_zh: str
    section: Json | None
    rule: Json | None


class MandatoryPublic(BaseModel):
    kind: str
    title: BilingualPublic
    source: str
    article: str | None
    confidence: str
    terms: list[str]
    present: bool


class TemplateLinePublic(BaseModel):
    template: str
    version: int
    state: str
    title: BilingualPublic
    made_by: str
    made_at: str
    proposal_id: str | None
    published_at: str | None


class TemplatePublic(TemplateLinePublic):
    """`faults` are those it has under the rules of today; `mandatory` every section there has to be."""

    terms: Json
    named_terms: list[TermPublic]
    sections: list[Json]
    disclosures: list[Json]
    mandatory: list[MandatoryPublic]
    faults: list[FaultPublic]


class SignaturePublic(BaseModel):
    """`intact`: whether the text that is kept is still the one that was signed."""

    by: str
    at: str
    template: str
    version: int
    sha256: str
    channel: str
    factor: Factor
    intact: bool


class StepPublic(BaseModel):
    """One section or disclosure to be read; `done_at` is None where it was not acknowledged yet."""

    n: int
    step: str
    kind: Literal["section", "disclosure"]
    title: BilingualPublic
    texts: list[Json]
    done_at: str | None


class AgreementLinePublic(BaseModel):
    """`state`: reading, outdated (a newer version is offered), signed, replaced."""

    id: str
    client_id: str
    template: str
    version: int
    state: str
    title: BilingualPublic
    opened_at: str
    effective_from: date | None
    ended_on: date | None
    amendment_id: str | None
    steps_done: int
    steps_of: int
    signature: SignaturePublic | None


class AgreementPublic(AgreementLinePublic):
    """`next_step` is the one to acknowledge now, `reading_seconds` how long one is read at least, `factor` what the firm wants
    for a signature; `blocked` says why it cannot be signed yet, None where it can or was.
    """

    terms: Json
    named_terms: list[TermPublic]
    steps: list[StepPublic]
    next_step: str | None
    reading_seconds: int
    factor: Factor
    blocked: BilingualPublic | None
    text: str
    sha256: str


class AgreementsPublic(BaseModel):
    """`in_force` is the id of the signed one that holds; `offered` the version that could be read and signed, None where one
    holds already or none is published; `admitted`: whether the client may sign a first one.
    """

    client_id: str
    in_force: str | None
    offered: TemplateLinePublic | None
    admitted: bool
    agreements: list[AgreementLinePublic]


class CodePublic(BaseModel):
    """A second factor on its way; the code itself in a demo home only."""

    challenge: str
    demo_code: str | None
