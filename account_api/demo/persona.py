"""How a persona of the demo firm is written down: a client, its account, and what it holds and owes.

Quantities and amounts are those of the last day; earlier days of the week hold the same at that day's
prices, and interest is counted to each day by `risk`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from account_api.clients.tables import ClientClass


@dataclass(frozen=True, slots=True)
class Held:
    security: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Owed:
    """`amount`: money lent, or short proceeds. `carried`: interest already owed when counting began."""

    contract: str
    kind: Literal["financing", "short"]
    security: str
    quantity: int
    amount: str
    opened: date
    due: date
    carried: str = "0"


@dataclass(frozen=True, slots=True)
class Position:
    cash: str
    held: tuple[Held, ...] = ()
    owed: tuple[Owed, ...] = ()
    credit_line: str = "2000000"
    opened: date = date(2025, 3, 10)


@dataclass(frozen=True, slots=True)
class Profile:
    """What suitability needs to know; None is unknown."""

    birth_year: int | None
    risk_grade: str | None
    suitability_until: date | None
    trading_since: date | None
    average_assets_20d: str


@dataclass(frozen=True, slots=True)
class Persona:
    """`position` is None for somebody without a credit account."""

    user: str
    name: str
    group: str
    profile: Profile
    position: Position | None
    client_class: ClientClass = "individual"
