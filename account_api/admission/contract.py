"""What is said in an application and what is shown of it: rich enough that whoever reads it knows what is next, and by whom."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.admission.states import Side
from account_api.admission.tables import Source
from account_api.days import Day
from account_api.texts import Words

OptionId = Words
MOST_ANSWERS = 60


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactSet(_Request):
    """`value` in the form of the fact's kind; `evidence` names a document or the hash of a file that was sent.

    `valid_until` is the last day of the document itself, where it has one.
    """

    value: Words = Field(min_length=1, max_length=64)
    source: Source = "client"
    evidence: Words | None = Field(None, min_length=1, max_length=200)
    valid_until: Day | None = None


class FactVerified(_Request):
    """`version` is the one that was looked at; `verified_at` when, if not now."""

    version: int = Field(ge=1, le=2**31 - 1)
    evidence: Words | None = Field(None, min_length=1, max_length=200)
    verified_at: datetime | None = None


class Answers(_Request):
    """Answers to some questions of one version: the id of an option by the id of its question."""

    version: Words = Field(min_length=1, max_length=20)
    answers: dict[Words, Words] = Field(min_length=1, max_length=MOST_ANSWERS)


class Note(_Request):
    """What the other side should know."""

    note: Words = Field(default="", max_length=500)


class PersonAsked(_Request):
    """What the client wants a person to look at."""

    question: Words = Field(min_length=1, max_length=1000)


class Both(BaseModel):
    zh: str
    en: str


class FactPublic(BaseModel):
    """`state`: missing, unverified, verified, expired, or early (said to be verified at an instant still to come).

    `verified_by` and `entered_by` are user names to staff; to a client they say client or firm.
    """

    name: str
    title: Both
    kind: str
    required: bool
    state: str
    by: Side
    version: int | None = None
    value: str | None = None
    source: str | None = None
    evidence: str | None = None
    entered_by: str | None = None
    entered_at: str | None = None
    verified_by: str | None = None
    verified_at: str | None = None
    valid_until: date | None = None


class GapPublic(BaseModel):
    """What stands between now and an admission, what closes it, who, and from which day at the earliest."""

    code: str
    path: str
    by: Side
    text: str
    text_zh: str
    closes: str
    closes_zh: str
    earliest: date | None
    figures: list[str]


class NextPublic(BaseModel):
    """The next step: `by` whom, which `act`, in words, and from which day if not today."""

    by: Side
    act: str
    zh: str
    en: str
    earliest: date | None = None


class StepPublic(BaseModel):
    at: str
    act: str
    state: str
    side: str
    by: str
    note: str


class SittingPublic(BaseModel):
    """How the questionnaire stands: `state` none, open, superseded (a new version is in force), done or lapsed."""

    state: str
    version: str | None
    answered: int
    of: int
    grade: str | None
    points: int | None
    most: int | None
    finished_on: date | None
    valid_until: date | None


class ApplicationPublic(BaseModel):
    """`id` is None and `state` none where nothing was applied for; an approval holds until `approved_until`. `decision` is risk's own JSON as of today;
    `found` the one that was decided on. `may` are the acts of the one who asks.
    """

    id: str | None
    client_id: str
    name_masked: str
    state: str
    state_text: Both
    opened_at: str | None
    submitted_at: str | None
    decided_at: str | None
    reason: str | None
    again_from: date | None
    approved_until: date | None
    proposal_id: str | None
    next: NextPublic
    may: list[str]
    gaps: list[GapPublic]
    facts: list[FactPublic]
    questionnaire: SittingPublic
    decision: dict[str, Any]
    score: dict[str, Any]
    found: dict[str, Any] | None
    history: list[StepPublic]


class QueuedPublic(BaseModel):
    """A line of the desk's queue: `outcome` of the rules as of today, how much is still open, and the next step."""

    id: str
    client_id: str
    name_masked: str
    group: str
    state: str
    state_text: Both
    opened_at: str
    submitted_at: str | None
    outcome: str
    open_gaps: int
    next: NextPublic


class OptionPublic(BaseModel):
    id: str
    zh: str
    en: str
    points: int


class QuestionPublic(BaseModel):
    id: str
    zh: str
    en: str
    options: list[OptionPublic]
    answer: str | None


class ContradictionPublic(BaseModel):
    """Two answers that cannot both be meant; both questions are asked again."""

    code: str
    zh: str
    en: str
    questions: list[str]


class QuestionnairePublic(BaseModel):
    """The version to be answered with what was answered; `next_question` is the one to ask now, None when none is left.

    `result` is that of the newest finished sitting, risk's own JSON: grade, points of most, figure, reasons.
    `retake_from` is the first day on which it can be taken (again), None where a person has to be talked with first.
    """

    client_id: str
    sitting: SittingPublic
    version: str
    valid_from: date
    questions: list[QuestionPublic]
    next_question: str | None
    contradictions: list[ContradictionPublic]
    result: dict[str, Any] | None
    retake_from: date | None
    taken_in_year: int
    most_in_year: int


class PointPublic(BaseModel):
    """One point of an explanation: what was found, what it means, and the rule it rests on."""

    code: str
    outcome: str
    zh: str
    en: str
    rule: list[dict[str, Any]]
    figures: list[str]


class ExplanationPublic(BaseModel):
    """Why it stands as it does, for the client to read: a sentence, points, what closes each gap, figures and rules.

    `person`: that a person can be asked, and how.
    """

    client_id: str
    application_id: str | None
    state: str
    outcome: str
    summary: Both
    points: list[PointPublic]
    closes: list[GapPublic]
    figures: dict[str, Any]
    person: Both
    trace_id: str
