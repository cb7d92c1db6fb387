"""What rests on a rule, over HTTP: `GET /knowledge/v1/impact?rule=`.

Anybody is told what clients may read anyway; who reads the editors' desk is told the whole, staff documents, open
tickets and campaigns as far as their rights go.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from account_api.client import AccountError
from bot.library.gather import Impacts
from knowledge.editorial.rights import READERS, Editor
from knowledge.errors import KnowledgeError
from knowledge.problem_route import PROBLEM_JSON, ProblemRoute

Identify = Callable[[Request], Awaitable[Editor]]
"""Who asks, by the bearer token: the editors' desk's own. NotSignedIn for a token that is not good."""


class RulesOutOfReach(KnowledgeError):
    """The account service, which knows the rules, does not answer."""

    status, code = 503, "rules_out_of_reach"
    title, title_zh = "The rules cannot be read just now", "暂时读不到规则"


def impact_routes(impacts: Impacts, identify: Identify) -> APIRouter:
    """The route, below the prefix of the library."""
    routes = APIRouter(prefix="/knowledge/v1", tags=["knowledge"], route_class=ProblemRoute)

    @routes.get("/impact")
    async def impact(
        request: Request, rule: Annotated[str, Query(min_length=1, max_length=128)], as_of: date | None = None
    ) -> JSONResponse:
        """Everything that rests on a rule parameter, a document or a passage."""
        token = await _token_of_staff(request, identify)
        try:
            return JSONResponse(await impacts.on(rule, as_of, token, public=token is None))
        except AccountError as error:
            if error.status:
                return JSONResponse(error.problem, error.status, media_type=PROBLEM_JSON)
            raise RulesOutOfReach("the account service does not answer", "账户服务没有应答") from error

    return routes


async def _token_of_staff(request: Request, identify: Identify) -> str | None:
    """The token, if it is that of somebody who may read the editors' desk."""
    given = request.headers.get("authorization")
    if given is None:
        return None
    editor = await identify(request)
    return given.partition(" ")[2].strip() if editor.role in READERS else None
