"""Securities, their dated terms at this firm, closing prices and what can be lent by day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import JSON
from sqlmodel import BigInteger, Field, String

from account_api.columns import Amount, Money, Rate, Ratio, Row, Utc

Status = Literal["normal", "suspended", "risk_warned", "delisting"]


class Security(Row, table=True):
    """`code` carries the market (600519.SH); `aliases` are other words clients use for it. `sector` and
    `beta` are None where the firm does not know them.
    """

    __tablename__ = "securities"

    code: str = Field(primary_key=True, max_length=12)
    name: str
    name_en: str
    aliases: list[str] = Field(sa_type=JSON)
    board: str
    asset_class: str
    lot: int = Field(default=100, ge=1)
    sector: str | None = None
    beta: Decimal | None = Field(default=None, sa_type=Rate)


class SecurityTerms(Row, table=True):
    """What the firm lends on and against a security from `valid_from` until the next row."""

    __tablename__ = "security_terms"

    code: str = Field(primary_key=True, foreign_key="securities.code")
    valid_from: date = Field(primary_key=True)
    conversion_rate: Ratio = Field(sa_type=Rate)
    eligible_financing: bool
    eligible_short: bool
    status: Status = Field(sa_type=String)


class Price(Row, table=True):
    """The price of one day. A day without a row is unknown; when an earlier price may stand in for it, `quotes` says.

    `volume` is the average daily volume in shares up to that day, None where it is not known.
    """

    __tablename__ = "prices"

    code: str = Field(primary_key=True, foreign_key="securities.code")
    day: date = Field(primary_key=True)
    price: Amount = Field(sa_type=Money)
    at: datetime = Field(sa_type=Utc)
    volume: int | None = Field(default=None, ge=0, sa_type=BigInteger)


class ShortInventory(Row, table=True):
    """Shares the firm can still lend after `day`. A day without a row is unknown, never none."""

    __tablename__ = "short_inventory"

    code: str = Field(primary_key=True, foreign_key="securities.code")
    day: date = Field(primary_key=True)
    quantity: int = Field(ge=0, sa_type=BigInteger)
