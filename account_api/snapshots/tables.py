"""Accounts as they stood, kept for what was decided on them. Rows are added and never changed."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Reason = Literal["call", "notice", "cure", "force", "day_end", "admission", "proposal"]


class FrozenSnapshot(Row, table=True):
    """`book` is the book file of the account, `figures` the trace id of every figure under the rules of `edition`.

    The same account at the same moment is frozen once; `reason` and `at` are those of the first time.
    """

    __tablename__ = "frozen_snapshots"

    id: str = Field(primary_key=True, max_length=25)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    reason: Reason = Field(sa_type=String)
    at: datetime = Field(sa_type=Utc)
    book: dict[str, Any] = Field(sa_type=JSON)
    taken_at: datetime | None = Field(default=None, sa_type=Utc)
    price_time: datetime | None = Field(default=None, sa_type=Utc)
    edition: str
    figures: dict[str, Any] = Field(sa_type=JSON)
