"""Quiet hours: when a message that is due now may go."""

from datetime import datetime, timedelta

from account_api.campaigns.contract import QuietHours


def pause(local: datetime, quiet: QuietHours) -> timedelta:
    """How long to wait at that local time; nothing outside quiet hours. From 21:00 until 09:00, 23:30 waits 9 h 30."""
    now, start, end = local.time(), quiet.from_, quiet.until
    over_midnight = start > end
    inside = (now >= start or now < end) if over_midnight else start <= now < end
    if not inside:
        return timedelta()
    wakes = local.replace(hour=end.hour, minute=end.minute, second=end.second, microsecond=0)
    return wakes - local if wakes > local else wakes + timedelta(days=1) - local
