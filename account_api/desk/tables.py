"""Attempts of the desk to reach a client."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Text
from sqlmodel import Field, String

from account_api.columns import Row, Utc

Channel = Literal["phone", "sms", "app", "email", "letter"]
Result = Literal["reached", "no_answer", "busy", "wrong_number", "left_message", "refused"]


class Contact(Row, table=True):
    """One attempt, whatever came of it."""

    __tablename__ = "contacts"

    id: int | None = Field(default=None, primary_key=True)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    at: datetime = Field(sa_type=Utc)
    by: str
    agent_name: str
    channel: Channel = Field(sa_type=String)
    result: Result = Field(sa_type=String)
    note: str = Field(sa_type=Text)
