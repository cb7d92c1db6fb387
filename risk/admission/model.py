"""Who applies: what the firm knows of an applicant. None is unknown, which never passes and never refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ClientClass
from risk.decision import Gap, Reason
from risk.figure import Figure

ADMIT, NOT_YET, REFUSE, PERSON = "admit", "not_yet", "refuse", "person"
GRAVEST = (REFUSE, PERSON, NOT_YET, ADMIT)
"""The outcomes, the one that decides first."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application on `as_of`. `assets` are securities-type assets (CNY) at the close of each session;
    `shareholding` the share of the firm's own tradable shares; `grade` 1 to 5 for C1 to C5. `suitable_until` is the last
    day of the assessment where the firm set one. `average` is the 20-session average where only that is known: it is
    used while a session is missing from `assets`, and cannot be rolled forward.
    """

    as_of: date
    client_class: ClientClass
    assets: Mapping[date, Fraction]
    born: date | None = None
    first_trade: date | None = None
    grade: int | None = None
    assessed_on: date | None = None
    shareholding: Fraction | None = None
    affiliate: bool | None = None
    staff: bool | None = None
    blacklisted: bool | None = None
    material_default: bool | None = None
    suitable_until: date | None = None
    average: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition looked at."""

    reason: Reason
    gap: Gap | None = None
    figures: tuple[Figure, ...] = ()
