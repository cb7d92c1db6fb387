"""The console's door: who comes in and how far, and that a write was meant by whoever is signed in.

The agent's token lies in a cookie that scripts cannot read and other sites cannot send. Every write also
carries a header that only this console's own page knows: a keyed hash over that cookie and the browser's
own secret. Nothing is stored, so any worker and any restart knows the same people.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from bot.channels.browser import browser_of
from bot.channels.console.ports import Accounts, DeskService
from bot.channels.problem import ChatError
from knowledge.editorial.rights import READERS

COOKIE = "liangrong_console"
PATH = "/console"
CSRF_HEADER = "X-CSRF-Token"
_READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the console: the right it takes (a scope, or one of some roles), the question the account service
    refuses (and keeps in its audit trail) to whoever has not that right, and the words for them."""

    right: str | frozenset[str]
    ask: Callable[[DeskService], Awaitable[Any]]
    for_whom: tuple[str, str]

    def opens_to(self, principal: dict[str, Any]) -> bool:
        if isinstance(self.right, str):
            return self.right in principal["scopes"]
        return principal["role"] in self.right


DESK = Place(
    "handoffs:read",
    lambda service: service.handoffs(),
    ("The console is for support staff.", "坐席工作台仅供客服人员使用。"),
)
TEACHING = Place(
    "campaigns:read",
    lambda service: service.campaigns(),
    (
        "Campaigns and courses are for educators and those who approve.",
        "投教活动与课程仅供投教人员和审批人使用。",
    ),
)
KNOWLEDGE = Place(
    READERS,
    lambda service: service.campaigns(),
    (
        "The knowledge desk is for those who write, review or use the library.",
        "知识工作台仅供编写、审核和使用资料库的人员使用。",
    ),
)

APPROVALS = Place(
    "proposals:read",
    lambda service: service.proposals(),
    ("Approvals are for those who propose or decide.", "审批页仅供提议人和审批人使用。"),
)
CALLS = Place(
    "desk:read",
    lambda service: service.call_cases(),
    ("The call list is for those who look after clients.", "追保页仅供负责客户的人员使用。"),
)
POLICIES = Place(
    "policies:read",
    lambda service: service.policies(),
    ("The policy desk is for risk, compliance and supervisors.", "政策页仅供风控、合规和主管使用。"),
)
APPLICATIONS = Place(
    "admission:read",
    lambda service: service.applications(),
    ("Applications are for those who admit clients.", "开户页仅供办理开户的人员使用。"),
)
OPERATIONS = Place(
    "feed:read",
    lambda service: service.feed_status(),
    ("Feed and jobs are for risk, compliance and administrators.", "运行页仅供风控、合规和管理员使用。"),
)
EVERYWHERE = (DESK, APPROVALS, CALLS, APPLICATIONS, POLICIES, TEACHING, KNOWLEDGE, OPERATIONS)
"""Whoever has one of these places may sign in."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who is at the console: the principal, the account service as they see it, and their token."""

    principal: dict[str, Any]
    service: DeskService
    token: str

    @property
    def user(self) -> str:
        return str(self.principal["user"])


class Door:
    """Lets agents in. ``key`` are 32 bytes shared by all workers."""

    def __init__(self, accounts: Accounts, key: bytes) -> None:
        self._accounts, self._key = accounts, key

    def csrf(self, browser: str, token: str) -> str:
        """What ``browser`` must send with every write while it is signed in with ``token`` (or ``""``)."""
        said = f"console\n{browser}\n{token}"
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()

    def check_csrf(self, request: Request) -> None:
        """Router dependency. ChatError 403 for a write without the right header, before anything is read."""
        if request.method in _READING:
            return
        given = request.headers.get(CSRF_HEADER, "")
        expected = self.csrf(browser_of(request), token_of(request))
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise forged()

    async def enter(self, request: Request) -> None:
        """Router dependency: whoever is signed in stands in ``request.state.agent`` afterwards.

        ChatError 401 before sign-in, NotAllowed for a role that has no place at the desk.
        """
        request.state.agent = await self.agent(token_of(request))

    async def enter_teaching(self, request: Request) -> None:
        """The same for the educators' part."""
        request.state.agent = await self.agent(token_of(request), TEACHING)

    async def enter_knowledge(self, request: Request) -> None:
        """The same for the library's desk."""
        request.state.agent = await self.agent(token_of(request), KNOWLEDGE)

    def entering(self, place: Place) -> Callable[[Request], Awaitable[None]]:
        """The same for ``place``."""

        async def enter(request: Request) -> None:
            request.state.agent = await self.agent(token_of(request), place)

        return enter

    async def agent(self, token: str, *places: Place) -> Agent:
        """The agent behind a token, whom one of ``places`` (the desk, where none is named) is open to; the refusal of
        anybody else is the account service's, which keeps it in its audit trail."""
        if not token:
            raise not_signed_in()
        service = self._accounts.as_token(token)
        principal = dict(await service.me())
        first, *_ = wanted = places or (DESK,)
        if not any(place.opens_to(principal) for place in wanted):
            await first.ask(service)
            raise no_place(first)
        return Agent(principal, service, token)


def _present(request: Request) -> Agent:
    agent: Agent = request.state.agent
    return agent


Present = Annotated[Agent, Depends(_present)]


def token_of(request: Request) -> str:
    """The token in the console's cookie, or the empty string."""
    return request.cookies.get(COOKIE, "")


def keep_token(request: Request, response: Response, token: str) -> None:
    """Sign this browser in."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, path=PATH, httponly=True, samesite="strict", secure=secure)


def drop_token(response: Response) -> None:
    """Sign this browser out."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")


def not_signed_in() -> ChatError:
    """Nobody is signed in at this console."""
    return ChatError(
        401, ("Please sign in", "请先登录"), ("Sign in to the console first.", "请先登录坐席工作台。")
    )


def no_place(place: Place) -> ChatError:
    """The role has no place there."""
    return ChatError(403, ("Your role may not do this", "当前角色无此权限"), place.for_whom)


def forged() -> ChatError:
    """A write that this console's own page did not send."""
    return ChatError(
        403,
        ("The request was not sent from this page", "请求不是由本页发出"),
        ("Reload the page and try again; nothing was changed.", "请刷新页面后重试，没有任何改动。"),
    )
