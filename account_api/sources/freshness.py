"""How old a figure's data are, and who they came from. A firm sets from when on they are marked, or not shown at all.

Data grow old in trading time, from the later of two instants: their own, and when their source was last heard. A source
that says it has nothing new keeps its data of the same day fresh; a silent one does not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.feed import queries
from account_api.firm.closures import with_closures
from account_api.sources.trading_time import trading_seconds
from risk.calendar import Calendar

LEDGER = "ledger"
"""What was not fed stands in the ledger of its own: imported, or entered."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What freshness is measured by: now, the firm's limit in seconds of trading, and whether older data are refused."""

    now: datetime
    limit_s: int
    refuses: bool
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Freshness:
    """`age_s` counts trading time, of the older of position and prices; None where it was not measured. `refused`: the firm shows no
    figures that are this old.
    """

    source: str
    price_source: str
    stale: bool = False
    age_s: int | None = None
    refused: bool = False

    def as_json(self) -> dict[str, object]:
        """The part of an answer that says where its data are from."""
        return {
            "source": self.source,
            "price_source": self.price_source,
            "stale": self.stale,
            "age_s": self.age_s,
        }


UNKNOWN = Freshness(LEDGER, LEDGER)


def watch_of(ctx: Context, session: Session) -> Watch:
    """The firm's setting, such as `mark:900`."""
    kind, _, seconds = ctx.settings.freshness.partition(":")
    calendar = with_closures(ctx.calendar, session)
    return Watch(ctx.clock.now(), int(seconds), kind == "refuse", calendar)


def measured(
    session: Session,
    client_id: str,
    as_of: date,
    taken_at: datetime | None,
    priced_at: datetime | None,
    codes: Collection[str],
    watch: Watch,
) -> Freshness:
    """The freshness of a position and its prices, seen now or, for a past day, from its end."""
    midnight = datetime.combine(as_of + timedelta(days=1), time(), tzinfo=BOOKING_ZONE)
    seen_from = min(watch.now, midnight)
    source, heard = _position_source(session, client_id)
    price_source, price_heard = _price_source(session, codes, priced_at)
    ages = [
        trading_seconds(watch.calendar, _since(own, last, seen_from), seen_from)
        for own, last in ((taken_at, heard), (priced_at, price_heard))
        if own is not None
    ]
    age = max(ages, default=None)
    stale = age is not None and age > watch.limit_s
    return Freshness(source, price_source, stale, age, refused=stale and watch.refuses)


def _since(own: datetime, heard: datetime | None, seen_from: datetime) -> datetime:
    """From when data grow old. What a source says today does not make yesterday's data new."""
    today = seen_from.astimezone(BOOKING_ZONE).date()
    if heard is None or own.astimezone(BOOKING_ZONE).date() != today:
        return own
    return max(own, heard)


def _position_source(session: Session, client_id: str) -> tuple[str, datetime | None]:
    stream = queries.newest_stream(session, client_id)
    if stream is None:
        return LEDGER, None
    source = queries.seen(session, stream.source, "events")
    return stream.source, None if source is None else source.seen_at


def _price_source(
    session: Session, codes: Collection[str], priced_at: datetime | None
) -> tuple[str, datetime | None]:
    tick = None if priced_at is None else queries.tick_of(session, codes, priced_at)
    if tick is None:
        return LEDGER, None
    source = queries.seen(session, tick.source, "prices")
    return tick.source, None if source is None else source.seen_at
