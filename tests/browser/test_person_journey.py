"""A person joins the conversation on the page: who is there, what they write, and what survives a lost server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..bot.channels.fakes import MESSAGE, FakeAssistant
from .conftest import Watch, serving
from .fake_product import create_app

pytestmark = pytest.mark.browser

PERSON = {"handoff": "H1", "state": "attended", "name": "林静", "call_back": None}
WAITING = {**PERSON, "state": "waiting", "name": None}
RULE = "现在融资保证金比例最低是多少？"


@dataclass
class Firm:
    """A server that can go away and come back with the same conversations, at the same address."""

    assistant: FakeAssistant = field(default_factory=lambda: FakeAssistant(delay_s=0.02))
    url: str = ""
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        app = create_app(self.assistant, key=b"k" * 32)
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        self.url = self.running.enter_context(serving(app, port))

    def stop(self) -> None:
        self.running.close()


@pytest.fixture
def firm() -> Iterator[Firm]:
    firm = Firm()
    firm.start()
    yield firm
    firm.stop()


@pytest.fixture
def page(context: BrowserContext, firm: Firm, watch: Watch) -> Iterator[Page]:
    page = context.new_page()
    watch.attach(page)
    page.goto(firm.url)
    page.locator("#status:not(:empty)").wait_for()
    yield page
    watch.verify(firm.url)


def choose(page: Page, persona: str) -> None:
    page.locator(f"[data-persona={persona}]").click()
    expect(page.locator("#log .note").last).to_be_visible()
    expect(page.locator("#send")).to_be_enabled()


def write(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    expect(page.locator("#send")).to_be_enabled()


def thread(page: Page) -> list[str]:
    """The kinds of everything in the thread, in order."""
    kinds: list[str] = page.locator("#log > *").evaluate_all("nodes => nodes.map(node => node.className)")
    return kinds


def test_a_person_comes_writes_and_leaves_and_a_reload_shows_it_all_in_order(
    page: Page, firm: Firm, shots: Path
) -> None:
    choose(page, "demo-call")
    write(page, RULE)
    expect(page.locator(".answer[data-action]")).to_have_count(1)
    firm.assistant.notify("s1", "raised", "已呼叫人工，编号 H20261120-0001。", WAITING)
    expect(page.locator("#presence")).to_have_text("已呼叫人工，正在等待接入")
    firm.assistant.notify("s1", "claimed", "林静 已接入，现在由坐席为您服务。", PERSON)
    expect(page.locator("#presence")).to_have_text("林静 正在为您服务")
    expect(page.locator("#text")).to_have_attribute("placeholder", "给林静留言")
    firm.assistant.say("s1", "a1", "您好，我是林静。\n- 先看您的账户\n- 再说怎么补")
    expect(page.locator(".person")).to_contain_text("先看您的账户")
    write(page, "好的，我在")
    expect(page.locator(".delivered")).to_have_text("已送达 林静")
    page.screenshot(path=shots / "person.png")
    firm.assistant.notify("s1", "closed", "本次人工服务已结束。", None)
    expect(page.locator("#presence")).to_be_hidden()
    live = thread(page)
    page.reload()
    expect(page.locator("#log .note")).to_have_count(3)
    assert thread(page) == live[1:]  # all but the page's own word on the sign-in
    assert thread(page) == ["question", "answer", "note", "note", "person", "question", "delivered", "note"]


def test_nothing_a_person_is_called_or_writes_becomes_markup(page: Page, firm: Firm) -> None:
    choose(page, "demo-call")
    evil = "<img src=x onerror=alert(1)>"
    firm.assistant.notify("s1", "claimed", f"{evil} 已接入", {**PERSON, "name": f"{evil}$&"})
    firm.assistant.say("s1", "a1", f"{evil}<script>alert(2)</script>", name=evil)
    expect(page.locator(".person")).to_contain_text("<script>alert(2)</script>")
    expect(page.locator(".person strong")).to_have_text(evil)
    expect(page.locator("#presence")).to_contain_text(f"{evil}$&")
    firm.assistant.account.messages.append(
        {**MESSAGE, "title": {"zh": evil, "en": evil}, "link": "javascript:alert(3)"}
    )
    expect(page.locator(".card h2")).to_have_text(evil)
    assert (page.locator(".card a").get_attribute("href") or "").startswith("/learn")
    expect(page.locator("#log img, #log script, #presence img")).to_have_count(0)
    words = "先看 /learn/surviving-a-fall/lesson-one。不是 https://evil.example/learn/x 也不是 /learning"
    firm.assistant.say("s1", "a2", words)
    last = page.locator(".person").last
    expect(last.locator(".text")).to_have_text(words)
    expect(last.locator("a")).to_have_text(["/learn/surviving-a-fall/lesson-one"])


def test_a_server_that_comes_back_loses_and_doubles_nothing(page: Page, firm: Firm, watch: Watch) -> None:
    watch.expected.append("net::ERR_")
    choose(page, "demo-call")
    firm.assistant.say("s1", "a1", "第一句")
    expect(page.locator(".person")).to_have_count(1)
    firm.stop()
    for number in (2, 3):
        firm.assistant.say("s1", f"a{number}", f"第{number}句")
    firm.start()
    expect(page.locator(".person")).to_have_count(3)
    firm.assistant.say("s1", "a4", "第4句")
    expect(page.locator(".person")).to_have_count(4)
    expect(page.locator("#offline")).to_be_hidden()
    texts = page.locator(".person .text").all_inner_texts()
    assert texts == ["第一句", "第2句", "第3句", "第4句"]


def test_two_tabs_of_one_client_show_the_same_and_a_sign_out_in_one_empties_the_other(
    page: Page, context: BrowserContext, firm: Firm
) -> None:
    choose(page, "demo-call")
    stored = page.evaluate("sessionStorage.getItem('session')")
    context.add_init_script(
        f"sessionStorage.getItem('session') || sessionStorage.setItem('session', '{stored}')"
    )
    other = context.new_page()
    other.goto(firm.url)
    expect(other.locator("#sign-out")).to_be_visible()
    write(page, "我的维持担保比例是多少？")
    expect(other.locator(".answer[data-action]")).to_contain_text("128.00%")
    write(other, "我要补多少？")
    expect(page.locator(".answer[data-action]")).to_have_count(2)
    firm.assistant.say("s1", "a1", "两边都看得到")
    for tab in (page, other):
        expect(tab.locator(".person")).to_have_count(1)
    other.locator("#sign-out").click()
    for tab in (page, other):
        expect(tab.locator("#sign-in")).to_be_visible()
        expect(tab.locator(".person, .answer")).to_have_count(0)
    other.close()


def test_a_message_of_the_firm_is_a_card_that_leads_to_its_lesson_or_stops(
    page: Page, firm: Firm, watch: Watch, shots: Path
) -> None:
    watch.expected.append("404")  # the lessons are not part of this server
    firm.assistant.account.messages += [dict(MESSAGE), {**MESSAGE, "id": "I-2"}]
    choose(page, "demo-watch")
    expect(page.locator(".card")).to_have_count(2)
    page.screenshot(path=shots / "cards.png")
    page.locator(".card").nth(1).get_by_role("button", name="不再接收").click()
    expect(page.locator(".card").nth(1)).to_contain_text("已停止")
    assert firm.assistant.account.education is False
    page.locator(".card").nth(0).get_by_role("link", name="打开").click()
    page.wait_for_url("**/learn/surviving-a-fall")
    assert [bool(row["opened_at"]) for row in firm.assistant.account.messages] == [True, False]
    page.go_back()
    expect(page.locator(".card")).to_have_count(1)


def test_a_notice_of_the_firm_is_read_and_cannot_be_stopped(page: Page, firm: Firm, shots: Path) -> None:
    text = {"zh": "您的维持担保比例低于平仓线。", "en": "Your ratio is below the liquidation line."}
    title = {"zh": "追加担保物通知", "en": "Margin call"}
    notice = {**MESSAGE, "id": "N-1", "kind": "notice", "title": title, "text": text, "link": "/"}
    firm.assistant.account.messages.append(notice)
    choose(page, "demo-watch")
    card = page.locator(".card.notice")
    expect(card).to_contain_text("公司通知")
    expect(card).not_to_contain_text("学习提醒")
    expect(card.get_by_role("button", name="不再接收")).to_have_count(0)
    page.screenshot(path=shots / "notice.png")
    card.get_by_role("button", name="我已阅读").click()
    expect(card).to_have_count(0)
    assert firm.assistant.account.messages[0]["opened_at"]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_top_of_a_new_answer_is_in_sight(chromium: Browser, firm: Firm, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 640}, locale="zh-CN")
    page = context.new_page()
    page.goto(firm.url)
    choose(page, "demo-call")
    for question in ("我的维持担保比例是多少？", "我要补多少，什么时候之前？"):
        write(page, question)
        answer = page.locator(".answer[data-action]").last
        expect(answer.locator(".text").first).to_be_visible()
        box, header = answer.bounding_box(), page.locator(".top").bounding_box()
        footer = page.locator(".bottom").bounding_box()
        assert box and header and footer
        assert header["y"] + header["height"] <= box["y"] < footer["y"] - 40
        if width == 360:
            assert footer["height"] <= 104, footer["height"]
    context.close()
