"""An account as lines with amounts, and how a day's lines come from those of the day before. Pure.

Everything an account holds and owes on a day is one mapping from line to amount, so an event is a handful of additions, a
counter-event the same with the signs turned, and a late event the same addition on its day and on every later one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from risk.interest import accrue, days_used

LineKind = Literal["cash", "fees", "other", "holding", "quantity", "amount", "interest", "right"]
ZERO = Decimal(0)
MOST = Decimal(10) ** 14
"""No line may grow beyond this: it is what the columns hold."""


class Line(NamedTuple):
    """One line: `key` is the security of a holding or a right, the contract of quantity, amount and interest."""

    kind: LineKind
    key: str = ""

    @property
    def text(self) -> str:
        """`holding 600519.SH`, `amount CALL-F1`, `cash`."""
        return f"{self.kind} {self.key}".strip()


Lines = Mapping[Line, Decimal]


@dataclass(frozen=True, slots=True)
class Posting:
    """What is added to one line."""

    line: Line
    delta: Decimal


@dataclass(frozen=True, slots=True)
class Bond:
    """What of a contract never changes and its interest is counted by."""

    contract: str
    kind: Literal["financing", "short"]
    security: str
    opened: date
    annual_rate: Fraction
    fee_basis: Literal["proceeds", "market_value"]


@dataclass(frozen=True, slots=True)
class Counting:
    """What interest is counted with: the contracts by id, the day basis, and prices by security and day."""

    bonds: Mapping[str, Bond]
    day_basis: int
    prices: Mapping[tuple[str, date], Fraction]

    def price(self, security: str, day: date) -> Fraction:
        """The price a fee of that day is counted on: the day's, else the last known before it (firm-set); 0 where none was."""
        days = [each for code, each in self.prices if code == security and each <= day]
        return self.prices[security, max(days)] if days else Fraction(0)


@dataclass(frozen=True, slots=True)
class DayLines:
    """The lines at the close of a day."""

    day: date
    lines: Lines


@dataclass(frozen=True, slots=True)
class Short:
    """A line that would fall below zero on `day`, and by how much."""

    day: date
    line: Line
    lacking: Decimal


def added(lines: Lines, postings: Iterable[Posting]) -> Lines:
    """The lines with the postings added; what comes to zero is no longer there."""
    sums = dict(lines)
    for each in postings:
        sums[each.line] = sums.get(each.line, ZERO) + each.delta
    return {line: amount for line, amount in sums.items() if amount}


def between(before: Lines, after: Lines) -> tuple[Posting, ...]:
    """What was added on the way from one to the other."""
    names = dict.fromkeys((*before, *after))
    moved = ((line, after.get(line, ZERO) - before.get(line, ZERO)) for line in names)
    return tuple(Posting(line, delta) for line, delta in moved if delta)


def turned(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same with the signs turned."""
    return tuple(Posting(each.line, -each.delta) for each in postings)


def rolled(before: DayLines, day: date, by: Counting) -> Lines:
    """The lines of a day on which nothing happened: those of an earlier day, interest counted on to `day`."""
    counted = (
        Posting(Line("interest", line.key), _accrual(by, line.key, before, day))
        for line in before.lines
        if line.kind == "amount" and line.key in by.bonds
    )
    return added(before.lines, counted)


def worked_in(
    days: Sequence[DayLines], postings: Sequence[Posting], by: Counting, was: Counting | None = None
) -> tuple[DayLines, ...]:
    """`days` (in a row, the event's own first) with the postings added to the first and carried into the others.

    Each later day keeps its own movement, which is what stands between it and the day before rolled on; so interest of
    the later days follows a principal that turns out to have been another. So it does what it is counted with: `was` is what
    the days were counted with before, `by` what turns out to be right.
    """
    worked = [DayLines(days[0].day, added(days[0].lines, postings))]
    for before, after in pairwise(days):
        own = between(rolled(before, after.day, was or by), after.lines)
        worked.append(DayLines(after.day, added(rolled(worked[-1], after.day, by), own)))
    return tuple(worked)


def shortage(before: Sequence[DayLines], after: Sequence[DayLines]) -> Short | None:
    """The first line, day by day, that the change takes below zero; None where there is none."""
    for was, now in zip(before, after, strict=True):
        for line, amount in now.lines.items():
            if amount < 0 and amount < was.lines.get(line, ZERO):
                return Short(now.day, line, -amount)
    return None


def beyond(after: Iterable[DayLines]) -> Line | None:
    """A line that has grown past what can be kept."""
    return next((line for each in after for line, amount in each.lines.items() if abs(amount) > MOST), None)


def _accrual(by: Counting, contract: str, before: DayLines, day: date) -> Decimal:
    """Interest between two days. On an amount it is the difference of two sums since the opening, so rounding never adds up; on
    a market value it is that of the day before.
    """
    bond = by.bonds[contract]
    if bond.kind == "short" and bond.fee_basis == "market_value":
        worth = by.price(bond.security, before.day) * Fraction(
            before.lines.get(Line("quantity", contract), ZERO)
        )
        since = max(bond.opened, before.day)
        return decimal(accrue(worth, bond.annual_rate, days_used(since, day), by.day_basis))
    amount = Fraction(before.lines[Line("amount", contract)])
    after, already = (
        accrue(amount, bond.annual_rate, days_used(bond.opened, end), by.day_basis)
        for end in (day, before.day)
    )
    return decimal(after - already)


def decimal(exact: Fraction) -> Decimal:
    """An exact amount of at most four places as a decimal."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)
