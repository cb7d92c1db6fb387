"""The events and prices that a source sends, and what it is answered. Money, prices and rates are decimal texts.

Every event has `id` (unique within its source), `sequence` (1, 2, 3 … for each client of the source), `client_id`, `at`
(with a time zone) and `kind`; the other fields depend on the kind.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    model_validator,
)

from account_api.days import Day
from account_api.texts import Facts, Words
from risk.fields import FIRST_DAY, LAST_DAY

MOST_EVENTS = 200
MOST_PRICES = 500
MOST_SEQUENCE = 2**53 - 1

Name = Annotated[Words, Field(min_length=1, max_length=64)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
"""What one thing of a source is known by: printable ASCII without spaces."""

Code = Annotated[Words, Field(min_length=1, max_length=12)]


def _as_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("money and rates are written as text")
    return value


def _countable(at: datetime) -> datetime:
    if not FIRST_DAY <= at.date() < LAST_DAY:
        raise ValueError(f"an instant from {FIRST_DAY} to {LAST_DAY} is needed")
    return at


_Text = BeforeValidator(_as_text)
Instant = Annotated[AwareDatetime, AfterValidator(_countable)]
Sum = Annotated[Decimal, _Text, Field(gt=0, max_digits=17, decimal_places=4)]
Cost = Annotated[Decimal, _Text, Field(ge=0, max_digits=17, decimal_places=4)]
Signed = Annotated[Decimal, _Text, Field(max_digits=17, decimal_places=4)]
PriceText = Annotated[Decimal, _Text, Field(gt=0, max_digits=12, decimal_places=4)]
RateText = Annotated[Decimal, _Text, Field(ge=0, lt=1000, decimal_places=8)]
Shares = Annotated[int, Field(strict=True, gt=0, le=10**9)]
Balance = Annotated[int, Field(strict=True, ge=0, le=10**9)]


class Envelope(BaseModel):
    """What every event has. `currency`, where it is given, must be the account's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    sequence: int = Field(strict=True, ge=1, le=MOST_SEQUENCE)
    client_id: Name
    at: Instant
    currency: Words | None = Field(None, min_length=3, max_length=3)


class Money(Envelope):
    """Money in or out; a fee owed or paid; other collateral (such as fund units) in or out, at its value."""

    kind: Literal["cash_in", "cash_out", "fee", "fee_paid", "other_in", "other_out"]
    amount: Sum


class Securities(Envelope):
    """Shares moved in or out as collateral."""

    kind: Literal["collateral_in", "collateral_out"]
    security: Code
    quantity: Shares


class Trade(Envelope):
    """Own money's purchase or sale (担保品买入, 担保品卖出). `fee` is what it cost."""

    kind: Literal["buy", "sell"]
    security: Code
    quantity: Shares
    price: PriceText
    fee: Cost = Decimal(0)


class Opening(Envelope):
    """A margin purchase or a short sale under a new contract, or under one that is open. `amount` is what was lent, or the
    proceeds: price × quantity if it is not given.
    """

    kind: Literal["margin_buy", "short_sell"]
    contract: Name
    security: Code
    quantity: Shares
    price: PriceText
    fee: Cost = Decimal(0)
    amount: Sum | None = None
    annual_rate: RateText
    margin_ratio: RateText
    due: Day | None = None
    fee_basis: Literal["proceeds", "market_value"] = "proceeds"


class SellToRepay(Envelope):
    """卖券还款. `sold` names where the shares come from: those bought under the contract, or collateral of `security`."""

    kind: Literal["sell_to_repay"]
    contract: Name
    quantity: Shares
    price: PriceText
    fee: Cost = Decimal(0)
    sold: Literal["contract", "holding"] = "contract"
    security: Code | None = None


class BuyToReturn(Envelope):
    """买券还券."""

    kind: Literal["buy_to_return"]
    contract: Name
    quantity: Shares
    price: PriceText
    fee: Cost = Decimal(0)


class ReturnSecurities(Envelope):
    """直接还券: collateral shares handed back."""

    kind: Literal["return_securities"]
    contract: Name
    quantity: Shares


class Repay(Envelope):
    """直接还款 with the account's cash: interest first, then what was lent."""

    kind: Literal["repay"]
    contract: Name
    amount: Sum


class Interest(Envelope):
    """Interest or fee of a contract as the firm booked it: `amount` more, or `owed` in all at that instant."""

    kind: Literal["interest"]
    contract: Name
    amount: Signed | None = None
    owed: Cost | None = None

    @model_validator(mode="after")
    def one_of_two(self) -> "Interest":
        if (self.amount is None) == (self.owed is None):
            raise ValueError("give either amount or owed")
        return self


class Entitled(Envelope):
    """What an issuer's act brought this account, where the firm books it account by account."""

    kind: Literal["corporate_action"]
    security: Code
    amount: Signed = Decimal(0)
    quantity: int = Field(0, strict=True, ge=-(10**9), le=10**9)


class StatedHolding(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    security: Code
    quantity: Shares


class StatedContract(BaseModel):
    """`annual_rate`, `margin_ratio` and `opened` count where the ledger does not know the contract yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contract: Name
    kind: Literal["financing", "short"]
    security: Code
    quantity: Balance
    amount: Cost
    interest: Cost
    opened: Day
    annual_rate: RateText
    margin_ratio: RateText
    due: Day | None = None
    fee_basis: Literal["proceeds", "market_value"] = "proceeds"


class Statement(Envelope):
    """The whole position as the source states it: the ledger is set to it, and the difference is posted."""

    kind: Literal["statement"]
    cash: Cost
    fees: Cost = Decimal(0)
    other_collateral: Cost = Decimal(0)
    holdings: tuple[StatedHolding, ...] = Field((), max_length=500)
    contracts: tuple[StatedContract, ...] = Field((), max_length=500)


class Reversal(Envelope):
    """A counter-event: what the event named did is taken back, on its day and every later one."""

    kind: Literal["reversal"]
    reverses: Id


Event = Annotated[
    Money
    | Securities
    | Trade
    | Opening
    | SellToRepay
    | BuyToReturn
    | ReturnSecurities
    | Repay
    | Interest
    | Entitled
    | Statement
    | Reversal,
    Field(discriminator="kind"),
]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class Tick(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    at: Instant
    price: PriceText


TICK: TypeAdapter[Tick] = TypeAdapter(Tick)


class EventsCreate(BaseModel):
    """A batch of one source; an empty one says that the source is alive and has nothing new."""

    model_config = ConfigDict(extra="forbid")

    source: Id
    events: list[Facts] = Field(max_length=MOST_EVENTS)


class PricesCreate(BaseModel):
    """A batch of ticks; an empty one says that the source is alive and nothing has moved."""

    model_config = ConfigDict(extra="forbid")

    source: Id
    prices: list[Facts] = Field(max_length=MOST_PRICES)


class RefusedPublic(BaseModel):
    """`problem` is the problem object of every interface."""

    id: str
    problem: dict[str, Any]


class EventsPublic(BaseModel):
    """Ids of this batch, and of earlier events whose turn has come. `late` are those of `applied` that came for a day before
    the newest.
    """

    applied: list[str]
    known: list[str]
    waiting: list[str]
    late: list[str]
    refused: list[RefusedPublic]


class PricesPublic(BaseModel):
    """Ids are `code@at`. `late` are kept and are not the day's price; or they are, of an earlier day."""

    applied: list[str]
    known: list[str]
    late: list[str]
    refused: list[RefusedPublic]


class DividendTerms(BaseModel):
    """Cash for each share, as the firm pays it out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    per_share: PriceText


class BonusTerms(BaseModel):
    """New shares for each share held: 0.3 where ten bring three."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ratio: RateText


class SplitTerms(BaseModel):
    """Shares afterwards for each share before: 2 for a split in two, 0.1 where ten become one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    factor: Annotated[RateText, Field(gt=0)]


class RightsTerms(BaseModel):
    """Rights for each share held, what a new share costs, until when; `value_per_share` is what the firm asks of who owes
    the shares, for each share owed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ratio: RateText
    price: PriceText
    until: Day | None = None
    value_per_share: PriceText | None = None


class ActionCreate(BaseModel):
    """An issuer's act. `terms` by kind: cash_dividend per_share · bonus_shares ratio · split factor · rights ratio, price."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Id
    id: Id
    kind: Literal["cash_dividend", "bonus_shares", "split", "rights"]
    code: Code
    record_day: Day
    effective_day: Day
    terms: DividendTerms | BonusTerms | SplitTerms | RightsTerms

    @model_validator(mode="after")
    def in_order(self) -> "ActionCreate":
        if not isinstance(self.terms, TERMS[self.kind]):
            raise ValueError(f"these are not the terms of {self.kind}")
        if self.effective_day <= self.record_day:
            raise ValueError("the effective day comes after the record day")
        return self


TERMS: dict[str, type[BaseModel]] = {
    "cash_dividend": DividendTerms,
    "bonus_shares": BonusTerms,
    "split": SplitTerms,
    "rights": RightsTerms,
}


class ActionReversal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Words = Field(min_length=1, max_length=400)


class ActionPublic(BaseModel):
    """`accounts` is how many it moved. The terms are what the firm has set; `confidence` says so."""

    source: str
    id: str
    kind: str
    code: str
    record_day: date
    effective_day: date
    terms: dict[str, Any]
    confidence: Literal["firm-set"] = "firm-set"
    state: str
    accounts: int
    reason: str | None


class PostingPublic(BaseModel):
    line: str
    delta: str


class AppliedPublic(BaseModel):
    """An event as it was worked in, with what it added."""

    source: str
    id: str
    sequence: int
    kind: str
    at: str
    day: date
    late: bool
    reversed_by: str | None
    postings: list[PostingPublic]


class StreamPublic(BaseModel):
    client_id: str
    last_sequence: int
    last_at: str | None
    waiting: list[int]
    refused_id: str | None
    refusal: dict[str, Any] | None


class SourcePublic(BaseModel):
    source: str
    kind: str
    seen_at: str | None
    failed_at: str | None
    failure: str | None
    streams: list[StreamPublic]


class StatusPublic(BaseModel):
    """`freshness` is the firm's setting; `applied`, `late` and `ticks` count everything so far."""

    now: str
    freshness: str
    applied: int
    late: int
    ticks: int
    sources: list[SourcePublic]


class DifferencePublic(BaseModel):
    """One line of one account on one day: opening + interest counted on + events should be closing, and is not."""

    client_id: str
    day: date
    opening_day: date
    line: str
    opening: str
    interest: str
    events: str
    closing: str
    difference: str


class ReconciliationPublic(BaseModel):
    """`days` and `lines` say how much was looked at."""

    accounts: int
    days: int
    lines: int
    differences: list[DifferencePublic]
