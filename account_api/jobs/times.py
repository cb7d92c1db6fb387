"""When a job is due, on the business clock and the exchange's calendar. What was missed is done once, however often it was missed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

IsSession = Callable[[date], bool]
LOOK_BACK = 31
"""Days; no closure of an exchange lasts as long."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at that time where accounts are booked; on sessions only, where it says so."""

    at: time
    sessions: bool = False

    def latest(self, now: datetime, is_session: IsSession) -> datetime | None:
        """The last instant not after `now` (booking zone) at which it was due; None where there was none in a month."""
        for back in range(LOOK_BACK):
            day = now.date() - timedelta(days=back)
            due = datetime.combine(day, self.at, tzinfo=now.tzinfo)
            if due <= now and (not self.sessions or is_session(day)):
                return due
        return None

    @property
    def words(self) -> tuple[str, str]:
        """When it runs, in Chinese and English."""
        days, days_en = ("交易日", "sessions") if self.sessions else ("每天", "daily")
        return f"{days} {self.at:%H:%M}", f"{days_en} at {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class During:
    """Every so often from `start` to `end` of each session."""

    every: timedelta
    start: time
    end: time

    def latest(self, now: datetime, is_session: IsSession) -> datetime | None:
        """As of Daily; after the end it is the last time before it."""
        for back in range(LOOK_BACK):
            day = now.date() - timedelta(days=back)
            start, end = (datetime.combine(day, at, tzinfo=now.tzinfo) for at in (self.start, self.end))
            if start <= now and is_session(day):
                return start + (min(now, end) - start) // self.every * self.every
        return None

    @property
    def words(self) -> tuple[str, str]:
        """When it runs, in Chinese and English."""
        seconds, span = int(self.every.total_seconds()), f"{self.start:%H:%M}–{self.end:%H:%M}"
        return f"交易日 {span} 每 {seconds} 秒", f"sessions {span}, every {seconds} s"


@dataclass(frozen=True, slots=True)
class WhenChanged:
    """Whenever something was recorded since it last looked, and every minute."""

    @property
    def words(self) -> tuple[str, str]:
        """When it runs, in Chinese and English."""
        return "有变化时及每分钟", "after any change, and every minute"


Schedule = Daily | During | WhenChanged
