"""When cash, transferred securities and trades start to count at this firm."""

from datetime import time

from sqlmodel import Session

from account_api.firm.queries import table_value
from risk.arrival import Arrival, Channel


def arrival(session: Session) -> Arrival:
    """From the firm parameter `transfer_arrival`. Raises Unavailable where the firm has not set it."""
    rows = table_value(session, "transfer_arrival")
    channels = {
        name: Channel(row["sessions"], time.fromisoformat(row["until"])) for name, row in rows.items()
    }
    return Arrival(**channels)
