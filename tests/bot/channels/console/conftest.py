"""The console over a firm of a few lines, called without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from bot.channels.console.router import console_router
from bot.channels.headers import SecurityHeaders
from bot.channels.typing import Typing
from tests.account_api.conftest import Firm as House
from tests.conftest import copy_of

from .fakes import Firm, Office, case, office

KEY = b"k" * 32


@dataclass
class Seat:
    """One browser at the console: the page's header is sent with every write, as the page does."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def open(self) -> httpx.Response:
        page = await self.http.get("/console", follow_redirects=True)
        self.csrf = page.text.partition('name="csrf" content="')[2].partition('"')[0]
        return page

    async def sit(self, persona: str) -> httpx.Response:
        """Signs in and loads the page that comes then."""
        await self.open()
        answer = await self.post("sign-in", {"persona": persona})
        await self.open()
        return answer

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(f"/console/api/{path}")

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf}
        return await self.http.post(
            f"/console/api/{path}", json={} if body is None else body, headers=headers
        )

    async def put(self, path: str, body: Any) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf}
        return await self.http.put(f"/console/api/{path}", json=body, headers=headers)


@pytest.fixture
def house(demo_home: Path, tmp_path: Path) -> Iterator[House]:
    """The account service of a demo firm of one's own."""
    opened = House(copy_of(demo_home, tmp_path))
    yield opened
    opened.context.database.dispose()


@pytest.fixture
def firm() -> Firm:
    rows = [case(1), case(2, None), case(3, "demo-other", assigned_group="west")]
    return Firm({row["id"]: row for row in rows})


@pytest.fixture
def desk_office(firm: Firm, tmp_path: Path) -> Iterator[Office]:
    """A file, so that two threads have a connection each: one shared connection would be no database at all."""
    opened = office(firm, f"sqlite:///{tmp_path / 'bot.db'}")
    for session in ("s1", "s2", "s3"):
        opened.conversations.begin(session, "zh")
    yield opened
    opened.conversations.close()


@pytest.fixture
def app(firm: Firm, desk_office: Office) -> FastAPI:
    return application(firm, desk_office)


def application(firm: Firm, opened: Office, *, demo: bool = True) -> FastAPI:
    app = FastAPI()
    app.include_router(
        console_router(
            firm,
            opened.desk,
            demo,
            key=KEY,
            typing=Typing(),
            school=None,  # type: ignore[arg-type]  # nobody here teaches
            editorial=lambda _: APIRouter(),
            reasons=lambda: {},
            stream_life_s=0.0,
        )
    )
    app.add_middleware(SecurityHeaders)
    return app


def over_the_firm(house: House) -> FastAPI:
    """The console over a real account service; nobody there answers a client or teaches."""
    app = FastAPI()
    app.include_router(
        console_router(
            house.client,
            None,  # type: ignore[arg-type]  # nobody here answers a client
            True,
            key=KEY,
            typing=Typing(),
            school=None,  # type: ignore[arg-type]  # nobody here teaches
            editorial=lambda _: APIRouter(),
            reasons=lambda: {},
            stream_life_s=0.0,
        )
    )
    app.add_middleware(SecurityHeaders)
    return app


SeatOf = Callable[[str | None], Awaitable[Seat]]


@pytest.fixture
async def seat(app: FastAPI) -> AsyncIterator[SeatOf]:
    """Opens browsers with cookie jars of their own; with a name, signed in."""
    opened: list[httpx.AsyncClient] = []

    async def one(persona: str | None) -> Seat:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test")
        opened.append(http)
        seat = Seat(http)
        await (seat.sit(persona) if persona else seat.open())
        return seat

    yield one
    for http in opened:
        await http.aclose()
