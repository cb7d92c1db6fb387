"""Effects about the firm's service carried out: the ledger of notices, the contract over time, commission, files on tickets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.effects import Failed
from bot.dialogue.service_effects import (
    AttachFile,
    FetchCommissionDifference,
    FetchContractChanges,
    FetchSentNotices,
    ServiceEffect,
)
from bot.ports import Accounts


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that waits in a conversation."""

    id: str
    name: str
    media_type: str
    content: bytes


Files = Callable[[str], HandedIn | None]
"""A waiting file by its id, for whoever speaks now."""


async def recorded(effect: ServiceEffect, own: Accounts, files: Files) -> Any:
    """The result of one such effect. Raises AccountError where the service refuses or is out of reach."""
    match effect:
        case FetchSentNotices(client_id):
            return await own.notices(client_id)
        case FetchContractChanges(client_id, since):
            return await own.contract_changes(client_id, since)
        case FetchCommissionDifference(client_id, rate, since, until):
            return await own.commission_difference(client_id, rate, since, until)
        case AttachFile(number, file):
            waiting = files(file)
            if waiting is None:
                return Failed(404)
            return await own.attach(f"file:{file}", number, waiting.name, waiting.media_type, waiting.content)


def on_tickets(record: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The files that a turn, by its record, has put on a ticket."""
    attached = [row for row in record if row["effect"] == AttachFile.__name__]
    return tuple(str(row["asked"]["file"]) for row in attached if "failed" not in (row["result"] or {}))
