"""What a gateway is given and what it answers. Each says for itself whether it knows a repetition by the id of a letter: only
then is a letter sent again after a doubt (at least once, and once for the receiver); otherwise it goes out at most once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice by one channel. `id` is ours and the same at every try; `to` is an address, or None where the gateway finds
    it by the client's number.
    """

    id: str
    client_id: str
    to: str | None
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The gateway's own id; `delivered_at` where it says so at once."""

    gateway_id: str
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gateway:
    """`send` raises relay.NotSent or relay.Refused where nothing went out for sure, and anything else where that is unknown."""

    name: str
    send: Callable[[Letter], Taken]
    knows_repetition: bool


class InDoubt(Exception):
    """Nobody knows whether the letter went out."""
