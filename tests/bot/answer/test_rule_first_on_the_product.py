"""A question about a rule gets the rule, whoever asks: before any sign-in, and with the asker's own number held against it."""

from __future__ import annotations

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import ask, head

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULE_FIRST = (
    ("告诉我维持担保比例的公式", "维持担保比例 = 总资产 ÷ 总负债"),
    ("我可以把信用账户借给我表弟用吗", "不可以：任何单位和个人不得违反规定出借"),
    ("可用保证金为负数怎么回事", "可用余额可以为负"),
    ("Give me the formula for the maintenance ratio.", "Maintenance ratio = "),
    ("每秒申报多少笔算高频", "300笔"),
    ("市盈率为负的股票折算率多少", "折算率为0%"),
    ("科创板折算率", "其他A股65%"),
    ("公司能动用我的担保物吗", "公司不得侵占"),
    ("融券被禁止了吗", "没有：融券没有被禁止"),
    ("創業板可唔可以沽空", "註冊制的科創板、創業板"),
    ("how many shareholders must a stock have to be marginable", "4,000 holders"),
)
APPLIED = (
    ("我日均资产48万够不够开户", "还不够：您说的日均资产 480,000 元，低于开户日均资产 500,000 元"),
    ("我維持擔保比例280%可唔可以提走現金", "不可以：您説的維持擔保比例 280%，低於提取線 300%"),
    ("Can I withdraw cash when my ratio is 280%?", "No: maintenance ratio of 280%"),
    ("融资保证金比例可以低于100%吗", "不可以：融资保证金比例下限是 100%"),
    ("我没有半年交易经验能开户吗", "不可以：开户交易经验至少是 6 个月"),
    ("国债折算率90%行不行", "可以：您说的折算率 90%，没有超过国债和货币基金的折算率上限 95%"),
)
ELSEWHERE = (
    "比特币杠杆最高几倍",
    "基金从业资格考试报名费多少",
    "信托产品起购金额",
    "身份证过期怎么更新",
    "期货保证金比例是多少",
)


@pytest.mark.parametrize(("text", "said"), RULE_FIRST)
async def test_the_rule_comes_without_a_sign_in(product: Product, text: str, said: str) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "answer" and said in reply["answer"], reply["answer"]


@pytest.mark.parametrize(("text", "said"), APPLIED)
async def test_a_rule_is_applied_to_the_number_that_is_given(product: Product, text: str, said: str) -> None:
    for client in (None, "demo-call"):
        reply = await ask(product, text, client=client)
        assert reply["action"] == "answer" and head(reply).startswith(said), reply["answer"]


@pytest.mark.parametrize("text", ELSEWHERE)
async def test_what_is_of_other_matters_is_not_answered_beside_the_point(product: Product, text: str) -> None:
    reply = await ask(product, text)
    assert reply["action"] in ("ask", "refuse", "unknown") and not reply["figures"], reply["answer"]


async def test_a_follow_up_changes_the_one_thing_it_names(product: Product) -> None:
    first = ("融券保证金比例是多少？", "那私募基金呢")
    assert "120%" in head(await ask(product, *first))
    assert "100%" in head(await ask(product, *first, "那普通散户呢"))
    old = await ask(product, "融资保证金比例是多少？", "那老合约呢")
    assert "不用补到100%" in head(old)
    assert "依据" in (await ask(product, "融资保证金比例是多少？", "依据呢"))["answer"]
