"""When a client was called and by when the account must be restored, from the bands of the past days.

The call stands since the first day of the unbroken run in band `call` that reaches the last day given; a day
whose band is indeterminate neither begins a call nor ends one. Its deadline is so many sessions later at the
hour the contract names; past a market's published sessions it is provisional.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Literal

from risk.account import DeadlineRule
from risk.calendar import Calendar

Band = Literal["safe", "warning", "call", "no_debt", "indeterminate"]

CHINA = timezone(timedelta(hours=8))
STILL_CALLED: tuple[Band, ...] = ("call", "indeterminate")
"""The bands of a day that does not end a call."""


@dataclass(frozen=True, slots=True)
class DayBand:
    """Where an account stood at the close of one day."""

    date: date
    band: Band
    ratio: Fraction | None = None


@dataclass(frozen=True, slots=True)
class MarginCall:
    """An open margin call: `overdue` when its deadline has passed at the instant that was asked about."""

    called_on: date
    deadline: datetime
    provisional: bool
    state: Literal["open", "overdue"]

    def as_json(self) -> dict[str, object]:
        return {
            "called_on": self.called_on.isoformat(),
            "deadline": self.deadline.isoformat(),
            "provisional": self.provisional,
            "state": self.state,
        }


def open_call(
    history: Iterable[DayBand], rule: DeadlineRule, calendar: Calendar, now: datetime | None = None
) -> MarginCall | None:
    """The call that is open after the last day of `history` (any order), or None where none is.

    Without `now` the state is "open". `now` must carry a time zone.
    """
    called_on: date | None = None
    for day in sorted(history, key=lambda each: each.date, reverse=True):
        if day.band not in STILL_CALLED:
            break
        if day.band == "call":
            called_on = day.date
    if called_on is None:
        return None
    deadline, provisional = deadline_of(called_on, rule, calendar)
    overdue = now is not None and now > deadline
    return MarginCall(called_on, deadline, provisional, "overdue" if overdue else "open")


def deadline_of(called_on: date, rule: DeadlineRule, calendar: Calendar) -> tuple[datetime, bool]:
    """The deadline of a call made on `called_on`, in China time, and whether it is provisional."""
    day = calendar.add_sessions(called_on, rule.trading_days)
    return datetime.combine(day.date, rule.time, tzinfo=CHINA), day.provisional
