"""From the first question to the first figure: somebody applies, is admitted, signs, is given a line, buys on margin, and asks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlmodel import select

from account_api.admission.questionnaires import version
from account_api.client import AccountError, NotFound
from account_api.clients.tables import AssetDay
from tests.journeys.conftest import Talk, Whole

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHO, DESK = "demo-applicant", "demo-agent2"
ASSETS = Decimal(860_000)
FACTS = {
    "first_trade": "2020-03-02",
    "annual_income": "420000",
    "net_assets": "3200000",
    "shareholding": "0",
    "affiliate": "no",
    "staff": "no",
    "debt_to_assets": "0.2",
}
"""What demo-applicant has not told yet, or has told otherwise."""
LISTS = {"blacklisted": "no", "material_default": "no"}
LINE = "170000"
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


async def test_a_newcomer_applies_and_in_the_end_asks_for_figures_that_replay(whole: Whole) -> None:
    talk = await whole.talk(WHO)
    await talk.hears("我能开两融账户吗", "480,000.00", "2027-02-20")
    await _applies(whole, talk)
    await _is_admitted(whole, talk)
    await _signs(whole, talk)
    await _is_granted_a_line(whole, talk)
    await _is_fed(whole)
    await _asks_for_everything(talk)
    assert whole.replayed(talk) >= 10
    assert whole.sound()


async def _applies(whole: Whole, talk: Talk) -> None:
    """Facts with documents, the questionnaire, handed in."""
    with whole.context.transaction() as session:  # the custodian's record of the last sessions
        for row in session.exec(select(AssetDay).where(AssetDay.client_id == WHO)):
            row.amount = ASSETS
    me = await whole.signed_in(WHO)
    assert (await me.open_application("open", WHO))["state"] == "draft"
    for name, value in FACTS.items():
        await me.state_fact(f"state {name}", WHO, name, value, "document", f"{name} 证明")
    asked = await me.start_questionnaire("start", WHO)
    best = {
        each.id: max(each.options, key=lambda option: option.points).id
        for each in version(asked["version"]).questions
    }
    await me.answer_questionnaire("answer", WHO, asked["version"], best)
    done = await me.finish_questionnaire("finish", WHO)
    assert (done["sitting"]["grade"], done["sitting"]["valid_until"]) == ("C5", "2028-11-19")
    sent = await me.submit_application("submit", WHO)
    assert (sent["state"], sent["next"]["by"]) == ("submitted", "desk")
    await talk.hears("我的开户申请到哪一步了", sent["id"], sent["state_text"]["zh"])


async def _is_admitted(whole: Whole, talk: Talk) -> None:
    """The desk verifies what the client said, the supervisor enters the lists, risk decides; nobody decides alone."""
    desk, supervisor = await whole.signed_in(DESK), await whole.signed_in("demo-supervisor")
    await desk.review_application("review", WHO)
    for name, value in LISTS.items():
        await supervisor.state_fact(f"list {name}", WHO, name, value, "report", "当日名单")
    facts = [each for each in await desk.facts(WHO) if each["state"] == "unverified"]
    assert len(facts) == len(FACTS) + len(LISTS)
    for each in facts:
        assert each["version"] is not None
        await desk.verify_fact(f"verify {each['name']}", WHO, each["name"], each["version"])
    sent = await desk.propose_admission("propose", WHO, "资料齐全")
    assert (sent["state"], sent["gaps"]) == ("proposed", [])
    proposal = str(sent["proposal_id"])
    with pytest.raises(AccountError):
        await desk.approve(proposal, "自己批")
    assert (await (await whole.signed_in("demo-risk")).approve(proposal, "符合条件"))["state"] == "approved"
    now = await desk.application(WHO)
    assert (now["state"], now["next"]["act"]) == ("approved", "sign")
    await talk.hears("我的开户申请到哪一步了", now["id"], now["state_text"]["zh"])


async def _signs(whole: Whole, talk: Talk) -> None:
    """Every section and disclosure is read, none faster than the firm allows, then the text of that hash is signed."""
    me = await whole.signed_in(WHO)
    with pytest.raises(NotFound):
        await me.account(WHO)
    text = await me.open_agreement(WHO)
    read = 0
    while text["next_step"] is not None:
        whole.hands.on(seconds=text["reading_seconds"])
        text = await me.read_step(WHO, text["id"], text["next_step"])
        read += 1
    assert read == len(text["steps"]) > 10
    signed = await me.sign_agreement("sign", WHO, text["id"], text["sha256"])
    assert (signed["state"], signed["version"], signed["effective_from"]) == ("signed", 2, "2026-11-20")
    assert signed["signature"] is not None and signed["signature"]["intact"]
    await talk.hears("我签的合同是哪个版本", signed["id"], "第 2 版", "2026-11-20")


async def _is_granted_a_line(whole: Whole, talk: Talk) -> None:
    """No more than the rules make of the file, by a second person."""
    me, risk = await whole.signed_in(WHO), await whole.signed_in("demo-risk")
    ceiling = (await me.credit_line(WHO))["ceiling"]
    assert ceiling is not None and ceiling["value"] == LINE
    asked = await me.ask_credit_line("line", WHO, LINE, "开户授信")
    assert (await me.credit_line(WHO))["line"] is None
    await risk.approve(asked["id"], "与测算一致")
    assert (await me.credit_line(WHO))["line"] == LINE
    await talk.hears("我的授信额度是多少", "170,000.00")


async def _is_fed(whole: Whole) -> None:
    """The next morning: cash, a purchase on margin, and prices that fall."""
    whole.hands.until("2026-11-23T09:31")
    await whole.prices({"600036.SH": "38.00"})
    await whole.feed(WHO, "cash_in", amount="300000")
    whole.hands.on(minutes=1)
    await whole.feed(WHO, "margin_buy", **BOUGHT)
    whole.hands.on(minutes=5)
    await whole.prices({"600036.SH": "36.50"})


async def _asks_for_everything(talk: Talk) -> None:
    """300,000 − 68.40 + 4,000 × 36.50 = 445,931.60 against 152,000."""
    for question, parts in (
        ("我的维持担保比例是多少", ("293.37%", "445,931.60", "152,000.00")),
        ("我的数据是几点的", ("09:37",)),
        ("我的授信额度是多少", ("170,000.00",)),
        ("我签的合同是哪个版本", ("G20261120-0001",)),
        ("今天我的账户有哪些变动", ("300,000.00", "NEW-F1")),
        ("我的开户申请到哪一步了", ("2026-11-20",)),
    ):
        await talk.hears(question, *parts)
