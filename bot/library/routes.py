"""What rests on a rule, over HTTP: `GET /knowledge/v1/impact?rule=`. Campaigns and tickets only for a signed-in person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from bot.library.gather import Impacts
from knowledge.problem_route import ProblemRoute


def impact_routes(impacts: Impacts) -> APIRouter:
    """The route, below the prefix of the library. The asker's bearer token, if any, decides what is left out."""
    routes = APIRouter(prefix="/knowledge/v1", tags=["knowledge"], route_class=ProblemRoute)

    @routes.get("/impact")
    async def impact(
        request: Request, rule: Annotated[str, Query(min_length=1, max_length=128)], as_of: date | None = None
    ) -> dict[str, Any]:
        given = request.headers.get("authorization", "")
        return await impacts.on(rule, as_of, given.removeprefix("Bearer ") or None)

    return routes
