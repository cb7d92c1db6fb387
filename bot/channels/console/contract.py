"""The bodies that the console's page sends. Every write carries its own id, so that sending twice is doing once."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Once = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Words = Annotated[str, Field(min_length=1, max_length=4_000)]
Lang = Literal["zh", "zh-Hant", "en"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Credentials(Body):
    """One of: username and password; challenge and code; persona (demo only)."""

    username: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=1_000)
    challenge: str | None = Field(default=None, max_length=2_000)
    code: str | None = Field(default=None, max_length=20)
    persona: str | None = Field(default=None, max_length=100)


class Draft(Body):
    """A text not sent yet."""

    text: str = Field(max_length=8_000)
    lang: Lang = "zh"


class Message(Body):
    """A text to the client."""

    message_id: Once
    text: str = Field(max_length=8_000)
    lang: Lang = "zh"


class Note(Body):
    """Words for colleagues, never shown to the client."""

    key: Once
    text: Words


class Leaving(Body):
    """Back to the assistant, with what the next colleague should know."""

    note: Words


class Closing(Body):
    """The case is over, and this came of it."""

    outcome: Literal["solved", "ticket", "call_back", "no_answer"]
    note: Words


class Contact(Body):
    """An attempt to reach a client outside the chat."""

    key: Once
    channel: str = Field(max_length=20)
    result: str = Field(max_length=20)
    note: str = Field(default="", max_length=4_000)


class TicketOpening(Body):
    """A ticket that the agent opens for the client."""

    key: Once
    category: str = Field(max_length=40)
    text: Words


class TicketStatus(Body):
    key: Once
    status: str = Field(max_length=20)
    note: Words


class Evidence(Body):
    key: Once
    kind: str = Field(max_length=40)
    title: str = Field(min_length=1, max_length=200)
    detail: Words
