"""Campaigns and courses in a real Chromium on the whole product: what is refused stands beside its field, nothing becomes
markup, nobody approves alone, a held one shows both rows, and every width holds. (The whole way to a gain is in the tour.)"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.account_api.campaigns.making import BODY
from tests.conftest import copy_of

from .conftest import Watch, product_on

pytestmark = pytest.mark.browser

EVIL = '<img src=x onerror="document.title=666">'
PLAIN = {"zh": "一起学《{course_title}》", "en": "Learn “{course_title}”"}
EVERYBODY = {"audience": {"course_not_done": "surviving-a-fall"}, "text": PLAIN}
NUMBERS = count()


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(demo_home, tmp_path_factory.mktemp("campaigns"))


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    """The product; no relay runs beside it."""
    with product_on(home) as address:
        yield address


Seat = Callable[..., Page]


@pytest.fixture
def seat(chromium: Browser, url: str, watch: Watch) -> Iterator[Seat]:
    """Opens the campaigns (or another page of the console) in a browser of its own."""
    contexts: list[BrowserContext] = []

    def sit(staff: str = "demo-educator", path: str = "/console/campaigns", **options: Any) -> Page:
        size = {"width": options.get("width", 1280), "height": 860}
        scheme, locale = options.get("scheme", "light"), options.get("locale", "zh-CN")
        context = chromium.new_context(viewport=size, color_scheme=scheme, locale=locale)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.attach(page)
        page.goto(f"{url}{path}")
        page.locator(f"[data-staff={staff}]").click()
        page.locator("#entries li, .course-card").first.wait_for()
        return page

    yield sit
    for context in contexts:
        context.close()
    watch.verify(url)


def call(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A write as the page sends it, past its buttons."""
    csrf = page.locator("meta[name=csrf]").get_attribute("content") or ""
    address = page.url.partition("/console")[0] + f"/console/api/{path}"
    answer = page.request.post(address, data=body, headers={"X-CSRF-Token": csrf})
    assert answer.ok, answer.text()
    return dict(answer.json())


def submitted(educator: Page, **changes: Any) -> str:
    draft = call(educator, "campaigns", {"key": f"k{next(NUMBERS)}", "campaign": BODY | changes})
    call(educator, f"campaigns/{draft['id']}/submit", {})
    return str(draft["id"])


def choose(page: Page, campaign: str) -> None:
    page.locator(f'[data-id="{campaign}"]').click()
    expect(page.locator(".title .number")).to_have_text(campaign)


def write(page: Page, **texts: str) -> None:
    words = {"title.zh": "看懂比例", "title.en": "Read it", "text.zh": "您好", "text.en": "Hello"} | texts
    for path, text in words.items():
        page.locator(f'[data-path="{path}"]').fill(text)


def no_sideways_scrolling(page: Page) -> None:
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('.pane, .sheet, .taught')]
            .filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.className)"""
    )
    assert wide == []


def test_what_is_refused_stands_beside_its_field_and_goes_when_it_is_right(seat: Seat, watch: Watch) -> None:
    watch.expected.append("422")
    page = seat()
    page.keyboard.press("n")
    expect(page.locator('[data-path="title.zh"]')).to_be_focused()
    write(page, **{"text.en": ""})
    page.keyboard.press("Control+Enter")
    expect(page.locator('[data-refusal="text.en"]')).to_have_text("请填写。")
    write(page, **{"text.zh": "跌30%也不怕"})
    page.locator("#save").click()
    expect(page.locator('[data-refusal="text.zh"]')).to_contain_text("“30%”是手写的数字")
    expect(page.locator('[data-refusal="audience"]')).to_contain_text("就是所有客户")
    expect(page.locator('[data-refusal="text.en"]')).to_be_hidden()
    expect(page.locator('[data-path="text.zh"]')).to_be_focused()
    assert page.locator('[data-path="text.zh"]').get_attribute("aria-invalid") == "true"

    page.locator('[data-path="text.zh"]').fill("")
    slots = page.locator(".tongue").first
    slots.get_by_role("button", name="姓名", exact=True).click()
    page.keyboard.type("，您的比例为 ")
    slots.get_by_role("button", name="维持担保比例").click()
    expect(page.locator('[data-path="text.zh"]')).to_have_value("{name}，您的比例为 {ratio}")
    expect(page.locator(".mirror .slot")).to_have_text(["姓名", "维持担保比例"])
    page.get_by_role("button", name="维持担保比例低于（%）").click()
    page.keyboard.type("140")
    page.locator('[data-path="course"]').select_option("surviving-a-fall")
    page.locator('[data-path="lesson"]').select_option("lesson-reading-a-fall")
    expect(page.locator(".cited li")).to_have_count(3)
    page.locator("#save").click()
    expect(page.locator("#saved")).to_have_text("已保存")
    expect(page.locator(".refusal:visible")).to_have_count(0)
    expect(page.locator(".reach b")).to_have_text("2")
    expect(page.locator(".samples .letter").first).to_contain_text("（截至 2026-11-20 16:00）")


def test_a_draft_follows_when_a_field_is_left_and_survives_reload_and_language(seat: Seat) -> None:
    page = seat()
    page.locator("#new").click()
    write(page)
    page.reload()
    expect(page.locator('[data-path="title.zh"]')).to_have_value("看懂比例")
    page.get_by_role("button", name="账户状态").click()
    page.locator("#save").click()
    expect(page.locator(".reach b")).to_have_text("1")
    page.locator('[data-path="audience.band"]').select_option("call")
    expect(page.locator("#saved")).to_have_text("已保存")
    page.locator('[data-path="text.zh"]').fill("还没写完")
    expect(page.locator("#saved")).to_have_text("有未保存的修改")
    page.locator("[data-lang=en]").click()
    expect(page.locator('[data-path="text.zh"]')).to_have_value("还没写完")
    expect(page.locator("legend").first).to_have_text("Letter")
    expect(page.locator("#saved")).to_have_text("Saved")
    page.reload()
    expect(page.locator('[data-path="text.zh"]')).to_have_value("还没写完")


def test_unsaved_changes_are_not_left_without_asking(seat: Seat) -> None:
    page = seat()
    campaign = call(page, "campaigns", {"key": f"k{next(NUMBERS)}", "campaign": BODY})["id"]
    page.reload()
    choose(page, campaign)
    page.keyboard.press("e")
    page.locator('[data-path="title.zh"]').fill("另一个标题")
    page.evaluate("document.querySelector('.acts .quiet').click()")
    expect(page.locator("#asking")).to_be_visible()
    page.locator("#asking .close").click()
    expect(page.locator('[data-path="title.zh"]')).to_be_visible()


def test_nothing_in_a_campaign_becomes_markup(seat: Seat) -> None:
    page = seat()
    words = {"zh": "<img src=x onerror=alert(name)>", "en": "<script>alert(name)</script>"}
    campaign = submitted(page, title=words, text=words)
    page.reload()
    choose(page, campaign)
    expect(page.locator(".samples .letter").first).to_contain_text("<img src=x")
    expect(page.locator(".letter").nth(1)).to_contain_text("<script>alert")
    page.locator("[data-lang=en]").click()
    expect(page.locator(".title h2")).to_contain_text("<script>alert")
    assert page.locator("main img, nav img, main script").count() == 0


def test_nobody_approves_alone_and_a_broad_one_is_confirmed(seat: Seat, watch: Watch) -> None:
    watch.expected.append("409")
    educator, supervisor = seat(), seat("demo-supervisor")
    campaign = submitted(educator, **EVERYBODY)
    educator.reload()
    choose(educator, campaign)
    expect(educator.locator("#approval")).to_have_text("您撰写或提交了这个活动，须由另一人审批。")
    expect(educator.locator("[data-step=approve]")).to_have_count(0)
    supervisor.reload()
    choose(supervisor, campaign)
    expect(supervisor.locator(".broad")).to_be_visible()
    supervisor.locator("[data-step=approve]").click()
    expect(supervisor.locator("#refusal")).to_have_text("该活动面向半数以上客户，请确认。")
    supervisor.locator("#broad input").check()
    supervisor.locator("[data-step=approve]").click()
    expect(supervisor.locator(".title .badge")).to_have_text("待发送")
    expect(educator.locator("[data-step=run]")).to_be_visible()
    educator.locator("[data-step=run]").dblclick()
    expect(educator.locator(".title .badge")).to_have_text("发送中")
    expect(educator.locator(".measured")).to_contain_text("待发出 7")
    educator.locator("[data-step=cancel]").click()
    educator.locator("#asking-form").get_by_role("button", name="确定").click()
    expect(educator.locator(".measured .tallies")).to_contain_text("活动取消")


def test_a_held_campaign_shows_the_rule_then_and_now(seat: Seat, home: Path, shots: Path) -> None:
    educator, compliance = seat(), seat("demo-compliance")
    campaign = submitted(educator)
    call(compliance, f"campaigns/{campaign}/approve", {"confirm_broad": False})
    written_under_the_rule_of_2023(home, campaign)
    educator.reload()
    expect(educator.locator(f'[data-id="{campaign}"]')).to_contain_text("规则已变")
    choose(educator, campaign)
    educator.locator("[data-step=run]").click()
    expect(educator.locator(".held")).to_contain_text("活动已暂停")
    expect(educator.locator(".side.old strong")).to_have_text("80%")
    expect(educator.locator(".side.new strong")).to_have_text("100%")
    expect(educator.locator(".side.new")).to_contain_text("2026-01-19")
    educator.screenshot(path=shots / "held.png")
    educator.locator("[data-step=edit]").click()
    educator.locator("#save").click()
    expect(educator.locator("#saved")).to_have_text("已保存")
    educator.get_by_role("button", name="返回").click()
    expect(educator.locator(".title .badge")).to_have_text("草稿")
    expect(educator.locator(".held")).to_have_count(0)


def written_under_the_rule_of_2023(home: Path, campaign: str) -> None:
    """As if the campaign had been written before the ratio was raised."""
    with sqlite3.connect(home / "account.db") as books:
        (kept,) = books.execute("SELECT rules FROM campaigns WHERE id = ?", (campaign,)).fetchone()
        rules = json.loads(kept)
        rules["financing_margin_ratio"][0] |= {
            "value": "0.80",
            "display": "80%",
            "display_en": "80%",
            "valid_from": "2023-09-11",
        }
        books.execute("UPDATE campaigns SET rules = ? WHERE id = ?", (json.dumps(rules), campaign))
    books.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_width_shows_list_campaign_form_and_courses_without_sideways_scrolling(
    seat: Seat, shots: Path, width: int, scheme: str
) -> None:
    page = seat(width=width, scheme=scheme, locale="en-US")
    campaign = submitted(page)
    page.reload()
    choose(page, campaign)
    expect(page.locator(".reach b")).to_be_visible()
    page.screenshot(path=shots / "campaign.png")
    no_sideways_scrolling(page)
    page.keyboard.press("n")
    expect(page.locator("legend").first).to_be_visible()
    page.screenshot(path=shots / "form.png")
    no_sideways_scrolling(page)
    page.locator(".places a[href$=education]").click()
    expect(page.locator(".course-card")).to_have_count(2)
    page.locator(".fold summary").first.click()
    page.screenshot(path=shots / "courses.png")
    no_sideways_scrolling(page)


@pytest.mark.parametrize(("lang", "words"), [("zh-Hant", "課程與題目"), ("en", "Courses and items")])
def test_the_courses_speak_the_other_languages_without_a_reload(seat: Seat, lang: str, words: str) -> None:
    page = seat("demo-compliance", "/console/education")
    expect(page.locator("h1")).to_have_text("课程与题目")
    page.locator(f"[data-lang={lang}]").click()
    expect(page.locator("h1")).to_have_text(words)
    expect(page.locator(".course-card a.quiet").first).to_have_attribute(
        "href", f"/learn/before-opening?lang={lang}"
    )
