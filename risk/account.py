"""The account as the calculations see it: one frozen `Snapshot`, the only input type below this line.

A snapshot says what the client owns and owes at one moment, under which contract terms. Rows stand for
themselves: one security may occur in several rows, each with its own price and conversion rate (折算率).
`None` means unknown, which is never the same as zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

Status = Literal["normal", "suspended", "risk_warned", "delisting"]
ClientClass = Literal["individual", "institution", "product", "private_fund", "professional"]
ContractKind = Literal["financing", "short"]
StandIn = Literal["session_before", "suspended"]
FeeBasis = Literal["proceeds", "market_value"]

STATUSES: tuple[Status, ...] = ("normal", "suspended", "risk_warned", "delisting")
CLIENT_CLASSES: tuple[ClientClass, ...] = (
    "individual",
    "institution",
    "product",
    "private_fund",
    "professional",
)
FEE_BASES: tuple[FeeBasis, ...] = ("proceeds", "market_value")
NO_CLAUSES: Mapping[str, str] = MappingProxyType({})
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """When a called client must have topped up: so many sessions after the call, at this local time."""

    trading_days: int
    time: time


@dataclass(frozen=True, slots=True)
class Terms:
    """The client's contract: lines are ratios (1.30 = 130 %), `day_basis` 360 or 365, `clauses` name →
    clause number.

    `minimum_line`, `withdrawal_line`, `day_basis` and `call_deadline` are None when the contract data lacks
    them.
    """

    warning_line: Fraction
    liquidation_line: Fraction
    restore_line: Fraction
    minimum_line: Fraction | None = None
    withdrawal_line: Fraction | None = None
    day_basis: int | None = None
    call_deadline: DeadlineRule | None = None
    liquidation_order: tuple[str, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=lambda: NO_CLAUSES)


@dataclass(frozen=True, slots=True)
class Holding:
    """Securities the client owns as collateral. `quantity` counts everything owned, `sellable` the settled
    part.

    The rest (`in_flight`) is bought today or on its way out: it counts in the ratio but cannot be sold.
    `limit_down` says that the price is locked at its lower limit. `fair_value` is a price per share set by
    the firm for a suspended security. `price_time` is given where it is another than that of the snapshot, and
    `stand_in` says why the price is one of an earlier day.
    """

    security: str
    quantity: int
    price: Fraction | None
    conversion_rate: Fraction | None
    status: Status = "normal"
    fair_value: Fraction | None = None
    sellable: int | None = None
    limit_down: bool = False
    lot: int = 100
    asset_class: str | None = None
    price_time: datetime | None = None
    stand_in: StandIn | None = None

    @property
    def settled(self) -> int:
        """Quantity that could be sold today if the market let it."""
        return self.quantity if self.sellable is None else self.sellable

    @property
    def in_flight(self) -> int:
        return self.quantity - self.settled


@dataclass(frozen=True, slots=True)
class Contract:
    """One open margin purchase or short sale.

    `amount` is the money borrowed (financing) or the sale proceeds of what is not yet returned (short);
    `interest` the accrued unpaid interest or fee, computed from `annual_rate` when None. `price_time` and
    `stand_in` are as in a `Holding`.
    """

    contract: str
    kind: ContractKind
    security: str
    quantity: int
    price: Fraction | None
    amount: Fraction
    conversion_rate: Fraction | None
    margin_ratio: Fraction | None
    opened: date
    due: date | None = None
    extended: tuple[date, ...] = ()
    annual_rate: Fraction | None = None
    fee_basis: FeeBasis = "proceeds"
    interest: Fraction | None = None
    price_time: datetime | None = None
    stand_in: StandIn | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Cash (`security` None) or securities on their way in, counted nowhere before `counts_from`."""

    security: str | None
    quantity: int | None
    amount: Fraction | None
    counts_from: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one client owned and owed on `as_of`. `cash` includes the proceeds of short sales."""

    as_of: date
    terms: Terms
    cash: Fraction
    collateral: tuple[Holding, ...] = ()
    financing: tuple[Contract, ...] = ()
    shorts: tuple[Contract, ...] = ()
    other_collateral: Fraction = ZERO
    fees: Fraction = ZERO
    incoming: tuple[Incoming, ...] = ()
    credit_line: Fraction | None = None
    id: str | None = None
    jurisdiction: str = "CN"
    currency: str = "CNY"
    client_class: ClientClass = "individual"
    taken_at: datetime | None = None
    price_time: datetime | None = None

    @property
    def moment(self) -> date:
        """The instant of the snapshot, or its day when only the day is known."""
        return self.taken_at or self.as_of

    def contracts(self) -> Iterator[tuple[str, Contract]]:
        """Every open contract with its path in the book file."""
        yield from ((f"financing[{i}]", c) for i, c in enumerate(self.financing))
        yield from ((f"shorts[{i}]", c) for i, c in enumerate(self.shorts))
