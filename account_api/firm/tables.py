"""The firm's own parameters."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from account_api.columns import Row


class FirmParameter(Row, table=True):
    """`value` is any JSON: text, a number, or texts by language. `shown` to clients or for our own use."""

    __tablename__ = "firm_parameters"

    name: str = Field(primary_key=True, max_length=64)
    value: Any = Field(sa_type=JSON)
    shown: bool = True
