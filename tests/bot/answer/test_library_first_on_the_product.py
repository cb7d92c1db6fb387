"""What is asked of the library before anything is asked back, declined or put behind a sign-in; what is not; and what is not held."""

from __future__ import annotations

from datetime import date

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import ask, head

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("程序化交易管理实施细则什么时候施行？", "2025年7月7日"),
        ("创业板的涨跌幅限制哪天起改为20%？", "2020年8月24日"),
        ("Since when has the price limit of ChiNext been 20%?", "24 August 2020"),
        ("反洗钱法规定客户资料要保存多少年？", "十年"),
        ("How many years does the anti-money laundering law require records of identity to be kept?", "ten"),
        ("配资公司是合法的吗？", "只有证券公司可以经营"),
        ("美國的典型日內交易者淨值規定甚麼時候取消？", "2026年6月4日"),
    ],
)
async def test_a_question_with_the_marks_of_a_rule_is_the_librarys(
    product: Product, text: str, said: str
) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "answer" and said in reply["answer"], reply["answer"]
    assert reply["citations"]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("集合竞价规则", "refuse"),
        ("银行贷款利率最高多少", "refuse"),
        ("怎么找配资公司加杠杆", "refuse"),
        ("反洗钱检查怎么才能躲过监管", "refuse"),
        ("我的维持担保比例现在是多少", "ask"),
        ("我要在什么时候以前补多少钱", "ask"),
    ],
)
async def test_what_is_elsewhere_forbidden_or_ones_own_stays_so(
    product: Product, text: str, action: str
) -> None:
    assert (await ask(product, text))["action"] == action


@pytest.mark.parametrize(
    "text",
    ["韩国的融资维持率最低是多少？", "英国的融资保证金比例", "What margin does Singapore require?"],
)
async def test_the_rules_of_another_market_are_not_answered_from_ours(product: Product, text: str) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "unknown" and reply["citations"] == []
    assert "香港" in reply["answer"] or "Hong Kong" in reply["answer"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("台湾的融资维持率最低是多少？", "130%"),
        ("日本信用交易的保证金比例", "30%"),
        ("What is the initial margin in Japan?", "30 %"),
    ],
)
async def test_of_two_markets_elsewhere_the_library_has_a_word_for_reference(
    product: Product, text: str, figure: str
) -> None:
    reply = await ask(product, text)
    assert reply["action"] == "answer" and figure in reply["answer"]
    assert [cited["document"] for cited in reply["citations"]] == ["elsewhere-margin"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("开通两融对资产和交易经验各要求多少？", ("6 个月", "50万")),
        (
            "What are the minimum assets and trading experience for opening?",
            ("6 months", "500,000"),
        ),
    ],
)
async def test_two_parameters_asked_at_once_are_both_told(
    product: Product, text: str, parts: tuple[str, ...]
) -> None:
    reply = await ask(product, text)
    assert all(part in reply["answer"] for part in parts), reply["answer"]


async def test_a_private_fund_that_shorts_gets_the_ratio_of_shorting(product: Product) -> None:
    reply = await ask(product, "What is the margin ratio for a private fund that wants to go short?")
    assert "120" in head(reply) and "short" in head(reply)


async def test_before_the_revision_of_a_year_is_a_day_of_the_past(product: Product) -> None:
    reply = await ask(product, "2019年修订以前，维持担保比例最低是多少？")
    assert "130%" in head(reply) and "2019-08-19" in head(reply)


async def test_what_there_was_and_is_no_longer_is_said_first(product: Product) -> None:
    assert head(await ask(product, "Is there still a minimum maintenance ratio?")).startswith("No longer")


async def test_a_claim_about_a_day_of_the_past_is_judged_by_its_rule(product: Product) -> None:
    reply = await ask(product, "创业板的涨跌幅是20%吧", as_of=date(2020, 8, 3))
    assert not head(reply).startswith("对。"), head(reply)
