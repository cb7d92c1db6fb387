"""How a campaign is written and shown."""

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from account_api.campaigns.tables import State
from account_api.inbox.contract import BilingualPublic
from account_api.learning.contract import Slug
from account_api.texts import Words

RatioText = Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,8})?$")]
"""A ratio as a plain decimal string: 1.40, never 140."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Asked):
    zh: Words = Field(min_length=1, max_length=80)
    en: Words = Field(min_length=1, max_length=120)


class Text(_Asked):
    zh: Words = Field(min_length=1, max_length=600)
    en: Words = Field(min_length=1, max_length=1200)


class RuleCite(_Asked):
    """A parameter of the rulebook: the campaign is held when a row of it in force changes."""

    param: Words = Field(min_length=1, max_length=64)


class DocumentCite(_Asked):
    """A document of the library, shown with the campaign."""

    document: Words = Field(min_length=1, max_length=128)


class Audience(_Asked):
    """Every condition given must hold. Ratios are compared with the figure `risk` computes, exactly."""

    opened_within_days: int | None = Field(default=None, ge=1, le=3650)
    ratio_below: RatioText | None = None
    ratio_at_least: RatioText | None = None
    course_not_done: Slug | None = None
    group: Words | None = Field(default=None, min_length=1, max_length=64)
    band: Literal["safe", "warning", "call", "no_debt"] | None = None

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions given, by name."""
        return self.model_dump(exclude_none=True)


class QuietHours(BaseModel):
    """From when until when nothing is sent, on the clock where accounts are booked; over midnight if need be."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    from_: time = Field(default=time(21, 0), alias="from")
    until: time = time(9, 0)

    @model_validator(mode="after")
    def have_a_length(self) -> "QuietHours":
        if self.from_ == self.until:
            raise ValueError("quiet hours begin and end at different times")
        return self

    def as_json(self) -> dict[str, str]:
        return {"from": f"{self.from_:%H:%M}", "until": f"{self.until:%H:%M}"}


class Cap(_Asked):
    """At most `count` campaign messages to one client in `days` days, this one included."""

    count: int = Field(default=1, ge=1, le=10)
    days: int = Field(default=3, ge=1, le=90)


class CampaignCreate(_Asked):
    """A whole campaign; an update replaces all of it."""

    title: Title
    text: Text
    course: Slug
    lesson: Slug | None = None
    course_title: Title | None = None
    lesson_title: Title | None = None
    cites: tuple[RuleCite | DocumentCite, ...] = Field(default=(), max_length=10)
    audience: Audience
    quiet_hours: QuietHours = QuietHours()
    max_per_days: Cap = Cap()


class Approval(_Asked):
    """`confirm_broad`: the approver knows that more than half of all clients are chosen."""

    confirm_broad: bool = False


class CampaignPublic(BaseModel):
    id: str
    state: State
    title: BilingualPublic
    text: BilingualPublic
    course: str
    lesson: str | None
    course_title: BilingualPublic | None
    lesson_title: BilingualPublic | None
    cites: list[dict[str, str]]
    rules: dict[str, list[dict[str, Any]]]
    audience: dict[str, Any]
    quiet_hours: dict[str, str]
    max_per_days: dict[str, int]
    created_by: str
    created_at: str
    submitted_by: str | None
    submitted_at: str | None
    approved_by: str | None
    approved_at: str | None
    ran_by: str | None
    ran_at: str | None
    reason: BilingualPublic | None


class SamplePublic(BaseModel):
    client_id: str
    title: BilingualPublic
    text: BilingualPublic


class PreviewPublic(BaseModel):
    campaign: str
    selected: int
    of: int
    share: float
    broad: bool
    later: int
    excluded: dict[str, int]
    samples: list[SamplePublic]


class GainPublic(BaseModel):
    points: float | None
    n: int
    low: float | None
    high: float | None
    method: str


class ResultsPublic(BaseModel):
    campaign: str
    state: State
    sent: int
    waiting: int
    skipped: dict[str, int]
    opened: int
    started: int
    completed: int
    before: float | None
    after: float | None
    gain: GainPublic
