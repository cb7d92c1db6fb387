"""The alerts that clients have set for themselves."""

from datetime import datetime
from typing import Literal

from sqlmodel import Field, String

from account_api.columns import Amount, Money, Row, Utc
from account_api.notices.tables import Channel

What = Literal["ratio_below", "price_above", "price_below", "days_to_due"]


class OwnAlert(Row, table=True):
    """`level` is a ratio, a price or a number of days. `armed` until it fires, and again once the value is back across the
    level by a margin. `security` is that of a price, `contract_id` narrows days to due to one contract.

    Quiet hours are times of day as HH:MM where accounts are booked; None for none.
    """

    __tablename__ = "own_alerts"

    id: str = Field(primary_key=True, max_length=40)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    what: What = Field(sa_type=String)
    level: Amount = Field(sa_type=Money)
    security: str | None = Field(default=None, foreign_key="securities.code", index=True)
    contract_id: str | None = Field(default=None, foreign_key="contracts.contract_id")
    channel: Channel = Field(sa_type=String)
    quiet_from: str | None = Field(default=None, max_length=5)
    quiet_until: str | None = Field(default=None, max_length=5)
    armed: bool = True
    created_at: datetime = Field(sa_type=Utc)
    fired_at: datetime | None = Field(default=None, sa_type=Utc)
    firings: int = 0
    removed_at: datetime | None = Field(default=None, sa_type=Utc)
