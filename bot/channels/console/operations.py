"""How the firm's machinery stands: sources of the feed, receipts nobody expects, messages that were given up, jobs by the clock.

A message that was given up can be sent on its way again; nothing else is done here.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter

from bot.channels.console.contract import Body, Lang, Once
from bot.channels.console.door import Present
from bot.channels.console.spoken import spoken
from bot.channels.problem import ProblemRoute

Json = dict[str, Any]
DELIVERIES, REQUEUE = "deliveries:read", "outbox:requeue"


class Requeueing(Body):
    """``state``: the one in which the message was seen; an uncertain one may arrive twice."""

    key: Once
    state: Literal["dead", "uncertain"]


async def operations(agent: Present, lang: Lang = "zh") -> Json:
    """Everything on one page; ``receipts`` is ``null`` for whoever has nothing to do with deliveries, ``may_requeue`` whether
    whoever looks may give a message another try."""
    service = agent.service
    watches = DELIVERIES in agent.principal["scopes"]
    found = {
        "feed": dict(await service.feed_status()),
        "actions": list(await service.corporate_actions()),
        "receipts": list(await service.unknown_receipts()) if watches else None,
        "may_requeue": REQUEUE in agent.principal["scopes"],
        **await service.jobs(),
    }
    return dict(spoken(found, lang))


async def requeue(number: int, asked: Requeueing, agent: Present) -> Json:
    """Another try for a message that was given up. AccountError 409 where it is in another state by now."""
    return dict(await agent.service.requeue_message(asked.key, number, asked.state))


def operations_router() -> APIRouter:
    """``/operations`` and ``/outbox/{number}/requeue``."""
    router = APIRouter(route_class=ProblemRoute)
    router.add_api_route("/operations", operations, methods=["GET"])
    router.add_api_route("/outbox/{number}/requeue", requeue, methods=["POST"])
    return router
