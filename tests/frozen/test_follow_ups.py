"""Conversations whose last message stands only in what was said before it."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.wiring import Product
from tests.frozen.test_frozen_sets import rows
from tests.frozen.test_service_questions import answered, missed

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLOOR = 0.4


async def test_the_last_message_of_a_conversation_is_answered_about_what_was_spoken_of(product: Product) -> None:
    asked, good, wrong = Counter[str](), Counter[str](), []
    for row in rows("follow_ups.jsonl"):
        said = await answered(product, row)
        lacking = missed(row, said)
        asked[row["about"]] += 1
        good[row["about"]] += not lacking
        if lacking:
            wrong.append((row["id"], lacking))
    print(
        f"\nfollow-ups: {good.total()}/{asked.total()}",
        {name: f"{good[name]}/{asked[name]}" for name in asked},
        wrong,
    )
    assert asked.total() >= 250
    assert good.total() / asked.total() >= FLOOR
