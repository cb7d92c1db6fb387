"""What rests on a rule, over HTTP: `GET /knowledge/v1/impact?rule=`. Campaigns and tickets only for a signed-in person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from account_api.client import AccountError
from bot.library.gather import Impacts
from knowledge.errors import KnowledgeError
from knowledge.problem_route import PROBLEM_JSON, ProblemRoute


class RulesOutOfReach(KnowledgeError):
    """The account service, which knows the rules, does not answer."""

    status, code = 503, "rules_out_of_reach"
    title, title_zh = "The rules cannot be read just now", "暂时读不到规则"


def impact_routes(impacts: Impacts) -> APIRouter:
    """The route, below the prefix of the library. The asker's bearer token, if any, decides what is left out."""
    routes = APIRouter(prefix="/knowledge/v1", tags=["knowledge"], route_class=ProblemRoute)

    @routes.get("/impact")
    async def impact(
        request: Request, rule: Annotated[str, Query(min_length=1, max_length=128)], as_of: date | None = None
    ) -> JSONResponse:
        """Everything that rests on a rule parameter, a document or a passage."""
        given = request.headers.get("authorization", "")
        try:
            return JSONResponse(await impacts.on(rule, as_of, given.removeprefix("Bearer ") or None))
        except AccountError as error:
            if error.status:
                return JSONResponse(error.problem, error.status, media_type=PROBLEM_JSON)
            raise RulesOutOfReach("the account service does not answer", "账户服务没有应答") from error

    return routes
