"""When cash, transferred securities and trades start to count at this firm."""

from dataclasses import replace
from datetime import time
from typing import Any

from sqlmodel import Session

from account_api.firm.queries import table_value
from risk.arrival import Arrival, Channel


def arrival(session: Session) -> Arrival:
    """From the firm parameter `transfer_arrival`. Raises Unavailable where the firm has not set it."""
    rows = table_value(session, "transfer_arrival")
    return Arrival(**{name: _channel(row) for name, row in rows.items()})


def _channel(row: dict[str, Any]) -> Channel:
    """A firm that names no opening hour has the usual one."""
    channel = Channel(row["sessions"], time.fromisoformat(row["until"]))
    return replace(channel, opens=time.fromisoformat(row["from"])) if "from" in row else channel
