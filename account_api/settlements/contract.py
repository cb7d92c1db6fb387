"""What is asked and shown of settled trades."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.days import Day
from account_api.texts import Words


class Period(BaseModel):
    """Trades settled from one day to another, both counted; all of them where none is given."""

    model_config = ConfigDict(populate_by_name=True)

    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")


class CommissionQuestion(Period):
    """`rate` is what the client says was agreed, such as 0.0003 for three in ten thousand."""

    rate: Words = Field(max_length=24)


class SettlementPublic(BaseModel):
    """Money as decimal strings; `rate` is the commission over the amount, None where nothing was traded."""

    id: str
    day: date
    security: str
    name: str
    name_en: str
    side: str
    quantity: int
    price: str
    amount: str
    commission: str
    rate: str | None


class CommissionDifferencePublic(BaseModel):
    client_id: str
    as_of: date
    rate: str
    figures: dict[str, Any]
    rows: list[SettlementPublic]
    trace_id: str
