"""A chat application over the prepared assistant, called without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.headers import SecurityHeaders
from bot.channels.one_time_code import OneTimeCodes
from bot.channels.pages import pages_router
from bot.channels.web import chat_router

from .fakes import FakeAssistant, FakeIdentity

Browser = Callable[[], httpx.AsyncClient]


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def codes(tmp_path: Path) -> OneTimeCodes:
    return OneTimeCodes(tmp_path / "codes.db", new_code=lambda: "12345678")


@pytest.fixture
def app(assistant: FakeAssistant, codes: OneTimeCodes) -> FastAPI:
    return application(assistant, codes, demo=True)


def application(assistant: FakeAssistant, codes: OneTimeCodes | None, *, demo: bool) -> FastAPI:
    app = FastAPI()
    app.include_router(chat_router(assistant, FakeIdentity(), demo, key=b"k" * 32, codes=codes))
    app.include_router(pages_router(demo))
    app.add_middleware(SecurityHeaders)
    return app


@pytest.fixture
async def open_browser(app: FastAPI) -> AsyncIterator[Browser]:
    """Opens clients with cookie jars of their own."""
    opened: list[httpx.AsyncClient] = []

    def open_one() -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test")
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        await client.aclose()


@pytest.fixture
def program(open_browser: Browser) -> httpx.AsyncClient:
    """A client that never loads the page, as an integrator's would."""
    return open_browser()


@pytest.fixture
async def session(program: httpx.AsyncClient) -> str:
    answer = await program.post("/chat/v1/sessions", json={})
    return f"/chat/v1/sessions/{answer.json()['session']}"
