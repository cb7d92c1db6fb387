"""What credit is given on: the profile that is scored, where the client stands with the firm, the book as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from risk.account import Snapshot

Regime = Literal["calm", "strained", "stressed"]
REGIMES: tuple[Regime, ...] = ("calm", "strained", "stressed")
NO_TURNOVER: Mapping[str, Fraction] = MappingProxyType({})

Profile = Mapping[str, Fraction | None]
"""The data that are scored, by the field of their factor; None or absent is unknown."""


@dataclass(frozen=True, slots=True)
class Position:
    """A client with the firm. `assets` and `largest_share` (of one security in them) may be unknown, and so may
    the market `regime`, which names its `regime_source` and day.
    """

    assets: Fraction | None = None
    largest_share: Fraction | None = None
    regime: Regime | None = None
    regime_source: str | None = None
    regime_day: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What freezes a line when it is so; None is unknown."""

    overdue_debt: bool | None = None
    call_overdue: bool | None = None
    blacklisted: bool | None = None
    assessment_lapsed: bool | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """One client's file. `current` is the line in force, None for an applicant; `used` what is drawn on it."""

    as_of: date
    profile: Profile
    position: Position
    standing: Standing
    client_class: str = "individual"
    current: Fraction | None = None
    used: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A sum that should have been paid on `since`."""

    client: str
    amount: Fraction
    since: date


@dataclass(frozen=True, slots=True)
class CreditBook:
    """Every account of a firm on one day, what is overdue, what remained after liquidations, and the average daily
    turnover of securities in shares.
    """

    as_of: date
    accounts: tuple[Snapshot, ...]
    overdue: tuple[Overdue, ...] = ()
    residual: Mapping[str, Fraction] = field(default_factory=lambda: NO_TURNOVER)
    turnover: Mapping[str, Fraction] = field(default_factory=lambda: NO_TURNOVER)
