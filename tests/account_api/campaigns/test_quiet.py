"""Quiet hours, by day and over midnight."""

from datetime import datetime, time, timedelta

import pytest

from account_api.campaigns.contract import QuietHours
from account_api.campaigns.quiet import pause
from account_api.clock import BOOKING_ZONE

NIGHT = QuietHours()
NOON = QuietHours(from_=time(12), until=time(13, 30))


@pytest.mark.parametrize(
    ("quiet", "at", "waits"),
    [
        (NIGHT, "20:59", "0:00"),
        (NIGHT, "21:00", "12:00"),
        (NIGHT, "23:30", "9:30"),
        (NIGHT, "00:00", "9:00"),
        (NIGHT, "08:59", "0:01"),
        (NIGHT, "09:00", "0:00"),
        (NOON, "11:59", "0:00"),
        (NOON, "12:00", "1:30"),
        (NOON, "13:30", "0:00"),
    ],
)
def test_it_waits_until_they_end(quiet: QuietHours, at: str, waits: str) -> None:
    local = datetime.combine(
        datetime(2026, 11, 20, tzinfo=BOOKING_ZONE), time.fromisoformat(at), BOOKING_ZONE
    )
    hours, minutes = waits.split(":")
    assert pause(local, quiet) == timedelta(hours=int(hours), minutes=int(minutes))
