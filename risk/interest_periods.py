"""The periods a contract accrues interest or fees in, day by day as its contract counts them.

| choice | values |
|---|---|
| which ends count | `first` (the day of opening, not the last: 算头不算尾), `last`, `both` |
| when it is settled | on `repayment`, or `monthly` on a day of the month (its last day where it is shorter) |
| penalty | from the due day on, that day included, its rate takes the contract's place |

A settlement day belongs to the period after it, except where the last day counts. Each period is rounded
half-up to the fen. Opened and repaid on one day is one day of interest only where both ends count.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from risk.interest import accrue

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
    """Days `first` to `last`, both counted, at one rate; `interest` in whole fen, settled on `settled_on`."""

    first: date
    last: date
    rate: Fraction
    interest: Fraction
    settled_on: date
    penalty: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


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
    overdue_from = None if rule.penalty_rate is None else due
    found = []
    for begins, ends, settled in _settled(first, last, until, rule):
        for start, end, penalty in _split(begins, ends, overdue_from):
            rate = rule.penalty_rate if penalty and rule.penalty_rate is not None else annual_rate
            interest = accrue(principal, rate, (end - start).days + 1, day_basis)
            found.append(Period(start, end, rate, interest, settled, penalty))
    return tuple(found)


def _settled(first: date, last: date, until: date, rule: InterestRule) -> Iterator[tuple[date, date, date]]:
    """The counted days cut at the settlement days: first day, last day, when it is settled."""
    begins = first
    if rule.monthly_day is not None:
        for day in _settlement_days(first, last, rule.monthly_day):
            ends = day - _DAY if rule.counts == "first" else day
            if begins <= ends < last:
                yield begins, ends, day
                begins = ends + _DAY
    yield begins, last, until


def _settlement_days(first: date, last: date, monthly_day: int) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        length = monthrange(month.year, month.month)[1]
        yield month.replace(day=min(monthly_day, length))
        month += timedelta(days=length)


def _split(begins: date, ends: date, overdue_from: date | None) -> Iterator[tuple[date, date, bool]]:
    """The days before the due day and those from it on."""
    if overdue_from is None or ends < overdue_from:
        yield begins, ends, False
    elif begins >= overdue_from:
        yield begins, ends, True
    else:
        yield begins, overdue_from - _DAY, False
        yield overdue_from, ends, True
