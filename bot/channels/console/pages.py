"""The console's pages: the desk, the educators' campaigns and courses, the library's desk, the sign-in, and the refusal
of anybody who has no place there."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

from account_api.client import AccountError
from bot.answer.script import in_script
from bot.channels.browser import browser_of, give_cookie, new_browser
from bot.channels.console.door import (
    APPLICATIONS,
    APPROVALS,
    CALLS,
    DESK,
    EVERYWHERE,
    KNOWLEDGE,
    OPERATIONS,
    POLICIES,
    TEACHING,
    Agent,
    Door,
    Place,
    drop_token,
    token_of,
)
from bot.channels.library import library_labels
from bot.channels.pages import LANGUAGES, PACKAGE, page_language
from bot.channels.problem import ChatError

LABELS = (
    "console-labels.json",
    "console-education-labels.json",
    "console-knowledge-labels.json",
    "console-turn-labels.json",
    "console-bench-labels.json",
    "console-calls-labels.json",
)
STAFF = (
    "demo-agent",
    "demo-agent2",
    "demo-supervisor",
    "demo-risk",
    "demo-compliance",
    "demo-educator",
    "demo-legal",
    "demo-admin",
)
PLACES = (
    ("desk", "/console", DESK),
    ("approvals", "/console/approvals", APPROVALS),
    ("calls", "/console/calls", CALLS),
    ("applications", "/console/applications", APPLICATIONS),
    ("policies", "/console/policies", POLICIES),
    ("campaigns", "/console/campaigns", TEACHING),
    ("education", "/console/education", TEACHING),
    ("knowledge", "/console/knowledge", KNOWLEDGE),
    ("feed", "/console/feed", OPERATIONS),
)
"""The pages behind the door, in the order they are offered."""
BENCHES = ("approvals", "calls", "applications", "policies")
"""The pages that are a list with, beside it, the one that is open: they share a template, and each has a script of its own."""


Asks = Callable[[Agent], Awaitable[dict[str, Any]]]


async def _colleagues(agent: Agent) -> dict[str, Any]:
    """Names by user name, for who has done what."""
    return {"people": {row["user"]: row["display_name"] for row in await agent.service.staff()}}


@dataclass(frozen=True, slots=True)
class Pages:
    """``GET /console`` and the pages beside it: each shows itself, the sign-in, or a refusal."""

    door: Door
    demo: bool
    templates: Jinja2Templates
    labels: dict[str, dict[str, Any]]

    async def console(self, request: Request) -> Response:
        """The desk for an agent; sign-in for nobody; 403 for anybody else, which the account service records.
        Whoever has no desk is led to the first page that is open to them."""
        try:
            agent = await self.door.agent(token_of(request), *EVERYWHERE)
        except (AccountError, ChatError) as error:
            return self._outside(request, error.status)
        path = next(path for _, path, place in PLACES if place.opens_to(agent.principal))
        if path != "/console":
            return RedirectResponse(path, 303)
        return self._page(request, "desk", principal=agent.principal)

    async def campaigns(self, request: Request) -> Response:
        """The campaigns, for those who write and those who approve."""
        return await self._beside(request, "campaigns", TEACHING)

    async def education(self, request: Request) -> Response:
        """Courses, lessons and items, for the same."""
        return await self._beside(request, "education", TEACHING)

    async def knowledge(self, request: Request) -> Response:
        """What the library's editors do, for them and for whoever reads."""
        return await self._beside(request, "knowledge", KNOWLEDGE)

    async def feed(self, request: Request) -> Response:
        """Sources, receipts, messages that were given up, and jobs."""
        return await self._beside(request, "feed", OPERATIONS)

    def bench(self, name: str, place: Place) -> Callable[[Request], Awaitable[Response]]:
        """The page of that name, for those whom ``place`` is open to."""

        async def shown(request: Request) -> Response:
            return await self._beside(request, name, place, _colleagues, template="bench")

        return shown

    async def turn(self, session: str, message_id: str, request: Request, case: str = "") -> Response:
        """One answer laid open, for agents; whether they may see whose it is, is asked with its content."""
        return await self._beside(
            request, "turn", DESK, turn={"session": session, "message": message_id, "case": case}
        )

    async def _beside(
        self, request: Request, name: str, place: Place, asks: Asks | None = None, **shown: Any
    ) -> Response:
        """The page with what it ``asks`` the account service first, the sign-in, or the way back for whoever is known but
        has no business there."""
        try:
            agent = await self.door.agent(token_of(request), place)
            asked = await asks(agent) if asks else {}
        except (AccountError, ChatError) as error:
            if error.status == 403:  # an agent stays one: the way back to the desk is open
                return self._page(request, "elsewhere", status=403)
            return self._outside(request, error.status)
        return self._page(request, name, principal=agent.principal, **asked, **shown)

    def _outside(self, request: Request, status: int) -> Response:
        if status == 403:
            response = self._page(request, "refused", status=403)
            drop_token(response)
            return response
        return self._page(request, "sign_in", expired=bool(token_of(request)))

    def _page(
        self,
        request: Request,
        name: str,
        status: int = 200,
        principal: dict[str, Any] | None = None,
        expired: bool = False,
        template: str | None = None,
        **shown: Any,
    ) -> Response:
        browser = browser_of(request) or new_browser()
        lang = page_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        context = {
            "lang": lang,
            "label": self.labels[lang],
            "labels": self.labels,
            "demo": self.demo,
            "staff": STAFF,
            "principal": principal,
            "places": [
                (page, path) for page, path, place in PLACES if principal and place.opens_to(principal)
            ],
            "page": name,
            "expired": expired,
            "csrf": self.door.csrf(browser, token_of(request)),
            **shown,
        }
        response = self.templates.TemplateResponse(
            request=request, name=f"console/{template or name}.html", context=context, status_code=status
        )
        give_cookie(request, response, browser)
        return response


@lru_cache(maxsize=1)
def console_labels() -> dict[str, dict[str, Any]]:
    """The words of the library's pages (and of the client page under them) with those of the console over them;
    traditional characters are made from the simplified ones."""
    labels = library_labels()
    for name in LABELS:
        own = json.loads((PACKAGE / "static" / name).read_text("utf-8"))
        own["zh-Hant"] = _converted(own["zh"])
        labels = {lang: _over(words, own[lang]) for lang, words in labels.items()}
    return labels


def _over(words: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """``words`` with the console's ``own`` in their place; of a set of words only those that differ."""
    return words | {
        name: _over(words[name], value)
        if isinstance(value, dict) and isinstance(words.get(name), dict)
        else value
        for name, value in own.items()
    }


def _converted(words: Any) -> Any:
    if isinstance(words, str):
        return in_script(words, "zh-Hant")
    if isinstance(words, list):
        return [_converted(item) for item in words]
    return {key: _converted(value) for key, value in words.items()}


def page_router(door: Door, demo: bool) -> APIRouter:
    """``GET /console`` and the pages beside it in every language of the client page."""
    labels = console_labels()
    assert tuple(labels) == LANGUAGES
    pages = Pages(door, demo, Jinja2Templates(directory=PACKAGE / "templates"), labels)
    router = APIRouter(include_in_schema=False)
    for path, page in (
        ("/console", pages.console),
        ("/console/campaigns", pages.campaigns),
        ("/console/education", pages.education),
        ("/console/knowledge", pages.knowledge),
        ("/console/feed", pages.feed),
        ("/console/turns/{session}/{message_id}", pages.turn),
    ):
        router.add_api_route(path, page, methods=["GET"], response_model=None)
    for name, path, place in PLACES:
        if name in BENCHES:
            router.add_api_route(path, pages.bench(name, place), methods=["GET"], response_model=None)
    return router
