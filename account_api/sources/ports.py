"""What a source of accounts and of prices must be able to say. The ledger can, and the firm's own system over HTTP.

What a source says has the shape of what a feeder sends (`feed.contract`), so it enters the ledger by the same door.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

Sent = Mapping[str, Any]
"""An event or a tick as it is sent: not read yet, and not to be trusted yet."""


class AccountSource(Protocol):
    """Somebody who knows what happened to accounts."""

    @property
    def name(self) -> str:
        """By what its data are known; no two sources share one."""

    def events(self, client_id: str, after: int) -> Sequence[Sent]:
        """The client's events whose sequence comes after `after`, in order, without a gap; none for an unknown client.

        Raises SourceFailed.
        """


class PriceSource(Protocol):
    """Somebody who knows prices."""

    @property
    def name(self) -> str:
        """By what its data are known."""

    def prices(self, codes: Collection[str]) -> Sequence[Sent]:
        """The newest tick {code, at, price} of each of these securities that it knows. Raises SourceFailed."""


class SourceFailed(Exception):
    """The source did not answer in time, or not in this shape. The message says which, and holds nothing of its answer."""
