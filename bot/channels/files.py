"""Files over HTTP: the page hands one in, it waits in the conversation for a ticket. The body is the file itself, its name a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from bot.channels.browser import Seals, browser_of
from bot.channels.problem import ChatError, ProblemRoute
from bot.dialogue.files import MAX_BYTES
from bot.ports import Assistant

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Files:
    """The endpoint."""

    assistant: Assistant
    seals: Seals

    async def hand_in(
        self, session: str, name: Annotated[str, Query(max_length=400)], request: Request
    ) -> Json:
        """Keep a file of the client who is signed in: ``{"id", "name"}``."""
        own = self.seals.open(session, browser_of(request))
        if await self.assistant.identity(own) is None:
            raise _sign_in_first()
        return await self.assistant.attach(own, name, await request.body())


def _sign_in_first() -> ChatError:
    return ChatError(
        401,
        ("Sign in first", "请先登录"),
        (
            "Files are taken from a client who is signed in, as evidence for a complaint.",
            "文件只接收已登录客户的，作为投诉凭证。",
        ),
    )


def files_router(assistant: Assistant, seals: Seals) -> APIRouter:
    """``POST /sessions/{session}/files?name=…``, with room for one file."""
    files = Files(assistant, seals)
    router = APIRouter(route_class=ProblemRoute, tags=["chat"], max_body_size=MAX_BYTES)
    router.add_api_route("/sessions/{session}/files", files.hand_in, methods=["POST"])
    return router
