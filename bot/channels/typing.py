"""Who is writing just now: a passing sign from the client's page to the desk, which nobody keeps.

It lives in the memory of one process; where several serve one home, it may be missed, and nothing else is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response

from bot.channels.browser import Seals, browser_of
from bot.channels.problem import ProblemRoute

LASTS_S = 3.0


@dataclass(slots=True)
class Typing:
    """Which conversations show a sign of writing; ``now`` gives seconds that only grow."""

    now: Callable[[], float] = time.monotonic
    _signs: dict[str, float] = field(default_factory=dict)

    def sign(self, session: str) -> None:
        """The client of this conversation is writing."""
        fresh = self.now() - LASTS_S
        self._signs = {each: at for each, at in self._signs.items() if at > fresh}
        self._signs[session] = self.now()

    def seen(self, session: str) -> bool:
        """Whether the client was writing within the last seconds."""
        return self.now() - self._signs.get(session, -LASTS_S) < LASTS_S


def typing_router(typing: Typing, key: bytes) -> APIRouter:
    """``POST /chat/v1/sessions/{session}/typing``: 204, for the browser that opened the conversation."""
    seals = Seals(key)
    router = APIRouter(prefix="/chat/v1", route_class=ProblemRoute, tags=["chat"])

    @router.post("/sessions/{session}/typing", status_code=204)
    def typing_now(session: str, request: Request) -> Response:
        typing.sign(seals.open(session, browser_of(request)))
        return Response(status_code=204)

    return router
