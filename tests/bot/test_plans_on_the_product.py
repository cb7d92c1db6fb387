"""Questions about what one could do, on the real product: the figures of the account service, said and bound."""

from __future__ import annotations

import pytest

from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = (
    ("demo-safe", "我最多还能融资买入多少招商银行", ("32,200 股", "707.83%", "226.64%", "保证金可用余额")),
    ("demo-safe", "我最多能融券卖出多少招行", ("可融券卖出 32,200 股",)),
    ("demo-safe", "how many shares of Moutai can I still buy on margin", ("800 shares", "229.97%")),
    ("demo-safe", "我能转出多少茅台", ("贵州茅台 可转出证券 500 股", "提取线")),
    ("demo-call", "我哪些股票可以转出去", ("现在没有可以转出的证券",)),
    ("demo-short", "兴业银行跌到多少我会被平仓", ("兴业银行 触线价格 13.5092 元", "-32.45%", "130%")),
    ("demo-short", "再跌多少到预警线", ("140%", "-23.41%", "55.74%", "-40.36%")),
    ("demo-short", "what price of Industrial Bank triggers my liquidation?", ("CNY 13.5092", "130%")),
    ("demo-short", "我到期一共要付多少利息", ("19,716.66", "2027-04-26", "12,895.84", "2027-04-30")),
    ("demo-call", "我只有5万能补到多少", ("134.73%", "35,714.29", "125,000.00", "2026-11-23 15:00")),
    ("demo-call", "我有15万够补吗", ("够到目标比例 140%", "85,714.29", "64,285.71")),
    ("demo-call", "哪种补法还来得及", ("2026-11-23 09:30", "转入证券：2026-11-24 才计入，赶不上")),
    ("demo-call", "I only have 50000 yuan, is it enough for the margin call?", ("134.73%",)),
    ("demo-short", "我的合约盈亏平衡价是多少", ("20.0903", "29.8508")),
)


@pytest.mark.parametrize(("client", "text", "parts"), ASKED)
async def test_a_plan_is_answered_with_its_figures(
    product: Product, client: str, text: str, parts: tuple[str, ...]
) -> None:
    token = (await product.accounts.demo_sign_in(client)).token
    session = await product.assistant.open_session(token, None)
    reply = await product.assistant.turn(session, "1", text)
    assert reply["action"] == "answer", reply["answer"]
    for part in parts:
        assert part in reply["answer"], reply["answer"]
    assert len(reply["answer"]) <= 600
    for figure in reply["figures"]:
        assert figure["trace_id"].startswith("t") and figure["formula"]


async def test_without_a_security_it_is_asked_for(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-safe")).token
    session = await product.assistant.open_session(token, None)
    assert (await product.assistant.turn(session, "1", "我还能融资买多少"))["action"] == "ask"


@pytest.mark.parametrize(
    "text", ["我最多还能融资买入多少招商银行", "兴业银行跌到多少我会被平仓", "我的触线价格"]
)
async def test_before_identity_no_plan_is_computed(product: Product, text: str) -> None:
    session = await product.assistant.open_session(None, None)
    reply = await product.assistant.turn(session, "1", text)
    assert reply["action"] == "ask" and not reply["figures"]


async def test_numbers_of_ones_own_stay_a_calculation(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-safe")).token
    session = await product.assistant.open_session(token, None)
    text = "总资产150万，全是股票，负债100万，再跌多少到130"
    reply = await product.assistant.turn(session, "1", text)
    assert reply["intent"] in ("calculation", "what_if")


async def said(product: Product, client: str, *texts: str) -> list[str]:
    token = (await product.accounts.demo_sign_in(client)).token
    session = await product.assistant.open_session(token, None)
    return [
        (await product.assistant.turn(session, str(number), text))["answer"]
        for number, text in enumerate(texts)
    ]


async def test_a_conversation_of_suppositions_lands_to_the_fen_and_comes_back_to_the_account(
    product: Product,
) -> None:
    now, moved, touched, basis, real = await said(
        product,
        "demo-short",
        "现在维持担保比例多少？",
        "兴业银行跌8%、中信证券涨5%、过10个自然日呢？",
        "兴业再跌到多少到130%？",
        "合同改成按市值计融券费呢？",
        "那真实的呢",
    )
    assert "165.89%" in now
    assert moved.startswith("【假设】")
    for part in ("154.18%", "1,420,000.00", "920,991.66"):
        assert part in moved
    assert "13.9458" in touched and "-24.20%" in touched and "【假设】" in touched
    assert "921,027.08" in basis and "154.17%" in basis
    assert "165.89%" in real and "【假设】" not in real


async def test_a_conversion_rate_of_nothing_moves_the_margin_and_not_the_ratio(product: Product) -> None:
    supposed, why = await said(
        product, "demo-call", "我的茅台折算率调成0了，会强平吗？", "那为什么我不能再融资买了？"
    )
    assert "维持担保比例不变，仍为 128.00%" in supposed and "-881,683.32" in supposed
    assert "平仓线 130%" in supposed and "折算率不影响" in supposed and "-778,083.32" in why


async def test_what_is_not_held_is_not_supposed(product: Product) -> None:
    (answer,) = await said(product, "demo-short", "如果宁德时代跌10%")
    assert "%" not in answer


async def test_an_english_supposition(product: Product) -> None:
    (answer,) = await said(
        product, "demo-short", "what if Industrial Bank falls 8% and CITIC Securities rises 5% after 10 days?"
    )
    assert answer.startswith("[Supposed]") and "154.18%" in answer and "CNY 920,991.66" in answer
