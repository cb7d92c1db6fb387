"""A person is called, joins, leaves: the whole product without a browser."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _signed_in(product: Product, user: str) -> Any:
    token = (await product.accounts.demo_sign_in(user)).token
    return product.accounts.as_token(token)


async def test_a_visitors_call_for_a_person_goes_with_the_client_who_signs_in(product: Product) -> None:
    session = await product.assistant.open_session(None, "zh")
    reply = await product.assistant.turn(session, "1", "转人工")
    assert reply["action"] == "handoff"
    west = await _signed_in(product, "demo-agent2")
    assert session not in [
        (await west.handoff(row["id"]))["session"] for row in await west.handoffs("waiting")
    ]
    await product.assistant.sign_in(session, (await product.accounts.demo_sign_in("demo-short")).token)
    theirs = [row["id"] for row in await west.handoffs("waiting") if row["client_id"] == "demo-short"]
    sessions = [(await west.handoff(name))["session"] for name in theirs]
    assert sessions.count(session) == 1


async def test_while_the_agent_attends_the_assistant_is_silent_and_answers_again_afterwards(
    product: Product,
) -> None:
    token = (await product.accounts.demo_sign_in("demo-safe")).token
    session = await product.assistant.open_session(token, "zh")
    await product.assistant.turn(session, "1", "转人工")
    agent = await _signed_in(product, "demo-agent")
    case = next(row["id"] for row in await agent.handoffs("waiting") if row["client_id"] == "demo-safe")
    await agent.claim(case)
    passed_on = await product.assistant.turn(session, "2", "我的维持担保比例是多少？")
    assert passed_on["delivered_to"] == "坐席甲" and passed_on["blocks"] == [] and not passed_on["figures"]
    await agent.close(case, "solved", "已答复")
    again = await product.assistant.turn(session, "3", "我的维持担保比例是多少？")
    assert again["delivered_to"] is None and "%" in again["answer"]


@pytest.mark.parametrize(("agent", "seen"), [("demo-agent", True), ("demo-agent2", False)])
async def test_an_agent_asks_about_a_client_of_the_own_group_only(
    product: Product, agent: str, seen: bool
) -> None:
    token = (await product.accounts.demo_sign_in(agent)).token
    session = await product.assistant.open_session(token, "zh")
    reply = await product.assistant.turn(session, "1", "demo-call 的维持担保比例是多少")
    assert ("128.00%" in reply["answer"]) is seen and (reply["action"] == "answer") is seen
    listed = await product.assistant.turn(session, "2", "追保客户名单按截止时间排给我")
    assert ("demo-call" in listed["answer"]) is seen and "demo-overdue" not in (
        listed["answer"] if seen else ""
    )


async def test_a_look_at_another_groups_client_is_on_record(product: Product) -> None:
    from sqlmodel import select

    from account_api.audit import AuditRow

    context = product.api.state.context
    token = (await product.accounts.demo_sign_in("demo-agent")).token
    session = await product.assistant.open_session(token, "zh")
    reply = await product.assistant.turn(session, "1", "demo-short 的维持担保比例是多少")
    assert reply["action"] == "refuse" and not reply["figures"]
    with context.transaction(writes=False) as rows:
        actions = [row.action for row in rows.exec(select(AuditRow))]
    assert "account.denied" in actions
