"""Turns as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.channels.sse import RunningTurns, event, turn_events

from .fakes import FakeAssistant


async def collect(assistant: FakeAssistant, heartbeat: float = 15.0) -> list[bytes]:
    session = await assistant.open_session(None, None)
    turns = RunningTurns(assistant)

    def start(on_stage: Callable[[str], None]) -> asyncio.Task[dict[str, Any]]:
        return turns.start(session, "m", "你好", None, None, on_stage)

    return [chunk async for chunk in turn_events(start, heartbeat)]


async def test_comments_keep_a_slow_stream_alive() -> None:
    chunks = await collect(FakeAssistant(delay_s=0.03), heartbeat=0.01)
    assert chunks.count(b": ping\n\n") >= 2
    assert chunks[-1].startswith(b"event: done\n")


async def test_data_is_one_line_of_utf8_json() -> None:
    assert event("block", {"text": "第一行\n第二行"}).decode() == (
        'event: block\ndata: {"text": "第一行\\n第二行"}\n\n'
    )


async def test_a_finished_turn_is_not_held() -> None:
    assistant = FakeAssistant()
    session = await assistant.open_session(None, None)
    turns = RunningTurns(assistant)
    first = turns.start(session, "m", "你好", None, None, lambda _: None)
    await first
    assert turns.start(session, "m", "你好", None, None, lambda _: None) is not first
