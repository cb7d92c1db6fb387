"""What a page hears and does beside its own messages: the conversation's log, the inbox, the consent to lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query, Request, Response
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, ConfigDict

from bot.channels.browser import Seals, browser_of
from bot.channels.log_stream import Pace, log_events, unopened
from bot.channels.problem import ChatError
from bot.ports import Assistant

Json = dict[str, Any]
UNBUFFERED = {"X-Accel-Buffering": "no"}


class Inbox(Protocol):
    """The part of ``account_api.client.AccountClient`` that is a client's own post."""

    async def inbox(self) -> list[Json]: ...
    async def open_inbox(self, message_id: str) -> Json: ...
    async def consents(self) -> Json: ...
    async def set_consents(self, education: bool) -> Json: ...


class Consents(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    education: bool


@dataclass(frozen=True, slots=True)
class Live:
    """The endpoints; a conversation belongs to the browser that opened it."""

    assistant: Assistant
    seals: Seals
    pace: Pace

    async def events(
        self, session: str, request: Request, after: Annotated[int, Query(ge=0)] = 0
    ) -> Response:
        """The log after event ``after`` (or the ``Last-Event-ID`` of a browser that reconnects), then what is new."""
        own = self.seals.open(session, browser_of(request))
        await self.assistant.identity(own)  # an ended conversation is a 404, not an event in a stream
        seen = request.headers.get("last-event-id", "")
        after = max(after, int(seen)) if seen.isascii() and seen.isdigit() else after
        stream = log_events(self.assistant, own, after, self.pace)
        return EventSourceResponse(stream, headers=UNBUFFERED)

    async def inbox(self, session: str, request: Request) -> Json:
        """The client's messages that are not opened yet."""
        await self._account(session, request)
        return await unopened(self.assistant, self.seals.open(session, browser_of(request)))

    async def opened(self, session: str, message: str, request: Request) -> Json:
        """The client has opened this message."""
        return dict(await (await self._account(session, request)).open_inbox(message))

    async def consents(self, session: str, given: Consents, request: Request) -> Json:
        """The client wants lessons in the inbox, or no more."""
        return dict(await (await self._account(session, request)).set_consents(given.education))

    async def _account(self, session: str, request: Request) -> Inbox:
        own = self.seals.open(session, browser_of(request))
        if await self.assistant.identity(own) is None:
            raise ChatError(
                401,
                ("Not signed in", "未登录"),
                ("Sign in on this page first.", "请先在本页登录。"),
            )
        account: Inbox = self.assistant.account_of(own)
        return account


def add_live_routes(router: APIRouter, assistant: Assistant, seals: Seals, pace: Pace) -> None:
    """The routes of ``Live`` under ``/sessions/{session}``."""
    live = Live(assistant, seals, pace)
    base = "/sessions/{session}"
    router.add_api_route(f"{base}/events", live.events, methods=["GET"], response_model=None)
    router.add_api_route(f"{base}/inbox", live.inbox, methods=["GET"])
    router.add_api_route(f"{base}/inbox/{{message}}/opened", live.opened, methods=["POST"])
    router.add_api_route(f"{base}/consents", live.consents, methods=["POST"])
