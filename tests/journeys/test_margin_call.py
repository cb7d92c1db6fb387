"""A call from the falling price to the debt that is left, asked about in chat at every step, and proved in the end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from account_api.client import AccountError
from account_api.gateways.settings import GatewaySettings
from account_api.inspection.verify import verified
from tests.account_api.gateways.servers import SmsServer, sms_server
from tests.journeys.conftest import CENT, Json, Talk, Whole

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHO = "demo-watch"
CHEAPER = Decimal("0.93")
"""What the fills bring of the price that was expected."""


@pytest.fixture
def sms(whole: Whole) -> Iterator[SmsServer]:
    """The firm's SMS gateway, on this machine."""
    with sms_server() as server:
        whole.gateways = GatewaySettings(sms_url=server.url, sms_dedupes=True)
        yield server


async def test_a_call_is_told_part_met_overdue_sold_out_and_every_step_is_provable(
    whole: Whole, sms: SmsServer
) -> None:
    whole.work()
    talk = await whole.talk(WHO)
    assert "134.15%" in await talk.asks("我的维持担保比例是多少")
    case = await _called(whole, sms, talk)
    await _part_met(whole, talk, case)
    await _overdue(whole, sms, talk, case)
    run = await _decided(whole, talk, case)
    await _sold(whole, run)
    await _stated(whole, sms, talk, run)
    assert whole.replayed(talk) >= 20
    assert whole.sound()
    await _packed(whole, case)


async def _called(whole: Whole, sms: SmsServer, talk: Talk) -> str:
    """703,200 against 580,251.49 at the close: below 130 %, 109,152.09 short of 140 %."""
    whole.hands.until("2026-11-23T09:31")
    await whole.market("0.97")
    whole.work()
    assert "130.21%" in await talk.asks("我的维持担保比例是多少")
    whole.hands.until("2026-11-23T14:56")
    await whole.market("0.90")
    whole.work()
    assert await _case(whole) is None, "the contract calls at the close"
    assert "121.18%" in await talk.asks("我的维持担保比例是多少")
    whole.hands.until("2026-11-23T15:40")
    whole.work()
    case = await _case(whole)
    assert case is not None
    assert (case["state"], case["deadline"]) == ("called", "2026-11-24T15:00:00+08:00")
    assert case["amount_at_call"] == "109152.09"
    (letter,) = [each for each in sms.sent if each["client"] == WHO]
    assert "121.18%" in letter["text"] and "109,152.09" in letter["text"]
    await talk.hears("为什么通知我", "121.18%", "130%")
    await talk.hears("还差多少", "109,152.09", "2026-11-24 15:00")
    await _receipt(whole, sms, letter)
    await talk.hears(f"这条短信是你们发的吗：{letter['text']}", "2026-11-23 15:40")
    await talk.hears("你们发的短信都送达了吗", "2026-11-23 15:40", "2026-11-23 15:41")
    agent = await whole.talk("demo-agent")
    listed = await agent.asks("追保客户名单按截止时间排给我")
    assert listed.index("demo-call") < listed.index(WHO), "demo-call was due a day earlier"
    return str(case["id"])


async def _part_met(whole: Whole, talk: Talk, case: str) -> None:
    """20,000 arrive the next morning: 89,296.98 are still lacking."""
    whole.hands.until("2026-11-24T10:00")
    await whole.market("0.90")
    await whole.feed(WHO, "cash_in", amount="20000")
    whole.work()
    now = await _case(whole)
    assert now is not None and (now["id"], now["state"]) == (case, "part_met")
    assert now["missing_amount"]["display"] == "89,296.98"
    await talk.hears("还差多少", "89,296.98")


async def _overdue(whole: Whole, sms: SmsServer, talk: Talk, case: str) -> None:
    """The market falls on, the deadline passes by the clock, the client is told, and a proposal waits for a person."""
    whole.hands.until("2026-11-24T14:59")
    await whole.market("0.70")
    whole.hands.until("2026-11-24T15:01")
    whole.work()
    now = await _case(whole)
    assert now is not None and (now["id"], now["state"]) == (case, "overdue")
    assert "liquidation" in [each["kind"] for each in now["notices"]]
    assert any(each["client"] == WHO and "15:00已过" in each["text"] for each in sms.sent)
    await talk.hears("还差多少", "2026-11-24 15:00", "已过")
    detail = await (await whole.signed_in("demo-risk")).call_case(case)
    (proposal,) = [each for each in detail["proposals"] if each["state"] == "proposed"]
    assert (proposal["kind"], proposal["made_by"]) == ("liquidation", "worker")
    assert not detail["liquidations"], "nothing is sold by itself"


async def _decided(whole: Whole, talk: Talk, case: str) -> str:
    """A risk officer approves the next morning; only then an order list goes out."""
    whole.hands.until("2026-11-25T09:35")
    await whole.market("0.70")
    whole.work()
    risk, agent = await whole.signed_in("demo-risk"), await whole.signed_in("demo-agent")
    detail = await risk.call_case(case)
    (proposal,) = [each["id"] for each in detail["proposals"] if each["state"] == "proposed"]
    with pytest.raises(AccountError):
        await agent.approve(proposal, "坐席无权")
    await risk.approve(proposal, "按合同处分")
    (run,) = (await risk.call_case(case))["liquidations"]
    listed = (await risk.liquidation_orders_csv(run["id"])).decode()
    assert len(run["orders"]) == 4 and all(each["id"] in listed for each in run["orders"])
    await talk.hears("你们正在卖我的哪些股票", "中信证券 卖出 14,000 股", "已成交 0 股")
    return str(run["id"])


async def _sold(whole: Whole, run: str) -> None:
    """The fills come in, cheaper than expected, each once."""
    risk, feeder = await whole.signed_in("demo-risk"), await whole.signed_in("demo-feeder")
    for number, order in enumerate((await risk.liquidation_run(run))["orders"], start=1):
        whole.hands.on(minutes=1)
        fill: Json = {"id": f"F-{number}", "order": order["id"], "quantity": order["quantity"]}
        fill |= {"at": whole.hands.now.isoformat(), "costs": "30.00"}
        fill["price"] = str((Decimal(order["price"]) * CHEAPER).quantize(CENT))
        assert (await feeder.send_fills(run, [fill]))["applied"] == [fill["id"]]
        assert (await feeder.send_fills(run, [fill]))["known"] == [fill["id"]]
    assert sum(each["filled"] for each in (await risk.liquidation_run(run))["orders"]) == 21_800


async def _stated(whole: Whole, sms: SmsServer, talk: Talk, run: str) -> None:
    """The statement says what was sold, what it repaid and what remains; that goes to the client, and then the case is wound up."""
    risk = await whole.signed_in("demo-risk")
    whole.hands.on(minutes=1)
    ended = await risk.draw_up_statement("statement", run)
    assert ended["statement"] is not None
    figures = {name: each["display"] for name, each in ended["statement"]["figures"].items()}
    assert figures["total_assets"] == "0.00"
    whole.work()
    await talk.hears("你们卖了我哪些股票", figures["sold"])
    (letter,) = [each for each in sms.sent if figures["sold"] in each["text"]]
    case = ended["call_id"]
    await _receipt(whole, sms, letter)
    done = await risk.finish_call("finish", case, "已处分完毕")
    assert done["state"] == "closed_with_debt"
    whole.work()
    assert any(figures["residual_debt"] in each["text"] for each in sms.sent if each["client"] == WHO)
    assert "agree_repayment" in [each["what"] for each in (await risk.call_case(case))["tasks"]]
    await talk.hears("卖完还欠多少", figures["residual_debt"])


async def _packed(whole: Whole, case: str) -> None:
    """The inspection pack of the client holds the call, its notices with receipts and the conversation, and checks out."""
    officer = await whole.signed_in("demo-compliance")
    archive = await officer.inspection_pack(WHO, since=date(2026, 11, 20), until=date(2026, 11, 25))
    with zipfile.ZipFile(io.BytesIO(archive)) as pack:
        looked, broken = verified(pack)
        assert case in pack.read("calls.json").decode()
    assert broken == [] and looked["figures"] > 10 and looked["snapshots"] >= 4 and looked["chats"] >= 1, (
        looked
    )


async def test_a_price_that_comes_back_after_the_call_unmakes_nothing(whole: Whole) -> None:
    """The call stands as it was frozen; the market ends it at the next close, and the client is told."""
    talk = await whole.talk(WHO)
    case = await _called_at_the_close(whole)
    whole.hands.until("2026-11-24T09:31")
    await whole.market("1.10")
    whole.work()
    now = await _case(whole)
    assert now is not None and now["id"] == case["id"]
    assert now["amount_at_call"] == case["amount_at_call"] == "109152.09"
    await talk.hears("为什么通知我", "121.18%")
    whole.hands.until("2026-11-24T15:41")
    whole.work()
    (ended,) = [each for each in await _cases(whole) if each["id"] == case["id"]]
    assert ended["state"] == "met_by_market" and ended["closed_at"] is not None
    assert "call_ended" in [each["kind"] for each in ended["notices"]]
    assert len([each for each in await _cases(whole) if each["kind"] == "maintenance"]) == 1
    assert whole.sound()


async def test_a_silent_gateway_loses_and_doubles_nothing(whole: Whole, sms: SmsServer) -> None:
    """It takes the message and answers nothing: asked again with the same key, it sends it once."""
    sms.behaviours.extend(["taken-then-cut"] * 8)
    case = await _called_at_the_close(whole)
    mine = [each for each in case["notices"] if each["channel"] == "sms"]
    assert [each["delivered_at"] for each in mine] == [None]
    for _ in range(6):
        whole.hands.on(minutes=31)
        whole.work()
    assert len([each for each in sms.sent if each["id"] == mine[0]["id"]]) == 1
    assert len([each for each in sms.requests if each["id"] == mine[0]["id"]]) > 1
    proof = await (await whole.signed_in(WHO)).notice_proof(WHO, mine[0]["id"])
    assert [each["outcome"] for each in proof["attempts"]].count("taken") == 1
    assert whole.sound()


async def _called_at_the_close(whole: Whole) -> Json:
    whole.work()
    whole.hands.until("2026-11-23T14:56")
    await whole.market("0.90")
    whole.hands.until("2026-11-23T15:40")
    whole.work()
    case = await _case(whole)
    assert case is not None and case["state"] == "called"
    return case


async def _cases(whole: Whole) -> list[Any]:
    return list(await (await whole.signed_in(WHO)).margin_calls(WHO))


async def _case(whole: Whole) -> Json | None:
    """The open call of the liquidation line."""
    found = [each for each in await _cases(whole) if each["kind"] == "maintenance" and not each["closed_at"]]
    return found[0] if found else None


async def _receipt(whole: Whole, sms: SmsServer, letter: Json) -> None:
    """The gateway reports a minute later that the letter has arrived."""
    whole.hands.on(minutes=1)
    number = 1 + next(i for i, each in enumerate(sms.sent) if each["id"] == letter["id"])
    feeder = await whole.signed_in("demo-feeder")
    known = await feeder.report_receipt("sms", f"g-{number}", "delivered", whole.hands.now.isoformat())
    assert known["notice"] == letter["id"]
