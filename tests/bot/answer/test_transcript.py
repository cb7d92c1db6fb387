"""One short conversation, word for word where the rulebook speaks."""

from __future__ import annotations

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import chip, head

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = (
    ("融资保证金比例是多少？", "融资保证金比例下限是 100%，自 2026-01-19 起执行。"),
    ("融券的呢？", "融券保证金比例下限是 100%，自 2024-07-22 起执行。"),
    ("私募的呢？", "私募基金的融券保证金比例下限是 120%，自 2024-07-22 起执行。"),
    (
        "2023年12月呢？",
        "那时的私募基金的融券保证金比例下限是 100%，自 2023-10-30 起、至 2024-07-22 前有效。"
        "现在的私募基金的融券保证金比例下限是 120%，自 2024-07-22 起执行（沪深北交易所关于调整融券保证金比例的通知（2024年7月））。",
    ),
    (
        "融资保证金比例不是50%吗？",
        "已过时：50% 是 2015-11-23 以前的融资保证金比例下限，现在是 100%，自 2026-01-19 起执行。",
    ),
    (
        "融券的呢？",
        "已过时：50% 是 2023-10-30 以前的融券保证金比例下限，现在是 100%，自 2024-07-22 起执行。",
    ),
    ("最长能借18个月对吧？", "不对：合约期限最长是 6 个月，自 2015-07-01 起执行。"),
)


async def test_a_conversation_about_the_ratios_reads_like_this(product: Product) -> None:
    session = await product.assistant.open_session(None, None)
    replies = [await product.assistant.turn(session, str(n), said) for n, (said, _) in enumerate(SAID)]
    assert [head(reply) for reply in replies] == [answer for _, answer in SAID]
    assert max(len(reply["answer"]) for reply in replies) <= 600
    then = await product.assistant.turn(session, "then", chip(replies[0], "之前"))
    assert head(then).startswith("那时的融资保证金比例下限是 80%，自 2023-09-11 起、至 2026-01-19 前有效。")
