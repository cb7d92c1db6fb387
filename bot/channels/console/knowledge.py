"""The library's desk behind the console's door: the editors' routes, where whoever is signed in is the editor.

The rules (who submits, who reviews, four eyes) are the library's own. The door adds what a browser needs: the cookie,
and the page's own header on every write. Its refusals are said as the library's routes say theirs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Depends, Request

from account_api.client import AccountError
from bot.channels.console.door import Door
from bot.channels.problem import ChatError, as_problem
from knowledge.editorial.desk import MOST_BYTES
from knowledge.editorial.rights import Editor
from knowledge.errors import KnowledgeError
from knowledge.problem_route import ProblemRoute

PREFIX = "/console/api/knowledge"
Identify = Callable[[Request], Awaitable[Editor]]
FORM_BYTES = 100_000
"""What a form adds to the file it carries."""


class Shut(KnowledgeError):
    """What the door says, for routes that know the library's errors only."""

    def __init__(self, refusal: AccountError | ChatError) -> None:
        self._problem = as_problem(refusal)
        self.status = self._problem["status"]
        super().__init__(str(refusal), str(refusal))

    def problem(self) -> dict[str, object]:
        return self._problem


def knowledge_router(
    door: Door, editorial: Callable[[Identify], APIRouter], reasons: Callable[[], Mapping[str, list[str]]]
) -> APIRouter:
    """The editors' routes under ``/console/api/knowledge``. ``editorial`` makes them, given how to tell who asks;
    ``reasons``: by question, what clients said was wrong with its answers."""

    async def enter(request: Request) -> None:
        try:
            door.check_csrf(request)
            await door.enter_knowledge(request)
        except (AccountError, ChatError) as refusal:
            raise Shut(refusal) from refusal

    async def identify(request: Request) -> Editor:
        principal = request.state.agent.principal
        return Editor(principal["user"], principal["role"])

    router = APIRouter(
        prefix=PREFIX,
        tags=["console"],
        dependencies=[Depends(enter)],
        max_body_size=MOST_BYTES + FORM_BYTES,
    )
    words = APIRouter(route_class=ProblemRoute)
    words.add_api_route("/reasons", reasons, methods=["GET"])
    router.include_router(words)
    router.include_router(editorial(identify))
    return router
