"""The JSON answers about the live feed, as typed dictionaries: see `payloads`."""

from typing import Any, TypedDict


class Refused(TypedDict):
    """`problem` is the problem object of every interface."""

    id: str
    problem: dict[str, Any]


class EventsTaken(TypedDict):
    """Ids of the batch, and of earlier events whose turn has come."""

    applied: list[str]
    known: list[str]
    waiting: list[str]
    late: list[str]
    refused: list[Refused]


class SuspectPrice(TypedDict):
    """A price kept aside: plausible was `low` to `high`, counted from `since` of `since_day` by `rule`."""

    id: int
    source: str
    code: str
    at: str
    received_at: str
    price: str
    since: str
    since_day: str
    low: str
    high: str
    rule: str
    state: str
    proposal_id: str | None


class PricesTaken(TypedDict):
    """Ids are `code@at`."""

    applied: list[str]
    known: list[str]
    late: list[str]
    suspect: list[str]
    refused: list[Refused]


class FeedStream(TypedDict):
    client_id: str
    last_sequence: int
    last_at: str | None
    waiting: list[int]
    refused_id: str | None
    refusal: dict[str, Any] | None


class FeedSource(TypedDict):
    source: str
    kind: str
    seen_at: str | None
    failed_at: str | None
    failure: str | None
    clients: int
    held_up: int
    streams: list[FeedStream]


class FeedStatus(TypedDict):
    now: str
    freshness: str
    applied: int
    late: int
    ticks: int
    sources: list[FeedSource]
    following: str | None


class Difference(TypedDict):
    """One line of one account on one day; amounts and shares as decimal texts."""

    client_id: str
    day: str
    opening_day: str
    line: str
    opening: str
    interest: str
    events: str
    closing: str
    difference: str


class Reconciliation(TypedDict):
    accounts: int
    days: int
    lines: int
    differences: list[Difference]


class CorporateAction(TypedDict):
    source: str
    id: str
    kind: str
    code: str
    record_day: str
    effective_day: str
    terms: dict[str, Any]
    confidence: str
    state: str
    accounts: int
    reason: str | None


class Posting(TypedDict):
    line: str
    delta: str


class AppliedEvent(TypedDict):
    """An event of an account as it was worked in."""

    source: str
    id: str
    sequence: int
    kind: str
    at: str
    day: str
    late: bool
    reversed_by: str | None
    postings: list[Posting]
