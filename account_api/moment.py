"""The moment at which a transaction looks: its business clock and the trading calendar, as much a fact of the transaction as
what its database shows it. So whoever reads an account inside it sees the same day as open.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlmodel import Session

from account_api.clock import Clock
from risk.calendar import Calendar

CLOSE = time(15, 0)
"""When a session ends where accounts are booked."""
_NAME = "moment"


@dataclass(frozen=True, slots=True)
class Moment:
    """`calendar` is the exchange's own; days on which it was closed after all are the firm's to say."""

    clock: Clock
    calendar: Calendar

    def first_open(self) -> date:
        """Today, or tomorrow once today's close has passed."""
        local = self.clock.local()
        return local.date() if local.time() < CLOSE else local.date() + timedelta(days=1)


def give_moment(session: Session, moment: Moment) -> None:
    """Sets the moment of the session's transactions."""
    session.info[_NAME] = moment


def moment_of(session: Session) -> Moment | None:
    """The moment of the session; None for one that has none, which then sees every day as over."""
    found: Moment | None = session.info.get(_NAME)
    return found
