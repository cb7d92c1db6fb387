"""The JSON answers about acts that are not done yet, as typed dictionaries: see `payloads`."""

from typing import Any, TypedDict

from account_api.payloads import Figure, Finding, Freshness, Reference


class Preview(Freshness):
    """One order: `largest` in shares, the figures it moves before and after, by name."""

    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
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
    findings: list[Finding]
    trace_id: str


class WithdrawableSecurity(TypedDict):
    path: str
    security: str
    name: str
    name_en: str
    shares: Figure


class Withdrawable(Freshness):
    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    cash: Figure
    securities: list[WithdrawableSecurity]


class InterestSchedule(Freshness):
    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    until: str
    counts: str
    settlement: str
    monthly_day: int | None
    penalty_rate: str | None
    contracts: list[dict[str, Any]]
    total: Figure


class Lines(Freshness):
    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    lines: list[dict[str, Any]]
    break_even: list[dict[str, Any]]


class WhatIf(Freshness):
    """Figures by name before and after `changes`; `lines` and `findings` are those after them."""

    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    before: dict[str, Figure]
    after: dict[str, Figure]
    band_before: str
    band_after: str
    lines: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    findings: list[Finding]
    credit_line_left: dict[str, Figure]
    interest: list[Figure]
    target: dict[str, Any] | None
    trace_id: str
