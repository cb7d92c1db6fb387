"""The page over the prepared assistant of the channel tests, as one application."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import FastAPI

from bot.channels.headers import SecurityHeaders
from bot.channels.log_stream import Pace
from bot.channels.pages import pages_router
from bot.channels.typing import Typing, typing_router
from bot.channels.web import chat_router

from ..bot.channels.fakes import PASSAGE, FakeAssistant, FakeIdentity

PACE = Pace(log=0.05, attendance=0.2, inbox=0.2, heartbeat=1.0)


def create_app(assistant: FakeAssistant | None = None, key: bytes | None = None) -> FastAPI:
    """``key`` lets conversations outlive the application, as a restarted server's do."""
    app, key = FastAPI(), key or secrets.token_bytes(32)
    chat = chat_router(
        assistant or FakeAssistant(delay_s=0.05), FakeIdentity(), demo=True, key=key, pace=PACE
    )
    app.include_router(chat)
    app.include_router(typing_router(Typing(), key))
    app.include_router(pages_router(demo=True))
    app.add_middleware(SecurityHeaders)

    @app.get("/knowledge/v1/passages/{passage_id:path}")
    def passage(passage_id: str) -> dict[str, Any]:
        return {**PASSAGE, "id": passage_id}

    return app
