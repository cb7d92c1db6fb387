"""The periods a contract accrues interest or fees in, day by day as its contract counts them.

| choice | values |
|---|---|
| which ends count | `first` (the day of opening, not the last: 算头不算尾), `last`, `both` |
| when it is settled | on `repayment`, or `monthly` on a day of the month (its last day where it is shorter) |
| penalty | from the due day on, that day included, its rate takes the contract's place |

A settlement day belongs to the period that it begins. Each period is rounded half-up to the fen. Opened and repaid on one day is one day of interest only where both ends count.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from risk.money import round_fen

CountedDays = Literal["first", "last", "both"]
Settlement = Literal["repayment", "monthly"]
COUNTED_DAYS: tuple[CountedDays, ...] = ("first", "last", "both")
LAST_OF_MONTH = 31
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InterestRule:
    """How the firm's contract counts: `monthly_day` 1 to 31 settles monthly, None on repayment.

    `penalty_rate` None: what is overdue goes on at the contract's rate.
    """

    counts: CountedDays = "first"
    monthly_day: int | None = None
    penalty_rate: Fraction | None = None

    @property
    def settlement(self) -> Settlement:
        return "repayment" if self.monthly_day is None else "monthly"


@dataclass(frozen=True, slots=True)
class Period:
    """Days `first` to `last`, both counted; the last `penalty_days` of them bear the penalty rate.

    `interest` is in whole fen and settled on `settled_on`.
    """

    first: date
    last: date
    penalty_days: int
    interest: Fraction
    settled_on: date

    @property
    def days(self) -> int:
        return _length(self.first, self.last)


def counted_days(opened: date, until: date, counts: CountedDays) -> tuple[date, date]:
    """The first and the last day that bear interest; the first is after the last where none does."""
    return (
        opened + _DAY if counts == "last" else opened,
        until - _DAY if counts == "first" else until,
    )


def days_going_on(as_of: date, until: date, counts: CountedDays) -> tuple[date, date]:
    """The same for a contract whose interest has been counted up to `as_of` already."""
    return counted_days(as_of, until, "first" if counts == "first" else "last")


def periods(
    principal: Fraction,
    annual_rate: Fraction,
    day_basis: int,
    days: tuple[date, date],
    until: date,
    due: date | None,
    rule: InterestRule,
) -> tuple[Period, ...]:
    """Every period of the counted `days`, oldest first, repaid on `until`; none where no day counts."""
    first, last = days
    if last < first:
        return ()
    found = []
    for begins, ends, settled in _settled(first, last, until, rule):
        days_late = _overdue(begins, ends, due) if rule.penalty_rate is not None else 0
        in_time = _length(begins, ends) - days_late
        yearly = annual_rate * in_time + (rule.penalty_rate or 0) * days_late
        interest = round_fen(principal * yearly / day_basis)
        found.append(Period(begins, ends, days_late, interest, settled))
    return tuple(found)


def _overdue(begins: date, ends: date, due: date | None) -> int:
    """How many of these days are the due day or later."""
    return 0 if due is None or ends < due else _length(max(begins, due), ends)


def _length(first: date, last: date) -> int:
    return (last - first).days + 1


def _settled(first: date, last: date, until: date, rule: InterestRule) -> Iterator[tuple[date, date, date]]:
    """The counted days cut at the settlement days: first day, last day, when it is settled."""
    begins = first
    if rule.monthly_day is not None:
        for day in _settlement_days(first, last, rule.monthly_day):
            if begins < day < until:
                yield begins, day - _DAY, day
                begins = day
    yield begins, last, until


def _settlement_days(first: date, last: date, monthly_day: int) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        length = monthrange(month.year, month.month)[1]
        yield month.replace(day=min(monthly_day, length))
        month += timedelta(days=length)
