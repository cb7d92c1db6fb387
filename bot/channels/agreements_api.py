"""The interface of the agreements' pages under ``/agreements/api``, for the client signed in to the tab's conversation.

It acts with the client's own rights and shows the text as the account service keeps it, character for character, since its hash is what
is signed. Nobody but the client gets anything here: an agent's conversation and one without sign-in are both told to sign in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.browser import Seals, browser_of
from bot.channels.problem import ChatError, ProblemRoute

Json = dict[str, Any]
Row = Mapping[str, Any]
Session = Annotated[str | None, Header(alias="X-Chat-Session")]
Once = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CHANNEL = "app"


class ClientAgreements(Protocol):
    """The part of ``account_api.client.AccountClient`` that a client reads and signs with."""

    async def agreements(self, client_id: str) -> Row: ...
    async def open_agreement(self, client_id: str) -> Row: ...
    async def agreement(self, client_id: str, agreement_id: str) -> Row: ...
    async def read_step(
        self, client_id: str, agreement_id: str, step: str, channel: str = CHANNEL
    ) -> Row: ...
    async def signing_code(self, client_id: str, agreement_id: str) -> Row: ...
    async def sign_agreement(
        self,
        idempotency_key: str,
        client_id: str,
        agreement_id: str,
        sha256: str,
        channel: str = CHANNEL,
        *,
        challenge: str | None = None,
        code: str | None = None,
    ) -> Row: ...
    async def amendments(self, client_id: str) -> list[Any]: ...
    async def amendment(self, client_id: str, amendment_id: str) -> Row: ...
    async def answer_amendment(
        self,
        idempotency_key: str,
        client_id: str,
        amendment_id: str,
        accept: bool,
        sha256: str,
        channel: str = CHANNEL,
    ) -> Row: ...


class Sessions(Protocol):
    """The part of the assistant that knows who is signed in."""

    async def identity(self, session: str) -> Json | None: ...
    def account_of(self, session: str) -> Any: ...


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Signing(Body):
    """The hash of the text that was read, and the code where the firm wants one."""

    key: Once
    sha256: Hash
    challenge: str | None = Field(default=None, max_length=2_000)
    code: str | None = Field(default=None, max_length=20)


class Answer(Body):
    """Yes or no to the text of that hash."""

    key: Once
    accept: bool
    sha256: Hash


@dataclass(frozen=True, slots=True)
class Reader:
    """The client who reads, and the account service as this client."""

    client_id: str
    service: ClientAgreements


@dataclass(frozen=True, slots=True)
class Agreements:
    """The endpoints. ``seals`` opens the id that a page names its conversation by."""

    sessions: Sessions
    seals: Seals

    async def listed(self, request: Request, session: Session = None) -> Json:
        """Every agreement and every amendment that was offered."""
        reader = await self._reader(request, session)
        found = dict(await reader.service.agreements(reader.client_id))
        return {**found, "amendments": list(await reader.service.amendments(reader.client_id))}

    async def open(self, request: Request, session: Session = None) -> Json:
        """The version that is offered, to be read; again, the same."""
        reader = await self._reader(request, session)
        return dict(await reader.service.open_agreement(reader.client_id))

    async def one(self, agreement_id: str, request: Request, session: Session = None) -> Json:
        """One agreement whole."""
        reader = await self._reader(request, session)
        return dict(await reader.service.agreement(reader.client_id, agreement_id))

    async def read(self, agreement_id: str, step: str, request: Request, session: Session = None) -> Json:
        """The next section or disclosure was read. AccountError 429 where that was too quick."""
        reader = await self._reader(request, session)
        return dict(await reader.service.read_step(reader.client_id, agreement_id, step, CHANNEL))

    async def code(self, agreement_id: str, request: Request, session: Session = None) -> Json:
        """A code to sign with is on its way."""
        reader = await self._reader(request, session)
        return dict(await reader.service.signing_code(reader.client_id, agreement_id))

    async def sign(
        self, agreement_id: str, asked: Signing, request: Request, session: Session = None
    ) -> Json:
        """The client signs the text of that hash, once per key."""
        reader = await self._reader(request, session)
        given = {"challenge": asked.challenge, "code": asked.code} if asked.challenge else {}
        return dict(
            await reader.service.sign_agreement(
                asked.key, reader.client_id, agreement_id, asked.sha256, CHANNEL, **given
            )
        )

    async def amendment(self, amendment_id: str, request: Request, session: Session = None) -> Json:
        """One amendment: what changes, and what that means in figures."""
        reader = await self._reader(request, session)
        return dict(await reader.service.amendment(reader.client_id, amendment_id))

    async def answer(
        self, amendment_id: str, asked: Answer, request: Request, session: Session = None
    ) -> Json:
        """Yes or no, once per key."""
        reader = await self._reader(request, session)
        return dict(
            await reader.service.answer_amendment(
                asked.key, reader.client_id, amendment_id, asked.accept, asked.sha256, CHANNEL
            )
        )

    async def _reader(self, request: Request, sealed: str | None) -> Reader:
        """Whoever is signed in to the page's conversation. ChatError 401 for nobody and for anybody but a client, 404 for a
        conversation that is another browser's.
        """
        if sealed is None:
            raise not_signed_in()
        session = self.seals.open(sealed, browser_of(request))
        principal = await self.sessions.identity(session)
        if principal is None or principal["client_id"] is None:
            raise not_signed_in()
        return Reader(str(principal["client_id"]), self.sessions.account_of(session))


def not_signed_in() -> ChatError:
    """No client is signed in to the conversation."""
    return ChatError(
        401,
        ("Please sign in", "请先登录"),
        (
            "Sign in to the chat first; your agreements open in the same tab.",
            "请先在对话中登录，再在同一个标签页打开合同。",
        ),
    )


def agreements_api_router(sessions: Sessions, key: bytes) -> APIRouter:
    """``/agreements/api``. ``key``: the one that ties conversations to browsers."""
    endpoints = Agreements(sessions, Seals(key))
    router = APIRouter(prefix="/agreements/api", tags=["agreements"], route_class=ProblemRoute)
    one, amendment = "/agreements/{agreement_id}", "/amendments/{amendment_id}"
    for path, read in (
        ("/agreements", endpoints.listed),
        (one, endpoints.one),
        (amendment, endpoints.amendment),
    ):
        router.add_api_route(path, read, methods=["GET"])
    for path, write in (
        ("/agreements", endpoints.open),
        (one + "/steps/{step}", endpoints.read),
        (one + "/code", endpoints.code),
        (one + "/sign", endpoints.sign),
        (amendment + "/answer", endpoints.answer),
    ):
        router.add_api_route(path, write, methods=["POST"])
    return router
