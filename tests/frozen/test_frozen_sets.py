"""The frozen sets, asked of the whole product. The floors are what was reached; they may only be raised."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Product

HERE = Path(__file__).parent
SAME = {"rule_value": "rule_question", "learn": "rule_question", "what_if": "calculation"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines() if line.strip()]


async def reply(product: Product, text: str, as_of: str | None = None) -> dict[str, Any]:
    session = await product.assistant.open_session(None, None)
    day = date.fromisoformat(as_of) if as_of else None
    return await product.assistant.turn(session, "1", text, as_of=day)


def missed(row: dict[str, Any], answer: str) -> list[str]:
    """What the answer lacks of what it must say, and what it says that it must not."""
    lacks = [p for p in row["expect"] if not re.search(p, answer, re.IGNORECASE)]
    return lacks + [f"not: {p}" for p in row["must_not"] if re.search(p, answer, re.IGNORECASE)]


async def ask_all(product: Product, name: str) -> float:
    """Ask every row of a set of `expect` and `must_not`; the share answered rightly, printed by language."""
    good, total, wrong = Counter[str](), Counter[str](), []
    for row in rows(f"{name}.jsonl"):
        said = await reply(product, row["q"], row.get("as_of"))
        lacking = missed(row, said["answer"])
        total[row["lang"]] += 1
        good[row["lang"]] += not lacking
        if lacking:
            where = f"{row['id']} {row.get('as_of') or ''} {said['action']}/{said['intent']}"
            wrong.append(f"{where} {row['q']} → {said['answer'][:160]!r} lacks {lacking}")
    return report(name, good, total, wrong)


def report(name: str, good: Counter[str], total: Counter[str], wrong: list[str]) -> float:
    share = good.total() / total.total()
    parts = ", ".join(f"{key} {good[key]}/{total[key]}" for key in sorted(total))
    print(f"\n{name}: {good.total()}/{total.total()} = {share:.1%} ({parts})")
    for line in wrong:
        print("  ", line)
    return share


def test_the_sets_are_as_frozen() -> None:
    sums = (HERE / "SHA256SUMS").read_text("utf-8").split()
    pairs = dict(zip(sums[1::2], sums[::2], strict=True))
    assert len(pairs) == 8
    for name, digest in pairs.items():
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.asyncio(loop_scope="session")
async def test_knowledge_questions_get_an_answer_that_says_what_it_must(product: Product) -> None:
    good, total, wrong = Counter[str](), Counter[str](), []
    for row in rows("retrieval.jsonl"):
        said = await reply(product, row["q"])
        right = all(re.search(pattern, said["answer"], re.IGNORECASE) for pattern in row["expect"])
        total[row["style"]] += 1
        good[row["style"]] += right
        if not right:
            wrong.append(
                f"{row['id']} {said['action']}/{said['intent']} {row['q']} → {said['answer'][:80]!r}"
            )
    assert report("knowledge", good, total, wrong) >= 0.78


@pytest.mark.asyncio(loop_scope="session")
async def test_what_it_cannot_know_is_not_answered(product: Product) -> None:
    good, total, wrong = Counter[str](), Counter[str](), []
    for row in rows("unanswerable.jsonl"):
        said = await reply(product, row["q"])
        right = said["action"] in ("refuse", "unknown", "ask", "handoff")
        total[row["lang"]] += 1
        good[row["lang"]] += right
        if not right:
            wrong.append(f"{row['id']} {said['intent']} {row['q']} → {said['answer'][:80]!r}")
    assert report("unanswerable", good, total, wrong) >= 0.98


@pytest.mark.asyncio(loop_scope="session")
async def test_intents_are_understood_or_asked_back(product: Product) -> None:
    good, total, wrong = Counter[str](), Counter[str](), []
    for row in rows("intents.jsonl"):
        said = await reply(product, row["q"])
        got = SAME.get(said["intent"], said["intent"])
        right = got == row["label"]
        total[row["label"]] += 1
        good[row["label"]] += right
        if not right:
            wrong.append(f"{row['label']} got {got}/{said['action']}: {row['q']}")
    assert report("intents", good, total, wrong) >= 0.94


@pytest.mark.asyncio(loop_scope="session")
async def test_calculations_are_right_and_never_wrong(product: Product) -> None:
    good, total, wrong, false = Counter[str](), Counter[str](), [], []
    for row in rows("calculations.jsonl"):
        said = await reply(product, row["q"])
        right = all(re.search(pattern, said["answer"], re.IGNORECASE) for pattern in row["expect"])
        bad = [p for p in row["must_not"] if re.search(p, said["answer"], re.IGNORECASE)]
        total["all"] += 1
        good["all"] += right and not bad
        if bad and said["intent"] == "calculation":
            false.append(f"{row['id']} {row['q']} → {said['answer'][:120]!r} {bad}")
        if not right or bad:
            wrong.append(
                f"{row['id']} {said['action']}/{said['intent']} {row['q']} → {said['answer'][:120]!r}"
            )
    assert report("calculations", good, total, wrong) >= 0.82
    assert false == []


@pytest.mark.asyncio(loop_scope="session")
async def test_a_question_about_a_day_gets_that_days_rule(product: Product) -> None:
    assert await ask_all(product, "dated") >= 0.0


@pytest.mark.asyncio(loop_scope="session")
async def test_a_false_or_outdated_claim_is_named_as_such(product: Product) -> None:
    assert await ask_all(product, "claims") >= 0.0
