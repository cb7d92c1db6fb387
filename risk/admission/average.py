"""The average of the last 20 sessions, and how it goes on if the assets stay as they are.

Each coming session drops the oldest day and takes in the latest assets. The average reaches the threshold on the
first session on which the sum over 20 days does; where the assets stay below it, that may be never. What would have
to be there on each of the next k sessions is `(threshold × 20 − Σ of the 20 − k days that remain) ÷ k`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ZERO
from risk.admission.model import Applicant
from risk.calendar import Calendar
from risk.figure import Figure, Input
from risk.thresholds import Threshold
from risk.traced import given, traced

SHOWN_SESSIONS = (1, 5, 10, 20)

_AVERAGE = ("日均资产 = Σ最近 20 个交易日收盘资产 ÷ 20", "average = Σ assets of the last 20 sessions ÷ 20")
_LACKING = ("差额 = max(0, 门槛 − 日均资产)", "lacking = max(0, threshold − average)")
_SESSIONS = (
    "资产保持不变时，日均资产首次达到门槛所需的交易日数",
    "sessions until the average reaches the threshold while the assets stay as they are",
)
_ADDITION = (
    "须增加 = max(0, (门槛 × 20 − Σ窗口内保留的 20 − k 日资产) ÷ k − 最新资产)",
    "to add = max(0, (threshold × 20 − Σ assets of the 20 − k days that remain) ÷ k − latest assets)",
)


@dataclass(frozen=True, slots=True)
class Window:
    """The sessions averaged, oldest first, and their assets; None where a day is not known."""

    days: tuple[date, ...]
    amounts: tuple[Fraction | None, ...]

    @property
    def known(self) -> tuple[Fraction, ...]:
        return tuple(amount for amount in self.amounts if amount is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        pairs = zip(self.days, self.amounts, strict=True)
        return tuple(f"assets.{day}" for day, amount in pairs if amount is None)


def window(applicant: Applicant, calendar: Calendar, n: int) -> Window:
    """The last `n` sessions that have closed: `as_of` itself where its assets are given, else up to the one before."""
    today = applicant.as_of
    counts = today in applicant.assets and calendar.is_session(today)
    last = today if counts else calendar.add_sessions(today, -1).date
    days = (*(calendar.add_sessions(last, back - n).date for back in range(1, n)), last)
    return Window(days, tuple(applicant.assets.get(day) for day in days))


def sessions_needed(amounts: Sequence[Fraction], threshold: Fraction) -> int | None:
    """How many sessions until the average reaches `threshold` with the last amount repeated; None for never."""
    n, latest = len(amounts), amounts[-1]
    for k in range(1, n + 1):
        if sum(amounts[k:], ZERO) + k * latest >= threshold * n:
            return k
    return None


def level_needed(amounts: Sequence[Fraction], threshold: Fraction, k: int) -> Fraction:
    """What must be there on each of the next `k` sessions for the average to reach `threshold` on the last of them."""
    return (threshold * len(amounts) - sum(amounts[k:], ZERO)) / k


def first_day(calendar: Calendar, w: Window, k: int | None) -> date | None:
    """The session on which the average reaches the threshold."""
    return None if k is None else calendar.add_sessions(w.days[-1], k).date


def stated_figures(average: Fraction, threshold: Threshold, as_of: date) -> tuple[Figure, Figure]:
    """The average that the firm states, and what it lacks; without its days it cannot be rolled forward."""
    inputs = (given("average", average, "CNY", "average"), threshold.input())
    lacking = max(ZERO, threshold.value - average)
    return (
        traced("admission_average", average, "CNY", _AVERAGE, inputs, as_of, rows=(threshold.row,)),
        traced(
            "admission_lacking",
            lacking,
            "CNY",
            _LACKING,
            inputs,
            as_of,
            rows=(threshold.row,),
            direction="lower_safer",
        ),
    )


def average_figures(w: Window, threshold: Threshold, as_of: date) -> tuple[Figure, ...]:
    """The average, what it lacks, the sessions it needs and what would have to be added; missing days named."""
    rows, least = (threshold.row,), threshold.value
    inputs: tuple[Input, ...] = (
        *(
            given(f"assets.{day}", amount, "CNY", "assets", day)
            for day, amount in zip(w.days, w.amounts, strict=True)
        ),
        threshold.input(),
    )
    n, known = len(w.days), w.known
    average = sum(known, ZERO) / n
    made = [
        traced("admission_average", average, "CNY", _AVERAGE, inputs, as_of, rows=rows, missing=w.missing),
        traced(
            "admission_lacking",
            max(ZERO, least - average),
            "CNY",
            _LACKING,
            inputs,
            as_of,
            rows=rows,
            direction="lower_safer",
            missing=w.missing,
        ),
    ]
    if w.missing or average >= least:
        return tuple(made)
    needed = sessions_needed(known, least)
    left = None if needed is None else Fraction(needed)
    made.append(traced("admission_sessions_left", left, "days", _SESSIONS, inputs, as_of, rows=rows))
    for k in SHOWN_SESSIONS:
        added = max(ZERO, level_needed(known, least, k) - known[-1])
        made.append(
            traced(
                f"admission_addition.{k}",
                added,
                "CNY",
                _ADDITION,
                (*inputs, given("k", k, "days", "sessions")),
                as_of,
                rows=rows,
                direction="lower_safer",
            )
        )
    return tuple(made)
