"""The structured terms of an agreement: what its texts are filled from and what the ledger is told on signing.

Ratios and rates are decimal texts of a fraction of one: 1.30, never 130.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from account_api.notices.tables import Channel
from risk.liquidation_orders import CASH, RULES, SHORTS
from risk.money import parse

RatioText = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d{1,6})?$")]
TimeText = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Kind = Literal["index_constituent", "a_share", "etf", "cash_or_treasury", "fund_or_bond", "zero_rated"]
ORDER_NAMES = (CASH, SHORTS, *RULES)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Collateral(_Part):
    """A kind of security taken as collateral, and the highest conversion rate given to it."""

    kind: Kind
    most: RatioText


class Margin(_Part):
    """The lowest margin ratios at which the firm lends; the third is that of private funds."""

    financing_margin_ratio: RatioText
    short_margin_ratio: RatioText
    short_margin_ratio_private_fund: RatioText


class Lines(_Part):
    warning_line: RatioText
    liquidation_line: RatioText
    restore_line: RatioText
    minimum_line: RatioText | None = None
    withdrawal_line: RatioText

    @model_validator(mode="after")
    def stand_in_order(self) -> "Lines":
        """The rows of a ledger and the arithmetic take no other order."""
        of = {name: parse(text, name) for name, text in self.model_dump().items() if text is not None}
        least = of["liquidation_line"]
        if of["warning_line"] < least or of["restore_line"] < least or of["restore_line"] <= 1:
            raise ValueError("the warning and the restore line are not below the liquidation line")
        if of.get("minimum_line", least) > least:
            raise ValueError("the minimum line is not above the liquidation line")
        return self


class Deadline(_Part):
    trading_days: int = Field(ge=0, le=10)
    time: TimeText


class Delivery(_Part):
    """A notice by this channel counts as delivered so many minutes after it was sent, after its receipt, or when read."""

    channel: Channel
    counts: Literal["sent", "receipt", "read"]
    after_minutes: int = Field(default=0, ge=0, le=10_080)


class Interest(_Part):
    """`settled`: monthly on `monthly_day`, or with the repayment."""

    financing_rate: RatioText
    short_rate: RatioText
    day_basis: Literal[360, 365]
    fee_basis: Literal["proceeds", "market_value"]
    settled: Literal["monthly", "repayment"]
    monthly_day: int | None = Field(default=None, ge=1, le=28)
    penalty_rate: RatioText

    @model_validator(mode="after")
    def name_the_day(self) -> "Interest":
        if (self.settled == "monthly") != (self.monthly_day is not None):
            raise ValueError("monthly settlement has a day of the month, any other has none")
        return self


class Duration(_Part):
    """Months of a contract and of one extension."""

    months: int = Field(ge=1, le=60)
    extension_months: int = Field(ge=0, le=60)


class Default(_Part):
    """What is sold in which order after default, and where selling stops."""

    liquidation_order: tuple[str, ...] = Field(min_length=1, max_length=8)
    stop_at: Literal["restore_line", "all_debts"]

    @field_validator("liquidation_order")
    @classmethod
    def be_known_names(cls, order: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(order)) < len(order) or not set(order) <= set(ORDER_NAMES):
            raise ValueError(f"an order names each of {', '.join(ORDER_NAMES)} at most once")
        if sum(name in RULES for name in order) > 1:
            raise ValueError("an order names one rule at most")
        return order


class TermsSet(_Part):
    """Every term of an agreement. `valuation` says which price collateral is taken at."""

    collateral: tuple[Collateral, ...] = Field(min_length=1, max_length=6)
    valuation: Literal["close", "latest"]
    margin: Margin
    lines: Lines
    call_deadline: Deadline
    delivery: tuple[Delivery, ...] = Field(min_length=1, max_length=6)
    interest: Interest
    duration: Duration
    default: Default

    @model_validator(mode="after")
    def name_each_once(self) -> "TermsSet":
        kinds, channels = [each.kind for each in self.collateral], [each.channel for each in self.delivery]
        if len(set(kinds)) < len(kinds) or len(set(channels)) < len(channels):
            raise ValueError("a kind of collateral and a channel are named once each")
        return self

    def flat(self) -> dict[str, Any]:
        """The terms by name as they are compared, shown and filled into texts."""
        said = self.model_dump(mode="json")
        plain = {name: value for part in _FLAT for name, value in said[part].items()}
        return {
            "collateral": said["collateral"],
            "valuation": said["valuation"],
            **plain,
            "call_deadline": said["call_deadline"],
            "delivery": said["delivery"],
        }


_FLAT = ("margin", "lines", "interest", "duration", "default")
