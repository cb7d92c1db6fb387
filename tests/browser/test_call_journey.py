"""A margin call on the pages, from the falling price to the debt that is left: the client asks at every step in the chat, the desk works
the list by deadline, a risk officer decides; and everything that was shown comes out the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from account_api.gateways.settings import GatewaySettings
from tests.account_api.gateways.servers import SmsServer, sms_server
from tests.conftest import copy_of
from tests.journeys.conftest import CENT

from .album import Album
from .conftest import Watch
from .firm import DUSK, Chat, Firm, Windows, decide, firm_on

pytestmark = pytest.mark.browser

WHO, CASE = "demo-watch", "C20261123-0002"
CHEAPER = Decimal("0.93")
"""What the fills bring of the price that was expected."""
SOLD = 21_800
"""Shares in the order list."""


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    """The firm's SMS gateway, on this machine."""
    with sms_server() as server:
        yield server


@pytest.fixture
def firm(demo_home: Path, tmp_path: Path, sms: SmsServer) -> Iterator[Firm]:
    with firm_on(copy_of(demo_home, tmp_path)) as running:
        running.whole.gateways = GatewaySettings(sms_url=sms.url, sms_dedupes=True)
        yield running


@pytest.fixture
def windows(chromium: Browser, firm: Firm, watch: Watch, shots: Path) -> Iterator[Windows]:
    opened = Windows(chromium, firm, watch, Album.opened(shots))
    yield opened
    opened.closed()


@dataclass(frozen=True, slots=True)
class Story:
    """The people of the story at their pages: the client, an agent at the list of calls, a risk officer at the same."""

    firm: Firm
    windows: Windows
    sms: SmsServer
    chat: Chat
    agent: Page
    risk: Page

    def at(self, moment: str, factor: str | None = None) -> None:
        """The market is at so many times the last close, or as it was, and the firm's jobs run."""
        self.firm.hands.until(moment)
        if factor is not None:
            self.firm.does(self.firm.whole.market(factor))
        self.firm.whole.work()

    def letter(self, words: str) -> dict[str, Any]:
        """The one text message to the client with these words."""
        (found,) = [each for each in self.sms.sent if each["client"] == WHO and words in each["text"]]
        return found

    def receipt(self, letter: dict[str, Any]) -> None:
        """The gateway reports a minute later that it has arrived."""
        self.firm.hands.on(minutes=1)
        number = 1 + next(i for i, each in enumerate(self.sms.sent) if each["id"] == letter["id"])
        feeder, at = self.firm.signed_in("demo-feeder"), self.firm.hands.now.isoformat()
        known = self.firm.does(feeder.report_receipt("sms", f"g-{number}", "delivered", at))
        assert known["notice"] == letter["id"]


def test_a_call_is_told_part_met_overdue_sold_out_and_asked_about_at_every_step(
    firm: Firm, windows: Windows, sms: SmsServer
) -> None:
    chat = windows.client(WHO)
    agent, risk = (windows.colleague(f"demo-{who}", "/console/calls") for who in ("agent", "risk"))
    story = Story(firm, windows, sms, chat, agent, risk)
    _falls(story)
    _is_called(story)
    _is_part_met(story)
    _is_overdue(story)
    _is_decided(story)
    _is_sold(story)
    _is_stated(story)
    assert chat.replayed(firm) >= 20
    assert firm.whole.sound()


def _falls(story: Story) -> None:
    """No call before the close, which the contract names."""
    chat = story.chat
    story.firm.whole.work()
    chat.asks("我的维持担保比例是多少", "134.15%")
    assert chat.recomputes() >= 1
    story.at("2026-11-23T09:31", "0.97")
    chat.asks("我的维持担保比例是多少", "130.21%")
    story.at("2026-11-23T14:56", "0.90")
    chat.asks("我的维持担保比例是多少", "121.18%")
    expect(story.agent.locator("#entries .entry", has_text=WHO)).to_have_count(0)


def _is_called(story: Story) -> None:
    """703,200 against 580,251.49 at the close: below 130 %, 109,152.09 short of 140 %; told by text message, with its receipt."""
    chat = story.chat
    story.at("2026-11-23T15:40")
    letter = story.letter("121.18%")
    assert "109,152.09" in letter["text"]
    chat.asks("为什么通知我", "121.18%", "130%")
    story.windows.pictured(chat.page, "call-why")
    chat.asks("还差多少", "109,152.09", "2026-11-24 15:00")
    assert chat.recomputes() >= 1
    story.receipt(letter)
    chat.asks(f"这条短信是你们发的吗：{letter['text']}", "2026-11-23 15:40")
    story.windows.pictured(chat.page, "call-genuine")
    chat.asks("你们发的短信都送达了吗", "2026-11-23 15:41")
    chat.asks("如果我什么都不做会怎样", "2026-11-24 15:00")
    story.windows.pictured(chat.page, "call-nothing-done")

    card = chat.page.locator(".card.notice", has_text="109,152.09")
    expect(card).to_contain_text("公司通知 · 2026-11-23 15:40")
    card.get_by_role("button", name="我已阅读").click()
    expect(card).to_have_count(0)

    agent = story.agent
    entries = agent.locator("#entries .entry")
    expect(entries).to_have_count(2)
    expect(entries.nth(0)).to_contain_text("demo-call")  # due a day earlier
    expect(entries.nth(1)).to_contain_text(WHO)
    expect(entries.nth(1)).to_contain_text("2026-11-24 15:00")
    entries.nth(1).click()
    expect(agent.locator(".title .number")).to_have_text(CASE)
    expect(_missing(agent)).to_contain_text("109,152.09")
    sent = agent.locator(".rows-table tr", has_text="短信").filter(has_text="2026-11-23 15:40")
    expect(sent).to_contain_text("2026-11-23 15:41")
    sent.get_by_role("button", name="查看").click()
    expect(agent.locator("#proof .quoted")).to_contain_text("109,152.09")
    story.windows.pictured(agent, "call-proof")
    agent.locator("#proof .close").click()
    story.windows.pictured(agent, "call-list")
    story.windows.pictured(agent, "call-list", (DUSK,))


def _is_part_met(story: Story) -> None:
    """20,000 arrive the next morning: 89,296.98 are still lacking, said in the chat and on the console."""
    story.firm.hands.until("2026-11-24T10:00")
    story.firm.does(story.firm.whole.market("0.90"))
    story.firm.does(story.firm.whole.feed(WHO, "cash_in", amount="20000"))
    story.firm.whole.work()
    story.chat.asks("还差多少", "89,296.98")
    assert story.chat.recomputes() >= 1
    expect(story.agent.locator(".title .badge").first).to_have_text("部分补足")
    expect(_missing(story.agent)).to_contain_text("89,296.98")
    story.windows.pictured(story.chat.page, "call-part-met")
    story.windows.pictured(story.agent, "call-part-met-desk")


def _is_overdue(story: Story) -> None:
    """The deadline passes by the clock; the client is told, a proposal waits for a person, and nothing is sold by itself."""
    story.firm.hands.until("2026-11-24T14:59")
    story.firm.does(story.firm.whole.market("0.70"))
    story.at("2026-11-24T15:01")
    story.letter("15:00已过")
    story.chat.asks("还差多少", "2026-11-24 15:00", "已过")
    story.windows.pictured(story.chat.page, "call-overdue")
    risk = story.risk
    risk.locator(f'[data-id="{CASE}"]').click()
    expect(risk.locator(".title .badge").first).to_have_text("已逾期")
    expect(risk.locator("#talk a[href*=approvals]").first).to_be_visible()
    expect(risk.locator(".rows-table", has_text="卖出")).to_have_count(0)
    story.windows.pictured(risk, "call-overdue-desk")


def _is_decided(story: Story) -> None:
    """Approved by a risk officer on the console the next morning; only then an order list goes out."""
    story.at("2026-11-25T09:35", "0.70")
    risk, link = story.risk, story.risk.locator("#talk a[href*=approvals]").first
    address = str(link.get_attribute("href"))
    story.windows.watch.expected.append(f"404 (Not Found) {story.firm.url}/console/api/approvals/")
    story.agent.goto(f"{story.firm.url}{address}")
    expect(story.agent.locator("#talk .empty.error")).to_be_visible()  # a sale is no business of an agent's
    link.click()
    expect(risk.locator(".title h2")).to_contain_text("处分担保物")
    story.windows.pictured(risk, "call-proposal")
    decide(risk, "approve", "按合同处分")
    expect(risk.locator(".title .badge")).to_have_text("已批准")
    answer = story.chat.asks("你们正在卖我的哪些股票", "中信证券 卖出 14,000 股")
    expect(answer).to_contain_text("已成交 0 股")
    story.windows.pictured(story.chat.page, "call-orders")


def _is_sold(story: Story) -> None:
    """The fills come in, cheaper than expected, each once; the console counts them."""
    firm, risk = story.firm, story.risk
    risk.goto(f"{firm.url}/console/calls#{CASE}")
    expect(risk.locator(".title .badge").first).to_have_text("处分中")
    feeder, officer = firm.signed_in("demo-feeder"), firm.signed_in("demo-risk")
    (run,) = firm.does(officer.call_case(CASE))["liquidations"]
    for number, order in enumerate(run["orders"], start=1):
        firm.hands.on(minutes=1)
        price = (Decimal(order["price"]) * CHEAPER).quantize(CENT)
        fill = {"id": f"F-{number}", "order": order["id"], "quantity": order["quantity"], "costs": "30.00"}
        fill |= {"at": firm.hands.now.isoformat(), "price": str(price)}
        assert firm.does(feeder.send_fills(run["id"], [fill]))["applied"] == [fill["id"]]
        assert firm.does(feeder.send_fills(run["id"], [fill]))["known"] == [fill["id"]]
    assert sum(order["quantity"] for order in run["orders"]) == SOLD
    expect(risk.locator(".rows-table tr", has_text="F-4")).to_be_visible()
    story.windows.pictured(risk, "call-fills")


def _is_stated(story: Story) -> None:
    """The statement, drawn up on the console, says what was sold and what remains; it reaches the client, and the case is wound up."""
    firm, risk, chat = story.firm, story.risk, story.chat
    firm.hands.on(minutes=1)
    risk.get_by_role("button", name="结束并出具结果").click()
    risk.locator("#asking-form .primary").click()
    expect(risk.locator("#asking")).to_be_hidden()
    risk.locator(".statement").scroll_into_view_if_needed()
    sold = _shown(risk.locator(".statement .figure[data-name=sold] .value"))
    owed = _shown(risk.locator(".statement .figure[data-name=residual_debt] .value"))
    story.windows.pictured(risk, "call-statement")
    firm.whole.work()
    chat.asks("你们卖了什么", sold)
    story.windows.pictured(chat.page, "call-sold")
    story.receipt(story.letter(sold))
    decide(risk, "finish", "已处分完毕")
    expect(risk.locator(".title .badge").first).to_have_text("处分后仍有欠款")
    firm.whole.work()
    story.letter(owed)
    chat.asks("卖完还欠多少", owed)
    story.windows.pictured(chat.page, "call-owed")


def _missing(page: Page) -> Locator:
    """What the open case says is still lacking."""
    return (
        page.locator("#talk .part", has=page.get_by_role("heading", name="还差多少")).locator(".figure").first
    )


def _shown(value: Locator) -> str:
    """A figure as it stands on the page, without its currency."""
    found = re.search(r"[\d,]+\.\d\d", value.first.inner_text())
    assert found is not None
    return found[0]
