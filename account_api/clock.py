"""What time it is: business time, which a demo home pins, and wall time, which security always uses.

A pinned business clock keeps prices and deadlines of the demo firm from going stale. Sign-in codes, tokens
and lock-outs must expire all the same, so they run on wall time. Both are parameters: nothing else reads a
clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BOOKING_ZONE = ZoneInfo("Asia/Shanghai")


def local_text(instant: datetime) -> str:
    """An aware instant where accounts are booked, to the second: 2026-11-20T16:00:00+08:00."""
    return instant.astimezone(BOOKING_ZONE).isoformat(timespec="seconds")


def _wall() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Hand:
    """Business time that somebody moves, such as the play of a day; never backwards."""

    at: datetime

    def move(self, to: datetime) -> None:
        """Raises ValueError for an instant that has passed."""
        if to < self.at:
            raise ValueError(f"{to.isoformat()} is before {self.at.isoformat()}")
        self.at = to

    def clock(self, wall: Callable[[], datetime] = _wall) -> "Clock":
        """The clock that this hand moves."""
        return Clock(now=lambda: self.at, wall=wall, pinned=True)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is business time, `wall` security time; both give aware datetimes."""

    now: Callable[[], datetime] = _wall
    wall: Callable[[], datetime] = _wall
    pinned: bool = False

    @classmethod
    def pinned_at(cls, instant: datetime, wall: Callable[[], datetime] = _wall) -> "Clock":
        """A business clock that stands still at `instant` (aware)."""
        if instant.tzinfo is None:
            raise ValueError("a pinned clock needs a time zone, for instance 2026-11-20T16:30+08:00")
        return cls(now=lambda: instant, wall=wall, pinned=True)

    def today(self) -> date:
        """The business date where the account is booked."""
        return self.now().astimezone(BOOKING_ZONE).date()

    def local(self) -> datetime:
        """Business time where the account is booked."""
        return self.now().astimezone(BOOKING_ZONE)
