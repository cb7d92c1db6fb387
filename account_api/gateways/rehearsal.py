"""What stands in the place of a gateway at a demo firm: it takes every letter, sends nothing, and says that it was delivered."""

from collections.abc import Callable
from datetime import datetime

from account_api.gateways.contract import Gateway, Letter, Taken

NAME = "rehearsal"


def rehearsal(now: Callable[[], datetime]) -> Gateway:
    """A gateway for a demo firm; its receipts are made on the business clock."""

    def send(letter: Letter) -> Taken:
        return Taken(f"rehearsal-{letter.id}", now())

    return Gateway(NAME, send, knows_repetition=True)
