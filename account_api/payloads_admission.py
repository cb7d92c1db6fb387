"""The JSON answers about applications, facts and the questionnaire as typed dictionaries. Standard library only."""

from typing import Any, Literal, TypedDict

from account_api.payloads_learning import Bilingual

Side = Literal["client", "desk", "risk", "nobody"]
ApplicationState = Literal[
    "none", "draft", "submitted", "in_review", "proposed", "approved", "refused", "withdrawn"
]
FactState = Literal["missing", "unverified", "verified", "expired", "early"]
SittingState = Literal["none", "open", "superseded", "done", "lapsed"]


class Fact(TypedDict):
    """`by`: whose turn it is; nobody's where it is verified. `valid_until` is the last day it holds."""

    name: str
    title: Bilingual
    kind: Literal["day", "money", "share", "flag"]
    required: bool
    state: FactState
    by: Side
    version: int | None
    value: str | None
    source: Literal["client", "document", "register", "report"] | None
    evidence: str | None
    entered_by: str | None
    entered_at: str | None
    verified_by: str | None
    verified_at: str | None
    valid_until: str | None


class AdmissionGap(TypedDict):
    """What stands between now and an admission, what closes it, who, and from which day at the earliest."""

    code: str
    path: str
    by: Side
    text: str
    text_zh: str
    closes: str
    closes_zh: str
    earliest: str | None
    figures: list[str]


class NextStep(TypedDict):
    """`act`: open, facts, questionnaire, submit, review, verify, propose, decide, sign or done."""

    by: Side
    act: str
    zh: str
    en: str
    earliest: str | None


class ApplicationStep(TypedDict):
    at: str
    act: str
    state: ApplicationState
    side: Side
    by: str
    note: str


class SittingStanding(TypedDict):
    state: SittingState
    version: str | None
    answered: int
    of: int
    grade: str | None
    points: int | None
    most: int | None
    finished_on: str | None
    valid_until: str | None


class Application(TypedDict):
    """`decision` is the rules' as of today, `found` the one that was decided on; `may` are the acts of who asks."""

    id: str | None
    client_id: str
    name_masked: str
    state: ApplicationState
    state_text: Bilingual
    opened_at: str | None
    submitted_at: str | None
    decided_at: str | None
    reason: str | None
    again_from: str | None
    approved_until: str | None
    proposal_id: str | None
    next: NextStep
    may: list[str]
    gaps: list[AdmissionGap]
    facts: list[Fact]
    questionnaire: SittingStanding
    decision: dict[str, Any]
    score: dict[str, Any]
    found: dict[str, Any] | None
    history: list[ApplicationStep]


class QueuedApplication(TypedDict):
    id: str
    client_id: str
    name_masked: str
    group: str
    state: ApplicationState
    state_text: Bilingual
    opened_at: str
    submitted_at: str | None
    outcome: Literal["admit", "not_yet", "refuse", "person"]
    open_gaps: int
    next: NextStep


class QuestionOption(TypedDict):
    id: str
    zh: str
    en: str
    points: int


class Question(TypedDict):
    id: str
    zh: str
    en: str
    options: list[QuestionOption]
    answer: str | None


class Contradiction(TypedDict):
    code: str
    zh: str
    en: str
    questions: list[str]


class Questionnaire(TypedDict):
    """`next_question` is None when none is left; `retake_from` None where a person has to be talked with first."""

    client_id: str
    sitting: SittingStanding
    version: str
    valid_from: str
    questions: list[Question]
    next_question: str | None
    contradictions: list[Contradiction]
    result: dict[str, Any] | None
    retake_from: str | None
    taken_in_year: int
    most_in_year: int


class ExplanationPoint(TypedDict):
    code: str
    outcome: str
    zh: str
    en: str
    rule: list[dict[str, Any]]
    figures: list[str]


class AdmissionExplanation(TypedDict):
    client_id: str
    application_id: str | None
    state: ApplicationState
    outcome: Literal["admit", "not_yet", "refuse", "person"]
    summary: Bilingual
    points: list[ExplanationPoint]
    closes: list[AdmissionGap]
    figures: dict[str, Any]
    person: Bilingual
    trace_id: str
