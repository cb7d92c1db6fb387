"""The installed product as a stranger starts it: `liangrong demo` on an empty home, then a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Watch

pytestmark = pytest.mark.browser

STARTS_WITHIN_S = 90
PASSWORD = "a-demo-password"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo started by the command line on an empty home."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    environment = {**os.environ, "LIANGRONG_HOME": str(home), "LIANGRONG_DEMO_PASSWORD": PASSWORD}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--port", str(port)]
    with (home / "output").open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within {STARTS_WITHIN_S} s")


def ask(page: Page, question: str) -> None:
    answered = page.locator(".answer[data-action]").count()
    page.locator("#text").fill(question)
    page.locator("#text").press("Enter")
    expect(page.locator(".answer[data-action]")).to_have_count(answered + 1)
    expect(page.locator("#send")).to_be_enabled()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (360, "light")])
def test_the_three_questions_of_a_called_client(
    chromium: Browser, demo: str, watch: Watch, shots: Path, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN"
    )  # type: ignore[arg-type]
    page = context.new_page()
    watch.attach(page)
    page.goto(demo)
    page.locator("[data-persona=demo-call]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    for question in ("我的维持担保比例是多少？", "要补多少？", "现在融资保证金比例最低是多少？"):
        ask(page, question)
    answers = page.locator(".answer")
    expect(answers.nth(0)).to_contain_text("128.00%")
    for amount in ("85,714.29", "120,000.00", "300,000.00", "2026-11-23 15:00"):
        expect(answers.nth(1)).to_contain_text(amount)
    expect(answers.nth(2)).to_contain_text("100%")
    page.wait_for_timeout(600)  # the last answer fades in
    page.screenshot(path=shots / f"real-{width}-{scheme}.png")
    answers.nth(2).locator(".cite").first.click()
    expect(page.locator("#passage")).to_be_visible()
    expect(page.locator("#passage mark").first).to_contain_text("100%")
    page.locator("#passage .close").click()
    figure = answers.nth(0).locator(".figure").first
    figure.locator("summary").click()
    figure.get_by_role("button", name="重新计算").click()
    expect(figure.locator(".recomputed")).to_contain_text("相同")
    watch.verify(demo)
    context.close()


def test_a_client_signs_in_with_password_and_code(chromium: Browser, demo: str, watch: Watch) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    watch.attach(page)
    page.goto(demo)
    ask(page, "我的维持担保比例是多少？")
    expect(page.locator(".answer").last).to_contain_text("登录")
    assert page.locator(".answer .figure").count() == 0
    page.locator("#sign-in").click()
    page.locator("dialog[open] input[autocomplete=username]").first.fill("demo-short")
    page.locator("dialog[open] input[type=password]").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    code = page.locator("dialog[open] input[autocomplete=one-time-code]")
    expect(code).to_be_visible()
    shown = page.locator("dialog[open]").inner_text()
    code.fill(next(word for word in shown.replace("：", " ").split() if word.isdigit() and len(word) == 6))
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    ask(page, "我的维持担保比例是多少？")
    expect(page.locator(".answer").last).to_contain_text("165.89%")
    watch.verify(demo)
    context.close()


def test_signing_out_takes_the_account_off_the_page_and_the_choice_to_log_in_opens_the_dialog(
    chromium: Browser, demo: str, watch: Watch
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="en-US")
    page = context.new_page()
    watch.attach(page)
    page.goto(demo)
    page.locator("[data-persona=demo-call]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    ask(page, "我的维持担保比例是多少？")
    expect(page.locator("#log")).to_contain_text("128.00%")
    page.locator("#sign-out").click()
    expect(page.locator("#log .note").last).to_contain_text("Signed out")
    expect(page.locator("#log")).not_to_contain_text("128.00%")
    page.reload()
    expect(page.locator("#log")).not_to_contain_text("128.00%")
    ask(page, "我的维持担保比例是多少？")
    page.locator(".choice", has_text="登录").click()
    expect(page.locator("dialog[open] input[autocomplete=username]")).to_be_focused()
    watch.verify(demo)
    context.close()


def test_another_day_chosen_below_the_composer_changes_the_rules_and_is_said(
    chromium: Browser, demo: str, watch: Watch
) -> None:
    context = chromium.new_context(viewport={"width": 768, "height": 900}, locale="zh-CN")
    page = context.new_page()
    watch.attach(page)
    page.goto(demo)
    expect(page.locator("#as-of")).to_have_value("2026-11-20")
    page.locator("#as-of").fill("2025-06-01")
    ask(page, "现在融资保证金比例最低是多少？")
    expect(page.locator(".answer .eyebrow")).to_contain_text("2025-06-01")
    expect(page.locator(".answer .direct").first).to_contain_text("80%")
    page.locator("#as-of").fill("")
    ask(page, "现在融资保证金比例最低是多少？")
    expect(page.locator(".answer").last).to_contain_text("100%")
    expect(page.locator(".answer").last.locator(".eyebrow")).to_have_count(0)
    watch.verify(demo)
    context.close()


def test_a_client_learns_under_the_own_name_from_the_first_test_to_the_gain(
    chromium: Browser, demo: str, watch: Watch
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="zh-CN")
    page = context.new_page()
    watch.attach(page)
    page.goto(demo)
    page.locator("[data-persona=demo-watch]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    for stage in ("before", "after"):
        page.goto(f"{demo}/learn/before-opening/quiz/{stage}")
        last = page.locator("form [type=submit]", has_text="交卷")
        for _ in range(12):
            page.locator(".option").first.click()
            if last.count():
                break
            shown = page.locator(".meta").inner_text()
            page.locator("form [type=submit]").click()
            expect(page.locator(".meta")).not_to_have_text(shown)
        last.click()
        expect(page.locator(".result .big")).to_be_visible()
        expect(page.locator(".mark .key").first).not_to_be_empty()
    expect(page.locator(".gain .level")).to_have_count(2)
    page.goto(f"{demo}/learn/before-opening/lesson-margin-ratio")
    expect(page.locator(".lesson section").first).to_be_visible()
    page.get_by_role("link", name="学完了，下一课").click()
    expect(page.locator("h1")).to_contain_text("第五课")
    page.goto(f"{demo}/learn/before-opening")
    expect(page.locator(".where")).to_contain_text("您的名下")
    expect(page.locator(".lessons .read")).to_have_count(1)
    watch.verify(demo)
    context.close()
