"""What would freeze or cut a credit line, noticed day by day and kept also after it has gone."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON
from sqlmodel import Field, String

from account_api.columns import Amount, Money, Row, Utc


class CreditLineTrigger(Row, table=True):
    """`outcome` is what the line should undergo, `line` what it was then, `computed` what the rules make of it; `reasons`
    are those of the decision. `cleared_at` is when it was no longer so.
    """

    __tablename__ = "credit_line_triggers"

    id: int | None = Field(default=None, primary_key=True)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    outcome: Literal["freeze", "cut"] = Field(sa_type=String)
    line: Amount = Field(sa_type=Money)
    computed: Amount | None = Field(default=None, sa_type=Money)
    reasons: list[dict[str, Any]] = Field(sa_type=JSON)
    noticed_at: datetime = Field(sa_type=Utc)
    cleared_at: datetime | None = Field(default=None, sa_type=Utc)
