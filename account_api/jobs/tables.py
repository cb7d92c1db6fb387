"""Which job ran when, who may run them now, and of what clients were reminded already."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field

from account_api.columns import Row, Utc


class Lease(Row, table=True):
    """Whoever holds it until then, on the wall clock. It runs out by itself when its holder dies."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=64)
    until: datetime = Field(sa_type=Utc)


class JobRow(Row, table=True):
    """How far a job has come: `due` is the last time of its schedule that it has done, on the business clock.

    `begun` is set while it works; a job that is cut off is begun again. `failed` counts failures since the last success.
    """

    __tablename__ = "jobs"

    name: str = Field(primary_key=True, max_length=40)
    due: datetime = Field(sa_type=Utc)
    begun: datetime | None = Field(default=None, sa_type=Utc)
    ended: datetime | None = Field(default=None, sa_type=Utc)
    result: int | None = None
    runs: int = 0
    failed: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=Utc)
    error: str | None = Field(default=None, sa_type=Text)


class Reminder(Row, table=True):
    """What a client was reminded of by itself: once for each `what` and the day it is about."""

    __tablename__ = "reminders"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    what: str = Field(primary_key=True, max_length=40)
    day: date = Field(primary_key=True)
    at: datetime = Field(sa_type=Utc)
