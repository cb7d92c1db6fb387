"""The JSON answers about agreements and their amendments, as typed dictionaries: see `payloads`."""

from typing import Any, TypedDict

from account_api.payloads_learning import Bilingual
from account_api.transport import Json


class Term(TypedDict):
    """One term by name, as a value and in words, with the clause that states it."""

    name: str
    label: Bilingual
    value: Any
    words: Bilingual
    clause: str | None


class Fault(TypedDict):
    """One reason against publishing, with the mandatory section or the rule it rests on."""

    field: str
    code: str
    value: str | None
    text: str
    text_zh: str
    section: Json | None
    rule: Json | None


class Mandatory(TypedDict):
    kind: str
    title: Bilingual
    source: str
    article: str | None
    confidence: str
    terms: list[str]
    present: bool


class TemplateLine(TypedDict):
    template: str
    version: int
    state: str
    title: Bilingual
    made_by: str
    made_at: str
    proposal_id: str | None
    published_at: str | None


class Template(TemplateLine):
    """`faults` are those it has under the rules of today; `mandatory` every section there has to be."""

    terms: Json
    named_terms: list[Term]
    sections: list[Json]
    disclosures: list[Json]
    mandatory: list[Mandatory]
    faults: list[Fault]


class Signature(TypedDict):
    """`intact`: whether the text that is kept is still the one that was signed."""

    by: str
    at: str
    template: str
    version: int
    sha256: str
    channel: str
    factor: str
    intact: bool


class Step(TypedDict):
    """One section or disclosure to be read; `done_at` is None where it was not acknowledged yet."""

    n: int
    step: str
    kind: str
    title: Bilingual
    texts: list[Json]
    done_at: str | None


class AgreementLine(TypedDict):
    """`state`: reading, outdated (a newer version is offered), signed, replaced."""

    id: str
    client_id: str
    template: str
    version: int
    state: str
    title: Bilingual
    opened_at: str
    effective_from: str | None
    ended_on: str | None
    amendment_id: str | None
    steps_done: int
    steps_of: int
    signature: Signature | None


class Agreement(AgreementLine):
    """`next_step` is the one to acknowledge now, `reading_seconds` how long one is read at least, `factor` what the firm wants
    for a signature; `blocked` says why it cannot be signed yet, None where it can or was.
    """

    terms: Json
    named_terms: list[Term]
    steps: list[Step]
    next_step: str | None
    reading_seconds: int
    factor: str
    blocked: Bilingual | None
    text: str
    sha256: str


class Agreements(TypedDict):
    """`in_force` is the id of the signed one that holds; `offered` the version that could be read and signed, None where one
    holds already or none is published; `admitted`: whether the client may sign a first one.
    """

    client_id: str
    in_force: str | None
    offered: TemplateLine | None
    admitted: bool
    agreements: list[AgreementLine]


class Code(TypedDict):
    """A second factor on its way; the code itself in a demo home only."""

    challenge: str
    demo_code: str | None


class TermChange(TypedDict):
    """`effect`: tighter or looser for the client where it can be told, else changed."""

    name: str
    label: Bilingual
    before: Any
    after: Any
    before_words: Bilingual
    after_words: Bilingual
    effect: str
    clause: str | None


class ClauseChange(TypedDict):
    no: str
    section: Bilingual
    change: str
    before: Bilingual | None
    after: Bilingual | None


class LineBeforeAfter(TypedDict):
    """One line under the old and the new terms: on which side the account stands, and the common move that touches it."""

    line: str
    label: Bilingual
    before: str | None
    after: str | None
    state_before: str | None
    state_after: str | None
    move_before: Json | None
    move_after: Json | None


class Meaning(TypedDict):
    """The account under the old and under the new terms, on its newest position."""

    band_before: str
    band_after: str
    before: dict[str, Json]
    after: dict[str, Json]
    lines: list[LineBeforeAfter]
    snapshot_time: str | None


class AmendmentLine(TypedDict):
    """`state`: proposed (waits for a second person), open (waits for the client), accepted, refused, lapsed, dropped."""

    id: str
    client_id: str
    agreement_id: str
    template: str
    from_version: int
    version: int
    state: str
    reason: Bilingual
    answer_by: str
    effective_from: str
    opened_at: str | None
    answered_at: str | None
    follows: Bilingual


class Amendment(AmendmentLine):
    """With what changes, term by term and clause by clause, and what that means in figures: None without a position."""

    terms: list[TermChange]
    clauses: list[ClauseChange]
    meaning: Meaning | None
    text: str
    sha256: str
    proposal_id: str
