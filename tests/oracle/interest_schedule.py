"""Interest schedule of one contract, a second time: by counting days one by one.

Rule texts section 5: amount x annual rate / 360 or 365 x natural days, the day of use counted and the last day not;
due with repayment, or monthly on a fixed day, or at maturity; after the due day a penalty rate. Which of these holds is
a matter of the contract, so each is a parameter. A period is posted money: rounded half-up to the fen, once.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tests.oracle.book_reading import ZERO, half_up

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Convention:
    """Day basis; which ends count; the posting day of the month (None: at repayment); the penalty rate.

    The penalty rate is a whole annual rate that takes the place of the contract's from the due day on.
    """

    day_basis: int = 360
    first_counts: bool = True
    last_counts: bool = False
    least_days: int = 0
    posting_day: int | None = None
    penalty_rate: Fraction | None = None


@dataclass(frozen=True)
class Period:
    """Days from `start` to before `end`, split by rate; `amount` is rounded, `exact_amount` is not."""

    start: date
    end: date
    days: int
    penalty_days: int
    exact_amount: Fraction
    amount: Fraction


def counted_days(start: date, end: date, convention: Convention) -> list[date]:
    """The days that carry interest between use and repayment, listed; same-day repayment by `least_days`."""
    first = start if convention.first_counts else start + ONE_DAY
    last = end if convention.last_counts else end - ONE_DAY
    days = []
    day = first
    while day <= last:
        days.append(day)
        day += ONE_DAY
    missing = convention.least_days - len(days)
    return days + [start + (len(days) + extra) * ONE_DAY for extra in range(max(0, missing))]


def posting_dates(start: date, end: date, posting_day: int | None) -> list[date]:
    """Dates after `start` and before `end` on which interest is posted; a day the month lacks is its last day."""
    if posting_day is None:
        return []
    dates = []
    day = start + ONE_DAY
    while day < end:
        if day.day == min(posting_day, monthrange(day.year, day.month)[1]):
            dates.append(day)
        day += ONE_DAY
    return dates


def interest_schedule(
    basis: Fraction,
    annual_rate: Fraction,
    opened: date,
    until: date,
    due: date | None = None,
    convention: Convention | None = None,
) -> list[Period]:
    """The periods of a contract from its opening to `until` (repayment, or the day of the figure)."""
    terms = convention or Convention()
    if until < opened or (due is not None and due < opened):
        raise ValueError("dates out of order")
    edges = [opened, *posting_dates(opened, until, terms.posting_day), until]
    counted = counted_days(opened, until, terms)
    periods = []
    for number, (start, end) in enumerate(pairwise(edges)):
        last = number == len(edges) - 2
        days = [day for day in counted if start <= day and (last or day < end)]
        periods.append(_period(start, end, days, basis, annual_rate, due, terms))
    return periods


def _period(
    start: date,
    end: date,
    days: list[date],
    basis: Fraction,
    annual_rate: Fraction,
    due: date | None,
    terms: Convention,
) -> Period:
    amount, late = ZERO, 0
    for day in days:
        overdue = due is not None and day >= due and terms.penalty_rate is not None
        rate = terms.penalty_rate if overdue and terms.penalty_rate is not None else annual_rate
        late += overdue
        amount += basis * rate / terms.day_basis
    return Period(start, end, len(days), late, amount, half_up(amount))


def total_posted(periods: list[Period]) -> Fraction:
    """The sum of the posted periods, each rounded by itself."""
    return sum((period.amount for period in periods), ZERO)


def total_rounded_once(periods: list[Period]) -> Fraction:
    """The exact sum rounded once: what a contract that pays at repayment owes."""
    return half_up(sum((period.exact_amount for period in periods), ZERO))
