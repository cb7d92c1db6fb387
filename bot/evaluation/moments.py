"""Instants and durations (ISO 8601) as a scenario writes them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of calendar months and of time; ``text`` as it was written."""

    text: str
    months: int
    time: timedelta

    def after(self, moment: datetime) -> datetime:
        """The moment so much later; the last day of a month that is too short."""
        month = moment.month - 1 + self.months
        year, month = moment.year + month // 12, month % 12 + 1
        day = min(moment.day, calendar.monthrange(year, month)[1])
        return moment.replace(year=year, month=month, day=day) + self.time


def duration(text: str) -> Duration:
    """Read ``P3D``, ``PT2H30M``, ``P1M``. Raises ValueError."""
    found = _DURATION.fullmatch(text)
    parts = [int(part or 0) for part in found.groups()] if found else []
    if not found or text.endswith(("P", "T")):
        raise ValueError(text)
    years, months, weeks, days, hours, minutes, seconds = parts
    time = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return Duration(text, 12 * years + months, time)


def moment(text: str) -> datetime:
    """Read an instant in China's time; one without a zone is China's. Raises ValueError."""
    read = datetime.fromisoformat(text)
    return read.astimezone(CHINA) if read.tzinfo else read.replace(tzinfo=CHINA)
