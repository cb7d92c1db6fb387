"""A server that is killed in the middle of a stream and started again: the desk's page loses and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import copy_of

from .test_real_product import free_port

pytestmark = pytest.mark.browser

STARTS_WITHIN_S = 90


class Server:
    """``liangrong demo`` on one home and one port, as often as it is started, with further ``words`` on its command line."""

    def __init__(self, home: Path, *words: str) -> None:
        self.home, self.port, self.words = home, free_port(), words
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {**os.environ, "LIANGRONG_HOME": str(self.home)}
        command = [
            sys.executable,
            "-c",
            "from bot.cli import main; main()",
            "demo",
            "--port",
            str(self.port),
            *self.words,
        ]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=1):
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail(f"{self.url} did not answer within {STARTS_WITHIN_S} s")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)


@pytest.fixture
def server(demo_home: Path, tmp_path: Path) -> Iterator[Server]:
    running = Server(copy_of(demo_home, tmp_path))
    running.start()
    yield running
    running.kill()


def client_page(chromium: Browser, url: str) -> Page:
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(url)
    page.locator("[data-persona=demo-call]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    page.locator("#text").fill("转人工")
    page.locator("#text").press("Enter")
    expect(page.locator(".answer[data-action]")).to_have_count(1)
    return page


def say(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")


def test_a_server_killed_in_mid_stream_comes_back_and_both_sides_have_every_word_once(
    chromium: Browser, server: Server
) -> None:
    client = client_page(chromium, server.url)
    agent = chromium.new_context(locale="zh-CN").new_page()
    agent.goto(f"{server.url}/console")
    agent.locator("[data-staff=demo-agent]").click()
    agent.locator("#entries .entry", has_text="demo-call").click()
    expect(agent.locator(".brief")).to_be_visible()
    agent.keyboard.press("c")
    draft = agent.locator(".composer textarea")
    expect(draft).to_be_enabled()
    say(client, "第一句")
    expect(agent.locator(".theirs", has_text="第一句")).to_have_count(1)
    draft.fill("您好，我在。")
    expect(agent.locator(".verdict")).to_contain_text("可以发送")

    server.kill()
    expect(agent.locator("#lost")).to_be_visible(timeout=15_000)
    draft.press("Enter")
    expect(agent.locator(".verdict")).to_contain_text("没有发出")
    server.start()

    expect(agent.locator("#lost")).to_be_hidden(timeout=15_000)
    expect(draft).to_have_value("您好，我在。")
    draft.press("Enter")
    expect(agent.locator(".ours")).to_have_count(1, timeout=15_000)
    say(client, "第二句")
    expect(agent.locator(".theirs", has_text="第二句")).to_have_count(1, timeout=15_000)
    expect(agent.locator(".theirs", has_text="第一句")).to_have_count(1)
    expect(agent.locator(".ours")).to_have_count(1)
    expect(client.locator("#log").get_by_text("您好，我在。", exact=True)).to_have_count(1, timeout=15_000)
    for page in (client, agent):
        page.context.close()
