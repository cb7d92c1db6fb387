"""Delivering the outbox. A demo firm has no gateway, so its messages go nowhere; a real one passes handlers in."""

from collections.abc import Mapping

from account_api import outbox
from account_api.context import Context
from account_api.outbox import Deliver

KINDS = ("sign_in_code", "ticket_opened", "handoff_raised")


def demo_handlers() -> dict[str, Deliver]:
    """Handlers that take a message and send nothing outside."""
    return {kind: lambda _payload: None for kind in KINDS}


def deliver(context: Context, handlers: Mapping[str, Deliver]) -> int:
    """Delivers what is due now and returns how many messages went out."""
    return outbox.deliver_due(context.database, context.clock.wall(), handlers)
