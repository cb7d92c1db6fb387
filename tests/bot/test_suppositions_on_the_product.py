"""Suppositions that go on from one another, on the whole product: which step is replaced, what comes on top, what is dropped, to the fen."""

from __future__ import annotations

import pytest

from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

Said = tuple[str, tuple[str, ...]]
NOBODY = None
PAID_50 = ("用账户外现金还款 50,000", "134.73%")
TALKS: tuple[tuple[str | None, str, tuple[Said, ...]], ...] = (
    # another sum in the place of the last, also after a human word
    (
        "demo-call",
        "zh",
        (
            ("假设我还五万会变成多少", PAID_50),
            ("那还八万呢", ("代替刚才的 用账户外现金还款 50,000", "139.13%")),
            ("ok", ()),
            ("换成6万呢", ("代替刚才的 用账户外现金还款 80,000", "136.17%")),
            ("如果不是六万而是九万", ("代替刚才的 用账户外现金还款 60,000", "140.65%")),
            ("外加存进去两万", ("在刚才的假设上，再加 现金 +20,000", "142.85%")),
        ),
    ),
    (
        "demo-call",
        "en",
        (
            ("What if I deposit 50,000?", ("133.00%",)),
            ("ok", ()),
            ("and 90,000?", ("In place of cash +50,000, cash +90,000", "137.00%")),
            ("still short?", ("137.00%", "add collateral CNY 30,000.00")),
            ("and also repay 30,000", ("On top of what was supposed", "141.23%")),
        ),
    ),
    (
        "demo-call",
        "zh-Hant",
        (
            ("如果我入十二萬呢", ("140.00%",)),
            ("夠未", ("不低於補足線 140%", "不差錢", "不低於平倉線 130%")),
            ("咁六萬又點", ("代替剛才的 現金 +120,000", "134.00%")),
            ("仲爭幾多", ("60,000.00", "42,857.15")),
            ("而家假設咗啲乜", ("1. 現金 +60,000",)),
            ("唔計喇，睇番而家", ("真實數字", "128.00%")),
        ),
    ),
    # another security, another way, and a fall behind a payment
    (
        "demo-call",
        "zh",
        (
            ("招行跌10%会怎样", ("122.30%",)),
            ("不是招行，是五粮液", ("代替刚才的 招商银行 -10%", "127.52%")),
            ("招行也跌呢", ("再加 招商银行 -10%", "121.82%")),
        ),
    ),
    (
        "demo-call",
        "en",
        (
            ("what if CMB falls 10%", ("122.30%",)),
            ("no not that one, Wuliangye", ("In place of China Merchants Bank -10%", "127.52%")),
        ),
    ),
    (
        "demo-call",
        "zh",
        (
            ("假设我还10万", ("142.22%",)),
            ("那转入现金10万呢", ("代替刚才的 用账户外现金还款 100,000", "138.00%")),
            ("那要是茅台再跌5%", ("再加 贵州茅台 -5%", "137.26%")),
            ("然后还差多少", ("137.26%", "追加担保物 27,400.00 元")),
        ),
    ),
    (
        "demo-call",
        "zh",
        (
            ("招商银行下跌6%会如何", ("124.58%",)),
            ("弄错了，应该是宁德时代", ("代替刚才的 招商银行 -6%", "125.93%")),
            ("贵州茅台同样跌6%", ("再加 贵州茅台 -6%", "125.04%")),
            ("宁德那个不要了", ("已去掉您说的那一步", "127.11%")),
        ),
    ),
    # a sale that names no security
    (
        "demo-call",
        "zh",
        (
            ("卖10万股票还债会怎么样", ("没说卖哪只", "131.11%")),
            ("换成20万呢", ("代替刚才的", "135.00%")),
            ("要是30万呢", ("140.00%",)),
        ),
    ),
    ("demo-call", "en", (("what happens if I sell 200,000 of stock to pay down the loan", ("135.00%",)),)),
    (NOBODY, "zh", (("卖10万股票还债会怎么样", ("请先登录",)),)),
    # waiting
    (
        "demo-call",
        "en",
        (
            ("what if I repay 100k", ("142.22%",)),
            ("and if I wait till Monday?", ("2026-11-23 15:00", "forced liquidation", "not forecast")),
            ("what's in the scenario now?", ("1. repay with outside cash 100,000", "142.22%")),
        ),
    ),
    (
        "demo-call",
        "zh",
        (
            ("为什么给我发追保短信", ("128.00%",)),
            ("等到周一呢", ("2026-11-23 15:00", "强制平仓", "不预测")),
        ),
    ),
    # everything, and a price limit
    (
        "demo-call",
        "zh",
        (
            ("招行跌10%会怎样", ("122.30%",)),
            ("那全部都跌5%呢", ("代替刚才的 招商银行 -10%", "121.83%")),
        ),
    ),
    (
        "demo-call",
        "zh",
        (
            ("茅台跌5%会怎样", ("127.26%",)),
            ("跌停呢", ("贵州茅台 跌停", "跌停价 1,332.00 元", "126.52%")),
        ),
    ),
    (
        "demo-call",
        "zh",
        (
            ("假设我还10万", ("142.22%",)),
            ("跌停呢", ("跌停价 34.20 元", "122.30%", "其他步骤也算上，维持担保比例 135.88%")),
            ("够了吗", ("135.88%", "26,428.58")),
        ),
    ),
    (
        "demo-short",
        "en",
        (
            ("What's the ratio with my shorts?", ("165.89%",)),
            ("what if they go up 5%", ("CITIC Securities +5%", "163.18%")),
        ),
    ),
    # a chain with steps taken out
    (
        "demo-call",
        "zh",
        (
            ("假设我还5万会怎样", PAID_50),
            ("再转入现金3万", ("137.89%",)),
            ("再招行跌5%", ("134.89%",)),
            ("再过10天", ("134.65%",)),
            ("去掉还款那个", ("127.92%",)),
            ("现在假设里有什么", ("1. 现金 +30,000；2. 招商银行 -5%；3. +10 天", "127.92%")),
            ("第二个不要了", ("130.76%",)),
            ("算了都不算了，看现在的", ("已去掉全部假设", "128.00%")),
            ("现在假设里有什么", ("现在没有任何假设",)),
        ),
    ),
    # with numbers of one's own
    (
        NOBODY,
        "zh",
        (
            ("我总资产128万，负债100万，还5万比例变多少", ("134.73%",)),
            ("那还8万呢", ("139.13%",)),
            ("再还2万呢", ("142.22%",)),
            ("那转入现金10万呢", ("138%",)),
            ("再跌5%呢", ("131.60%",)),
        ),
    ),
)


@pytest.mark.parametrize(
    ("client", "lang", "turns"),
    TALKS,
    ids=lambda each: str(each[0][0]) if each and isinstance(each, tuple) else None,
)
async def test_a_supposition_goes_on_from_the_one_before(
    product: Product, client: str | None, lang: str, turns: tuple[Said, ...]
) -> None:
    token = None if client is None else (await product.accounts.demo_sign_in(client)).token
    session = await product.assistant.open_session(token, lang)
    for number, (text, parts) in enumerate(turns):
        reply = await product.assistant.turn(session, str(number), text, lang=lang)
        for part in parts:
            assert part in reply["answer"], (text, reply["answer"])
    assert reply["action"] in ("answer", "ask")
