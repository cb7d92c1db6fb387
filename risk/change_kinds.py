"""The kinds of change that may be supposed of an account, as frozen values; `risk.changes` reads them from JSON."""

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from risk.account import FeeBasis
from risk.money import to_text

EVERY_SECURITY = "*"
Side = Literal["buy", "sell", "margin_buy", "short", "sell_to_repay", "buy_to_return"]
SIDES: tuple[Side, ...] = ("buy", "sell", "margin_buy", "short", "sell_to_repay", "buy_to_return")
CREDIT_LINE = "credit_line"


@dataclass(frozen=True, slots=True)
class Supposed:
    """What every kind shares: its `op`, and how it is written as JSON."""

    op: ClassVar[str]

    def as_json(self) -> dict[str, object]:
        """The change as it is read: decimals as texts, what was not said left out."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"op": self.op} | {key: _plain(value) for key, value in said.items() if value is not None}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return to_text(value)
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Price(Supposed):
    """Exactly one of `pct` (per cent, ≥ -100) and `to` (per share) is given."""

    op: ClassVar[str] = "price"
    security: str
    pct: Fraction | None = None
    to: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Days(Supposed):
    """Natural days, at least one."""

    op: ClassVar[str] = "days"
    n: int


@dataclass(frozen=True, slots=True)
class Haircut(Supposed):
    """`to` is a conversion rate: 0 to 1."""

    op: ClassVar[str] = "haircut"
    security: str
    to: Fraction


@dataclass(frozen=True, slots=True)
class Suspend(Supposed):
    """Without a `fair_value` (per share) the last price goes on."""

    op: ClassVar[str] = "suspend"
    security: str
    fair_value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cash(Supposed):
    """Of either sign."""

    op: ClassVar[str] = "cash"
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Repay(Supposed):
    """Money from outside, above 0. Without a `contract` the nearest due day comes first."""

    op: ClassVar[str] = "repay"
    contract: str | None
    amount: Fraction


@dataclass(frozen=True, slots=True)
class NewTerms(Supposed):
    """What is None stays as the contract has it."""

    op: ClassVar[str] = "terms"
    fee_basis: FeeBasis | None = None
    day_basis: int | None = None
    warning_line: Fraction | None = None
    liquidation_line: Fraction | None = None
    restore_line: Fraction | None = None
    minimum_line: Fraction | None = None
    withdrawal_line: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Trade(Supposed):
    """Shares change hands: a `quantity`, or a `share` of those there are, down to the lot. Without a `price` (per share)
    it is the one the account has for the security.

    `haircut` and `annual_rate` are those of what a purchase or a new contract adds, where the account does not have
    them; what nobody says is unknown.
    """

    op: ClassVar[str] = "trade"
    side: Side
    security: str
    quantity: int | None = None
    share: Fraction | None = None
    price: Fraction | None = None
    haircut: Fraction | None = None
    annual_rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Transfer(Supposed):
    """Securities come in as collateral, or leave where `quantity` is negative. Price and haircut as with `Trade`."""

    op: ClassVar[str] = "transfer"
    security: str
    quantity: int
    price: Fraction | None = None
    haircut: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Remove(Supposed):
    """A security is no longer eligible as collateral: it counts for nothing in the margin, and stays in the ratio."""

    op: ClassVar[str] = "remove"
    security: str


@dataclass(frozen=True, slots=True)
class Line(Supposed):
    """The credit line (an amount) or a line of the contract (a ratio) stands at `to`."""

    op: ClassVar[str] = "line"
    line: str
    to: Fraction


@dataclass(frozen=True, slots=True)
class OtherRules(Supposed):
    """The account is judged by the rules of another `day`, or by `to` as the value of `param`."""

    op: ClassVar[str] = "rules"
    day: date | None = None
    param: str | None = None
    to: Fraction | None = None


@dataclass(frozen=True, slots=True)
class OtherAccount(Supposed):
    """Another account under the same contract: so much in all, of it `cash`, so much owed; the rest is securities."""

    op: ClassVar[str] = "account"
    assets: Fraction
    liabilities: Fraction
    cash: Fraction = Fraction(0)


Change = (
    Price
    | Days
    | Haircut
    | Suspend
    | Cash
    | Repay
    | NewTerms
    | Trade
    | Transfer
    | Remove
    | Line
    | OtherRules
    | OtherAccount
)
