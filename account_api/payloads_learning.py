"""The JSON answers of consents, inbox, learning and campaigns as typed dictionaries. Standard library only."""

from typing import Any, Literal, TypedDict

from account_api.payloads import RuleRow

Stage = Literal["before", "practice", "after"]
CampaignState = Literal["draft", "submitted", "approved", "running", "done", "held", "cancelled"]


class Bilingual(TypedDict):
    zh: str
    en: str


class Consents(TypedDict):
    """`since` is None where the client has never said anything, which is a no."""

    education: bool
    since: str | None


class InboxMessage(TypedDict):
    """A message as it was sent. `trace_id` and `snapshot_time` belong to the figure it quotes, if any."""

    id: str
    kind: Literal["campaign", "notice"]
    campaign: str | None
    notice_id: str | None
    title: Bilingual
    text: Bilingual
    link: str
    trace_id: str | None
    snapshot_time: str | None
    sent_at: str
    opened_at: str | None


class TelegramChat(TypedDict):
    """Where copies go; `chat` is None where there is nowhere."""

    chat: int | None
    lang: str | None
    since: str | None


class Score(TypedDict):
    right: int
    total: int


class CourseProgress(TypedDict):
    """`before` is the first quiz before the course, `after` the latest one after it; `gain` is after minus before
    in whole percentage points, None until both are there.
    """

    lessons: list[str]
    before: Score | None
    after: Score | None
    gain: int | None


class Progress(TypedDict):
    learner: str
    courses: dict[str, CourseProgress]


class Campaign(TypedDict):
    """`rules`: the rows in force of each cited parameter when it was written; `reason` says why it is held."""

    id: str
    state: CampaignState
    title: Bilingual
    text: Bilingual
    course: str
    lesson: str | None
    course_title: Bilingual | None
    lesson_title: Bilingual | None
    cites: list[dict[str, str]]
    rules: dict[str, list[RuleRow]]
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
    reason: Bilingual | None


class Sample(TypedDict):
    """What one selected client would read now; id and name are masked."""

    client_id: str
    title: Bilingual
    text: Bilingual


class Preview(TypedDict):
    """Who would be chosen now: `selected` of `of` clients, a `share` of all; the others by reason.

    `later` of the selected are in quiet hours and get it afterwards. `broad`: more than half of all clients, which
    the approver must confirm.
    """

    campaign: str
    selected: int
    of: int
    share: float
    broad: bool
    later: int
    excluded: dict[str, int]
    samples: list[Sample]


class Gain(TypedDict):
    """Mean of after minus before in percentage points over `n` people who took both, with a 95 % interval."""

    points: float | None
    n: int
    low: float | None
    high: float | None
    method: str


class CampaignResults(TypedDict):
    """Counts of clients. `before` and `after` are mean scores 0..1 of those who took both."""

    campaign: str
    state: CampaignState
    sent: int
    waiting: int
    skipped: dict[str, int]
    opened: int
    started: int
    completed: int
    before: float | None
    after: float | None
    gain: Gain
