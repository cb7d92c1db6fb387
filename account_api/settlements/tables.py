"""Settled trades as the firm booked them."""

from datetime import date
from typing import Literal

from sqlmodel import BigInteger, Field, String

from account_api.columns import Amount, Money, Row

Side = Literal["buy", "sell"]


class Settlement(Row, table=True):
    """`amount` is what was traded (price × quantity), `commission` what was charged for it."""

    __tablename__ = "settlements"

    id: str = Field(primary_key=True, max_length=64)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    day: date = Field(index=True)
    security: str = Field(foreign_key="securities.code")
    side: Side = Field(sa_type=String)
    quantity: int = Field(gt=0, sa_type=BigInteger)
    price: Amount = Field(sa_type=Money)
    amount: Amount = Field(sa_type=Money)
    commission: Amount = Field(sa_type=Money)
