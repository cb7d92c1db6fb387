"""What arrived and what it changed: events with their place in their source's order, postings, ticks, corporate actions.

An event's postings are the whole of its effect on the ledger; the closing lines of a day are those of the day before, with
interest counted on, plus the postings of the day. That is what `reconcile` checks, and what a counter-event takes back.
"""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import BigInteger, Field, String

from account_api.columns import Amount, Balance, Money, Row, Utc

EventState = Literal["waiting", "applied"]
ActionKind = Literal["cash_dividend", "bonus_shares", "split", "rights"]
ActionState = Literal["announced", "applied", "reversed"]
SuspectState = Literal["suspect", "confirmed", "accepted", "refused"]


class FeedSource(Row, table=True):
    """One system that sends: when it was last heard (`seen_at`), and how the last question to it failed, if it did."""

    __tablename__ = "feed_sources"

    source: str = Field(primary_key=True, max_length=64)
    kind: Literal["events", "prices"] = Field(primary_key=True, sa_type=String)
    seen_at: datetime | None = Field(default=None, sa_type=Utc)
    failed_at: datetime | None = Field(default=None, sa_type=Utc)
    failure: str | None = Field(default=None, max_length=200)


class FeedStream(Row, table=True):
    """How far one source's events of one client have got, and the refusal that holds them up, if one does."""

    __tablename__ = "feed_streams"

    source: str = Field(primary_key=True, max_length=64)
    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    last_sequence: int = Field(default=0, sa_type=BigInteger)
    last_at: datetime | None = Field(default=None, sa_type=Utc)
    asked_at: datetime | None = Field(default=None, sa_type=Utc)
    refused_id: str | None = Field(default=None, max_length=64)
    refusal: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class FeedEvent(Row, table=True):
    """An event as it came. `late`: there were later days already. `reversed_by` names the counter-event."""

    __tablename__ = "feed_events"
    __table_args__ = (UniqueConstraint("source", "client_id", "sequence"),)

    source: str = Field(primary_key=True, max_length=64)
    id: str = Field(primary_key=True, max_length=64)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    sequence: int = Field(sa_type=BigInteger)
    kind: str = Field(max_length=32)
    at: datetime = Field(sa_type=Utc)
    day: date
    body: dict[str, Any] = Field(sa_type=JSON)
    state: EventState = Field(sa_type=String)
    late: bool = False
    received_at: datetime = Field(sa_type=Utc)
    applied_at: datetime | None = Field(default=None, sa_type=Utc)
    reversed_by: str | None = Field(default=None, max_length=64)


class FeedPosting(Row, table=True):
    """What one event, or one corporate action, adds to one line of an account on its day; it holds on every later day.

    `line` cash, fees, other, holding, quantity, amount, interest, or right; `key` the security or the contract. Shares
    and money are both decimals here.
    """

    __tablename__ = "feed_postings"
    __table_args__ = (
        Index("ix_feed_postings_account_id_day", "account_id", "day"),
        Index("ix_feed_postings_source_event_id", "source", "event_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=64)
    event_id: str = Field(max_length=80)
    account_id: str = Field(foreign_key="credit_accounts.account_id")
    day: date
    line: str = Field(max_length=16)
    key: str = Field(default="", max_length=64)
    delta: Balance = Field(sa_type=Money)


class PriceTick(Row, table=True):
    """A price as it came. `late`: it was older than what the day had, or of an earlier day."""

    __tablename__ = "price_ticks"

    source: str = Field(primary_key=True, max_length=64)
    code: str = Field(primary_key=True, foreign_key="securities.code")
    at: datetime = Field(primary_key=True, sa_type=Utc)
    price: Amount = Field(sa_type=Money)
    received_at: datetime = Field(sa_type=Utc)
    late: bool = False


class SuspectPrice(Row, table=True):
    """A price beyond what is plausible, kept aside: `low` to `high` was, counted from `since` of `since_day` by `rule`. `sent_by` is
    the user who sent it, None where that was not kept.

    `state`: suspect, confirmed by another source, accepted or refused by people.
    """

    __tablename__ = "suspect_prices"
    __table_args__ = (
        UniqueConstraint("source", "code", "at"),
        Index("ix_suspect_prices_code_day", "code", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=64)
    code: str = Field(foreign_key="securities.code")
    at: datetime = Field(sa_type=Utc)
    day: date
    price: Amount = Field(sa_type=Money)
    received_at: datetime = Field(sa_type=Utc)
    since: Amount = Field(sa_type=Money)
    since_day: date
    low: Amount = Field(sa_type=Money)
    high: Amount = Field(sa_type=Money)
    rule: str = Field(max_length=64)
    state: SuspectState = Field(default="suspect", sa_type=String, index=True)
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id")
    sent_by: str | None = Field(default=None, max_length=64)


class CorporateAction(Row, table=True):
    """An issuer's act on one security: who holds it at the close of `record_day` is entitled, and it counts from
    `effective_day` on. `terms` are the firm's figures, decimals as text.
    """

    __tablename__ = "corporate_actions"

    source: str = Field(primary_key=True, max_length=64)
    id: str = Field(primary_key=True, max_length=64)
    kind: ActionKind = Field(sa_type=String)
    code: str = Field(foreign_key="securities.code", index=True)
    record_day: date
    effective_day: date
    terms: dict[str, Any] = Field(sa_type=JSON)
    state: ActionState = Field(sa_type=String)
    announced_at: datetime = Field(sa_type=Utc)
    applied_at: datetime | None = Field(default=None, sa_type=Utc)
    reversed_at: datetime | None = Field(default=None, sa_type=Utc)
    reason: str | None = Field(default=None, max_length=400)
