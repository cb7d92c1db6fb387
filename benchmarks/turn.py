"""A whole turn against its limit: understanding, retrieval, figures, guard and storing, on a demo home."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from account_api.settings import Settings
from benchmarks.measuring import Row, report
from bot.wiring import Product, open_product

LIMIT_P95_MS = 100.0
ROUNDS = 20
QUESTIONS = (
    ("rule", "融资利息怎么算？", None),
    ("dated rule", "现在融资保证金比例最低是多少？", None),
    ("my ratio", "我的维持担保比例是多少？", "demo-call"),
    ("margin call", "要补多少？", "demo-call"),
    ("calculation", "资产120万，负债90万，维持担保比例多少？", None),
)


def run() -> dict[str, object]:
    """Median and 95th percentile of each kind of turn, warm."""
    return asyncio.run(_run())


async def _run() -> dict[str, object]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="liangrong-") as home:
        async with open_product(Settings(home=Path(home))) as product:
            for name, text, client in QUESTIONS:
                rows += await _turns(product, name, text, client)
    return report("turn", rows)


async def _turns(product: Product, name: str, text: str, client: str | None) -> list[Row]:
    token = (await product.accounts.demo_sign_in(client)).token if client else None
    session = await product.assistant.open_session(token, "zh")
    taken = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        reply = await product.assistant.turn(session, str(number), text)
        taken.append((time.perf_counter() - began) * 1000)
        assert reply["action"] == "answer", reply["answer"]
    taken = sorted(taken[2:])
    p95 = taken[int(len(taken) * 0.95)]
    return [
        Row(f"{name} p50", statistics.median(taken), "ms"),
        Row(
            f"{name} p95", p95, "ms", "limit", p95 / LIMIT_P95_MS, f"≤ {LIMIT_P95_MS} ms", p95 <= LIMIT_P95_MS
        ),
    ]
