"""Decisions in a real Chromium on the whole product: two people approve, one of two is told that the other was quicker, a policy goes
from its draft to its approval, a margin call to its proof, and a client signs, refuses an amendment, and finds it all readable on a
phone.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import copy_of

from .conftest import Watch, product_on

pytestmark = pytest.mark.browser

REASON = "资料齐全，同意"
STEPS = 23
UNSAID = """() => [...document.body.innerText.matchAll(/\\b[a-z]+_[a-z_]+\\b/g)].map(found => found[0])"""
WIDE = """() => [document.documentElement, ...document.querySelectorAll('.pane, .sheet, .board, .card, .panel, main')]
    .filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.className)"""
SMALL = """() => [...document.querySelectorAll('main button, main a.primary, main a.quiet, main select, .switch button, .sift select')]
    .filter(node => node.offsetParent && node.getBoundingClientRect().height < 43.5)
    .map(node => node.textContent)"""
NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea')]
    .filter(node => node.offsetParent && !(node.textContent.trim() || node.ariaLabel || node.labels?.length))
    .map(node => node.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo firm of its own that asks for no time to read: the journey is about the steps, not about waiting."""
    copied = copy_of(demo_home, tmp_path_factory.mktemp("benches"))
    with sqlite3.connect(copied / "account.db") as books:
        books.execute(
            "UPDATE firm_parameters SET value = ? WHERE name = ?",
            (json.dumps(0), "agreement_reading_seconds"),
        )
    books.close()
    return copied


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    """The product; no worker runs beside it."""
    with product_on(home) as address:
        yield address


Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, url: str, watch: Watch) -> Iterator[Opened]:
    """Opens a page in a browser of its own: the console as a colleague, or a client's page as whoever is signed in to its chat."""
    contexts: list[BrowserContext] = []

    def open_page(person: str, path: str, *, width: int = 1280, scheme: Any = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme, locale="zh-CN"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.attach(page)
        if path.startswith("/console"):
            page.goto(f"{url}{path}")
            page.locator(f"[data-staff={person}]").click()
            page.locator("#entries > li, #board section").first.wait_for()
        else:
            page.goto(f"{url}/learn")
            signed_in(page, url, person)
            page.goto(f"{url}{path}")
            page.locator("main h1").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    watch.verify(url)


def signed_in(page: Page, url: str, person: str) -> None:
    """The conversation of this tab belongs to ``person``, as after choosing them on the chat page."""
    session = page.request.post(f"{url}/chat/v1/sessions", data={}).json()["session"]
    answer = page.request.post(f"{url}/chat/v1/sessions/{session}/sign-in", data={"persona": person})
    assert answer.ok, answer.text()
    page.evaluate("session => sessionStorage.setItem('session', session)", session)


def choose(page: Page, number: str) -> None:
    page.locator(f'[data-id="{number}"]').click()
    expect(page.locator(".title .number")).to_have_text(re.compile(".+"))


def decide(page: Page, act: str, reason: str = REASON) -> None:
    page.locator(f"[data-act={act}]").click()
    page.locator("#asking textarea").fill(reason)
    page.locator("#asking-form .primary").click()
    expect(page.locator("#asking")).to_be_hidden()


def the_first(page: Page, words: str) -> str:
    return str(page.locator("#entries .entry").filter(has_text=words).first.get_attribute("data-id"))


def test_one_proposes_another_approves_and_the_client_signs(opened: Opened) -> None:
    agent, risk = opened("demo-agent", "/console/approvals"), opened("demo-risk", "/console/approvals")
    number = the_first(agent, "开立信用账户")
    choose(agent, number)
    expect(agent.locator("#approval-standing")).to_have_text("这是您提出的，须由另一人审批。")
    expect(agent.locator("[data-act=approve]")).to_have_count(0)
    choose(risk, number)
    risk.locator(".figure summary").first.click()
    expect(risk.locator(".figure[open] code").first).to_have_text(re.compile("^t"))
    risk.keyboard.press("a")
    risk.locator("#asking textarea").fill(REASON)
    risk.locator("#asking-form .primary").click()
    expect(risk.locator(".title .badge")).to_have_text("已批准")
    expect(risk.locator("#approval-reason")).to_have_text(REASON)
    expect(agent.locator(".title .badge")).to_have_text("已批准")  # without a reload

    client = opened("demo-newcomer", "/agreements")
    client.get_by_role("link", name="开始阅读").click()
    for read in range(STEPS):
        expect(client.locator(".step.now")).to_have_count(1)
        expect(client.locator(".reading .note")).to_have_text(f"已读 {read} / {STEPS}")
        client.get_by_role("button", name="我已阅读并理解").click()
    sign = client.get_by_role("button", name="签署合同")
    expect(sign).to_be_disabled()
    read_hash = str(client.locator(".signing .hash code").text_content())
    client.locator("#agreed").check()
    if client.locator("#code").count():
        client.get_by_role("button", name="发送验证码").click()
        code = str(client.locator("#demo-code").text_content())
        client.locator("#code").fill(code.rpartition("：")[2])
    sign.click()
    expect(client.locator(".page-head .state.good")).to_have_text("已签署")
    expect(client.locator(".panel code").first).to_have_text(read_hash)
    expect(client.get_by_text("全文与签署时一致")).to_be_visible()
    client.get_by_role("link", name="全部合同").click()
    expect(client.get_by_role("heading", name="现行合同")).to_be_visible()


def test_of_two_who_decide_the_second_is_told_kindly(opened: Opened, watch: Watch) -> None:
    watch.expected.append("409")
    risk, supervisor = (
        opened("demo-risk", "/console/approvals"),
        opened("demo-supervisor", "/console/approvals"),
    )
    number = the_first(risk, "合约展期")
    for page in (risk, supervisor):
        choose(page, number)
        page.locator("[data-act=approve]").click()
        page.locator("#asking textarea").fill(REASON)
    risk.locator("#asking-form .primary").click()
    expect(risk.locator(".title .badge")).to_have_text("已批准")
    supervisor.locator("#asking-form .primary").click()
    expect(supervisor.locator("#approval-quicker")).to_contain_text("已有同事先作了决定")
    expect(supervisor.locator(".trail")).to_contain_text("风控专员")
    expect(supervisor.locator("[data-act]")).to_have_count(0)


def test_a_policy_from_its_draft_over_its_impact_to_the_approval(opened: Opened, watch: Watch) -> None:
    watch.expected.append("422")
    risk = opened("demo-risk", "/console/policies")
    risk.keyboard.press("n")
    risk.locator("[name=code]").select_option("600519.SH")
    risk.locator("[name=conversion_rate]").fill("0.95")
    risk.locator("[name=effective]").fill("2026-12-07")
    risk.locator("[name=reason]").fill("波动加大")
    risk.get_by_role("button", name="保存草稿").click()
    expect(risk.locator('[data-refusal="security.conversion_rate"]')).not_to_be_empty()
    risk.locator("[name=conversion_rate]").fill("0.55")
    risk.get_by_role("button", name="保存草稿").click()
    expect(risk.locator(".title .badge")).to_have_text("草稿")
    expect(risk.locator("[data-act=propose]")).to_have_count(0)
    risk.locator("[data-act=impact]").click()
    expect(risk.locator(".tile b").first).to_have_text("2")
    expect(risk.locator(".named-account")).to_have_count(2)
    risk.locator("[data-act=propose]").click()
    expect(risk.locator(".title .badge")).to_have_text("待审批")
    risk.locator(".hint-line a").click()
    expect(risk.locator("#approval-standing")).to_have_text("这是您提出的，须由另一人审批。")
    address = risk.url

    compliance = opened("demo-compliance", address[address.index("/console") :])
    expect(compliance.locator(".title h2")).to_have_text("公司政策变更")
    compliance.locator("[data-act=impact]").click()
    expect(compliance.get_by_text("重新测算，与上次一致")).to_be_visible()
    decide(compliance, "approve")
    expect(compliance.locator(".title .badge")).to_have_text("已批准")


def test_a_call_from_the_list_to_its_proof(opened: Opened) -> None:
    agent = opened("demo-agent2", "/console/calls")
    expect(agent.locator("#entries .entry")).to_have_count(2)
    agent.keyboard.press("j")
    expect(agent.locator(".lead")).to_contain_text("截止 2026-11-18 15:00")
    expect(agent.locator(".timeline li").first).to_contain_text("留存快照")
    agent.get_by_role("button", name="查看").first.click()
    expect(agent.locator("#proof .quoted")).to_contain_text("补足")
    expect(agent.locator("#proof .facts")).to_contain_text("送达")
    agent.locator("#proof .close").click()
    agent.keyboard.press("l")
    agent.locator("#asking-fields [name=result]").select_option("reached")
    agent.locator("#asking-form .primary").click()
    expect(agent.locator(".timeline li").filter(has_text="联系客户")).to_contain_text("已接通")
    expect(agent.locator("[data-act=extension], [data-act=waiver], [data-act=liquidation]")).to_have_count(0)


def test_a_message_that_was_given_up_is_looked_at_and_sent_on_its_way_again(
    opened: Opened, home: Path
) -> None:
    at = "2026-11-20 08:00:00.000000"
    with sqlite3.connect(home / "account.db") as books:
        books.executemany(
            "INSERT INTO outbox (kind, payload, dedupe_key, state, attempts, next_try, created_at, last_error)"
            " VALUES ('notice_sms', '{}', ?, ?, 6, ?, ?, ?)",
            [("notice:N-1", "dead", at, at, "no route"), ("notice:N-2", "uncertain", at, at, "cut off")],
        )
    books.close()
    admin = opened("demo-admin", "/console/feed")
    letters = admin.locator("[data-part=feed_letters] tbody tr")
    expect(letters).to_have_count(2)
    expect(letters.nth(0)).to_contain_text("notice:N-1")
    expect(letters.nth(0)).to_contain_text("no route")
    for left, hint in ((1, "从头计"), (0, "可能收到两次")):
        letters.first.get_by_role("button", name="重试").click()
        expect(admin.locator("#asking-fields")).to_contain_text(hint)
        admin.locator("#asking-form .primary").click()
        expect(letters).to_have_count(left)


def test_a_fact_is_verified_and_the_list_says_whose_turn_it_is(opened: Opened) -> None:
    agent = opened("demo-agent2", "/console/applications")
    choose(agent, "demo-applicant")
    row = agent.locator(".rows-table tr").filter(has_text="年收入")
    expect(row).to_contain_text("待核实")
    row.get_by_role("button", name="核实").click()
    agent.locator("#asking-form .primary").click()
    expect(row).to_contain_text("已核实")
    expect(row).to_contain_text("坐席乙")


def test_an_amendment_is_read_side_by_side_and_refused(opened: Opened) -> None:
    client = opened("demo-watch", "/agreements")
    client.get_by_role("link", name="查看变更").first.click()
    expect(client.locator(".side.old").first).to_contain_text("140%")
    expect(client.locator(".side.new").first).to_contain_text("145%")
    client.get_by_role("button", name="不同意").click()
    expect(client.locator("#asking-text")).to_have_text("原合同继续有效，您的账户条件不变。")
    client.locator("#asking .primary").click()
    expect(client.locator(".page-head .state.bad")).to_have_text("不同意")
    expect(client.locator(".answers")).to_have_count(0)


def test_whoever_is_not_signed_in_is_told_where_to_sign_in(chromium: Browser, url: str, watch: Watch) -> None:
    watch.expected.append("401")
    page = chromium.new_context(locale="zh-CN").new_page()
    watch.attach(page)
    page.goto(f"{url}/agreements")
    expect(page.locator("main h1")).to_have_text("请先登录")
    watch.verify(url)
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (768, "light"), (1280, "dark")])
def test_every_page_holds_at_every_width_and_says_everything_in_words(
    opened: Opened, shots: Path, width: int, scheme: str
) -> None:
    page = opened("demo-risk", "/console/approvals", width=width, scheme=scheme)
    for name in ("approvals", "calls", "applications", "policies", "feed"):
        page.goto(f"{page.url.partition('/console')[0]}/console/{name}")
        if name == "feed":
            page.locator("#board .card").first.wait_for()
        else:
            page.locator("#entries .entry").first.click()
            page.locator("#talk .case").wait_for()
        for lang in ("zh", "en", "zh-Hant"):
            page.locator(f"[data-lang={lang}]").click()
            page.wait_for_timeout(250)
            assert page.evaluate(WIDE) == [], (name, lang)
            assert page.evaluate(UNSAID) == [], (name, lang)
            assert page.evaluate(NAMELESS) == [], (name, lang)
        if width == 360:
            assert page.evaluate(SMALL) == [], name
        page.screenshot(path=shots / f"{name}.png")
