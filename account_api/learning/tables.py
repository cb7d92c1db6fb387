"""Lessons read and quizzes taken. A learner is a client's id, or `visitor:` and a pseudonym."""

from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Stage = Literal["before", "practice", "after"]
Lang = Literal["zh", "zh-Hant", "en"]


class LessonRead(Row, table=True):
    """The first time this learner read this lesson. `recorded_at` is wall time."""

    __tablename__ = "lessons_read"

    learner: str = Field(primary_key=True, max_length=80)
    course: str = Field(primary_key=True, max_length=64)
    lesson: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(sa_type=Utc)
    recorded_at: datetime = Field(sa_type=Utc)


class QuizAttempt(Row, table=True):
    """One quiz as dealt from `seed` and graded: `items` with the answer given and the rules each rests on."""

    __tablename__ = "quiz_attempts"

    id: int | None = Field(default=None, primary_key=True)
    learner: str = Field(max_length=80, index=True)
    course: str = Field(max_length=64, index=True)
    stage: Stage = Field(sa_type=String)
    seed: str = Field(max_length=64)
    lang: Lang = Field(sa_type=String)
    items: list[dict[str, Any]] = Field(sa_type=JSON)
    right: int
    total: int
    at: datetime = Field(sa_type=Utc)
    recorded_at: datetime = Field(sa_type=Utc)

    @property
    def share(self) -> Fraction:
        """How much of it was right, 0..1."""
        return Fraction(self.right, self.total)
