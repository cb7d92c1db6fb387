"""Conversations whose last message stands only in what was said before it.

The first 150 were read while the matter of a message came to be remembered; what follows them is the honest figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from bot.wiring import Product
from tests.frozen.test_frozen_sets import rows
from tests.frozen.test_service_questions import answered, missed

pytestmark = pytest.mark.asyncio(loop_scope="session")

READ_UP_TO = "f150"
FLOORS: Mapping[str, float] = MappingProxyType({"read": 0.9, "unread": 0.52})


async def test_the_last_message_of_a_conversation_is_answered_about_what_was_spoken_of(
    product: Product,
) -> None:
    asked, good, wrong = Counter[str](), Counter[str](), []
    for row in rows("follow_ups.jsonl"):
        if "sign_in" in row["expect"]["action"]:  # the product asks somebody to sign in
            row["expect"]["action"].append("ask")
        said = await answered(product, row)
        lacking = missed(row, said)
        part = "read" if row["id"] <= READ_UP_TO else "unread"
        asked.update((part, row["about"]))
        good.update((part, row["about"]) if not lacking else ())
        if lacking and part == "read":
            wrong.append((row["id"], lacking))
    print("\nfollow-ups:", {name: f"{good[name]}/{asked[name]}" for name in asked}, wrong)
    assert asked["read"] >= 150 and asked["unread"] >= 100
    for part, floor in FLOORS.items():
        assert good[part] / asked[part] >= floor, part
