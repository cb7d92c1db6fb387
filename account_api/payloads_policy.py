"""The JSON answers of the policy desk as typed dictionaries. Standard library only."""

from typing import Any, Literal, TypedDict

from account_api.payloads import Figure
from account_api.payloads_proposals import Title

Effect = Literal["newly_called", "below_warning", "cannot_buy", "over_limit", "line_below_used"]


class ChangedTerm(TypedDict):
    """One term before and after; None before where nothing stood."""

    name: str
    label: Title
    before: str | None
    after: str
    before_display: Title
    after_display: Title


class NamedAccount(TypedDict):
    """One client a policy touches, masked; figures by name as {value, trace_id}."""

    client_id: str
    name_masked: str
    group: str
    effects: list[str]
    before: dict[str, dict[str, str | None]]
    after: dict[str, dict[str, str | None]]


class Difference(TypedDict):
    """What differs from the look before: counts and displayed figures as [then, now]."""

    moved: int
    accounts: list[str]
    counts: dict[str, list[int]]
    figures: dict[str, list[str]]


class PolicyImpact(TypedDict):
    """The effect of a policy on the whole book as it was looked at."""

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
    top: list[NamedAccount]
    difference: Difference | None


class Policy(TypedDict):
    """A change of a security's terms or of one of the firm's rules; decimals are text."""

    id: str
    state: Literal["draft", "proposed", "announced", "in_force", "refused", "withdrawn", "expired"]
    about: Title
    terms: list[ChangedTerm]
    effective: str
    effective_provisional: bool
    notice_days: int
    notify_on: str
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
    impact: PolicyImpact | None


class OwnChange(TypedDict):
    """A change that touches the account of the one who asks; whole figures before and after of one that is to come."""

    id: str
    state: Literal["announced", "in_force"]
    about: Title
    security: str | None
    terms: list[ChangedTerm]
    effective: str
    announced_on: str
    reason: str
    effects: list[str]
    moves_ratio: bool
    before: dict[str, Figure] | None
    after: dict[str, Figure] | None
    told_at: str | None


Body = dict[str, Any]
"""A policy as it is asked for: {security: {code, conversion_rate, eligible_financing, eligible_short}} or {rule: {param, value,
value_zh, scope, applies_to}}, with effective, reason and notice_days."""
