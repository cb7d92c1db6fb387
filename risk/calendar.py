"""Trading days of one market, over the sessions and the covered span that are passed in.

Beyond the covered span the exchange has not published its sessions: a day counted there is weekdays minus
the closures already known, and is marked provisional so that whoever stores it computes it again when the
list arrives.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TradingDay:
    """A session, and whether it is only expected so far."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """`sessions` ascend up to `covered_until`; `holidays` are the weekday closures known, later ones too."""

    market: str
    sessions: tuple[date, ...]
    covered_until: date
    holidays: frozenset[date] = frozenset()

    @classmethod
    def from_closures(
        cls, market: str, covered_from: date, covered_until: date, holidays: Iterable[date]
    ) -> "Calendar":
        """A calendar whose sessions are the weekdays of the covered span minus `holidays`."""
        closed = frozenset(holidays)
        span = (covered_from + timedelta(days=n) for n in range((covered_until - covered_from).days + 1))
        sessions = tuple(day for day in span if day.weekday() < _SATURDAY and day not in closed)
        return cls(market, sessions, covered_until, closed)

    def is_session(self, day: date) -> bool:
        """True on a trading day; past the covered span, on a weekday that is no known closure."""
        if day > self.covered_until:
            return day.weekday() < _SATURDAY and day not in self.holidays
        at = bisect_left(self.sessions, day)
        return at < len(self.sessions) and self.sessions[at] == day

    def add_sessions(self, day: date, n: int) -> TradingDay:
        """The n-th session after `day` (n < 0: before it); with n = 0 `day` itself, or the next session.

        Raises `ValueError` before the first session that is known.
        """
        step = timedelta(days=1 if n >= 0 else -1)
        left = abs(n)
        if n == 0 and not self.is_session(day):
            left = 1
        while left:
            day += step
            if day < self.sessions[0]:
                raise ValueError(f"{self.market}: no session is known before {self.sessions[0]}")
            left -= self.is_session(day)
        return TradingDay(day, provisional=day > self.covered_until)
