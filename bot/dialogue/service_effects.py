"""What questions about the firm's service ask the account service for: what was sent, what was agreed, what was charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FetchSentNotices:
    """The notices that the firm has sent to one client, newest first, each with its channel and its times."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchContractChanges:
    """What changed in one client's contract from ``since`` on (ever, where it is ``None``)."""

    client_id: str
    since: date | None


@dataclass(frozen=True, slots=True)
class FetchCommissionDifference:
    """What was charged for the trades settled in a span of days beside ``rate`` (decimal text) of what was traded."""

    client_id: str
    rate: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class AttachFile:
    """Put a file that the asker has handed in to this conversation on a ticket, once."""

    number: str
    file: str


ServiceEffect = FetchSentNotices | FetchContractChanges | FetchCommissionDifference | AttachFile
