"""What the desk's routes take: the shapes of request bodies. What the values mean is judged by the desk itself."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.editorial.answers import AnswerDraft
from knowledge.editorial.gaps import How
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.terms import Term

Line = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(max_length=500)]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(rf"{_DAY.pattern}[T ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:Z|[+-]\d\d:?\d\d)?")


def _written(shape: re.Pattern[str], said: str) -> BeforeValidator:
    """Only what is written so: a number would be read as seconds since 1970."""

    def check(value: object) -> object:
        if isinstance(value, date) or (isinstance(value, str) and shape.fullmatch(value)):
            return value
        raise ValueError(f"write {said}")

    return BeforeValidator(check)


Day = Annotated[date, _written(_DAY, "2026-11-20")]
Moment = Annotated[datetime, _written(_MOMENT, "2026-11-20T16:30+08:00")]


class Body(BaseModel):
    """A misspelt field is refused, not overlooked."""

    model_config = ConfigDict(extra="forbid")


class Trial(Body):
    """A question to try; `as_of` today, `lang` the question's own language where they are not given."""

    q: Annotated[str, Field(min_length=1, max_length=2000)]
    as_of: Day | None = None
    lang: Literal["zh", "zh-Hant", "en"] | None = None
    jurisdiction: Annotated[str, Field(max_length=10)] = "CN"


class Step(Body):
    """A step of a submission, with a word about it."""

    note: Words = ""


class Approval(Step):
    """The second pair of eyes has read what speaks to the assistant."""

    confirm_instructions: bool = False


class VerifiedAnswer(Body):
    """A verified answer and what it rests on."""

    questions: Annotated[list[Line], Field(max_length=20)]
    answer: Annotated[str, Field(max_length=4000)]
    cites: Annotated[list[Line], Field(max_length=20)]
    effective_from: Day
    effective_to: Day | None = None
    next_review: Day
    lang: Literal["zh", "en"]
    topic: Line
    title: Line | None = None

    def draft(self) -> AnswerDraft:
        said = self.model_dump() | {"questions": tuple(self.questions), "cites": tuple(self.cites)}
        return AnswerDraft(**said)


class Retirement(Body):
    """Why a version is retired."""

    reason: Words


class StillStands(Body):
    """A version still stands; when it is to be reviewed again."""

    next_review: Day
    note: Words = ""


class NoticeText(Body):
    """A text for clients in both languages."""

    zh: Words
    en: Words


class NoticeBody(Body):
    """A notice on a topic (`*`: on every one). A time without a zone is China's; `from` is now if not given."""

    topic: Line
    kind: Literal["notice", "person_only"]
    text: NoticeText
    start: Annotated[Moment | None, Field(alias="from")] = None
    until: Moment | None = None

    def draft(self) -> NoticeDraft:
        return NoticeDraft(self.topic, self.kind, self.text.zh, self.text.en, self.start, self.until)


class GapResolved(Body):
    """What was done about a group of gaps; `reference` names the term, document or answer."""

    how: How
    reference: Line = ""
    note: Words = ""


class TermBody(Body):
    """A term of the firm's glossary with its other wordings."""

    term: Line
    zh: Annotated[list[Line], Field(max_length=20)] = []
    hant: Annotated[list[Line], Field(max_length=20)] = []
    en: Annotated[list[Line], Field(max_length=20)] = []

    def draft(self) -> Term:
        return Term(self.term, tuple(self.zh), tuple(self.hant), tuple(self.en))
