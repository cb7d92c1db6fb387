"""The conversation at the desk: what is said as it happens, drafts checked before they go, replies suggested."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse

from bot.channels.console.contract import Draft, Message
from bot.channels.console.door import Present
from bot.channels.console.ports import Desk
from bot.channels.log_stream import numbered
from bot.channels.problem import ProblemRoute, as_problem
from bot.channels.sse import event
from bot.channels.typing import Typing

Json = dict[str, Any]
POLL_S, TYPING_S, KEEPALIVE_S, LIFE_S = 0.4, 1.0, 15.0, 50.0
"""How often the store is asked, a sign of writing passed on, an idle line kept open; and when a stream ends to be opened anew:
then the right to read is checked again, and a server that stops does not wait for pages left open."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The endpoints of one case's conversation."""

    desk: Desk
    typing: Typing
    life_s: float

    async def events(self, handoff_id: str, request: Request, agent: Present, after: int = 0) -> Response:
        """What was said after event ``after`` (or the ``Last-Event-ID`` of a reader that lost the line), then
        what is said, as it happens."""
        seen = request.headers.get("last-event-id", "")
        first = int(seen) if seen.isdecimal() else after
        hearing = await self.desk.hearing(agent.service, handoff_id)
        stream = said_since(hearing.after, first, self.life_s, lambda: self.typing.seen(hearing.session))
        return EventSourceResponse(stream, headers={"X-Accel-Buffering": "no"})

    async def check(self, handoff_id: str, draft: Draft, agent: Present) -> Json:
        """What the guard says of a draft: every number and claim with its verdict, and the corrected text."""
        return await self.desk.check(agent.service, handoff_id, draft.text, draft.lang)

    async def send(self, handoff_id: str, message: Message, agent: Present) -> Response:
        """Send a text to the client, once per ``message_id``. A draft the guard marks is not sent: 422 with the
        review, whatever the page thought."""
        sent = await self.desk.post(agent.service, handoff_id, message.message_id, message.text, message.lang)
        if sent["status"] == "sent":
            return JSONResponse(sent)
        problem = {
            "type": "about:blank",
            "title": "The draft is marked",
            "title_zh": "草稿有标记",
            "status": 422,
            "detail": "Correct the marked places first; nothing was sent.",
            "detail_zh": "请先更正标记之处；没有发送。",
            "errors": [{"field": "text", "code": "marked", "value": None}],
            "review": sent["review"],
        }
        return JSONResponse(problem, 422, media_type="application/problem+json")

    async def suggestions(self, handoff_id: str, agent: Present) -> Json:
        """Replies to the client's last message, with figures and citations, and some ways to begin."""
        return {"suggestions": await self.desk.suggest(agent.service, handoff_id)}


async def said_since(
    read: Callable[[int], Awaitable[list[Json]]], after: int, life_s: float, writing: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """Events as they are stored, each under its number, so that a reader who returns misses and repeats none.

    Between them ``typing`` while the client is ``writing``, and comments that keep an idle line open.
    """
    loop = asyncio.get_running_loop()
    ends, spoke = loop.time() + life_s, loop.time()
    yield b"retry: 500\n\n"
    while True:
        try:
            events = await read(after)
        except Exception as error:  # whatever happened, the reader is told
            yield event("failed", as_problem(error))
            return
        for item in events:
            after, spoke = item["id"], loop.time()
            yield numbered(item)
        if events:  # there may be more than one reading gives
            continue
        if loop.time() >= ends:
            return
        silent = loop.time() - spoke
        if silent > (TYPING_S if writing() else KEEPALIVE_S):
            spoke = loop.time()
            yield event("typing", {}) if writing() else KEEPALIVE_COMMENT
        await asyncio.sleep(POLL_S)


def conversation_router(desk: Desk, typing: Typing, life_s: float = LIFE_S) -> APIRouter:
    """``/handoffs/{id}/events``, ``/check``, ``/messages`` and ``/suggestions``."""
    endpoints = Conversation(desk, typing, life_s)
    router = APIRouter(prefix="/handoffs/{handoff_id}", route_class=ProblemRoute)
    router.add_api_route("/events", endpoints.events, methods=["GET"], response_model=None)
    router.add_api_route("/check", endpoints.check, methods=["POST"])
    router.add_api_route("/messages", endpoints.send, methods=["POST"], response_model=None)
    router.add_api_route("/suggestions", endpoints.suggestions, methods=["GET"])
    return router
