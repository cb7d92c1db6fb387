"""A server that stops lets go of the pages that listen, and of nothing else."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.types import Message

from bot.channels.hang_up import HangUp


async def endless(closing: asyncio.Event) -> AsyncIterator[bytes]:
    """A stream in the middle of which the server is stopped."""
    for part in itertools.count():
        yield b"."
        if part == 3:
            closing.set()
        await asyncio.sleep(0.001)


def application(closing: asyncio.Event) -> FastAPI:
    app = FastAPI()

    @app.get("/listen")
    def listen() -> StreamingResponse:
        return StreamingResponse(endless(closing))

    @app.post("/write")
    async def write() -> str:
        await asyncio.sleep(0.03)
        return "written"

    return app


async def asked(method: str, path: str, closing: asyncio.Event) -> list[Message]:
    """Everything the server sends to a reader who sends nothing and does not leave."""
    sent: list[Message] = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        message = next(requests, None)
        if message is None:
            await asyncio.Event().wait()
            raise AssertionError
        return message

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "root_path": "",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    async with asyncio.timeout(5):
        await HangUp(application(closing), closing)(scope, receive, send)
    return sent


async def test_a_stream_without_end_ends_in_order_when_the_server_stops() -> None:
    sent = await asked("GET", "/listen", asyncio.Event())
    assert sent[0]["status"] == 200 and len(sent) > 3
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


async def test_a_request_that_writes_is_left_to_finish() -> None:
    closing = asyncio.Event()
    closing.set()
    sent = await asked("POST", "/write", closing)
    assert sent[0]["status"] == 200 and sent[1]["body"] == b'"written"'
