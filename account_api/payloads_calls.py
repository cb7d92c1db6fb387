"""What the account service answers about margin calls. Instants are ISO texts in the booking zone, money decimal texts."""

from typing import Any, Literal, TypedDict

from account_api.payloads import Figure

State = Literal[
    "called",
    "part_met",
    "met",
    "met_by_market",
    "extended",
    "waived",
    "overdue",
    "liquidating",
    "closed",
    "closed_with_debt",
]


class Said(TypedDict):
    zh: str
    en: str


class TimelineEntry(TypedDict):
    at: str
    what: str
    by: str | None
    text: Said
    detail: dict[str, Any]
    snapshot_id: str | None


class CallNotice(TypedDict):
    id: str
    kind: str
    channel: str
    sent_at: str
    delivered_at: str | None
    read_at: str | None
    acknowledged_at: str | None
    failed_at: str | None
    failure: str | None
    deadline: str | None
    clause: str | None
    amount: str | None


class LiquidationOrder(TypedDict):
    id: str
    number: int
    side: Literal["sell", "buy"]
    security: str
    quantity: int
    filled: int
    price: str


class LiquidationFill(TypedDict):
    id: str
    order: str
    side: Literal["sell", "buy"]
    security: str
    quantity: int
    price: str
    costs: str


class LiquidationStatement(TypedDict):
    """`figures`: sold, costs, repaid with its parts repaid_principal, repaid_interest, repaid_fee and bought_back, total_assets,
    total_liabilities, net_assets, maintenance_ratio, residual_debt.
    """

    before: Figure
    figures: dict[str, Figure]
    fills: list[LiquidationFill]
    unfilled: list[dict[str, Any]]


class LiquidationRun(TypedDict):
    id: str
    call_id: str
    proposal_id: str
    client_id: str
    snapshot_id: str
    started_at: str
    ended_at: str | None
    orders: list[LiquidationOrder]
    fills: list[LiquidationFill]
    statement: LiquidationStatement | None


class AtCall(TypedDict):
    """The account as it was frozen when the call was made: `figures` maintenance_ratio and missing_amount."""

    at: str
    figures: dict[str, Figure]
    lines: dict[str, str | None]
    clauses: dict[str, str]


class SaleProposed(TypedDict):
    """A sale that waits for a risk officer since `at`; `by_rule`: the sweep has proposed it."""

    at: str
    by_rule: bool


class MarginCall(TypedDict):
    """`missing_amount` is live and None once the call is closed; the first of `next` is the next step."""

    id: str
    client_id: str
    kind: Literal["maintenance", "minimum", "maturity"]
    contract: str | None
    state: State
    state_text: Said
    called_on: str
    opened_at: str
    deadline: str | None
    provisional: bool
    closed_at: str | None
    rule: str
    clause: str | None
    amount_at_call: str | None
    snapshot_id: str
    at_call: AtCall | None
    missing_amount: Figure | None
    figures: dict[str, Figure]
    served: list[str]
    owed: list[dict[str, Any]]
    next: list[dict[str, Any]]
    notices: list[CallNotice]
    timeline: list[TimelineEntry]
    liquidations: list[LiquidationRun]
    sale_proposed: SaleProposed | None


class CallTask(TypedDict):
    id: int
    client_id: str
    call_id: str | None
    what: Literal["call_client", "watch", "set_deadline", "decide", "agree_repayment"]
    text: Said
    due: str | None
    assigned_group: str
    opened_at: str
    done_by: str | None
    done_at: str | None


class CallListed(TypedDict):
    """`figures`: maintenance_ratio and missing_amount, live."""

    id: str
    client_id: str
    name_masked: str
    group: str
    kind: Literal["maintenance", "minimum", "maturity"]
    contract: str | None
    state: State
    state_text: Said
    called_on: str
    deadline: str | None
    provisional: bool
    closed_at: str | None
    amount_at_call: str | None
    figures: dict[str, Figure]
    last_attempt: dict[str, Any] | None
    tasks: list[CallTask]


class CallDetail(MarginCall):
    """`proposals`: id, kind, state, made_by of each."""

    name_masked: str
    group: str
    tasks: list[CallTask]
    proposals: list[dict[str, Any]]


class Made(TypedDict):
    proposal: str


class FillsTaken(TypedDict):
    """`refused`: id and problem of each."""

    applied: list[str]
    known: list[str]
    refused: list[dict[str, Any]]
