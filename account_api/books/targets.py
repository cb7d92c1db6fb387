"""The tables of the ledger that a book is written to, and one row of the book for one of theirs."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, false

from account_api.accounts import tables as accounts
from account_api.books.staging import Staged
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.columns import METADATA, Row
from account_api.feed.tables import FeedPosting
from account_api.market import tables as market

BOOKED, CLOSE = time(16, 0), time(15, 0)
"""When a position, or a price, of a day is taken where the file does not say."""


def table_of(row: type[Row]) -> Table:
    """The table of a row's class."""
    return METADATA.tables[str(row.__tablename__)]


CLIENTS = table_of(Client)
ACCOUNTS, TERMS = table_of(accounts.CreditAccount), table_of(accounts.ContractTerms)
CREDIT_LINES = table_of(accounts.CreditLine)
ACCOUNT_DAYS, HOLDINGS = table_of(accounts.AccountDay), table_of(accounts.Holding)
CONTRACTS, CONTRACT_DAYS = table_of(accounts.Contract), table_of(accounts.ContractDay)
CONTRACT_VERSIONS = table_of(accounts.ContractVersion)
SECURITIES, SECURITY_TERMS = table_of(market.Security), table_of(market.SecurityTerms)
PRICES = table_of(market.Price)
POSTINGS = table_of(FeedPosting)


class Decided(StrEnum):
    """What is decided by two people in the service, and by a book too."""

    contract = "contract"
    line = "line"
    terms = "terms"
    security = "security"


@dataclass(frozen=True, slots=True)
class BookDay:
    """The day of an import and the instant at which it is done; `decided`: the decisions that stand against it, if they are kept."""

    day: date
    now: datetime
    decided: Table | None = None

    def at(self, clock: time) -> datetime:
        """That time of the day, where accounts are booked; on the day itself never later than now."""
        then = datetime.combine(self.day, clock, tzinfo=BOOKING_ZONE)
        return min(then, self.now) if self.now.astimezone(BOOKING_ZONE).date() == self.day else then

    def keeps(
        self, what: Decided, key: ColumnElement[str], day: ColumnElement[Any] | None = None
    ) -> ColumnElement[bool]:
        """Whether a decision about this, from that day on where one is named, is kept against the book."""
        if self.decided is None:
            return false()
        found = and_(self.decided.c.what == what, self.decided.c.key == key)
        return exists().where(found if day is None else and_(found, self.decided.c.day == day))


@dataclass(frozen=True, slots=True)
class Target:
    """The rows that a file has for one table, labelled with its columns.

    A difference in one of `compared` is a change; `also` is then set too.
    """

    table: Table
    staged: Staged
    keys: tuple[str, ...]
    rows: Select[Any]
    compared: tuple[str, ...]
    also: tuple[str, ...] = ()
