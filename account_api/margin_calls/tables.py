"""Cases of margin calls, what happened in them, what people have to do about them, and the orders of a liquidation.

A case says what was found and done; where the call stands is what `risk.calls` makes of it, and `state` is what that was
when it was last looked at.
"""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import BigInteger, Field, String

from account_api.columns import Amount, Money, Row, Utc

CallKind = Literal["maintenance", "minimum", "maturity"]
Happened = Literal[
    "opened",
    "state",
    "deadline",
    "notice",
    "top_up",
    "attempt",
    "proposal",
    "act",
    "orders",
    "fill",
    "statement",
    "day_end",
]
Side = Literal["sell", "buy"]


class MarginCase(Row, table=True):
    """One call. `open_key` names client, kind and contract while the case is open, so that there is one at a time."""

    __tablename__ = "margin_calls"

    id: str = Field(primary_key=True, max_length=24)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    kind: CallKind = Field(sa_type=String)
    contract_id: str | None = Field(default=None, foreign_key="contracts.contract_id")
    open_key: str | None = Field(default=None, unique=True, max_length=160)
    called_on: date
    deadline: datetime | None = Field(default=None, sa_type=Utc, index=True)
    provisional: bool = False
    state: str = Field(max_length=20)
    amount_at_call: Amount | None = Field(default=None, sa_type=Money)
    snapshot_id: str = Field(foreign_key="frozen_snapshots.id")
    rule: str = Field(max_length=64)
    clause: str | None = Field(default=None, max_length=40)
    assigned_group: str = Field(index=True)
    opened_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)


class CaseEvent(Row, table=True):
    """What happened in a case at an instant, by whom; `snapshot_id` is the account as it then stood, where it was frozen.

    `key` makes what is found twice the same as found once.
    """

    __tablename__ = "margin_call_events"

    id: int | None = Field(default=None, primary_key=True)
    call_id: str = Field(foreign_key="margin_calls.id", index=True)
    key: str = Field(unique=True, max_length=200)
    at: datetime = Field(sa_type=Utc)
    what: Happened = Field(sa_type=String)
    by: str
    snapshot_id: str | None = Field(default=None, foreign_key="frozen_snapshots.id")
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class CallTask(Row, table=True):
    """What a person has to do. A task to watch an account belongs to no case."""

    __tablename__ = "margin_call_tasks"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    call_id: str | None = Field(default=None, foreign_key="margin_calls.id", index=True)
    what: str = Field(max_length=32)
    due: datetime | None = Field(default=None, sa_type=Utc)
    assigned_group: str = Field(index=True)
    opened_at: datetime = Field(sa_type=Utc)
    done_by: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=Utc)


class SweptAccount(Row, table=True):
    """What the sweep last published of an account; a sweep looks closer at those that stand otherwise."""

    __tablename__ = "swept_accounts"

    account_id: str = Field(primary_key=True, foreign_key="credit_accounts.account_id")
    band: int
    moment: str = Field(max_length=8)
    at: datetime = Field(sa_type=Utc)


class ClosingSweep(Row, table=True):
    """A session whose closing positions were swept; from `begun_at` on they are final, until `ended_at` it may be cut off."""

    __tablename__ = "closing_sweeps"

    day: date = Field(primary_key=True)
    begun_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class LiquidationRun(Row, table=True):
    """A liquidation that a person approved; `before` and `statement` are the figures before and after it."""

    __tablename__ = "liquidations"

    id: str = Field(primary_key=True, max_length=24)
    call_id: str = Field(foreign_key="margin_calls.id", index=True)
    proposal_id: str = Field(unique=True, max_length=24)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    snapshot_id: str = Field(foreign_key="frozen_snapshots.id")
    started_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    before: dict[str, Any] = Field(sa_type=JSON)
    statement: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class LiquidationOrder(Row, table=True):
    """One order of the list. `price` is the one it was worked out at, not a limit; `filled` counts what came back."""

    __tablename__ = "liquidation_orders"

    id: str = Field(primary_key=True, max_length=32)
    liquidation_id: str = Field(foreign_key="liquidations.id", index=True)
    number: int
    side: Side = Field(sa_type=String)
    security: str = Field(foreign_key="securities.code")
    quantity: int = Field(gt=0, sa_type=BigInteger)
    filled: int = Field(default=0, ge=0, sa_type=BigInteger)
    price: Amount = Field(sa_type=Money)


class LiquidationFill(Row, table=True):
    """What one order came to in the market. `id` is the one that whoever executed it gave."""

    __tablename__ = "liquidation_fills"

    id: str = Field(primary_key=True, max_length=64)
    order_id: str = Field(foreign_key="liquidation_orders.id", index=True)
    at: datetime = Field(sa_type=Utc)
    quantity: int = Field(gt=0, sa_type=BigInteger)
    price: Amount = Field(sa_type=Money)
    costs: Amount = Field(sa_type=Money)
