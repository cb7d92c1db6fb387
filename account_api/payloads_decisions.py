"""The JSON answers about decisions and the ledger behind them, as typed dictionaries: see `payloads`."""

from typing import Any, NotRequired, TypedDict

from account_api.payloads import Figure, Finding, Freshness, Reference, Terms


class Origin(Freshness):
    """Where the data of an answer come from."""

    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str


class Stress(Origin):
    """One result for each scenario: figures before and after, each line, what would cure it."""

    scenarios: list[dict[str, Any]]


class Plan(Origin):
    """The plan by the stated objective; `alternatives` are the others. What a plan has is None where none is to be made."""

    target: str
    objective: str
    before: Figure
    name: str | None
    feasible: bool
    blocking: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    orders: int | None
    traded: Figure | None
    costs: Figure | None
    outside_cash: Figure | None
    after: Figure
    within: str | None
    proven: bool | None
    alternatives: list[dict[str, Any]]
    missing: list[str]
    findings: list[Finding]
    trace_id: str


class Liquidation(Origin):
    """One run: each sale in turn, shares sold and unsold by security, the account afterwards."""

    order_rule: dict[str, Any]
    until: str | None
    before: Figure
    orders: list[dict[str, Any]]
    sold: dict[str, int]
    unsold: list[dict[str, Any]]
    outcome: str
    after: dict[str, Figure]
    missing: list[str]
    findings: list[Finding]
    trace_id: str


class Counterfactual(Origin):
    """Two runs beside each other; `differences` are those of the second against the first."""

    first: dict[str, Any]
    second: dict[str, Any]
    sold: dict[str, dict[str, int]]
    differences: dict[str, Figure]
    trace_id: str


class CallState(Origin):
    """A report for each call: kind, state, deadline, owed, served, next, figures, history; `contract` at maturity."""

    calls: list[dict[str, Any]]


class Decision(Origin):
    """`outcome` is a proposal: admit, not_yet, refuse or person; a gap says what closes it and from when."""

    outcome: str
    as_of: str
    reasons: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    figures: dict[str, Figure]
    trace_id: str


class CreditLine(TypedDict):
    valid_from: str
    amount: str
    reason: str


class Credit(Origin):
    """`score` has points, grade and the reason of each; `line` is a decision; `lines` the history, newest first."""

    score: dict[str, Any]
    line: dict[str, Any]
    lines: list[CreditLine]


class Suitability(Origin):
    figures: dict[str, Figure]
    findings: list[Finding]


class Person(TypedDict):
    """What is asked about; the grade is that of the client where none is given."""

    grade: NotRequired[str]
    horizon_months: NotRequired[int]
    need: NotRequired[str]
    goal: NotRequired[str]


class OwnPlanLimits(TypedDict):
    """What a client sets for themselves; at least one limit besides `next_review` (an ISO day)."""

    floor_ratio: NotRequired[str]
    max_leverage: NotRequired[str]
    least_cash: NotRequired[str]
    most_share: NotRequired[str]
    exclusions: NotRequired[list[str]]
    keep: NotRequired[list[str]]
    buffer_days: NotRequired[int]
    next_review: NotRequired[str]


class OwnPlanVersion(TypedDict):
    version: int
    saved_at: str
    next_review: str | None
    limits: dict[str, Any]


class OwnPlan(TypedDict):
    """`plan` is the newest version, None where nothing was saved."""

    client_id: str
    plan: OwnPlanVersion | None
    versions: list[OwnPlanVersion]


class OwnPlanReview(Origin):
    """Each limit with its outcome: kept, broken or unknown; `due` says that the next review has come."""

    version: int
    next_review: str | None
    due: bool
    plan: dict[str, Any]
    as_of: str
    items: list[dict[str, Any]]
    findings: list[Finding]
    trace_id: str


class Surveillance(TypedDict):
    as_of: str
    note: str
    note_zh: str
    alerts: list[dict[str, Any]]
    patterns: list[dict[str, Any]]


class CreditRisk(TypedDict):
    as_of: str
    accounts: int
    figures: dict[str, Figure]
    findings: list[Finding]
    unvalued: list[str]


class Settlement(TypedDict):
    """`rate` is the commission over the amount."""

    id: str
    day: str
    security: str
    name: str
    name_en: str
    side: str
    quantity: int
    price: str
    amount: str
    commission: str
    rate: str | None


class CommissionDifference(TypedDict):
    """Figures commission_charged, commission_at_rate and commission_difference over `rows`."""

    client_id: str
    as_of: str
    rate: str
    figures: dict[str, Figure]
    rows: list[Settlement]
    trace_id: str


class ContractVersion(TypedDict):
    valid_from: str
    terms: Terms
    liquidation_order: list[str] | None


class ContractChange(TypedDict):
    valid_from: str
    name: str
    before: Any
    after: Any
    clause: str | None


class LoanVersion(TypedDict):
    """What a margin purchase or short sale said on the days before `until`, the day on which it was changed."""

    contract: str
    until: str
    due: str | None
    extended: list[str]
    margin_ratio: str


class ContractChanges(TypedDict):
    """Versions and changes, and what margin purchases and short sales said before; oldest first."""

    client_id: str
    versions: list[ContractVersion]
    changes: list[ContractChange]
    loans: list[LoanVersion]
