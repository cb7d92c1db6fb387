"""When something started now counts in the account, and how late it may start to count by a deadline.

Firm-set data: bank transfers count the same session up to an hour, securities transferred in from the next
session, trades at once while the market is open. The deadline and the calendar come from the contract and
the exchange.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from risk.account import Snapshot
from risk.calendar import Calendar, TradingDay
from risk.margin_calls import CHINA, deadline_of

D = TypeVar("D", date, datetime)
_KNOWN_BEFORE = 10
"""Sessions that a calendar must know before the day asked about, for the starts of what takes some sessions."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Started in a session between `opens` and `until` (local time), it counts `sessions` sessions later.

    With 0 it counts at once; later, from the beginning of that session.
    """

    sessions: int
    until: time
    opens: time = time(9, 0)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How soon cash, transferred securities and trades count. The defaults are those of a typical firm."""

    cash: Channel = Channel(0, time(16, 0))
    securities: Channel = Channel(1, time(15, 0))
    trade: Channel = Channel(0, time(15, 0), time(9, 30))

    def channel(self, name: str) -> Channel:
        channels: Mapping[str, Channel] = {
            "cash": self.cash,
            "securities": self.securities,
            "trade": self.trade,
        }
        return channels[name]


@dataclass(frozen=True, slots=True)
class Timing:
    """When a cure can be started next and from which day it then counts, and the latest start by the deadline.

    `provisional` where one of the days lies past the published sessions.
    """

    opens_at: datetime | None = None
    counts_from: date | None = None
    last_start: datetime | None = None
    too_late: bool = False
    provisional: bool = False

    def together(self, other: "Timing") -> "Timing":
        """Two steps of one way: it counts when both do, and is in time while both are."""
        starts = [each for each in (self.last_start, other.last_start) if each]
        return Timing(
            _later(self.opens_at, other.opens_at),
            _later(self.counts_from, other.counts_from),
            min(starts, default=None),
            self.too_late or other.too_late,
            self.provisional or other.provisional,
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """The instant asked about, with the calendar, the arrival rules and the deadline, if there is one."""

    now: datetime
    calendar: Calendar
    arrival: Arrival
    deadline: datetime | None

    @classmethod
    def of(
        cls,
        s: Snapshot,
        now: datetime | None,
        calendar: Calendar | None,
        arrival: Arrival | None,
        deadline: datetime | None,
        *,
        called: bool,
    ) -> "Clock | None":
        """A clock, or None when `now`, calendar or arrival rules are missing or the calendar starts too late."""
        if now is None or calendar is None or arrival is None:
            return None
        days = (s.as_of, now.date(), *((deadline.date(),) if deadline else ()))
        if min(days) < calendar.sessions[_KNOWN_BEFORE]:
            return None
        rule = s.terms.call_deadline
        if deadline is None and called and rule is not None:
            deadline = deadline_of(s.as_of, rule, calendar)[0]
        return cls(now.astimezone(CHINA), calendar, arrival, deadline)

    def timing(self, name: str) -> Timing:
        """When something through channel `name` counts."""
        channel = self.arrival.channel(name)
        start = self._next_start(channel)
        counted = self.calendar.add_sessions(start.date, channel.sessions)
        opens_at = datetime.combine(start.date, channel.opens, tzinfo=CHINA)
        if self.deadline is None:
            return Timing(opens_at, counted.date, provisional=counted.provisional)
        last_start, provisional = self._last_start(channel, self.deadline.astimezone(CHINA))
        return Timing(
            opens_at, counted.date, last_start, self.now > last_start, counted.provisional or provisional
        )

    def _next_start(self, channel: Channel) -> TradingDay:
        """The session in which it can be started next: today's until the channel closes."""
        today = self.now.date()
        closed = self.calendar.is_session(today) and self.now.time() > channel.until
        return self.calendar.add_sessions(today, 1 if closed else 0)

    def _last_start(self, channel: Channel, deadline: datetime) -> tuple[datetime, bool]:
        """The end of the last window that counts by the deadline, or the deadline itself within that window."""
        day, at_once = deadline.date(), channel.sessions == 0
        if self.calendar.is_session(day) and at_once and deadline.time() >= channel.opens:
            return min(deadline, _at(day, channel.until)), day > self.calendar.covered_until
        back = channel.sessions + (not self.calendar.is_session(day))
        before = self.calendar.add_sessions(day, -(back or 1))
        return _at(before.date, channel.until), day > self.calendar.covered_until


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=CHINA)


def _later(one: D | None, other: D | None) -> D | None:
    return max((each for each in (one, other) if each is not None), default=None)
