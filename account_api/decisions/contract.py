"""What is asked and shown about decisions. Each answer is `risk`'s own JSON beside where its data come from."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.accounts.contract import CreditLinePublic, Figure, Origin
from account_api.days import Day
from account_api.texts import Words
from risk.changes import MOST_CHANGES

MOST_NAMES = 50
Names = list[Words]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StressQuestion(_Question):
    """`requirement` is held or recomputed; only a recomputed one has a cut of conversion rates and a rise of lines."""

    scenario: Words = Field("all", max_length=64)
    requirement: Words = Field("held", max_length=16)
    conversion_cut: Words = Field("0", max_length=24)
    line_rise: Words = Field("0", max_length=24)


class StressPublic(Origin):
    """One result for each scenario."""

    scenarios: list[dict[str, Any]]


class PlanQuestion(_Question):
    """`target` is a ratio (default: the restore line), `objective` cheapest, least_sold or fewest, `cash` the most that
    comes from outside, `share` the most of a day's volume, for which volumes must be known.
    """

    target: Words | None = Field(None, max_length=24)
    objective: Words = Field("cheapest", max_length=24)
    exclude: Names = Field(default=[], max_length=MOST_NAMES)
    only: Names = Field(default=[], max_length=MOST_NAMES)
    cash: Words = Field("0", max_length=24)
    orders: int | None = None
    share: Words | None = Field(None, max_length=24)


class PlanPublic(Origin):
    """The plan by the stated objective, the others beside it; what a plan has is None where there is none to make."""

    target: str
    objective: str
    before: Figure
    name: str | None = None
    feasible: bool
    blocking: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    orders: int | None = None
    traded: Figure | None = None
    costs: Figure | None = None
    outside_cash: Figure | None = None
    after: Figure
    within: str | None = None
    proven: bool | None = None
    alternatives: list[dict[str, Any]]
    missing: list[str]
    findings: list[dict[str, Any]]
    trace_id: str


class LiquidationQuestion(_Question):
    """`order` is what goes first (default: the contract's), `instead` a second order beside it, `target` where it stops:
    restore_line, liquidation_line or no_debt. `prices_day` takes the closing prices of another day, `t_plus` those of so
    many sessions after the call. `changes` are supposed of the account before (see `risk.changes`).
    """

    order: Names = Field(default=[], max_length=MOST_NAMES)
    instead: Names | None = Field(None, min_length=1, max_length=MOST_NAMES)
    target: Words = Field("restore_line", max_length=24)
    prices_day: Day | None = None
    t_plus: int | None = Field(None, ge=0, le=30)
    changes: list[dict[str, Any]] = Field(default=[], max_length=MOST_CHANGES)


class LiquidationPublic(Origin):
    order_rule: dict[str, Any]
    until: str | None
    before: Figure
    orders: list[dict[str, Any]]
    sold: dict[str, int]
    unsold: list[dict[str, Any]]
    outcome: str
    after: dict[str, Figure]
    missing: list[str]
    findings: list[dict[str, Any]]
    trace_id: str


class CounterfactualPublic(Origin):
    """The same account by two orders; `differences` are those of the second against the first."""

    first: dict[str, Any]
    second: dict[str, Any]
    sold: dict[str, dict[str, int]]
    differences: dict[str, Figure]
    trace_id: str


class CallStatePublic(Origin):
    """A report for each call that is open, ended or watched; `contract` names that of a call at maturity."""

    calls: list[dict[str, Any]]


class DecisionPublic(Origin):
    outcome: str
    as_of: date
    reasons: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    figures: dict[str, Figure]
    trace_id: str


class CreditPublic(Origin):
    """`lines`: what the credit line was over time, the newest first."""

    score: dict[str, Any]
    line: dict[str, Any]
    lines: list[CreditLinePublic]


class PersonQuestion(_Question):
    """`grade` is that of the client where none is given; money as decimal strings."""

    grade: Words | None = Field(None, max_length=2)
    horizon_months: int | None = None
    need: Words | None = Field(None, max_length=24)
    goal: Words | None = Field(None, max_length=24)


class SuitabilityPublic(Origin):
    figures: dict[str, Figure]
    findings: list[dict[str, Any]]


class TapeQuestion(_Question):
    """The trades, requests and logins of a firm: see `risk.surveillance.reading`."""

    tape: dict[str, Any]


class SurveillancePublic(BaseModel):
    as_of: date
    note: str
    note_zh: str
    alerts: list[dict[str, Any]]
    patterns: list[dict[str, Any]]


class CreditRiskPublic(BaseModel):
    """`accounts` is how many accounts were looked at, `unvalued` those without a price."""

    as_of: date
    accounts: int
    figures: dict[str, Figure]
    findings: list[dict[str, Any]]
    unvalued: list[str]
