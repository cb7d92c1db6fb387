"""An open margin call as it is told, and by when the account must be restored.

The deadline is so many sessions after the call at the hour the contract names; past a market's published sessions it is
provisional. Where a call begins and ends is the business of `risk.calls`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from risk.account import DeadlineRule
from risk.calendar import Calendar

Band = Literal["safe", "warning", "call", "no_debt", "indeterminate"]

CHINA = timezone(timedelta(hours=8))


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


def deadline_of(called_on: date, rule: DeadlineRule, calendar: Calendar) -> tuple[datetime, bool]:
    """The deadline of a call made on `called_on`, in China time, and whether it is provisional."""
    day = calendar.add_sessions(called_on, rule.trading_days)
    return datetime.combine(day.date, rule.time, tzinfo=CHINA), day.provisional
