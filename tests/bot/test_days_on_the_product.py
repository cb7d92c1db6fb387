"""Days in questions, on the whole product: a year in which a rule changed, what holds now, what one's own contract said before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def said(product: Product, *texts: str, client: str | None = None) -> dict[str, Any]:
    token = (await product.accounts.demo_sign_in(client)).token if client else None
    session = await product.assistant.open_session(token, None)
    reply: dict[str, Any] = {}
    for number, text in enumerate(texts):
        reply = await product.assistant.turn(session, str(number), text)
    return reply


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("15年那会儿融资保证金比例最低多少", ("50%", "100%", "2015-11-23")),
        ("2023年融资保证金比例最低多少", ("100%", "80%", "2023-09-11")),
        ("what was the minimum financing margin ratio in 2015?", ("50%", "100%", "2015-11-23")),
    ],
)
async def test_of_a_year_in_which_a_rule_changed_both_values_are_said(
    product: Product, question: str, shown: tuple[str, ...]
) -> None:
    first = (await said(product, question))["answer"].split("\n")[0]
    assert all(each in first for each in shown), first


async def test_of_a_year_without_a_change_one_value_is_said(product: Product) -> None:
    first = (await said(product, "2016年融资保证金比例最低多少"))["answer"].split("\n")[0]
    assert "50%" not in first and "100%" in first


@pytest.mark.parametrize("year", ["15年那会儿", "2015年", "2015年那时候"])
async def test_what_holds_now_is_todays_rule(product: Product, year: str) -> None:
    reply = await said(product, f"{year}融资保证金比例最低多少", "现在呢")
    assert "2026-01-19 起" in reply["answer"].split("\n")[0]


async def test_the_line_of_before_right_after_the_changes_is_the_contracts_own(product: Product) -> None:
    reply = await said(product, "我的合同改过什么？", "以前的预警线多少", client="demo-watch")
    assert "145%" in reply["answer"] and "T+2" not in reply["answer"]


async def test_a_day_long_before_the_contract_asks_for_the_rule_unless_it_says_mine(product: Product) -> None:
    rule = await said(product, "2019-08-19 之前预警线是啥", client="demo-call")
    own = await said(product, "2019-08-19 我的预警线是啥", client="demo-call")
    assert rule["intent"] == "rule_question" and rule["citations"]
    assert own["intent"] == "contract_then"


@pytest.mark.parametrize(
    ("question", "client"),
    [
        ("现在平仓线以前是多少", None),
        ("tell me my debt and my deadline and the margin ratio rule now", "demo-call"),
    ],
)
async def test_the_choice_of_another_day_is_a_whole_question(
    product: Product, question: str, client: str | None
) -> None:
    reply = await said(product, question, client=client)
    send = reply["choices"][0]["send"]
    assert "以前" not in send and " no before" not in send and len(send) <= 60
    assert (await said(product, send, client=client))["intent"] != "oos"
