"""What is recorded of learning, and how progress is shown."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from account_api.learning.tables import Lang, Stage
from account_api.texts import Words

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
"""The name of a course, lesson or item."""

Learner = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._-]*$", max_length=80)]
"""A client's id, or `visitor:` and a pseudonym."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LessonRecord(_Record):
    """`learner` is for the assistant alone: the visitor it speaks for."""

    course: Slug
    lesson: Slug
    learner: Learner | None = None


class RuleDay(_Record):
    """A rule parameter an item rests on, as it stood on `as_of`."""

    param: Words = Field(min_length=1, max_length=64)
    as_of: date


class ItemRecord(_Record):
    item: Slug
    answer: Words | None = Field(max_length=200)
    right: bool
    rules: tuple[RuleDay, ...] = Field(default=(), max_length=10)


class ScorePublic(_Record):
    right: int = Field(ge=0)
    total: int = Field(ge=1)


class AttemptRecord(_Record):
    """A graded quiz. The score must be the count of its items."""

    course: Slug
    stage: Stage
    seed: Words = Field(min_length=1, max_length=64)
    lang: Lang
    items: tuple[ItemRecord, ...] = Field(min_length=1, max_length=50)
    score: ScorePublic
    learner: Learner | None = None


class CourseProgressPublic(BaseModel):
    lessons: list[str]
    before: ScorePublic | None
    after: ScorePublic | None
    gain: int | None


class ProgressPublic(BaseModel):
    learner: str
    courses: dict[str, CourseProgressPublic]
