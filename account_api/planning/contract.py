"""What is asked and shown about acts that are not done yet. Figures are `risk`'s own JSON, decimals are texts."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.accounts.contract import Figure, Origin
from account_api.texts import Words
from risk.changes import MOST_CHANGES


class OrderQuestion(BaseModel):
    """`kind` is margin_purchase, short_sale or collateral_purchase. Without a `price` it is the last one, without a
    `quantity` the largest that is possible.
    """

    kind: Words = Field(max_length=24)
    security: Words = Field(max_length=12)
    price: Words | None = Field(None, max_length=40)
    quantity: Words | None = Field(None, max_length=40)


class PreviewPublic(Origin):
    """`binding` names what keeps the largest order from being larger, `stopped_by` what the quantity asked about
    runs into. `conditions` hold or bar the order whatever its size, `limits` allow so many shares each.
    """

    kind: str
    security: str
    name: str
    name_en: str
    price: str
    quantity: int | None
    largest: Figure
    feasible: bool | None
    binding: str | None
    stopped_by: list[str]
    conditions: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    before: dict[str, Figure]
    after: dict[str, Figure]
    findings: list[dict[str, Any]]
    trace_id: str


class WithdrawableSecurityPublic(BaseModel):
    path: str
    security: str
    name: str
    name_en: str
    shares: Figure


class WithdrawablePublic(Origin):
    """Alternatives: taking one leaves less of the others."""

    cash: Figure
    securities: list[WithdrawableSecurityPublic]


class ScheduleQuestion(BaseModel):
    """`until`: the day of repayment (default: the day asked from); `contract`: one alone."""

    until: date | None = None
    contract: Words | None = Field(None, max_length=64)


class InterestSchedulePublic(Origin):
    """`counts`, `settlement`, `monthly_day` and `penalty_rate` are how the firm counts."""

    until: date
    counts: str
    settlement: str
    monthly_day: int | None
    penalty_rate: str | None
    contracts: list[dict[str, Any]]
    total: Figure


class LinesPublic(Origin):
    """`lines`: per line the price of each security and the common move that touch it; `break_even` per contract."""

    lines: list[dict[str, Any]]
    break_even: list[dict[str, Any]]


class WhatIfQuestion(BaseModel):
    """Each change is an object with its `op` (see `risk.changes`); `target` a ratio to tell the distance to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    changes: list[dict[str, Any]] = Field(max_length=MOST_CHANGES)
    target: Words | None = Field(None, max_length=40)


class WhatIfPublic(Origin):
    """The account as it stands and after the changes; `lines` and `findings` are those after them."""

    before: dict[str, Figure]
    after: dict[str, Figure]
    band_before: str
    band_after: str
    lines: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    credit_line_left: dict[str, Figure]
    interest: list[Figure]
    target: dict[str, Any] | None
    trace_id: str
