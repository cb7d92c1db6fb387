"""What each security counts at on a day, and when that price was taken: the one place that lets an earlier price stand in.

| a security on the day | counts at |
|---|---|
| has a price of that day | that price |
| has none, and the day's session has not closed yet | its price of the session before, by that price's own time |
| has none, and is suspended by its terms | its last price, by that price's own time, however old |
| has none otherwise | nothing: it is unknown |

The second and the third row are the firm's own setting; whoever shows such a figure says so. Once the session has closed, a
price that did not arrive is unknown, and a day that is over does not change any more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from account_api.firm.closures import with_closures
from account_api.market import queries
from account_api.market.tables import Price
from account_api.moment import Moment, moment_of
from risk.account import StandIn
from risk.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Quote:
    """A price and its own time; `stand_in` says why it is one of an earlier day, where it is."""

    price: Decimal
    at: datetime
    stand_in: StandIn | None = None


def quotes(session: Session, day: date, codes: Collection[str]) -> dict[str, Quote]:
    """What each of these securities counts at on `day`; one that is unknown is not in it."""
    return quotes_of_days(session, {day: codes})[day]


def quotes_of_days(session: Session, wanted: Mapping[date, Collection[str]]) -> dict[date, dict[str, Quote]]:
    """The same for several days at once, each with the securities asked about on it."""
    found = {day: _of_the_day(queries.prices(session, day, codes).values()) for day, codes in wanted.items()}
    lacking = {day: set(codes) - set(found[day]) for day, codes in wanted.items()}
    if any(lacking.values()):
        calendar = _calendar(session)
        for day, codes in lacking.items():
            found[day] |= _standing_in(session, day, codes, calendar)
    return found


def open_session(moment: Moment, calendar: Calendar) -> date:
    """The session that has not closed yet: today's, or the next one."""
    return calendar.add_sessions(moment.first_open(), 0).date


def _of_the_day(rows: Iterable[Price]) -> dict[str, Quote]:
    return {row.code: Quote(row.price, row.at) for row in rows}


def _calendar(session: Session) -> Calendar | None:
    """The trading calendar, closures included; None in a session that no moment was given."""
    moment = moment_of(session)
    return None if moment is None else with_closures(moment.calendar, session)


def _standing_in(
    session: Session, day: date, codes: Collection[str], calendar: Calendar | None
) -> dict[str, Quote]:
    if not codes:
        return {}
    last, terms = queries.last_before(session, day, codes), queries.terms(session, day, codes)
    since = _since(session, day, calendar)
    found: dict[str, Quote] = {}
    for code, price in last.items():
        if code in terms and terms[code].status == "suspended":
            found[code] = Quote(price.price, price.at, "suspended")
        elif since is not None and price.day >= since:
            found[code] = Quote(price.price, price.at, "session_before")
    return found


def _since(session: Session, day: date, calendar: Calendar | None) -> date | None:
    """The session whose prices stand in on `day`: the one before, while `day` has not closed; None afterwards."""
    moment = moment_of(session)
    if moment is None or calendar is None or day != open_session(moment, calendar):
        return None
    return calendar.add_sessions(day, -1).date
