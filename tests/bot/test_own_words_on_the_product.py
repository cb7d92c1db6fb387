"""Everyday words about the own account on the real product: the figure asked for, of the side and on the supposition that is meant."""

from __future__ import annotations

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import ask

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = (
    ("demo-call", ("我想提点现金出来",), ("0.00 元", "提取线 300%")),
    ("demo-call", ("could I take some cash out?",), ("CNY 0.00", "withdrawal line of 300%")),
    (
        "demo-short",
        ("將我嘅總負債按種類拆開",),
        ("融資金額（SHORT-F1） 600,000.00 元", "融券市值（600030.SH） 300,000.00 元"),
    ),
    ("demo-short", ("截至今天一共欠多少利息",), ("4,200.00 元",)),
    ("demo-short", ("我融券卖了多少股",), ("10,000 股", "300,000.00 元", "8.5%")),
    ("demo-call", ("我融券卖了多少股",), ("没有未了结的融券合约",)),
    ("demo-short", ("我沽空嗰筆費率幾多", "呢筆一日收幾多"), ("SHORT-S1", "70.83 元")),
    ("demo-short", ("what rate is my short at", "what does it cost per day"), ("SHORT-S1", "CNY 70.83")),
    ("demo-call", ("am I above 300% now",), ("128.00% is below the withdrawal line of 300%",)),
    ("demo-call", ("我只好卖股票还债,要卖掉多少",), ("卖券还款，要卖出并还款 300,000.00 元",)),
    ("demo-call", ("what happens if I miss the deadline",), ("may dispose of your collateral",)),
    ("demo-call", ("要是我嘅總資產再縮水一成會點",), ("全部證券 -10%", "115.66%")),
    ("demo-call", ("要是把强平线降到120呢",), ("平仓线 → 120%", "128.00%")),
    ("demo-call", ("three limit-downs in a row, what then",), ("three sessions", "112.55%")),
    ("demo-call", ("連跌兩日停板會點",), ("連續跌停 2 個交易日", "117.17%")),
    ("demo-call", ("补了12万还能撑几个跌停",), ("现金 +120,000", "134.30%", "129.17%，低于平仓线")),
    ("demo-call", ("如果跌10%", "还能撑几个跌停"), ("真实快照", "122.30%")),
    ("demo-safe", ("再借十萬買招行得唔得",), ("32,200 股", "不是委託，也不是建議")),
)


@pytest.mark.parametrize(("client", "texts", "parts"), ASKED)
async def test_everyday_words_get_the_figure(
    product: Product, client: str, texts: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    reply = await ask(product, *texts, client=client)
    assert reply["action"] == "answer", reply["answer"]
    for part in parts:
        assert part in reply["answer"], reply["answer"]


RULES = (
    ("保证金由80%升到100%,我以前的合约要补吗", "不用补到100%"),
    ("假期連放七日,融資利息計唔計", "長假裏的每一天也算"),
    ("must the 500,000 stay there or is a day enough", "one day is not enough"),
    ("我可唔可以用融資買港股", "不能：融資買入"),
    ("Can I buy Hong Kong shares on margin?", "You cannot"),
    ("does a high margin balance mean the price will rise", "not a forecast"),
    ("卖了担保品的钱归我吗", "自有资金"),
    ("minimum portfolio for a margin account", "CNY 500,000"),
    ("點解授信額度會被佔用", "沒了結的融資融券"),
    ("除了找公司还能去哪投诉", "12386"),
)


@pytest.mark.parametrize(("text", "said"), RULES)
async def test_the_rule_is_said_first(product: Product, text: str, said: str) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "answer" and said in reply["answer"], reply["answer"]


async def test_a_demand_for_shares_that_were_sold_offers_a_ticket_before_any_sign_in(
    product: Product,
) -> None:
    reply = await ask(product, "You liquidated me at 136%, above the line. Give me my shares back.")
    assert reply["intent"] == "complaint" and "lines and time in your contract" in reply["answer"]
