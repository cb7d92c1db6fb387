"""What a ticket is made from and what is shown of it."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.texts import Facts, Words
from account_api.tickets.tables import Category


class TicketCreate(BaseModel):
    """A complaint in the client's own words; `details` are the facts the client confirmed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category
    text: Words = Field(min_length=1, max_length=4000)
    details: Facts = Field(max_length=40)


class FollowUpCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Words = Field(min_length=1, max_length=4000)


class FollowUpPublic(BaseModel):
    at: str
    text: str


class TicketPublic(BaseModel):
    """`due_on` counts business days of the firm; provisional past the published sessions."""

    number: str
    status: str
    category: str
    opened_at: str
    due_on: date
    due_provisional: bool
    text: str
    details: dict[str, Any]
    follow_ups: list[FollowUpPublic]
