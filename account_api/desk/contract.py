"""What the desk sees of its clients, and what it notes of its calls."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from account_api.desk.tables import Channel, Result
from account_api.texts import Words


class ContactCreate(BaseModel):
    """One attempt to reach a client. The note may be empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: Channel
    result: Result
    note: Words = Field(max_length=2000)


class ContactPublic(BaseModel):
    at: str
    agent_name: str
    channel: str
    result: str
    note: str


class ColleaguePublic(BaseModel):
    """Who stands behind a user name."""

    user: str
    display_name: str


class DeskClientPublic(BaseModel):
    """`band` and `maintenance_ratio` are None for a client without a credit account; the ratio also for one abroad."""

    client_id: str
    name_masked: str
    group: str
    band: str | None
    maintenance_ratio: dict[str, Any] | None


class CallLinePublic(BaseModel):
    """A client to be called, with the figures the call is about."""

    client_id: str
    name_masked: str
    group: str
    band: str
    figures: dict[str, dict[str, Any]]
    call: dict[str, Any]
    last_contact: ContactPublic | None
