"""Clients and what the firm knows of them for suitability."""

from datetime import date
from typing import Literal

from sqlmodel import Field, String

from account_api.columns import Amount, Money, Row

ClientClass = Literal["individual", "institution", "product", "private_fund", "professional"]


class Client(Row, table=True):
    """`group` looks after the client. The profile fields are None where the firm does not know them."""

    __tablename__ = "clients"

    client_id: str = Field(primary_key=True, max_length=64)
    name: str
    client_class: ClientClass = Field(sa_type=String)
    group: str = Field(index=True)
    birth_year: int | None = None
    risk_grade: str | None = Field(default=None, max_length=2)
    suitability_until: date | None = None
    trading_since: date | None = None
    average_assets_20d: Amount | None = Field(default=None, sa_type=Money)

    @property
    def name_masked(self) -> str:
        """The first character, then stars: 王**."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1)
