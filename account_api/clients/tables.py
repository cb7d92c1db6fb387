"""Clients and what the firm knows of them for suitability."""

from datetime import date
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import Field, String

from account_api.columns import Amount, Money, Rate, Ratio, Row

ClientClass = Literal["individual", "institution", "product", "private_fund", "professional"]


class Client(Row, table=True):
    """`group` looks after the client. The profile fields are None where the firm does not know them.

    `shareholding` is the share of the firm's own tradable shares that the client holds. `flags` say yes or no to
    affiliate, staff, blacklisted, material_default, insider; one that is absent is unknown. `credit_profile` has the data
    of the score card as decimal texts. `profession_exempt`: a professional institution, exempt from assets and experience.
    """

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
    born: date | None = None
    assessed_on: date | None = None
    shareholding: Ratio | None = Field(default=None, sa_type=Rate)
    profession_exempt: bool = False
    flags: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    credit_profile: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    @property
    def name_masked(self) -> str:
        """The first character, then stars: 王**."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1)


class AssetDay(Row, table=True):
    """A client's securities-type assets at the close of `day`, for the average that admission asks for."""

    __tablename__ = "asset_days"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    day: date = Field(primary_key=True)
    amount: Amount = Field(sa_type=Money)
