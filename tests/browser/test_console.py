"""The agents' console in a real Chromium on the whole product: a day's work, its disturbances, every width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.conftest import copy_of

from .conftest import Watch, product_on

pytestmark = pytest.mark.browser

EVIL = '<img src=x onerror="document.title=666">'
THREE_MISTAKES = "您好，您的维持担保比例是150%，追加担保物80,000元就行，保证不会被强平。"
NUMBERS = count()


@pytest.fixture(scope="module")
def url(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product on a demo home of its own."""
    with product_on(copy_of(demo_home, tmp_path_factory.mktemp("console"))) as address:
        yield address


Seat = Callable[..., Page]


@pytest.fixture
def seat(chromium: Browser, url: str, watch: Watch) -> Iterator[Seat]:
    """Opens a desk in a browser of its own."""
    contexts: list[BrowserContext] = []

    def sit(staff: str | None = "demo-agent", width: int = 1280, scheme: Any = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale="zh-CN"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.attach(page)
        page.goto(f"{url}/console")
        if staff is not None:
            page.locator(f"[data-staff={staff}]").click()
            expect(page.locator("#line-words")).to_contain_text("2026-11-20")
        return page

    yield sit
    for context in contexts:
        context.close()
    watch.verify(url)


@pytest.fixture
def calls(chromium: Browser, url: str) -> Iterator[Callable[..., str]]:
    """A client (or, with ``None``, a visitor) says some things and then asks for a person; the page's id."""
    contexts: list[BrowserContext] = []

    def call(persona: str | None, *texts: str) -> str:
        context = chromium.new_context()
        contexts.append(context)
        session: str = context.request.post(f"{url}/chat/v1/sessions", data={}).json()["session"]
        base = f"{url}/chat/v1/sessions/{session}"
        if persona:
            assert context.request.post(f"{base}/sign-in", data={"persona": persona}).ok
        for text in (*texts, "转人工"):
            body = {"message_id": f"m{next(NUMBERS)}", "text": text}
            assert context.request.post(f"{base}/messages", data=body).ok
        return session

    yield call
    for context in contexts:
        context.close()


def entry(page: Page, words: str) -> Locator:
    return page.locator("#entries .entry").filter(has_text=words).first


def take(page: Page, words: str) -> None:
    """Opens the case and takes it, by keyboard as far as it goes."""
    entry(page, words).click()
    expect(page.locator(".brief")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".composer textarea")).to_be_enabled()


def finish(page: Page) -> None:
    """Closes the open case, so that the next test finds a desk in order."""
    page.locator("#panes").evaluate("panes => panes.dataset.shown = 'talk'")
    page.get_by_role("button", name="结束", exact=True).click()
    page.locator("#asking-form textarea").fill("已答复")
    page.locator("#asking-form").get_by_role("button", name="确定").click()
    expect(page.locator("#asking")).to_be_hidden()
    expect(page.locator(".case")).to_contain_text("已结束")


def no_sideways_scrolling(page: Page) -> None:
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('.pane, .sheet, .composer')]
            .filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.className)"""
    )
    assert wide == []


def test_a_call_is_taken_answered_with_proof_put_right_and_closed(
    seat: Seat, url: str, chromium: Browser, watch: Watch, shots: Path
) -> None:
    client = chromium.new_context(locale="zh-CN").new_page()
    watch.attach(client)
    client.goto(url)
    client.locator("[data-persona=demo-call]").click()
    expect(client.locator("#log .note").last).to_be_visible()
    for text in ("要补多少？", "转人工"):
        client.locator("#text").fill(text)
        client.locator("#text").press("Enter")
        expect(client.locator("#send")).to_be_enabled()
    agent = seat()
    take(agent, "demo-call")
    expect(client.locator("#log")).to_contain_text("坐席甲")
    client.locator("#text").press_sequentially("在吗")
    expect(agent.locator(".typing")).to_be_visible()

    agent.locator(".offer .gist").first.click()
    expect(agent.locator(".offer .figure").first).to_contain_text("85,714.29")
    agent.screenshot(path=shots / "console-suggestion.png")

    draft, send = agent.locator(".composer textarea"), agent.locator(".foot .primary")
    draft.fill(THREE_MISTAKES)
    expect(agent.locator(".under mark").first).to_have_text("150%")
    expect(agent.locator(".issues")).to_contain_text("128.00%")
    expect(send).to_be_disabled()
    draft.press("Enter")
    agent.screenshot(path=shots / "console-marked.png")
    agent.get_by_role("button", name="采用更正").click()
    expect(agent.locator(".verdict")).to_contain_text("可以发送")
    assert "128.00%" in draft.input_value() and "保证不会" not in draft.input_value()
    draft.press("Enter")
    expect(agent.locator(".ours")).to_have_count(1)
    expect(draft).to_have_value("")
    expect(client.locator("#log")).to_contain_text("128.00%")
    expect(client.locator("#log")).not_to_contain_text("150%")
    finish(agent)
    expect(client.locator("#log")).to_contain_text("已结束")
    client.context.close()


def test_words_with_markup_stay_words_everywhere_on_the_page(seat: Seat, calls: Callable[..., str]) -> None:
    calls("demo-watch", f"我要说{EVIL}")
    agent = seat()
    take(agent, "demo-watch")
    expect(agent.locator(".theirs").first).to_contain_text("<img src=x")
    agent.locator(".fold summary").click()
    agent.locator(".notes input").fill(EVIL)
    agent.locator(".notes input").press("Enter")
    expect(agent.locator(".notes li")).to_contain_text("<img src=x")
    draft = agent.locator(".composer textarea")
    draft.fill(f"您好{EVIL}")
    expect(agent.locator(".under")).to_contain_text("<img")
    assert agent.locator("main img, aside img, nav img").count() == 0
    assert "666" not in agent.title()
    draft.fill("")
    finish(agent)


def test_a_page_that_dies_comes_back_with_its_case_its_thread_and_its_draft(
    seat: Seat, calls: Callable[..., str]
) -> None:
    calls("demo-safe", "我的维持担保比例是多少？")
    agent = seat()
    take(agent, "demo-safe")
    agent.locator(".composer textarea").fill("写到一半")
    agent.reload()
    expect(agent.locator(".composer textarea")).to_have_value("写到一半")
    expect(agent.locator(".composer textarea")).to_be_enabled()
    expect(agent.locator(".theirs")).to_have_count(2)
    agent.locator(".composer textarea").fill("")
    finish(agent)


def test_a_case_in_other_hands_says_whose_and_cannot_be_written_in(
    seat: Seat, calls: Callable[..., str]
) -> None:
    calls("demo-watch")
    boss, agent = seat("demo-supervisor"), seat()
    take(boss, "demo-watch")
    entry(agent, "demo-watch").click()
    expect(agent.locator(".taken")).to_contain_text("客服主管")
    expect(agent.locator(".composer textarea")).to_be_disabled()
    finish(boss)
    expect(agent.locator(".case")).to_contain_text("已结束")


def test_a_lost_line_is_said_and_comes_back_by_itself(
    seat: Seat, calls: Callable[..., str], watch: Watch
) -> None:
    watch.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_NETWORK"]
    calls("demo-safe")
    agent = seat()
    take(agent, "demo-safe")
    agent.context.set_offline(True)
    expect(agent.locator("#lost")).to_be_visible()
    agent.context.set_offline(False)
    expect(agent.locator("#lost")).to_be_hidden()
    finish(agent)


def test_an_anonymous_visitor_has_no_account_and_rules_may_be_explained(
    seat: Seat, calls: Callable[..., str], shots: Path
) -> None:
    calls(None, "现在融资保证金比例最低是多少？")
    agent = seat()
    take(agent, "匿名访客")
    expect(agent.locator(".hint-line")).to_contain_text("没有登录")
    expect(agent.locator("#glance")).to_contain_text("没有账户信息")
    expect(agent.locator(".offer")).to_contain_text("100%")
    agent.screenshot(path=shots / "console-anonymous.png")
    finish(agent)


def test_figures_that_cannot_be_determined_say_so(seat: Seat) -> None:
    agent = seat()
    agent.keyboard.press("3")
    entry(agent, "demo-missing").click()
    expect(agent.locator("#glance")).to_contain_text("不能算作安全，也不能当作零")
    agent.locator(".rows .figure", has_text="无法确定").first.click()
    expect(agent.locator(".rows .figure[open]")).to_contain_text("缺少")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_width_shows_list_conversation_and_client_without_sideways_scrolling(
    seat: Seat, calls: Callable[..., str], shots: Path, width: int, scheme: str
) -> None:
    calls("demo-call", "要补多少？")
    gate = seat(None, width, scheme)
    gate.screenshot(path=shots / "sign-in.png")
    no_sideways_scrolling(gate)
    agent = seat("demo-agent", width, scheme)
    agent.screenshot(path=shots / "queue.png")
    take(agent, "demo-call")
    expect(agent.locator(".offer")).to_be_visible()
    agent.screenshot(path=shots / "case.png")
    no_sideways_scrolling(agent)
    agent.locator(".composer textarea").fill(THREE_MISTAKES)
    expect(agent.locator(".issues li").first).to_be_visible()
    agent.screenshot(path=shots / "marked.png")
    agent.locator(".composer textarea").fill("")
    if width < 1120:
        agent.locator("[data-pane=client]").click()
    agent.locator(".rows .figure summary").first.click()
    expect(agent.locator(".rows .figure[open] code")).to_contain_text("t")
    agent.screenshot(path=shots / "client.png")
    no_sideways_scrolling(agent)
    finish(agent)


@pytest.mark.parametrize(("lang", "words"), [("zh-Hant", "工單"), ("en", "Tickets")])
def test_the_console_speaks_the_other_languages_without_a_reload(seat: Seat, lang: str, words: str) -> None:
    agent = seat()
    agent.locator(f"[data-lang={lang}]").click()
    expect(agent.locator("#tabs")).to_contain_text(words)
    assert agent.locator("html").get_attribute("lang") == lang
    untranslated = agent.evaluate(
        "() => [...document.querySelectorAll('[data-i18n]')].filter(n => n.textContent === n.dataset.i18n).length"
    )
    assert untranslated == 0


def test_a_long_list_is_shown_in_parts_and_the_one_that_is_open_stays_in_it(seat: Seat, url: str) -> None:
    risk, real = seat("demo-risk"), list[str]()

    def many(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        one = found["proposals"][0]
        real.append(one["id"])
        found["proposals"] = [{**one, "id": f"P20261120-{number:04}"} for number in range(1, 121)]
        route.fulfill(response=answer, json=found)

    def opened(route: Route) -> None:
        answer = route.fetch(url=f"{url}/console/api/approvals/{real[0]}")
        route.fulfill(response=answer, json={**answer.json(), "id": "P20261120-0120"})

    risk.route("**/console/api/approvals?*", many)
    risk.route("**/console/api/approvals/P*", opened)
    risk.goto(f"{url}/console/approvals#P20261120-0120")
    entries = risk.locator("#entries .entry")
    expect(entries).to_have_count(51)
    expect(entries.last).to_have_attribute("aria-current", "true")
    expect(risk.locator("#more")).to_have_text("还有 69 条，继续显示")
    for shown in (101, 120):
        risk.locator("#more").click()
        expect(entries).to_have_count(shown)
    expect(risk.locator("#more")).to_have_count(0)
