"""A client's own limits: as they are set, as they are shown, and what of them an account keeps."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.accounts.contract import Origin
from account_api.days import Day
from account_api.texts import Words

MOST_NAMES = 50
Names = list[Words]


class OwnPlanSet(BaseModel):
    """Limits of the client's own; what is left out is not limited. Ratios and money as decimal strings.

    `floor_ratio` is the lowest maintenance ratio wanted, `max_leverage` the most leverage, `least_cash` the least own cash,
    `most_share` the most of one security, `exclusions` securities not wanted in the account, `keep` those that stay,
    `buffer_days` sessions at the lower limit after which the liquidation line still holds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    floor_ratio: Words | None = Field(None, max_length=24)
    max_leverage: Words | None = Field(None, max_length=24)
    least_cash: Words | None = Field(None, max_length=24)
    most_share: Words | None = Field(None, max_length=24)
    exclusions: Names = Field(default=[], max_length=MOST_NAMES)
    keep: Names = Field(default=[], max_length=MOST_NAMES)
    buffer_days: int | None = None
    next_review: Day | None = None


class OwnPlanVersion(BaseModel):
    version: int
    saved_at: str
    next_review: date | None
    limits: dict[str, Any]


class OwnPlanPublic(BaseModel):
    """`plan` is the newest version, None where nothing was saved; `versions` all of them, the newest first."""

    client_id: str
    plan: OwnPlanVersion | None
    versions: list[OwnPlanVersion]


class OwnPlanReviewPublic(Origin):
    """`due` says that the day of the next review has come."""

    version: int
    next_review: date | None
    due: bool
    plan: dict[str, Any]
    as_of: date
    items: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    trace_id: str
