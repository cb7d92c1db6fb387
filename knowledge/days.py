"""What a day is here: China's, wherever the machine stands; and validity, which is half-open and may be open-ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day_in_china(moment: datetime) -> date:
    """The day it is in China at that moment, which has a zone."""
    return moment.astimezone(CHINA).date()


def stamp(moment: datetime) -> str:
    """The moment as it is kept and shown: in China's time, to the second."""
    return moment.astimezone(CHINA).isoformat(timespec="seconds")


def holds_on(start: date, end: date | None, day: date) -> bool:
    """Whether what holds from `start` until before `end` (None: for good) holds that day."""
    return start <= day and (end is None or day < end)


def earlier(one: date | None, other: date | None) -> date | None:
    """The end that comes first, where None never comes."""
    return min((day for day in (one, other) if day is not None), default=None)
