"""A Bot API server for tests: long polling, messages, buttons, edits and the 429 that asks to wait."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

Json = dict[str, Any]
BOT = {"id": 1, "is_bot": True, "first_name": "Liangrong", "username": "liangrong_bot"}


@dataclass
class BotApi:
    """What Telegram knows: updates waiting for the bot, and every call the bot made (getUpdates apart)."""

    waiting: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    refuse_sends: int = 0
    ids: Any = field(default_factory=lambda: count(100))

    def say(self, text: str | None, *, chat: str = "private", language: str = "zh-hans", **rest: Any) -> None:
        """A person writes; without a text, ``rest`` holds the picture or voice."""
        message = {
            "message_id": next(self.ids),
            "date": 1_790_000_000,
            "chat": {"id": 7 if chat == "private" else -7, "type": chat, "first_name": "A", "title": "G"},
            "from": {"id": 7, "is_bot": False, "first_name": "A", "language_code": language},
            **({"text": text} if text is not None else {}),
            **rest,
        }
        if text and text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self.waiting.put_nowait({"update_id": next(self.ids), "message": message})

    def press(self, message: Json, button: int = 0) -> None:
        """A person presses a button of a message the bot sent."""
        pressed = {
            "id": str(next(self.ids)),
            "from": {"id": 7, "is_bot": False, "first_name": "A", "language_code": "zh-hans"},
            "chat_instance": "1",
            "message": {
                "message_id": 1,
                "date": 1_790_000_000,
                "chat": {"id": 7, "type": "private"},
                "text": message["text"],
            },
            "data": buttons(message)[button]["callback_data"],
        }
        self.waiting.put_nowait({"update_id": next(self.ids), "callback_query": pressed})

    async def called(self, number: int) -> list[tuple[str, Json]]:
        """The calls so far, once there are ``number`` of them."""
        async with asyncio.timeout(5):
            while len(self.calls) < number:
                self.changed.clear()
                await self.changed.wait()
        return self.calls

    async def answer(self, method: str, params: Json) -> JSONResponse:
        if method == "getMe":
            return JSONResponse({"ok": True, "result": BOT})
        if method == "getUpdates":
            return JSONResponse({"ok": True, "result": await self._updates(int(params.get("timeout", 0)))})
        if method == "sendMessage" and self.refuse_sends:
            self.refuse_sends -= 1
            wait = {"ok": False, "error_code": 429, "description": "slow", "parameters": {"retry_after": 1}}
            return JSONResponse(wait, status_code=429)
        if method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
            self.calls.append((method, params))
            self.changed.set()
        if method in ("sendMessage", "editMessageText"):
            chat = {"id": int(params["chat_id"]), "type": "private"}
            sent = {"message_id": next(self.ids), "date": 1_790_000_000, "chat": chat, "text": params["text"]}
            return JSONResponse({"ok": True, "result": sent})
        return JSONResponse({"ok": True, "result": True})

    async def _updates(self, timeout: int) -> list[Json]:
        try:
            update = await asyncio.wait_for(self.waiting.get(), timeout) if timeout else None
        except TimeoutError:
            update = None
        return [update] if update else []


def buttons(message: Json) -> list[Json]:
    markup = json.loads(message["reply_markup"])
    return [button for row in markup["inline_keyboard"] for button in row]


@asynccontextmanager
async def serving(api: BotApi) -> AsyncIterator[str]:
    """The server on a free port of this machine; gives its address."""
    app = FastAPI()

    @app.post("/bot{token}/{method}")
    async def call(token: str, method: str, request: Request) -> JSONResponse:  # noqa: ARG001
        return await api.answer(method, dict(await request.form()))

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    api.waiting.put_nowait(None)  # releases the poll that still waits
    server.should_exit = True
    await running
