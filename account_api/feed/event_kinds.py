"""The events that a source sends, kind by kind. Money, prices and rates are decimal texts.

Every event has `id` (unique within its source), `sequence` (1, 2, 3 … for each client of the source), `client_id`, `at`
(with a time zone) and `kind`; the other fields depend on the kind.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

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
from account_api.texts import Words
from risk.fields import FIRST_DAY, LAST_DAY

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
