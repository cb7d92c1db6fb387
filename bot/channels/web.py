"""The chat over HTTP: open a conversation, send messages (JSON or a stream), sign in, recompute a figure.

A failure is always one error object. A conversation belongs to the browser that opened it
(``bot.channels.browser`` says how).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.browser import Seals, browser_of
from bot.channels.feedback import Feedback, Gaps, Verdicts, add_feedback_route
from bot.channels.files import files_router
from bot.channels.flood import Flood
from bot.channels.live import add_live_routes
from bot.channels.log_stream import Pace
from bot.channels.one_time_code import OneTimeCodes
from bot.channels.problem import ChatError, ProblemRoute, refused_field
from bot.channels.sse import RunningTurns, turn_events
from bot.channels.turns import Records, add_turn_routes
from bot.dialogue.message import read
from bot.ports import Assistant

Json = dict[str, Any]
Lang = Literal["zh", "zh-Hant", "en"]
MAX_BODY_BYTES = 1_000_000


class SignInResult(Protocol):
    """The account service's answer: ``ok`` with a token, or ``code_required`` with a challenge."""

    @property
    def status(self) -> str: ...
    @property
    def token(self) -> str | None: ...
    @property
    def challenge(self) -> str | None: ...
    @property
    def demo_code(self) -> str | None: ...


class Identity(Protocol):
    """The part of ``account_api.client.AccountClient`` the page needs."""

    async def sign_in(self, username: str, password: str, visitor: str | None = None) -> SignInResult: ...
    async def verify_code(self, challenge: str, code: str, visitor: str | None = None) -> SignInResult: ...
    async def demo_sign_in(self, user: str) -> SignInResult: ...
    async def firm(self) -> Json: ...


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class OpenSession(Body):
    lang: Lang | None = None


class Message(Body):
    message_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    text: str
    lang: Lang | None = None
    as_of: date | None = Field(default=None, strict=False)


class Credentials(Body):
    """One of: username and password; challenge and code; persona (demo only)."""

    username: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=1_000)
    challenge: str | None = Field(default=None, max_length=2_000)
    code: str | None = Field(default=None, max_length=20)
    persona: str | None = Field(default=None, max_length=100)


class Recompute(Body):
    name: str = Field(max_length=200)
    trace_id: str = Field(max_length=100)


@dataclass(frozen=True, slots=True)
class Chat:
    """The endpoints, each a few lines over the assistant and the account service."""

    assistant: Assistant
    accounts: Identity
    seals: Seals
    turns: RunningTurns
    flood: Flood
    demo: bool
    codes: OneTimeCodes | None
    model: str | None
    external_calls: Callable[[], int]

    async def status(self) -> Json:
        """What the page shows in its status line."""
        firm = await self.accounts.firm()
        now = str(firm["now"])
        return {
            "demo": self.demo,
            "now": now,
            "rules_as_of": now[:10],
            "model": self.model,
            "external_calls": self.external_calls(),
        }

    async def open_session(self, request: Request, wanted: OpenSession | None = None) -> Json:
        """Open an anonymous conversation."""
        session = await self.assistant.open_session(None, wanted.lang if wanted else None)
        return {"session": self.seals.seal(session, browser_of(request))}

    async def send(self, session: str, message: Message, request: Request) -> Response:
        """One turn, as JSON or (``Accept: text/event-stream``) as a stream."""
        own = self._own(session, request)
        self.flood.admit(own)
        text = read(message.text)
        await self.assistant.history(own)  # an ended conversation is a 404, not an event in a stream

        def start(on_stage: Callable[[str], None]) -> asyncio.Task[Json]:
            return self.turns.start(own, message.message_id, text, message.lang, message.as_of, on_stage)

        if "text/event-stream" in request.headers.get("accept", ""):
            return EventSourceResponse(turn_events(start), headers={"X-Accel-Buffering": "no"})
        return JSONResponse(await asyncio.shield(start(lambda _: None)))

    async def history(self, session: str, request: Request) -> Json:
        """The conversation so far, for a page that was reloaded."""
        return {"messages": await self.assistant.history(self._own(session, request))}

    async def sign_in(self, session: str, given: Credentials, request: Request) -> Json:
        """First factor, second factor or demo persona; the token never reaches the browser."""
        own = self._own(session, request)
        result = await self._identify(given, request.client.host if request.client else None)
        if result.status == "code_required":
            return {"status": result.status, "challenge": result.challenge, "demo_code": result.demo_code}
        principal = await self.assistant.sign_in(own, result.token)
        if self.codes and result.token:
            self.codes.remember(own, result.token)
        return {"status": "ok", "principal": principal}

    async def sign_out(self, session: str, request: Request) -> Json:
        """Back to an anonymous conversation."""
        own = self._own(session, request)
        await self.assistant.sign_in(own, None)
        if self.codes:
            self.codes.forget(own)
        return {"status": "signed_out"}

    async def recompute(self, session: str, wanted: Recompute, request: Request) -> Json:
        """Compute a figure again and say whether anything changed."""
        return await self.assistant.recompute(self._own(session, request), wanted.name, wanted.trace_id)

    async def telegram_code(self, session: str, request: Request) -> Json:
        """A code that signs this client in to Telegram once, within five minutes."""
        own = self._own(session, request)
        code = self.codes.issue(own) if self.codes else None
        if code is None:
            raise ChatError(
                409,
                ("No code available", "无法生成验证码"),
                ("Sign in on this page first, then ask for the code.", "请先在本页登录，再获取验证码。"),
            )
        return {"code": code, "expires_in_s": OneTimeCodes.LIFETIME_S}

    def _own(self, session: str, request: Request) -> str:
        return self.seals.open(session, browser_of(request))

    async def _identify(self, given: Credentials, visitor: str | None) -> SignInResult:
        match given:
            case Credentials(
                username=str(name), password=str(password), challenge=None, code=None, persona=None
            ):
                return await self.accounts.sign_in(name, password, visitor)
            case Credentials(
                username=None, password=None, challenge=str(challenge), code=str(code), persona=None
            ):
                return await self.accounts.verify_code(challenge, code, visitor)
            case Credentials(username=None, password=None, challenge=None, code=None, persona=str(persona)):
                return await self._identify_persona(persona)
        raise refused_field(
            "username",
            "incomplete",
            (
                "Give username and password, or challenge and code.",
                "请提供用户名和密码，或验证请求和验证码。",
            ),
        )

    async def _identify_persona(self, persona: str) -> SignInResult:
        if not self.demo:
            raise refused_field(
                "persona",
                "not_a_demo",
                ("Personas exist only in a demo installation.", "只有演示环境才能选择演示客户。"),
                persona[:40],
            )
        return await self.accounts.demo_sign_in(persona)


def chat_router(
    assistant: Assistant,
    accounts: Identity,
    demo: bool,
    *,
    key: bytes | None = None,
    codes: OneTimeCodes | None = None,
    model: str | None = None,
    external_calls: Callable[[], int] = lambda: 0,
    pace: Pace = Pace(),
    judged: tuple[Verdicts, Gaps] | None = None,
    records: Records | None = None,
    flood: Flood | None = None,
) -> APIRouter:
    """The routes under ``/chat/v1``.

    ``key`` seals conversation ids (32 bytes shared by all workers; ``None``: ids are good for this process
    only). ``codes`` lets a signed-in client fetch a one-time code for Telegram. ``model`` and
    ``external_calls`` feed the status line; ``pace`` is how often a listening page is served. ``judged``: where
    verdicts on answers are kept and questions without a good one; without it nobody is asked.
    ``records``: where a client gets the record of an own turn; ``flood``: how many messages a conversation may send
    in a while, by default what the setting says.
    """
    seals = Seals(key or secrets.token_bytes(32))
    turns = RunningTurns(assistant)
    chat = Chat(
        assistant, accounts, seals, turns, flood or Flood.set_by(), demo, codes, model, external_calls
    )
    router = APIRouter(
        prefix="/chat/v1", route_class=ProblemRoute, tags=["chat"], max_body_size=MAX_BODY_BYTES
    )
    router.add_api_route("/status", chat.status, methods=["GET"])
    router.add_api_route("/sessions", chat.open_session, methods=["POST"])
    router.add_api_route("/sessions/{session}/messages", chat.send, methods=["POST"], response_model=None)
    router.add_api_route("/sessions/{session}/messages", chat.history, methods=["GET"])
    router.add_api_route("/sessions/{session}/sign-in", chat.sign_in, methods=["POST"])
    router.add_api_route("/sessions/{session}/sign-out", chat.sign_out, methods=["POST"])
    router.add_api_route("/sessions/{session}/recompute", chat.recompute, methods=["POST"])
    router.add_api_route("/sessions/{session}/telegram-code", chat.telegram_code, methods=["POST"])
    add_live_routes(router, assistant, seals, pace)
    router.include_router(files_router(assistant, seals))
    if judged:
        add_feedback_route(router, Feedback(assistant, seals, *judged))
    if records:
        add_turn_routes(router, assistant, seals, records, chat.flood)
    return router
