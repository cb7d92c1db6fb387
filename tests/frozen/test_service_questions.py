"""Questions about the service around an account: admission, agreements, lines, extensions, policies, calls, notices, alerts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from bot.wiring import Product
from tests.frozen.test_frozen_sets import rows

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED_BY: Mapping[str, str] = MappingProxyType(
    {
        "admission": "demo-applicant",
        "questionnaire": "demo-applicant",
        "amendment": "demo-watch",
        "policy": "demo-watch",
        "extension": "demo-safe",
    }
)
"""Whose account has what is asked about; any other matter is one of demo-call."""
FLOOR = 0.88


async def answered(product: Product, row: Mapping[str, Any]) -> dict[str, Any]:
    """The reply to the last message of a row, in a conversation of its own."""
    token = None
    if row["as"] == "client":
        persona = row.get("persona") or ASKED_BY.get(row["about"], "demo-call")
        token = (await product.accounts.demo_sign_in(persona)).token
    session = await product.assistant.open_session(token, row["lang"])
    said: dict[str, Any] = {}
    for number, text in enumerate(row.get("turns") or [row["q"]]):
        said = await product.assistant.turn(session, f"m{number}", text, lang=row["lang"])
    return said


def missed(row: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    """What is wrong with a reply: an action that is not allowed, or a text about something else."""
    wrong = [] if said["action"] in row["expect"]["action"] else [f"action {said['action']}"]
    named = any(re.search(words, said["answer"], re.IGNORECASE) for words in row["expect"]["about_words"])
    return wrong if named else [*wrong, "about something else"]


async def test_questions_about_the_service_are_answered_about_what_they_ask(product: Product) -> None:
    asked, good, wrong = Counter[str](), Counter[str](), []
    for row in rows("service_questions.jsonl"):
        said = await answered(product, row)
        lacking = missed(row, said)
        asked[row["about"]] += 1
        good[row["about"]] += not lacking
        if lacking:
            wrong.append((row["id"], lacking))
    share = good.total() / asked.total()
    print(
        f"\nservice questions: {good.total()}/{asked.total()}",
        {name: f"{good[name]}/{asked[name]}" for name in asked},
        wrong,
    )
    assert asked.total() >= 120
    assert share >= FLOOR
