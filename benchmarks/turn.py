"""A whole turn against its limit, by kind of question and by stage, on a demo home with SQLite.

Stages: understanding the words, effects (the account service and the library), the guard, storing the record; what is left of
the turn is deciding and composing. The peer is an empty turn through the same path: a word of thanks.
"""

from __future__ import annotations

import asyncio
import inspect
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import bot.dialogue.turn
from account_api.settings import Settings
from benchmarks.measuring import Row, report
from bot.adapters.conversations import Conversations
from bot.adapters.performer import Performer
from bot.record.recording import Hearing
from bot.wiring import Product, open_product

LIMIT_P95_MS = 60.0
ROUNDS, WARM = 30, 3
EMPTY = "empty turn"
CALL = "demo-call"
QUESTIONS: Mapping[str, tuple[str, str | None]] = {
    EMPTY: ("谢谢", None),
    "rule": ("融资利息怎么算？", None),
    "dated rule": ("现在融资保证金比例最低是多少？", None),
    "rule of another day": ("8月份的融资保证金比例最低是多少", None),
    "calculation": ("资产120万，负债90万，维持担保比例多少？", None),
    "security": ("600519能融资买入吗", None),
    "my ratio": ("我的维持担保比例是多少？", CALL),
    "my account": ("我的账户情况", CALL),
    "positions": ("我的持仓", CALL),
    "margin call": ("要补多少？", CALL),
    "what if": ("如果再跌10%呢", CALL),
    "largest order": ("最多能融资买多少600519", CALL),
    "touch price": ("跌到多少会平仓", CALL),
    "text checked": ("帮我看看这段话对不对：您的维持担保比例是150%", CALL),
    "lesson": ("我想学融资融券", None),
    "quiz": ("考考我", None),
    "complaint": ("我要投诉，利息算错了", CALL),
    "refusal": ("推荐一只股票", None),
    "out of scope": ("今天天气怎么样", None),
    "three requests": ("我的维持担保比例多少？要补多少？融资利息怎么算？", CALL),
}
STAGES: Mapping[str, tuple[Any, str]] = {
    "understand": (Hearing, "__call__"),
    "effects": (Performer, "perform"),
    "guard": (bot.dialogue.turn, "check"),
    "record": (Conversations, "keep"),
}
REST, WORKED = "compose", "processor"
Taken = list[dict[str, float]]
"""Of each turn the milliseconds of each stage, of what is left, of all, and of the processor: on a busy machine a turn also waits."""


def run() -> dict[str, object]:
    """Median and 95th percentile of every kind and every stage, warm; turns a second that one worker answers."""
    return asyncio.run(_run())


async def _run() -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="liangrong-") as home:
        async with open_product(Settings(home=Path(home))) as product:
            kinds = await _kinds(product)
    empty = statistics.median(_column(kinds[EMPTY], "all"))
    every = [turn for taken in kinds.values() for turn in taken]
    rows = [row for name, taken in kinds.items() for row in _of_kind(name, taken, empty)]
    rows += [row for stage in (*STAGES, REST) for row in _of_stage(stage, _column(every, stage))]
    rows.append(Row("turns per worker", 1000 / statistics.mean(_column(every, "all")), "1/s"))
    return report("turn", rows)


async def _kinds(product: Product) -> dict[str, Taken]:
    """The kinds in turns, so that a busy moment of the machine is busy for all; the first rounds only warm."""
    sessions = {name: await _session(product, client) for name, (_, client) in QUESTIONS.items()}
    kinds: dict[str, Taken] = {name: [] for name in QUESTIONS}
    for number in range(ROUNDS):
        for name, (text, _) in QUESTIONS.items():
            turn = await _turn(product, sessions[name], str(number), text)
            if number >= WARM:
                kinds[name].append(turn)
    return kinds


async def _session(product: Product, client: str | None) -> str:
    token = (await product.accounts.demo_sign_in(client)).token if client else None
    return await product.assistant.open_session(token, "zh")


async def _turn(product: Product, session: str, message_id: str, text: str) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for stage, (owner, name) in STAGES.items():
            stack.enter_context(_timed(owner, name, stage, spent))
        began, worked = time.perf_counter(), time.process_time()
        reply = await product.assistant.turn(session, message_id, text)
        spent["all"] = (time.perf_counter() - began) * 1000
        spent[WORKED] = (time.process_time() - worked) * 1000
    assert reply["answer"], text
    spent[REST] = spent["all"] - sum(spent[stage] for stage in STAGES)
    return spent


@contextmanager
def _timed(owner: Any, name: str, stage: str, spent: dict[str, float]) -> Iterator[None]:
    """Count the milliseconds spent in ``owner.name`` under ``stage`` while this is open."""
    plain: Callable[..., Any] = getattr(owner, name)

    def counted(*args: Any, **more: Any) -> Any:
        began = time.perf_counter()
        try:
            return plain(*args, **more)
        finally:
            spent[stage] += (time.perf_counter() - began) * 1000

    async def awaited(*args: Any, **more: Any) -> Any:
        began = time.perf_counter()
        try:
            return await plain(*args, **more)
        finally:
            spent[stage] += (time.perf_counter() - began) * 1000

    setattr(owner, name, awaited if inspect.iscoroutinefunction(plain) else counted)
    try:
        yield
    finally:
        setattr(owner, name, plain)


def _column(turns: Taken, name: str) -> list[float]:
    return [turn[name] for turn in turns]


def _of_kind(name: str, turns: Taken, empty: float) -> Iterator[Row]:
    taken = _column(turns, "all")
    median, p95 = statistics.median(taken), _p95(taken)
    yield Row(f"{name} p50", median, "ms", EMPTY, median / empty)
    goal = f"≤ {LIMIT_P95_MS:.0f} ms"
    yield Row(f"{name} p95", p95, "ms", "limit", p95 / LIMIT_P95_MS, goal, p95 <= LIMIT_P95_MS)
    yield Row(f"{name} processor p50", statistics.median(_column(turns, WORKED)), "ms")


def _of_stage(name: str, taken: list[float]) -> Iterator[Row]:
    yield Row(f"stage {name} p50", statistics.median(taken), "ms")
    yield Row(f"stage {name} p95", _p95(taken), "ms")


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]
