"""A real Chromium on the served page, watched: no error, no foreign host, no breach of the page's policy."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from account_api.settings import Settings
from bot.app import app_of
from bot.wiring import open_product

from .fake_product import create_app

NAMES = ("chromium", "chromium-browser", "google-chrome")
expect.set_options(timeout=20_000)  # a neighbour may have the processor


@contextmanager
def serving(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The application on a port of this machine, a free one where none is named; pages that listen are cut off."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()
    assert not thread.is_alive()


@contextmanager
def product_on(home: Path) -> Iterator[str]:
    """The whole product on a home, in a thread with its own loop: Playwright's may not be met."""
    listening = socket.create_server(("127.0.0.1", 0))
    started, servers = threading.Event(), []

    async def serve() -> None:
        async with open_product(Settings(home=home)) as product:
            config = uvicorn.Config(app_of(product), log_level="error", timeout_graceful_shutdown=1)
            servers.append(uvicorn.Server(config))
            started.set()
            await servers[0].serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(120)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    servers[0].should_exit = True
    thread.join()
    listening.close()


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The product on a free port of this machine."""
    with serving(create_app()) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file; it ends there, since its event loop must not meet the asynchronous tests."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            f"The browser journeys need one of {', '.join(NAMES)} (Debian: apt-get install chromium)."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did besides what the test asked for; ``expected`` are parts of errors the test provokes."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        """An error of the page, with the address it is about: a 404 alone tells nobody what is missing."""
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}".strip())

    def verify(self, server_url: str) -> None:
        assert len(self.requests) >= 7, "page, styles, scripts and status were looked at"
        assert [url for url in self.requests if not url.startswith(server_url)] == []
        assert [text for text in self.errors if not any(part in text for part in self.expected)] == []


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["desktop-light", "phone-dark"])
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile: a desk in the morning and a phone at night."""
    width, scheme = request.param
    viewport: ViewportSize = {"width": width, "height": 800}
    context = chromium.new_context(viewport=viewport, color_scheme=scheme, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server_url: str, watch: Watch) -> Iterator[Page]:
    """The client page, just opened."""
    page = context.new_page()
    watch.attach(page)
    page.goto(server_url)
    page.locator("#status:not(:empty)").wait_for()
    yield page
    watch.verify(server_url)


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures of this journey go."""
    return tmp_path
