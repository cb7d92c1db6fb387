"""The same product at the end of the published sessions, beyond them, and far in the future."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from account_api.settings import Settings
from bot.wiring import Product, open_product

CLOCKS = ("2026-12-30", "2027-03-01", "2030-01-02")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("day", CLOCKS)
async def test_the_product_answers_on_another_day(day: str, product: Product) -> None:
    at = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    async with open_product(Settings(home=product.home, clock=at)) as later:
        token = (await later.accounts.demo_sign_in("demo-call")).token
        session = await later.assistant.open_session(token, "zh")
        ratio = await later.assistant.turn(session, "1", "我的维持担保比例是多少?")
        assert ratio["clock"].startswith(day) and "128.00%" in ratio["answer"]
        call = await later.assistant.turn(session, "2", "要补多少?")
        assert "85,714.29" in call["answer"] and "已过" in call["answer"]
        rule = await later.assistant.turn(session, "3", "现在融资保证金比例最低是多少?")
        assert rule["rules_as_of"] == day and "100%" in rule["answer"]
        ticket = [
            await later.assistant.turn(session, n, t) for n, t in (("4", "我要投诉"), ("5", "确认提交"))
        ][-1]
        assert "工单" in ticket["answer"]
