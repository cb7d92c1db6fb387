"""How the firm's machinery stands: sources of the feed, receipts nobody expects, messages that were given up, jobs by the clock."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from bot.channels.console.contract import Lang
from bot.channels.console.door import Present
from bot.channels.console.spoken import spoken
from bot.channels.problem import ProblemRoute

Json = dict[str, Any]
DELIVERIES = "deliveries:read"


async def operations(agent: Present, lang: Lang = "zh") -> Json:
    """Everything on one page; ``receipts`` is ``null`` for whoever has nothing to do with deliveries."""
    service = agent.service
    watches = DELIVERIES in agent.principal["scopes"]
    found = {
        "feed": dict(await service.feed_status()),
        "actions": list(await service.corporate_actions()),
        "receipts": list(await service.unknown_receipts()) if watches else None,
        **await service.jobs(),
    }
    return dict(spoken(found, lang))


def operations_router() -> APIRouter:
    """``/operations``."""
    router = APIRouter(route_class=ProblemRoute)
    router.add_api_route("/operations", operations, methods=["GET"])
    return router
