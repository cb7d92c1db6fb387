"""The tour of docs/tour.md on the real server: a person is called and answers with proof; a lesson is sent and learned; a day on which
the market falls is played.

The journeys take the pictures of the tour (`KEEP_PICTURES=1` puts them there, see `album.py`).
"""

from __future__ import annotations

import json
import re
import time
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
DAY_ENDS = "2026-11-23T16:00"
DAY_WITHIN_S = 180
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
    yield from opening(chromium, server, watch)


def opening(chromium: Browser, server: Server, watch: Watch) -> Iterator[Opens]:
    """Opens pages of a server, each in a browser of its own, until the test ends."""
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
    expect(agent.locator(".under mark")).to_have_text(["135", "今晚", "明早一定平", "放心补", "没事"])
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


NUMBER = re.compile(r"[\d,]+(?:\.\d+)?%?")
COURSE = "/learn/surviving-a-fall"
LETTER = "{name}，您的维持担保比例为 {ratio}，合同平仓线为 {line}。先看《{lesson_title}》：{link}"
LETTER_EN = (
    "{name}, your ratio is {ratio}; your liquidation line is {line}. Read “{lesson_title}” first: {link}"
)


def values(text: str) -> list[float]:
    """The numbers of a text; a per cent is a hundredth."""
    found = (each.replace(",", "") for each in NUMBER.findall(text))
    return [float(each[:-1]) / 100 if each.endswith("%") else float(each) for each in found]


def taught(stem: str) -> float:
    """What a reader of the lessons works out, by the formulas of the lessons."""
    given = values(stem)
    if "热线" in stem:
        return 12386
    if "今天总资产" in stem:
        debt, line, _, now = given
        return (line * debt - now) / (line - 1)
    if "现金" in stem:
        cash, stock, debt, more = given
        fallen = (cash + stock * (1 - more)) / debt
        return fallen if "下跌" in stem else 1 - (more * debt - cash) / stock
    assets, debt, _, line = given
    return debt - assets / line if "以外的钱" in stem else (line * debt - assets) / (line - 1)


def untaught(stem: str) -> float | None:
    """What somebody answers who knows the ratio but mixes up the amounts; ``None`` where nothing comes to mind."""
    if "维持担保比例是多少" in stem:
        return taught(stem)
    if "要卖出多少" in stem:
        assets, debt, _, line = values(stem)
        return line * debt - assets
    return None


def partly_taught(stem: str) -> float | None:
    """What somebody answers who has the ratio and the distance to the line."""
    return taught(stem) if "现金" in stem and "跌" in stem else untaught(stem)


def takes_quiz(page: Page, url: str, stage: str, answer: Callable[[str], float | None]) -> None:
    """Goes through a quiz; what ``answer`` does not know is left out, which has to be confirmed at the end."""
    page.goto(f"{url}{COURSE}/quiz/{stage}")
    left_out = 0
    for number in range(1, 7):
        expect(page.locator(".meta")).to_have_text(f"第 {number} 题，共 6 题")
        thought = answer(page.locator("#stem").inner_text())
        if thought is None:
            left_out += 1
        else:
            options = [values(each)[-1] for each in page.locator(".option").all_inner_texts()]
            nearest = min(range(4), key=lambda index: abs(options[index] - thought))
            page.locator(".option").nth(nearest).click()
        page.locator("form [type=submit]").click()
    if left_out:
        expect(page.locator("form .note")).to_contain_text("没有作答")
        page.locator("form [type=submit]").click()
    expect(page.locator(".result .big")).to_be_visible()


def learns(page: Page, url: str, before: Callable[[str], float | None]) -> None:
    """Opens the letter's lesson, with a quiz before and one after it."""
    page.locator(".card").get_by_role("link", name="打开").click()
    page.wait_for_url("**/learn/surviving-a-fall/lesson-reading-a-fall*")
    takes_quiz(page, url, "before", before)
    page.goto(f"{url}{COURSE}/lesson-reading-a-fall")
    page.get_by_role("link", name="学完了，下一课").click()
    expect(page.locator("h1")).to_contain_text("第二课")
    takes_quiz(page, url, "after", taught)
    expect(page.locator(".result .big")).to_have_text("6 / 6")


def writes(page: Page) -> None:
    """Fills the form of a new campaign."""
    for path, words in {
        "title.zh": "下跌时先看懂自己的比例",
        "text.zh": LETTER,
        "title.en": "Read your own ratio first",
        "text.en": LETTER_EN,
    }.items():
        page.locator(f"[data-path='{path}']").fill(words)
    page.locator("[data-path=course]").select_option("surviving-a-fall")
    page.locator("[data-path=lesson]").select_option("lesson-reading-a-fall")
    page.get_by_role("button", name="维持担保比例低于（%）").click()
    page.locator("[data-path='audience.ratio_below']").fill("170")
    page.locator("#save").click()
    expect(page.locator("#saved")).to_have_text("已保存")


def test_a_lesson_is_sent_to_those_it_helps_and_what_they_learned_is_measured(
    opens: Opens, album: Album, server: Server
) -> None:
    educator = opens("/console", height=1000)
    as_staff(educator, "demo-educator")
    educator.locator("#new").click()
    writes(educator)
    expect(educator.locator(".reach b")).to_have_text("3")
    expect(educator.locator(".samples .letter").first).to_contain_text("130.00%")
    album.take(educator, "campaign-written")
    educator.get_by_role("button", name="返回").click()
    educator.locator("[data-step=submit]").click()
    expect(educator.locator("#approval")).to_contain_text("须由另一人审批", timeout=20_000)
    expect(educator.locator("[data-step=approve]")).to_have_count(0)

    supervisor = opens("/console")
    as_staff(supervisor, "demo-supervisor")
    supervisor.locator(".places").get_by_role("link", name="投教活动").click()
    supervisor.locator("#entries .entry").first.click()
    expect(supervisor.locator(".reach b")).to_have_text("3")
    album.take(supervisor, "campaign-approval")
    supervisor.locator("[data-step=approve]").click()
    expect(supervisor.locator(".title .badge")).to_have_text("待发送", timeout=20_000)
    educator.locator("[data-step=run]").click()
    expect(educator.locator(".title .badge")).to_have_text("已完成", timeout=20_000)

    learner = opens("/")
    as_client(learner, "demo-watch")
    expect(learner.locator(".card")).to_contain_text("先看《下跌第一课：看懂自己的比例和距离》")
    album.take(learner, "card")
    learns(learner, server.url, untaught)
    expect(learner.locator(".gain .words")).to_have_text("提升 83 个百分点")
    album.take(learner, "gain")
    learner.goto(f"{server.url}{COURSE}/lesson-reading-a-fall")
    expect(learner.locator(".lesson section").first).to_be_visible()
    album.take(learner, "lesson")
    for persona, before in (("demo-call", untaught), ("demo-short", partly_taught)):
        page = opens("/")
        as_client(page, persona)
        learns(page, server.url, before)

    expect(educator.locator(".gain-words")).to_contain_text("+77.78", timeout=20_000)
    expect(educator.locator(".grade", has_text="已发出")).to_contain_text("3")
    expect(educator.locator(".grade", has_text="已打开")).to_contain_text("3")
    expect(educator.locator(".grade", has_text="已学完")).to_contain_text("3")
    album.take(educator, "campaign-results")


def test_a_visitor_sees_what_of_a_text_would_not_go_out(opens: Opens, album: Album) -> None:
    visitor = opens("/guard", scheme="dark")
    visitor.locator("#text").fill(THREE_MISTAKES)
    visitor.locator("#client").select_option("demo-call")
    visitor.locator("#check").click()
    expect(visitor.locator("#issues li")).to_have_count(6)
    expect(visitor.locator("#corrected")).to_contain_text("2026-11-23 15:00")
    album.take(visitor, "guard")


@pytest.fixture
def played(tmp_path: Path, chromium: Browser, watch: Watch) -> Iterator[Opens]:
    """Opens pages of a demo firm that lives through the crash day as fast as it can."""
    running = Server(tmp_path / "home", "--play", "crash-day", "--speed", "0")
    running.start()
    until = time.monotonic() + DAY_WITHIN_S
    while not json.loads((running.home / "home.json").read_text())["clock"].startswith(DAY_ENDS):
        assert time.monotonic() < until, "the day does not end"
        time.sleep(0.5)
    yield from opening(chromium, running, watch)
    running.kill()


def test_a_day_on_which_the_market_falls_is_in_the_chat_and_fills_the_console(
    played: Opens, album: Album
) -> None:
    client = played("/", width=360)
    as_client(client, "demo-watch")
    says(client, "我的维持担保比例是多少？")
    expect(client.locator(".answer[data-action]").last).to_contain_text("122.93%")
    says(client, "为什么通知我？")
    expect(client.locator(".answer[data-action]").last).to_contain_text("2026-11-24 15:00")
    album.take(client, "crash-client")

    agent = played("/console/calls")
    agent.locator("[data-staff=demo-agent]").click()
    due = agent.locator("#entries .entry")
    expect(due.first).to_contain_text("demo-call")
    expect(due.nth(1)).to_contain_text("demo-watch")
    due.first.click()
    expect(agent.locator(".title .number")).to_have_text(re.compile("C20261120-"))
    album.take(agent, "crash-calls")

    officer = played("/console/approvals")
    officer.locator("[data-staff=demo-risk]").click()
    proposal = officer.locator("#entries .entry", has_text="陈**").filter(has_text="处分担保物")
    proposal.first.click()
    expect(officer.locator("[data-act=approve]")).to_be_visible()
    album.take(officer, "crash-approval")
