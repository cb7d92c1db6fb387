"""What is shown of an account. Money, prices and ratios are decimal strings; figures are `risk`'s own JSON."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

Figure = dict[str, Any]


class CallDeadlinePublic(BaseModel):
    trading_days: int
    time: str


class TermsPublic(BaseModel):
    warning_line: str
    liquidation_line: str
    restore_line: str
    minimum_line: str | None
    withdrawal_line: str
    day_basis: int
    call_deadline: CallDeadlinePublic
    clauses: dict[str, str]


class ContractVersionPublic(BaseModel):
    """The contract from a day on; `liquidation_order` is None where it names no order."""

    valid_from: date
    terms: TermsPublic
    liquidation_order: list[str] | None


class ContractChangePublic(BaseModel):
    """One term that a version says otherwise than the one before, and its clause where the contract numbers it."""

    valid_from: date
    name: str
    before: Any
    after: Any
    clause: str | None


class LoanVersionPublic(BaseModel):
    """What a margin purchase or short sale said on the days before `until`, the day on which it was changed."""

    contract: str
    until: date
    due: date | None
    extended: list[str]
    margin_ratio: str


class ContractChangesPublic(BaseModel):
    """Versions and changes of the agreement, and what its margin purchases and short sales said before; oldest first."""

    client_id: str
    versions: list[ContractVersionPublic]
    changes: list[ContractChangePublic]
    loans: list[LoanVersionPublic]


class CreditLinePublic(BaseModel):
    """A credit line from a day on, and why it was set."""

    valid_from: date
    amount: str
    reason: str


class LabelPublic(BaseModel):
    zh: str
    en: str


class ReferencePublic(BaseModel):
    """An account of another place, for reference: `measure` names its ratio, `lines` what that is held to."""

    jurisdiction: str
    label: LabelPublic
    measure: str
    lines: dict[str, str]


class StandInPublic(BaseModel):
    """A price of an earlier day that counts for want of one of the day: of the session before while today's is open, or the last
    of a security that is suspended. The firm has set that it may.
    """

    security: str
    price_time: str
    why: Literal["session_before", "suspended"]
    confidence: Literal["firm-set"]


class Origin(BaseModel):
    """Where the figures come from: the position day, its prices, and the day whose rules apply.

    `reference` is None for a mainland account. `source` and `price_source` name who position and prices came from, `age_s` is
    how old the older of the two is in trading time; `stale` by the firm's setting. `price_time` is that of the oldest price while
    prices of the session before stand in, `newest_price_time` that of the newest that counts; `prices_before` counts those of
    before, `stand_ins` names every price of an earlier day.
    """

    client_id: str
    reference: ReferencePublic | None
    snapshot_time: str | None
    price_time: str | None
    newest_price_time: str | None = None
    rules_as_of: date
    source: str | None = None
    price_source: str | None = None
    stale: bool = False
    age_s: int | None = None
    prices_before: int = 0
    stand_ins: list[StandInPublic] = []


class AccountPublic(Origin):
    """`terms` is None where no contract was in force on that day."""

    name_masked: str
    currency: str
    jurisdiction: str
    terms: TermsPublic | None
    credit_line: str | None


class FiguresPublic(Origin):
    band: str
    currency: str
    terms: TermsPublic | None
    figures: dict[str, Figure]
    findings: list[dict[str, Any]]
    trace_id: str


class CureQuestion(BaseModel):
    """What is asked about the ways back; every part may be left out.

    `target` is a ratio as a decimal string (1.40), `limit` a sum from outside, `now` the instant it would start
    (default: the clock), `sell` the securities to sell in this order, `add` further securities to bring in.
    """

    target: str | None = Field(None, max_length=16)
    limit: str | None = Field(None, max_length=24)
    now: datetime | None = None
    sell: list[str] = Field(default=[], max_length=20)
    add: list[str] = Field(default=[], max_length=20)


class CuresPublic(Origin):
    """`call` is None where the account is not below its liquidation line, `limited` where no sum was named; an account
    of another place has no mixes.
    """

    target: str | None
    cures: list[dict[str, Any]]
    mixes: list[dict[str, Any]] = []
    limited: dict[str, Any] | None = None
    call: dict[str, Any] | None
    clauses: dict[str, str]


class HoldingPublic(BaseModel):
    security: str
    name: str
    name_en: str
    quantity: int
    price: str | None
    market_value: str | None
    conversion_rate: str | None
    status: str


class ContractPublic(BaseModel):
    """`days_to_due` counts from the day whose rules apply; negative when past due."""

    contract: str
    kind: str
    security: str
    name: str
    name_en: str
    quantity: int
    price: str | None
    market_value: str | None
    amount: str
    opened: date
    due: date | None
    days_to_due: int | None
    annual_rate: str | None
    interest: str | None
    margin_ratio: str | None
    fee_basis: str | None


class PositionsPublic(Origin):
    cash: str | None
    other_collateral: str | None
    fees: str | None
    holdings: list[HoldingPublic]
    contracts: list[ContractPublic]


class HistoryDayPublic(BaseModel):
    date: date
    band: str
    maintenance_ratio: Figure


class ReferenceDayPublic(BaseModel):
    """A day of an account of another place, with the ratio of that place."""

    date: date
    band: str
    measure: Figure


class HistoryPublic(BaseModel):
    """Oldest day first; an account of another place has its days apart."""

    client_id: str
    days: list[HistoryDayPublic]
    reference_days: list[ReferenceDayPublic]
