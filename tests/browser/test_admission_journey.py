"""From the first question to the first figure, on the pages: somebody applies in the chat, is admitted by two people, signs, is granted
a line, buys on margin, and asks for all of it; and everything that was shown comes out the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from account_api.clients.tables import AssetDay
from tests.conftest import copy_of

from .album import Album
from .conftest import Watch
from .firm import DUSK, Chat, Firm, Windows, decide, firm_on

pytestmark = pytest.mark.browser

WHO, NAME = "demo-applicant", "郑**"
ASSETS = Decimal(860_000)
FACTS = {
    "first_trade": ("2020-03-02", "证券账户首笔成交记录"),
    "annual_income": ("420000", "纳税记录"),
    "net_assets": ("3200000", "资产证明"),
    "shareholding": ("0", "持股声明"),
    "affiliate": ("no", "关联关系声明"),
    "staff": ("no", "从业情况声明"),
    "debt_to_assets": ("0.2", "征信报告"),
}
"""What the applicant enters of himself, and the document that goes with it."""
LISTS = ("是否列入公司黑名单", "是否有重大违约记录")
"""What the firm's own lists say, entered by a supervisor."""
APPLICATION, AGREEMENT = "AP20261120-0001", "G20261120-0001"
STEPS = 23
BOUGHT = {
    "contract": "NEW-F1",
    "security": "600036.SH",
    "quantity": 4000,
    "price": "38.00",
    "annual_rate": "0.065",
    "margin_ratio": "1.00",
    "due": "2027-05-21",
    "fee": "68.40",
}


@pytest.fixture
def firm(demo_home: Path, tmp_path: Path) -> Iterator[Firm]:
    with firm_on(copy_of(demo_home, tmp_path)) as running:
        yield running


@pytest.fixture
def windows(chromium: Browser, firm: Firm, watch: Watch, shots: Path) -> Iterator[Windows]:
    opened = Windows(chromium, firm, watch, Album.opened(shots))
    yield opened
    opened.closed()


def test_a_newcomer_applies_is_admitted_signs_and_asks_for_figures_that_replay(
    firm: Firm, windows: Windows
) -> None:
    chat = windows.client(WHO)
    _applies(firm, windows, chat)
    _is_admitted(windows, chat)
    _signs(firm, windows, chat)
    _is_granted_a_line(windows, chat)
    _is_fed(firm)
    _asks_for_everything(windows, chat)
    assert chat.replayed(firm) >= 10
    assert firm.whole.sound()


def _applies(firm: Firm, windows: Windows, chat: Chat) -> None:
    """An application is taken back and another opened; facts with documents, the questionnaire in the chat, handed in."""
    chat.asks("我能开两融账户吗", "480,000.00", "20,000.00", "2027-02-20")
    assert chat.recomputes() == 4
    windows.pictured(chat.page, "admission-asks")
    chat.asks("撤回申请", "AP20261119-0001")
    chat.asks("行", "已撤回")
    chat.asks("我要开两融", "撤回")
    chat.asks("确认", APPLICATION)
    chat.asks("还差什么材料", "净资产尚未填写")
    with firm.whole.context.transaction() as session:  # the custodian's record of the last sessions
        for row in session.exec(select(AssetDay).where(AssetDay.client_id == WHO)):
            row.amount = ASSETS
    me = firm.signed_in(WHO)
    for name, (value, paper) in FACTS.items():
        firm.does(me.state_fact(f"state {name}", WHO, name, value, "document", paper))
    chat.asks("做风险测评", "7/14")
    windows.pictured(chat.page, "admission-questionnaire")
    for number in range(8, 15):
        chat.asks("D", f"{number}/14")
    chat.asks("D", "14 题都答完了")
    chat.asks("确认", "C4", "2028-11-19")
    chat.asks("提交申请", APPLICATION)
    chat.asks("确认", "已提交")
    chat.asks("我的开户申请到哪一步了", APPLICATION, "待受理")
    windows.pictured(chat.page, "admission-handed-in")


def _is_admitted(windows: Windows, chat: Chat) -> None:
    """The desk verifies, a supervisor enters the lists, risk decides; whoever proposed does not."""
    desk = windows.colleague("demo-agent2", "/console/applications")
    _choose(desk, WHO)
    decide(desk, "review", "资料已收到")
    supervisor = windows.colleague("demo-supervisor", "/console/applications")
    _choose(supervisor, WHO)
    for fact in LISTS:
        row = supervisor.locator(".rows-table tr", has_text=fact)
        row.get_by_role("button", name="录入").click()
        supervisor.locator("#asking [name=source]").select_option("report")
        supervisor.locator("#asking [name=evidence]").fill("当日名单")
        supervisor.locator("#asking-form .primary").click()
        expect(row).to_contain_text("待核实")
    _verifies(desk, windows)
    decide(desk, "propose", "资料齐全")
    expect(desk.locator(".title .badge").first).to_have_text("待审批")
    windows.pictured(desk, "admission-proposed")
    address = str(desk.locator("#talk a[href*=approvals]").first.get_attribute("href"))
    desk.goto(f"{windows.firm.url}{address}")
    expect(desk.locator("#approval-standing")).to_have_text("这是您提出的，须由另一人审批。")
    chat.asks("我的开户申请到哪一步了", APPLICATION, "待审批")

    risk = windows.colleague("demo-risk", address)
    expect(risk.locator("#approval-standing")).to_contain_text("请核对要点、数字和内容")
    windows.pictured(risk, "admission-approval")
    decide(risk, "approve", "符合条件")
    expect(risk.locator(".title .badge")).to_have_text("已批准")
    expect(desk.locator(".title .badge")).to_have_text("已批准")
    chat.asks("我的开户申请到哪一步了", APPLICATION, "已通过", "签署")


def _verifies(desk: Page, windows: Windows) -> None:
    """Everything that waits for it, one after the other; what the supervisor has entered is there without a reload."""
    waiting = desk.locator(".rows-table").get_by_role("button", name="核实")
    expect(waiting).to_have_count(len(FACTS) + len(LISTS), timeout=20_000)
    windows.pictured(desk, "admission-facts")
    for left in range(len(FACTS) + len(LISTS) - 1, -1, -1):
        waiting.first.click()
        desk.locator("#asking-form .primary").click()
        expect(waiting).to_have_count(left)


def _signs(firm: Firm, windows: Windows, chat: Chat) -> None:
    """Every section is read, none faster than the firm allows, then the text of that hash is signed."""
    page = chat.page
    page.goto(f"{firm.url}/agreements")
    page.get_by_role("link", name="开始阅读").click()
    for read in range(STEPS):
        expect(page.locator(".reading .note")).to_have_text(f"已读 {read} / {STEPS}")
        if read == 0:
            windows.pictured(page, "admission-reading")
        firm.hands.on(minutes=1)
        page.get_by_role("button", name="我已阅读并理解").click()
    sign = page.get_by_role("button", name="签署合同")
    expect(sign).to_be_disabled()
    read_hash = str(page.locator(".signing .hash code").text_content())
    page.locator("#agreed").check()
    page.locator(".signing").scroll_into_view_if_needed()
    windows.pictured(page, "admission-signing")
    if page.locator("#code").count():
        page.get_by_role("button", name="发送验证码").click()
        expect(page.locator("#demo-code")).not_to_be_empty()
        page.locator("#code").fill(str(page.locator("#demo-code").text_content()).rpartition("：")[2])
    sign.click()
    expect(page.locator(".page-head .state.good")).to_have_text("已签署")
    expect(page.locator(".panel code").first).to_have_text(read_hash)
    windows.pictured(page, "admission-signed")
    page.goto(firm.url)
    expect(page.locator(".answer[data-action]").last).to_contain_text("签署")
    chat.asks("我签的合同是哪个版本", AGREEMENT, "第 2 版", "2026-11-20")


def _is_granted_a_line(windows: Windows, chat: Chat) -> None:
    """Asked for in the chat, no more than the rules make of the file; granted by a person on the console."""
    chat.asks("我想申请提额", "多少额度")
    chat.asks("17万，打算长期持有", "170,000.00")
    request = re.search(r"P20261120-\d{4}", chat.asks("确认", "审批").inner_text())
    assert request is not None
    chat.asks("批了吗", request[0], "170,000.00")
    windows.pictured(chat.page, "admission-line-asked")
    risk = windows.colleague("demo-risk", f"/console/approvals#{request[0]}")
    expect(risk.locator("#talk")).to_contain_text("170,000.00")
    windows.pictured(risk, "admission-line")
    decide(risk, "approve", "与测算一致")
    expect(risk.locator(".title .badge")).to_have_text("已批准")
    chat.asks("我的授信额度是多少", "170,000.00")


def _is_fed(firm: Firm) -> None:
    """The next morning: cash and shares, a purchase on margin, and prices that fall."""
    whole = firm.whole
    firm.hands.until("2026-11-23T09:31")
    firm.does(whole.prices({"600036.SH": "38.00", "600519.SH": "1400.00"}))
    firm.does(whole.feed(WHO, "cash_in", amount="300000"))
    firm.does(whole.feed(WHO, "collateral_in", security="600519.SH", quantity=100))
    firm.hands.on(minutes=1)
    firm.does(whole.feed(WHO, "margin_buy", **BOUGHT))
    firm.hands.on(minutes=5)
    firm.does(whole.prices({"600036.SH": "36.50"}))


def _asks_for_everything(windows: Windows, chat: Chat) -> None:
    """300,000 − 68.40 + 100 × 1,400 + 4,000 × 36.50 = 585,931.60 against 152,000."""
    for question, parts in (
        ("我的维持担保比例是多少", ("385.48%", "585,931.60", "152,000.00")),
        ("我的数据是几点的", ("09:37",)),
        ("我的融资合约", ("NEW-F1", "152,000.00", "2027-05-21")),
        ("我的授信额度是多少", ("170,000.00",)),
        ("我签的合同是哪个版本", (AGREEMENT,)),
        ("今天我的账户有哪些变动", ("300,000.00", "NEW-F1")),
        ("我的开户申请到哪一步了", (APPLICATION, "2026-11-20")),
    ):
        chat.asks(question, *parts)
        chat.recomputes()
        if question == "我的维持担保比例是多少":
            windows.pictured(chat.page, "admission-ratio")
            windows.pictured(chat.page, "admission-ratio", (DUSK,))
    windows.pictured(chat.page, "admission-all")


def _choose(page: Page, number: str) -> None:
    page.locator(f'[data-id="{number}"]').click()
    expect(page.locator(".title .number")).to_have_text(re.compile(".+"))
