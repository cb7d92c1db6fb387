"""When something started now counts in the account, and how late it may start to count by a deadline.

Firm-set data: bank transfers count the same session up to an hour, securities transferred in from the next
session, trades at once while the market is open. The deadline and the calendar come from the contract and
the exchange.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from risk.account import Snapshot
from risk.calendar import Calendar
from risk.margin_calls import CHINA, deadline_of


@dataclass(frozen=True, slots=True)
class Channel:
    """Started in a session up to `until` (local time), it counts `sessions` sessions later."""

    sessions: int
    until: time


@dataclass(frozen=True, slots=True)
class Arrival:
    """How soon cash, transferred securities and trades count. The defaults are those of a typical firm."""

    cash: Channel = Channel(0, time(16, 0))
    securities: Channel = Channel(1, time(15, 0))
    trade: Channel = Channel(0, time(15, 0))

    def channel(self, name: str) -> Channel:
        channels: Mapping[str, Channel] = {
            "cash": self.cash,
            "securities": self.securities,
            "trade": self.trade,
        }
        return channels[name]


@dataclass(frozen=True, slots=True)
class Timing:
    """When a cure counts if started now, and the latest start that counts by the deadline."""

    counts_from: date | None = None
    last_start: datetime | None = None
    too_late: bool = False


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
        """A clock, or None when `now`, calendar or arrival rules are missing or the calendar starts later."""
        if now is None or calendar is None or arrival is None:
            return None
        if min(s.as_of, now.date()) < calendar.sessions[0]:
            return None
        rule = s.terms.call_deadline
        if deadline is None and called and rule is not None:
            deadline = deadline_of(s.as_of, rule, calendar)[0]
        return cls(now.astimezone(CHINA), calendar, arrival, deadline)

    def timing(self, name: str) -> Timing:
        """When something through channel `name` counts."""
        channel = self.arrival.channel(name)
        counts_from = self._counts_from(channel)
        if self.deadline is None:
            return Timing(counts_from)
        last_start = self._last_start(channel, self.deadline.astimezone(CHINA))
        return Timing(counts_from, last_start, too_late=self.now > last_start)

    def _counts_from(self, channel: Channel) -> date:
        today = self.now.date()
        in_time = self.calendar.is_session(today) and self.now.time() <= channel.until
        start = self.calendar.add_sessions(today, 0 if in_time else 1).date
        return self.calendar.add_sessions(start, channel.sessions).date

    def _last_start(self, channel: Channel, deadline: datetime) -> datetime:
        day = deadline.date()
        if channel.sessions:
            day = self.calendar.add_sessions(day, -channel.sessions).date
            return datetime.combine(day, channel.until, tzinfo=CHINA)
        return min(deadline, datetime.combine(day, channel.until, tzinfo=CHINA))
