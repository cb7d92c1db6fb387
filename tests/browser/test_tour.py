"""The tour of docs/tour.md on the real server: a person is called and answers with proof; a lesson is sent and learned.

Both journeys take the pictures of the tour (`KEEP_PICTURES=1` puts them there, see `album.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .album import Album
from .conftest import Watch
from .test_console_restart import Server

pytestmark = pytest.mark.browser

THREE_MISTAKES = "您低于135了，今晚不补明早一定平，放心补了就没事"
Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo firm for both journeys, as `make run` starts it: pages, account service and relay in one process."""
    running = Server(tmp_path_factory.mktemp("tour") / "home")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def album(shots: Path) -> Album:
    return Album.opened(shots)


@pytest.fixture
def opens(chromium: Browser, server: Server, watch: Watch) -> Iterator[Opens]:
    """Opens a page of the product in a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, width: int = 1280, height: int = 800, scheme: Any = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.attach(page)
        page.goto(f"{server.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    watch.verify(server.url)


def as_client(page: Page, persona: str) -> None:
    page.locator(f"[data-persona={persona}]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    expect(page.locator("#send")).to_be_enabled()


def says(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    expect(page.locator("#send")).to_be_enabled()


def as_staff(page: Page, user: str) -> None:
    page.locator(f"[data-staff={user}]").click()
    expect(page.locator("#who")).to_be_visible()


def test_a_client_asks_for_a_person_who_answers_with_proof_and_leaves_the_assistant_to_go_on(
    opens: Opens, album: Album
) -> None:
    client = opens("/", width=360)
    as_client(client, "demo-call")
    for text in ("要补多少？", "转人工"):
        says(client, text)
    expect(client.locator("#presence")).to_contain_text("等待")
    album.take(client, "client-asks")

    agent = opens("/console")
    expect(agent.locator(".staff .card").first).to_be_visible()
    album.take(agent, "console-sign-in")
    as_staff(agent, "demo-agent")
    waiting = agent.locator("#entries .entry", has_text="demo-call")
    expect(waiting).to_contain_text("要求人工")
    expect(waiting.locator(".why")).not_to_be_empty()
    waiting.click()
    expect(agent.locator(".brief")).to_be_visible()
    expect(agent.locator(".composer textarea")).to_be_disabled()
    album.take(agent, "queue")

    agent.get_by_role("button", name="接入", exact=True).click()
    expect(client.locator("#presence")).to_have_text("坐席甲 正在为您服务")
    agent.locator(".offer .gist").click()
    expect(agent.locator(".offer .figure").first).to_contain_text("85,714.29")
    album.take(agent, "suggestion")

    draft, send = agent.locator(".composer textarea"), agent.locator(".foot .primary")
    draft.fill(THREE_MISTAKES)
    expect(agent.locator(".under mark")).to_have_text(["135", "今晚", "明早一定平", "放心补"])
    expect(agent.locator(".issues")).to_contain_text("130%")
    expect(agent.locator(".issues")).to_contain_text("2026-11-23 15:00")
    expect(send).to_be_disabled()
    draft.press("Enter")
    album.take(agent, "draft-marked")

    agent.get_by_role("button", name="采用更正").click()
    expect(agent.locator(".verdict")).to_contain_text("可以发送")
    album.take(agent, "draft-corrected")
    corrected = draft.input_value()
    assert "130%" in corrected and "2026-11-23 15:00" in corrected and "一定平" not in corrected
    send.click()
    expect(agent.locator(".ours")).to_have_count(1)
    expect(client.locator(".person .text")).to_have_text(corrected)
    expect(client.locator("#log")).not_to_contain_text("一定平")
    album.take(client, "client-reads")

    agent.get_by_role("button", name="结束", exact=True).click()
    agent.locator("#asking-form textarea").fill("已说明补法和截止时间")
    agent.locator("#asking-form").get_by_role("button", name="确定").click()
    expect(client.locator("#log")).to_contain_text("已结束")
    expect(client.locator("#presence")).to_be_hidden()
    says(client, "我的维持担保比例是多少？")
    expect(client.locator(".answer[data-action=answer]").last).to_contain_text("128.00%")
    album.take(client, "client-again")
