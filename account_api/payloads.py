"""The JSON answers of the account service as typed dictionaries: what `client.py` hands to its callers.

Money, prices, rates and ratios are decimal strings; counts and days are numbers; a figure is the dictionary
that `risk` made, passed through untouched. Standard library only, so that a caller pays nothing for the
types.
"""

from typing import Any, Literal, TypedDict

Figure = dict[str, Any]
"""One computed figure: name, value, display, unit, formula, inputs, rule, as_of, price_time, trace_id …"""

Finding = dict[str, Any]
RuleRow = dict[str, Any]


class Principal(TypedDict):
    """Who the token speaks for. `client_id` is set for clients, `group` for clients and agents."""

    user: str
    role: str
    client_id: str | None
    display_name: str
    group: str | None
    scopes: list[str]


class CallDeadline(TypedDict):
    trading_days: int
    time: str


class Terms(TypedDict):
    """This client's contract: lines as ratios, the day basis of interest, clause numbers by line."""

    warning_line: str
    liquidation_line: str
    restore_line: str
    minimum_line: str | None
    withdrawal_line: str
    day_basis: int
    call_deadline: CallDeadline
    clauses: dict[str, str]


class Label(TypedDict):
    zh: str
    en: str


class Reference(TypedDict):
    """An account of Hong Kong or the United States: `measure` names its ratio, `lines` what that is held to."""

    jurisdiction: str
    label: Label
    measure: str
    lines: dict[str, str]


class Freshness(TypedDict):
    """Who position and prices came from, the age of the older of the two in seconds of trading, and whether the firm calls it
    stale; how many prices are of the session before, when the newest is of, and every price of an earlier day {security, price_time, why, confidence}.
    """

    source: str | None
    price_source: str | None
    stale: bool
    age_s: int | None
    prices_before: int
    newest_price_time: str | None
    stand_ins: list[dict[str, str]]


class Account(Freshness):
    """`terms` is None where no contract was in force on the day asked about."""

    client_id: str
    reference: Reference | None
    name_masked: str
    currency: str
    jurisdiction: str
    terms: Terms | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    credit_line: str | None


class Figures(Freshness):
    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    band: str
    currency: str
    terms: Terms | None
    figures: dict[str, Figure]
    findings: list[Finding]
    trace_id: str


class MarginCall(TypedDict):
    """`deadline` is an instant with offset; `provisional` beyond the sessions the exchange has published."""

    called_on: str
    deadline: str
    provisional: bool
    state: Literal["open", "overdue"]


class Cures(Freshness):
    client_id: str
    reference: Reference | None
    target: str | None
    cures: list[dict[str, Any]]
    mixes: list[dict[str, Any]]
    limited: dict[str, Any] | None
    call: MarginCall | None
    clauses: dict[str, str]
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str


class HoldingLine(TypedDict):
    security: str
    name: str
    name_en: str
    quantity: int
    price: str | None
    market_value: str | None
    conversion_rate: str | None
    status: str


class ContractLine(TypedDict):
    contract: str
    kind: Literal["financing", "short"]
    security: str
    name: str
    name_en: str
    quantity: int
    price: str | None
    market_value: str | None
    amount: str
    opened: str
    due: str | None
    days_to_due: int | None
    annual_rate: str | None
    interest: str | None
    margin_ratio: str | None
    fee_basis: str | None


class Positions(Freshness):
    client_id: str
    reference: Reference | None
    snapshot_time: str | None
    price_time: str | None
    rules_as_of: str
    cash: str | None
    other_collateral: str | None
    fees: str | None
    holdings: list[HoldingLine]
    contracts: list[ContractLine]


class HistoryDay(TypedDict):
    date: str
    band: str
    maintenance_ratio: Figure


class ReferenceDay(TypedDict):
    date: str
    band: str
    measure: Figure


class History(TypedDict):
    """An account of another place has its days in `reference_days`, with the ratio of that place."""

    client_id: str
    days: list[HistoryDay]
    reference_days: list[ReferenceDay]


class Rule(TypedDict):
    """One parameter over time; `next` and `previous` are the rows beside the one in force on `as_of`."""

    param: str
    unit: str
    as_of: str
    in_force: RuleRow | None
    next: RuleRow | None
    previous: RuleRow | None
    history: list[RuleRow]


class Calculation(TypedDict):
    kind: str
    figures: dict[str, Figure]
    assumptions: list[Any]
    findings: list[Finding]


class ComingTerms(TypedDict):
    """The next terms of a security that are announced."""

    effective: str
    eligible_financing: bool
    eligible_short: bool
    conversion_rate: str


class Security(TypedDict):
    code: str
    name: str
    name_en: str
    aliases: list[str]
    board: str
    asset_class: str
    eligible_financing: bool
    eligible_short: bool
    conversion_rate: str
    status: str
    coming: ComingTerms | None


class FirmFact(TypedDict):
    value: Any
    confidence: Literal["firm-set"]


class ClockReading(TypedDict):
    now: str
    pinned: bool
    demo: bool
