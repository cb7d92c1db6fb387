"""A whole firm behind a real browser, whose clocks are in the hands of the journey: its pages, its core system, its gateways.

What a firm's other systems do comes in over HTTP as theirs; what a person does is done on the page.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from account_api.client import AccountClient
from account_api.settings import Settings
from account_api.traces.replay import replay
from bot.app import app_of
from bot.record.verify import verified
from bot.wiring import open_product
from tests.journeys.conftest import Hands, Whole

from .album import Album
from .conftest import Watch

STARTS_WITHIN_S = 120
ACTS_WITHIN_S = 60
Look = tuple[str, int, Literal["light", "dark"]]
LOOKS: tuple[Look, ...] = (("1280", 1280, "light"), ("360", 360, "light"))
"""The windows that a journey is looked at in: name, width, light."""
DUSK: Look = ("768-dark", 768, "dark")
HEIGHT = 800
T = TypeVar("T")
TRACE = re.compile(r"t[0-9a-f]{16,}")


@dataclass(frozen=True, slots=True)
class Firm:
    """A running product. `whole` is the firm from within, its account service reached over HTTP at `url`."""

    whole: Whole
    url: str
    loop: asyncio.AbstractEventLoop

    @property
    def hands(self) -> Hands:
        return self.whole.hands

    def does(self, act: Coroutine[Any, Any, T]) -> T:
        """What one of the firm's other systems does, done to its end."""
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(ACTS_WITHIN_S)

    def signed_in(self, user: str) -> AccountClient:
        return self.does(self.whole.signed_in(user))

    def holds(self, trace_ids: set[str]) -> int:
        """Every one of these figures that the ledger has kept comes out as it left; how many it has."""
        context = self.whole.context
        with context.transaction(writes=False) as session:
            found = {name: replay(context, session, name) for name in trace_ids}
        differing = {name: again.differences for name, again in found.items() if again and not again.same}
        assert not differing, differing
        return sum(again is not None for again in found.values())


@contextmanager
def firm_on(home: Path) -> Iterator[Firm]:
    """The product on a home, in a thread with its own loop; nothing is delivered and no job runs but by `whole.work`."""
    hands, listening = Hands(), socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    started, opened, servers = threading.Event(), list[Firm](), list[uvicorn.Server]()

    async def serve() -> None:
        async with open_product(Settings(home=home), clock=hands.clock()) as product:
            over_http = AccountClient.network(url)
            whole = Whole(replace(product, accounts=over_http), hands)
            whole.another_feeder()
            opened.append(Firm(whole, url, asyncio.get_running_loop()))
            config = uvicorn.Config(app_of(product), log_level="error", timeout_graceful_shutdown=1)
            servers.append(uvicorn.Server(config))
            started.set()
            await servers[0].serve(sockets=[listening])
            await over_http.aclose()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(STARTS_WITHIN_S)
    yield opened[0]
    servers[0].should_exit = True
    thread.join()
    listening.close()


@dataclass(frozen=True, slots=True)
class Windows:
    """Opens pages of the firm, each person's in a browser of their own, and takes the pictures of a stage."""

    chromium: Browser
    firm: Firm
    watch: Watch
    album: Album
    contexts: list[BrowserContext] = field(default_factory=list)

    def opened(self, path: str) -> Page:
        context = self.chromium.new_context(viewport=_size(LOOKS[0][1]), locale="zh-CN")
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        self.watch.attach(page)
        page.goto(f"{self.firm.url}{path}")
        return page

    def closed(self) -> None:
        """Every browser is closed, and what the pages did is looked at."""
        for context in self.contexts:
            context.close()
        self.watch.verify(self.firm.url)

    def colleague(self, user: str, path: str) -> Page:
        """The console as one of the staff."""
        page = self.opened(path)
        page.locator(f"[data-staff={user}]").click()
        expect(page.locator("#who")).to_be_visible()
        return page

    def client(self, persona: str) -> Chat:
        """The chat as one of the clients."""
        page = self.opened("/")
        page.locator(f"[data-persona={persona}]").click()
        expect(page.locator("#log .note").last).to_be_visible()
        expect(page.locator("#send")).to_be_enabled()
        return Chat(page)

    def pictured(self, page: Page, name: str, looks: tuple[Look, ...] = LOOKS) -> None:
        """The page as it stands, in every window of `looks`; nothing may be wider than its window."""
        for window, width, light in looks:
            page.set_viewport_size(_size(width))
            page.emulate_media(color_scheme=light)
            page.evaluate(
                "document.querySelector('#log > :last-child')?.scrollIntoView({block: 'end', behavior: 'instant'})"
            )
            self.album.take(page, f"{name}-{window}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, window)
        page.set_viewport_size(_size(LOOKS[0][1]))
        page.emulate_media(color_scheme=LOOKS[0][2])


def _size(width: int) -> ViewportSize:
    return {"width": width, "height": HEIGHT}


@dataclass(frozen=True, slots=True)
class Chat:
    """A client's conversation on the page; `traces` are those of every figure it has shown."""

    page: Page
    traces: set[str] = field(default_factory=set)

    def asks(self, text: str, *parts: str) -> Locator:
        """Says something and finds all of this in the answer, which is given back."""
        answers = self.page.locator(".answer[data-action]")
        before = answers.count()
        self.page.locator("#text").fill(text)
        self.page.locator("#text").press("Enter")
        expect(answers).to_have_count(before + 1)
        expect(self.page.locator("#send")).to_be_enabled()
        answer = answers.last
        for part in parts:
            expect(answer).to_contain_text(part)
        self.traces.update(TRACE.findall(" ".join(answer.locator(".figure .proof code").all_text_contents())))
        return answer

    def recomputes(self) -> int:
        """Has the page compute again every figure of the last answer; how many came out the same."""
        figures = self.page.locator(".answer[data-action]").last.locator(".figure")
        for number in range(figures.count()):
            figure = figures.nth(number)
            figure.locator("summary").click()
            figure.get_by_role("button", name="重新计算").click()
            expect(figure.locator(".recomputed")).to_have_attribute("data-same", "true")
            figure.locator("summary").click()
        return figures.count()

    def replayed(self, firm: Firm) -> int:
        """The conversation proved: its evidence checks out by itself, every turn and every figure comes out the same again;
        how many figures that were."""
        sealed: str = self.page.evaluate("sessionStorage.getItem('session')")
        session = sealed.partition(".")[0]
        records = firm.whole.product.records
        told = records.conversation(session)
        looked, broken = verified(told)
        assert broken == [] and looked["turns"] == len(told["turns"])
        assert self.traces <= {figure["trace_id"] for figure in told["figures"]}
        for turn in told["turns"]:
            again = records.replay(records.turn(session, turn["message_id"]))
            assert again.same, (turn["text"], again.differences)
        firm.holds(self.traces)
        return len(self.traces)


def decide(page: Page, act: str, reason: str) -> None:
    """One of the console's acts, with a reason or a note."""
    page.locator(f"[data-act={act}]").click()
    page.locator("#asking textarea").first.fill(reason)
    page.locator("#asking-form .primary").click()
    expect(page.locator("#asking")).to_be_hidden()
