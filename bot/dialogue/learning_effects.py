"""What teaching asks the outside world for, beside what every flow may ask for (``bot.dialogue.effects``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SearchLessons:
    """The sections of lessons that teach what is asked for, best first."""

    query: str
    as_of: date
    lang: str


@dataclass(frozen=True, slots=True)
class ReadSection:
    """What stands under a heading of a document in force on ``as_of``; ``None`` where nothing does."""

    document: str
    section: str
    as_of: date


@dataclass(frozen=True, slots=True)
class RecordAttempt:
    """A graded quiz of the asker: ``items`` are (item, answer, right), ``rules`` (item, parameter, day it was written)."""

    key: str
    course: str
    stage: str
    seed: str
    lang: str
    items: tuple[tuple[str, str | None, bool], ...]
    rules: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """What the asker has read and answered so far, by course."""


@dataclass(frozen=True, slots=True)
class FetchInbox:
    """The asker's messages, newest first."""


@dataclass(frozen=True, slots=True)
class AgreeToLessons:
    """The asker wants lessons in the inbox, or no more of them."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class DraftCampaign:
    """A campaign written as a draft (``body``: JSON), with how many it would reach: ``{"campaign", "selected", "of", "excluded"}``."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class FetchResults:
    """What came of a campaign: counts, and the gain with its interval."""

    campaign: str


LearningEffect = (
    SearchLessons
    | ReadSection
    | RecordAttempt
    | FetchProgress
    | FetchInbox
    | AgreeToLessons
    | DraftCampaign
    | FetchResults
)
