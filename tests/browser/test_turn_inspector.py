"""The turn inspector in a real Chromium: reached from the desk, every part filled, replayed, at every width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import copy_of

from .conftest import Watch, product_on

pytestmark = pytest.mark.browser

EVIL = '<img src=x onerror="document.title=666">'


@pytest.fixture(scope="module")
def url(chromium: Browser, demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product on a demo home of its own, where a client has asked for a person after three questions."""
    with product_on(copy_of(demo_home, tmp_path_factory.mktemp("inspector"))) as address:
        context = chromium.new_context()
        call_a_person(context, address)
        context.close()
        yield address


def call_a_person(context: BrowserContext, url: str) -> None:
    """A client asks about the account, the rules, and with markup in the words, then calls a person."""
    session = context.request.post(f"{url}/chat/v1/sessions", data={}).json()["session"]
    base = f"{url}/chat/v1/sessions/{session}"
    assert context.request.post(f"{base}/sign-in", data={"persona": "demo-call"}).ok
    texts = ("要补多少？", "融资利息怎么算？", f"我的维持担保比例是多少{EVIL}", "转人工")
    for number, text in enumerate(texts):
        assert context.request.post(f"{base}/messages", data={"message_id": f"m{number}", "text": text}).ok


Look = Callable[..., Page]


@pytest.fixture
def look(chromium: Browser, url: str, watch: Watch) -> Iterator[Look]:
    """Opens the desk, its case, and from there the inspector of one answer."""
    contexts: list[BrowserContext] = []

    def open_turn(number: int, width: int = 1280, scheme: Any = "light", staff: str = "demo-agent") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        desk = context.new_page()
        watch.attach(desk)
        desk.goto(f"{url}/console")
        desk.locator(f"[data-staff={staff}]").click()
        desk.locator("#entries .entry").filter(has_text="demo-call").first.click()
        with context.expect_page() as opened:
            desk.locator(".aide .inside").nth(number).click()
        page = opened.value
        watch.attach(page)
        expect(page.locator(".turn_versions code").first).to_be_visible()
        return page

    yield open_turn
    for context in contexts:
        context.close()
    watch.verify(url)


def test_an_answer_about_the_account_is_laid_open_and_replays_the_same(look: Look) -> None:
    page = look(0)
    expect(page.locator("h1")).to_have_text("要补多少？")
    expect(page.locator(".turn-head")).to_contain_text("记录完整")
    assert page.locator(".scores li").count() >= 1 and page.locator("meter").count() >= 1
    expect(page.locator(".turn_effects .fold").filter(has_text="FetchCures")).to_have_count(1)
    page.locator(".turn_answer .figure summary").first.click()
    expect(page.locator(".turn_answer .figure[open] code").first).to_contain_text("t")
    page.get_by_role("button", name="按记录重放").click()
    expect(page.locator(".same")).to_be_visible()
    assert page.locator(".claims li").count() >= 5
    assert page.locator(".claims .badge.danger").count() == 0


def test_an_answer_from_the_library_shows_its_passages_with_scores(look: Look) -> None:
    page = look(1)
    assert page.locator(".hits li").count() >= 1
    expect(page.locator(".hits small").first).to_have_text(re.compile(r"\d+\.\d\d"))
    assert str(page.locator(".hits .linked").first.get_attribute("href")).startswith("/library/p/")


def test_words_with_markup_stay_words(look: Look) -> None:
    page = look(2)
    expect(page.locator("h1")).to_contain_text("<img src=x")
    assert page.locator("main img").count() == 0 and "666" not in page.title()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_width_shows_the_whole_turn_without_sideways_scrolling(
    look: Look, shots: Path, width: int, scheme: str
) -> None:
    page = look(1, width, scheme) if width > 700 else look_on_a_phone(look, width, scheme)
    page.get_by_role("button", name="按记录重放").click()
    expect(page.locator(".same")).to_be_visible()
    page.screenshot(path=shots / "turn.png")
    page.locator(".turn_effects .fold summary").first.click()
    page.locator(".turn").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    page.screenshot(path=shots / "turn-end.png")
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('.turn, .turn-part, .turn-head')]
            .filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.className)"""
    )
    assert wide == []
    for lang, words in (("en", "How it was understood"), ("zh-Hant", "怎樣理解")):
        page.locator(f"[data-lang={lang}]").click()
        expect(page.locator(".turn_understood h2")).to_have_text(words)


def look_on_a_phone(look: Look, width: int, scheme: str) -> Page:
    """A phone shows one pane at a time; the inspector is opened at the desk's width and then narrowed."""
    page = look(1, 1280, scheme)
    page.set_viewport_size({"width": width, "height": 800})
    return page
