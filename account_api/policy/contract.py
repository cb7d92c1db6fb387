"""What is asked of the policy desk and what it shows. Decimals are text; figures are `risk`'s own JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator

from account_api.days import Day
from account_api.proposals.contract import Title
from account_api.texts import Words, plain


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("a rate is written as text, not as a float")
    return value


Rate = Annotated[Decimal, BeforeValidator(_no_float), Field(ge=0, le=1, decimal_places=8)]
"""A conversion rate: from 0 to 1."""

ShortText = Annotated[Words, Field(min_length=1, max_length=100)]
Figure = dict[str, Any]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SecurityChange(_Asked):
    """The terms of one security; what is not named stays as it is."""

    code: Words = Field(min_length=1, max_length=12)
    conversion_rate: Rate | None = None
    eligible_financing: StrictBool | None = None
    eligible_short: StrictBool | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if (self.conversion_rate, self.eligible_financing, self.eligible_short) == (None, None, None):
            raise ValueError("name what changes: conversion_rate, eligible_financing or eligible_short")
        return self


class RuleChange(_Asked):
    """One of the firm's own rules, for a case (`scope`); `value` is a decimal text, or a word with its Chinese."""

    param: ShortText
    value: ShortText
    value_zh: ShortText | None = None
    scope: dict[ShortText, ShortText] = Field(default_factory=dict, max_length=6)
    applies_to: Literal["new", "all", "extension"] = "new"


class PolicyCreate(_Asked):
    """A change of one security's terms or of one rule. `notice_days`: trading days of notice, the firm's own if left out."""

    security: SecurityChange | None = None
    rule: RuleChange | None = None
    effective: Day
    reason: Words = Field(min_length=1, max_length=500)
    notice_days: int | None = Field(default=None, ge=0, le=60)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.security is None) == (self.rule is None):
            raise ValueError("name either a security or a rule")
        return self

    @property
    def change(self) -> dict[str, Any]:
        """The change as it is kept: decimals as plain text."""
        if self.rule is not None:
            return {"rule": self.rule.model_dump()}
        assert self.security is not None
        terms = self.security.model_dump(exclude_none=True)
        if self.security.conversion_rate is not None:
            terms["conversion_rate"] = plain(self.security.conversion_rate)
        return {"security": terms}


class Withdrawal(_Asked):
    """Why it is taken back; the clients who were told of it read it."""

    reason: Words = Field(min_length=1, max_length=500)


class ChangedTermPublic(BaseModel):
    """One term before and after: `display` as people read it. `rule` is the row of the rulebook on each side, if it is one."""

    name: str
    label: Title
    before: str | None
    after: str
    before_display: Title
    after_display: Title


class NamedAccountPublic(BaseModel):
    """One client a policy touches, masked; figures by name on both sides as {value, trace_id}."""

    client_id: str
    name_masked: str
    group: str
    effects: list[str]
    before: dict[str, dict[str, str | None]]
    after: dict[str, dict[str, str | None]]


class DifferencePublic(BaseModel):
    """What another look at the book has changed: counts, and figures as displayed, each [then, now]. `moved` accounts have other
    figures; `accounts` names the first of them.
    """

    moved: int
    accounts: list[str]
    counts: dict[str, list[int]]
    figures: dict[str, list[str]]


class ImpactPublic(BaseModel):
    """The effect on the whole book. `accounts` were looked at, `unknown` of them have no position or contract.

    `effects` counts clients by newly_called, below_warning, cannot_buy, over_limit, line_below_used; `groups` the same by
    group; `top` are the accounts that lose most available margin. `difference` is to the look before, where there is one.
    """

    policy: str
    at: str
    by: str
    book_time: str | None
    rules_edition: str
    digest: str
    accounts: int
    unknown: int
    touched: int
    effects: dict[str, int]
    figures: dict[str, Figure]
    groups: dict[str, dict[str, int]]
    top: list[NamedAccountPublic]
    difference: DifferencePublic | None


class PolicyPublic(BaseModel):
    """`state` of an approved one is announced or in_force. `conflicts` are other policies about the same thing, still open;
    `withdrawal` is the proposal to take it back that waits for a decision.

    `standing` says of an approved one whether what it wrote is what applies from its day on.
    """

    id: str
    state: str
    about: Title
    terms: list[ChangedTermPublic]
    effective: date
    effective_provisional: bool
    notice_days: int
    notify_on: date
    reason: str
    created_by: str
    created_at: str
    proposal: str | None
    withdrawal: str | None
    approved_by: str | None
    approved_at: str | None
    ended_by: str | None
    ended_at: str | None
    ended_because: str | None
    standing: bool | None
    conflicts: list[str]
    told: int
    impact: ImpactPublic | None


class OwnChangePublic(BaseModel):
    """An announced or recent change that touches the account, for its owner. `before` and `after` are whole figures: of a
    change that is to come, from the account as it is now; of one in force, None.

    `moves_ratio`: whether the maintenance ratio is moved by it.
    """

    id: str
    state: str
    about: Title
    security: str | None
    terms: list[ChangedTermPublic]
    effective: date
    announced_on: date
    reason: str
    effects: list[str]
    moves_ratio: bool
    before: dict[str, Figure] | None
    after: dict[str, Figure] | None
    told_at: str | None
