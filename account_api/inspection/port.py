"""What another part of the product puts into a pack: conversations are kept by whoever holds them, not by this service."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

Chats = Callable[[str, datetime, datetime], Iterable[Mapping[str, Any]]]
"""Of a client and a period (its end not included) the evidence of every conversation, each with its `session`."""


def no_chats(_client_id: str, _since: datetime, _before: datetime) -> Iterable[Mapping[str, Any]]:
    """Where the service runs alone, there are none."""
    return ()
