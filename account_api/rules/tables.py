"""The rows a firm has brought: each import is the whole of its rows for one jurisdiction, and none is changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from account_api.columns import Row, Utc


class RuleImport(Row, table=True):
    """`body` is the file as it was accepted. The newest import of a jurisdiction is the one that applies."""

    __tablename__ = "rule_imports"

    id: int | None = Field(default=None, primary_key=True)
    jurisdiction: str = Field(max_length=2, index=True)
    at: datetime = Field(sa_type=Utc)
    by: str
    digest: str = Field(max_length=64)
    body: dict[str, Any] = Field(sa_type=JSON)
