"""The JSON answers about jobs as typed dictionaries. Standard library only."""

from typing import Literal, TypedDict

from account_api.payloads_proposals import Title


class Job(TypedDict):
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


class Letter(TypedDict):
    """A message that was given up; an uncertain one may have gone out. `key` names what it carries."""

    id: int
    kind: str
    key: str
    state: Literal["dead", "uncertain"]
    attempts: int
    created_at: str
    last_error: str | None


class Jobs(TypedDict):
    """`worker` is None while nobody works; `waiting` counts the messages that are still to go out."""

    worker: str | None
    jobs: list[Job]
    waiting: int
    letters: list[Letter]


class Requeued(TypedDict):
    """The message waits again."""

    id: int
    state: Literal["waiting"]
