"""A client on the page: chooses who to be, asks, reads, checks the proof, loses the line, comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Watch

pytestmark = pytest.mark.browser

RATIO = "我的维持担保比例是多少？"
CURES = "我要补多少，什么时候之前？"
RULE = "现在融资保证金比例最低是多少？"


def choose(page: Page, persona: str) -> None:
    page.locator(f"[data-persona={persona}]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    expect(page.locator("#send")).to_be_enabled()


def ask(page: Page, question: str) -> None:
    """Types a question and waits for the whole answer."""
    answered = page.locator(".answer[data-action]").count()
    page.locator("#text").fill(question)
    page.locator("#text").press("Enter")
    expect(page.locator(".answer[data-action]")).to_have_count(answered + 1)
    expect(page.locator("#send")).to_be_enabled()


def test_a_client_asks_three_questions_and_checks_the_proof(page: Page, shots: Path) -> None:
    page.screenshot(path=shots / "start.png", full_page=True)
    choose(page, "demo-call")
    for question in (RATIO, CURES, RULE):
        ask(page, question)
    answers = page.locator(".answer")
    expect(answers.nth(0)).to_contain_text("128.00%")
    expect(answers.nth(0).locator("svg.gauge title")).to_have_text("维持担保比例 128.00%")
    expect(answers.nth(1).locator(".figure")).to_have_count(3)
    page.screenshot(path=shots / "answers.png")

    answers.nth(2).locator(".cite").click()
    expect(page.locator("#passage")).to_be_visible()
    expect(page.locator("#passage mark")).to_have_text("融资保证金比例不得低于100%。")
    expect(page.locator("#passage-facts")).to_contain_text("2026-01-19")
    page.screenshot(path=shots / "citation.png")
    page.locator("#passage .close").click()

    figure = answers.nth(0).locator(".figure")
    figure.locator("summary").click()
    for shown in ("算式", "总资产", "1,280,000 元", "平仓线", "追踪号", "t0123456789abcdef01234567"):
        expect(figure).to_contain_text(shown)
    figure.get_by_role("button", name="重新计算").click()
    expect(figure.locator(".recomputed")).to_contain_text("相同")
    page.screenshot(path=shots / "figure.png")
    assert len(list(shots.iterdir())) == 4


def test_everything_can_be_done_with_the_keyboard_alone(page: Page) -> None:
    tab_to(page, "[data-persona=demo-call]")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type(RATIO)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator(".answer[data-action]")).to_have_count(1)
    expect(page.locator("#text")).to_be_focused()
    tab_to(page, ".figure summary", backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator(".figure .proof")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".recomputed")).to_contain_text("相同")
    tab_to(page, "#text")
    page.keyboard.type(RULE)
    page.keyboard.press("Enter")
    expect(page.locator(".answer[data-action]")).to_have_count(2)
    expect(page.locator("#text")).to_be_focused()
    tab_to(page, ".cite", backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator("#passage")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#passage")).to_be_hidden()
    expect(page.locator(".cite")).to_be_focused()


def tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    for _ in range(60):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    pytest.fail(f"{selector} cannot be reached with the Tab key")


def test_a_choice_is_a_button_that_asks(page: Page) -> None:
    choose(page, "demo-call")
    ask(page, RATIO)
    page.get_by_role("button", name="要补多少", exact=True).click()
    expect(page.locator(".answer[data-action]")).to_have_count(2)
    expect(page.locator(".answer").nth(1)).to_contain_text("85,714.29")
    expect(page.locator(".answer").nth(0).locator(".choice").first).to_be_disabled()


def test_the_conversation_survives_a_reload_and_a_new_chat_starts_over(page: Page) -> None:
    choose(page, "demo-call")
    ask(page, RATIO)
    page.reload()
    expect(page.locator(".question")).to_contain_text(RATIO)
    expect(page.locator(".answer .figure")).to_have_count(1)
    expect(page.locator("#sign-out")).to_be_visible()
    page.locator("#new-chat").click()
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator(".question")).to_have_count(0)
    expect(page.locator("#sign-in")).to_be_visible()


def test_a_dropped_line_is_tried_again_with_the_same_message(page: Page, watch: Watch) -> None:
    watch.expected.append("net::ERR_FAILED")
    sent: list[str] = []
    drops = iter([True, True, False])

    def drop(route: Route) -> None:
        sent.append(route.request.post_data_json["message_id"])
        route.abort() if next(drops) else route.continue_()

    choose(page, "anonymous")
    page.route("**/messages", drop)
    page.locator("#text").fill(RULE)
    page.locator("#text").press("Enter")
    expect(page.locator(".undelivered")).to_be_visible()
    expect(page.locator("#offline")).to_be_hidden()
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".answer[data-action]")).to_have_count(1)
    expect(page.locator(".undelivered")).to_have_count(0)
    assert len(sent) == 3 and len(set(sent)) == 1


def test_password_and_code_sign_a_client_in(page: Page, watch: Watch) -> None:
    watch.expected.append("401")
    page.locator("#sign-in").click()
    page.locator("[name=username]").fill("demo-call")
    page.locator("[name=password]").fill("wrong")
    page.locator("[name=password]").press("Enter")
    expect(page.locator("#sign-in-error")).to_have_text("登录失败")
    page.locator("[name=password]").fill("correct horse")
    page.locator("[name=password]").press("Enter")
    expect(page.locator("#demo-code")).to_contain_text("246810")
    page.locator("[name=code]").fill("246810")
    page.locator("[name=code]").press("Enter")
    expect(page.locator("#sign-in-dialog")).to_be_hidden()
    ask(page, RATIO)
    expect(page.locator(".answer .figure")).to_have_count(1)


def test_a_message_without_words_gets_a_friendly_word(page: Page, watch: Watch) -> None:
    watch.expected.append("422")
    page.locator("#text").fill("👍")
    page.locator("#text").press("Enter")
    expect(page.locator(".answer.hint")).to_contain_text("只看得懂文字")


def test_nothing_a_reader_writes_becomes_markup(page: Page) -> None:
    choose(page, "anonymous")
    ask(page, "<img src=x onerror=alert(1)> 最低是多少？")
    expect(page.locator(".question")).to_contain_text("<img src=x")
    expect(page.locator("#log img")).to_have_count(0)


def test_language_and_theme_are_the_readers_choice(page: Page, shots: Path) -> None:
    page.locator("[data-lang=en]").click()
    expect(page.locator("h1")).to_have_text("Margin trading, answered with proof")
    expect(page.locator("#status")).to_contain_text("Model off")
    page.locator("[data-lang=zh-Hant]").click()
    expect(page.locator("h1")).to_contain_text("融資融券")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    expect(page.locator("h1")).to_contain_text("融資融券")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.screenshot(path=shots / "traditional.png")


def test_nothing_runs_off_the_side(page: Page) -> None:
    choose(page, "demo-call")
    for question in (RATIO, CURES, RULE):
        ask(page, question)
    for summary in page.locator(".figure summary").all():
        summary.click()
    assert page.locator(".figure[open]").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_watch_sees_a_breach_of_the_policy(page: Page, watch: Watch) -> None:
    page.evaluate("fetch('https://elsewhere.invalid/').catch(() => null)")
    assert any("Content Security Policy" in text for text in watch.errors)
    watch.expected.append("elsewhere.invalid")
