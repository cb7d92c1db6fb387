"""What circulates and is not so: each claim gets its verdict first, then the right rule and since when the old one no longer holds."""

from __future__ import annotations

from datetime import date

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import ask, head

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOT_SO = (
    "不对",
    "已过时",
    "不是",
    "不能",
    "不再",
    "這",
    "这个说法",
    "不對",
    "已過時",
    "That is",
    "No",
    "Not",
)
CLAIMS = (
    ("130%是法律规定吧", ("2019-08-19",)),
    ("一百三是国家统一的平仓线吧", ("2019-08-19",)),
    ("融资保证金比例不是50%吗", ("2015-11-23", "100%", "2026-01-19")),
    ("听说融资保证金比例是80%，对吗", ("2026-01-19", "100%")),
    ("融券保证金比例是50%吧", ("2023-10-30", "100%")),
    ("最多能加2倍杠杆吧", ("2015-11-23", "100%")),
    ("融资合约最长18个月吧", ("6 个月",)),
    ("开两融要一年半经验对吗", ("6 个月",)),
    ("展期只能展期一次对吧", ("由公司规定",)),
    ("折算率影响维保比例吧", ("全部市值",)),
    ("130%就能提现吧", ("300%",)),
    ("追加担保物的期限是2个交易日吧", ("2015-07-01",)),
    ("追加担保物期限是2个交易日吧", ("2015-07-01",)),
    ("平仓线一定是130%吗", ("2019-08-19",)),
    ("130%是法律規定吧", ("2019-08-19",)),
    ("融資合約最長18個月吧", ("6 個月",)),
    ("Is it true that the 130% line is set by law?", ("2019-08-19",)),
    ("Isn't the margin ratio 50%?", ("2015-11-23", "100%")),
    ("Is it true that a contract can be extended only once?", ("do not limit",)),
    ("I heard a contract can last 18 months, is that right?", ("6 months",)),
    ("The haircut affects the maintenance ratio, right?", ("No",)),
    ("I can withdraw at 130%, right?", ("300%",)),
)


@pytest.mark.parametrize(("text", "parts"), CLAIMS)
async def test_a_false_claim_is_named_and_put_right(
    product: Product, text: str, parts: tuple[str, ...]
) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "answer" and head(reply).startswith(NOT_SO), head(reply)
    assert all(part in head(reply) for part in parts), head(reply)
    assert reply["citations"], text


@pytest.mark.parametrize(
    "text",
    [
        "融资保证金比例是100%对吧",
        "提取线是300%对吧",
        "50万是法律规定的开户门槛吗",
        "融资合约期限最长6个月吧",
        "Is the financing margin ratio 100%?",
    ],
)
async def test_a_true_claim_is_confirmed(product: Product, text: str) -> None:
    assert head(await ask(product, text)).startswith(("对。", "That is right."))


async def test_a_stricter_ratio_is_the_firms_to_set(product: Product) -> None:
    assert head(await ask(product, "融资保证金比例是120%吧")).startswith("要看公司和合同")


async def test_what_was_right_then_is_right_under_the_rules_of_then(product: Product) -> None:
    reply = await ask(product, "融资保证金比例是80%对吧", as_of=date(2025, 6, 1))
    assert head(reply).startswith("对。") and "80%" in head(reply)


async def test_a_number_that_never_was_a_rule_is_not_repeated(product: Product) -> None:
    reply = await ask(product, "融资合约最长18个月吧")
    assert "18" not in head(reply)


@pytest.mark.parametrize(
    "text",
    [
        "证券公司不可以把融资保证金比例提高到100%以上，对吗",
        "听说在别的券商积累的交易经验不算，对吗",
        "听说担保公司也可以做融资融券，对吗",
        "50万的开户门槛早就取消了，对吗",
        "半年经验的要求已经废除，是真的吗",
    ],
)
async def test_a_denial_or_a_condition_is_never_confirmed_by_a_number(product: Product, text: str) -> None:
    said = head(await ask(product, text))
    assert not said.startswith(("对。", "对，")), said


@pytest.mark.parametrize("text", ["融资保证金比例最多100%，对吗", "任何人的融资保证金比例都是100%，对吗"])
async def test_a_limit_of_the_other_kind_gets_no_verdict(product: Product, text: str) -> None:
    said = head(await ask(product, text))
    assert "100%" in said and not said.startswith(("对。", "不对"))
