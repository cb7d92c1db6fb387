"""The page over the prepared assistant of the channel tests, as one application."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from bot.channels.headers import SecurityHeaders
from bot.channels.pages import pages_router
from bot.channels.web import chat_router

from ..bot.channels.fakes import PASSAGE, FakeAssistant, FakeIdentity


def create_app() -> FastAPI:
    assistant = FakeAssistant(delay_s=0.05)
    app = FastAPI()
    app.include_router(chat_router(assistant, FakeIdentity(), demo=True))
    app.include_router(pages_router(demo=True))
    app.add_middleware(SecurityHeaders)

    @app.get("/knowledge/v1/passages/{passage_id:path}")
    def passage(passage_id: str) -> dict[str, Any]:
        return {**PASSAGE, "id": passage_id}

    return app
