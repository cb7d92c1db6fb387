"""Calendar months and full years between days: a month that has no such day ends with its last."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month: 31 August + 6 is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_years(born: date, on: date) -> int:
    """The age on a day in full years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
