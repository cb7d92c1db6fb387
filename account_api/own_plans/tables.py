"""A client's own limits, version by version; a version is never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from account_api.columns import Row, Utc


class OwnPlan(Row, table=True):
    """`limits` are those of `own_plans.contract.OwnPlanSet`, decimals as texts; what is absent is not limited."""

    __tablename__ = "own_plans"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    version: int = Field(primary_key=True, ge=1)
    saved_at: datetime = Field(sa_type=Utc)
    next_review: date | None = None
    limits: dict[str, Any] = Field(sa_type=JSON)
