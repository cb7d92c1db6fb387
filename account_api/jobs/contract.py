"""How far each job has come, who works, and which messages were given up, as staff reads it. Instants in the booking zone."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from account_api.proposals.contract import Title


class JobPublic(BaseModel):
    """`ended` is when it last came to an end, `did` how much it did then; `failed` counts failures since the last success."""

    name: str
    what: Title
    schedule: Title
    ended: str | None
    did: int | None
    runs: int
    running: bool
    failed: int
    error: str | None


class LetterPublic(BaseModel):
    """A message that was given up: dead, or uncertain, which may have gone out. `key` names what it carries."""

    id: int
    kind: str
    key: str
    state: str
    attempts: int
    created_at: str
    last_error: str | None


class JobsPublic(BaseModel):
    """`worker` is None while nobody holds the lease; `waiting` counts the messages that are still to go out."""

    worker: str | None
    jobs: list[JobPublic]
    waiting: int
    letters: list[LetterPublic]


class Requeue(BaseModel):
    """The state in which the message was seen: of an uncertain one it is known that it may go out twice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["dead", "uncertain"]


class RequeuedPublic(BaseModel):
    """The message waits again."""

    id: int
    state: Literal["waiting"]
