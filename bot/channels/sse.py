"""One turn as server-sent events: ``status`` while it runs, its ``block``s, then ``done`` (or ``error``)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from bot.channels.problem import as_problem
from bot.ports import Assistant

Json = dict[str, Any]
OnStage = Callable[[str], None]
log = logging.getLogger(__name__)


class RunningTurns:
    """Runs turns to their end even when the reader goes away; a repeated message joins its turn."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._tasks: dict[tuple[str, str], asyncio.Task[Json]] = {}

    def start(
        self,
        session: str,
        message_id: str,
        text: str,
        lang: str | None,
        as_of: date | None,
        on_stage: OnStage,
    ) -> asyncio.Task[Json]:
        """The task that answers this message. Await it behind ``asyncio.shield``."""
        key = (session, message_id)
        task = self._tasks.get(key)
        if task is None:
            turn = self._assistant.turn(session, message_id, text, lang=lang, as_of=as_of, on_stage=on_stage)
            task = self._tasks[key] = asyncio.ensure_future(turn)
            task.add_done_callback(lambda done: self._forget(key, done))
        return task

    def _forget(self, key: tuple[str, str], done: asyncio.Task[Json]) -> None:
        self._tasks.pop(key, None)
        if not done.cancelled() and (error := done.exception()):
            log.debug("turn %s ended in %r", key[1], error)


async def turn_events(
    start: Callable[[OnStage], asyncio.Task[Json]], heartbeat: float = 15.0
) -> AsyncIterator[bytes]:
    """The wire form of a turn. ``start`` begins (or joins) it; comments keep idle proxies from hanging up."""
    loop = asyncio.get_running_loop()
    stages: asyncio.Queue[str | None] = asyncio.Queue()
    task = start(lambda stage: _post(loop, stages, stage))
    task.add_done_callback(lambda _: stages.put_nowait(None))
    while True:
        try:
            stage = await asyncio.wait_for(stages.get(), heartbeat)
        except TimeoutError:
            yield KEEPALIVE_COMMENT
            continue
        if stage is None:
            break
        yield event("status", {"stage": stage})
    for name, data in _outcome(task):
        yield event(name, data)


def event(name: str, data: Json) -> bytes:
    """One event with its data as JSON on one line."""
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))


def _post(loop: asyncio.AbstractEventLoop, stages: asyncio.Queue[str | None], stage: str) -> None:
    """Stages may be reported from a worker thread."""
    loop.call_soon_threadsafe(stages.put_nowait, stage)


def _outcome(task: asyncio.Task[Json]) -> list[tuple[str, Json]]:
    try:
        reply = task.result()
    except Exception as error:  # whatever happened, the reader is told
        return [("error", as_problem(error))]
    blocks = [("block", {"index": index, **block}) for index, block in enumerate(reply["blocks"])]
    return [*blocks, ("done", reply)]
