"""Trading time: the seconds in which the exchanges were open between two instants. Pure.

A price of Friday's close is not old on Monday before the opening, and is after it: nothing could have moved in between.
"""

from datetime import datetime, time, timedelta

from account_api.clock import BOOKING_ZONE
from risk.calendar import Calendar

HOURS: tuple[tuple[time, time], ...] = ((time(9, 30), time(11, 30)), (time(13, 0), time(15, 0)))
"""When figures can grow old, where accounts are booked; firm-set."""
MOST_DAYS = 400
"""No further back is counted: that is old by any setting."""


def trading_seconds(calendar: Calendar, since: datetime, until: datetime) -> int:
    """Whole seconds of trading between two aware instants; 0 where `until` is not later."""
    start, end = since.astimezone(BOOKING_ZONE), until.astimezone(BOOKING_ZONE)
    start = max(start, end - timedelta(days=MOST_DAYS))
    open_for = timedelta()
    day = start.date()
    while day <= end.date():
        if calendar.is_session(day):
            for opens, closes in HOURS:
                begins = max(start, datetime.combine(day, opens, tzinfo=BOOKING_ZONE))
                ends = min(end, datetime.combine(day, closes, tzinfo=BOOKING_ZONE))
                open_for += max(timedelta(), ends - begins)
        day += timedelta(days=1)
    return int(open_for.total_seconds())
