"""The whole product as one web application: chat, page, library, and the account service behind them."""

from __future__ import annotations

from fastapi import FastAPI

from bot.channels.headers import SecurityHeaders
from bot.channels.one_time_code import OneTimeCodes
from bot.channels.pages import pages_router
from bot.channels.web import chat_router
from bot.wiring import Product
from knowledge.endpoints import router as library_router


def app_of(product: Product) -> FastAPI:
    """The application over an opened product; the account service answers under ``/api/v1``."""
    app = FastAPI(title="Liangrong", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    app.include_router(
        chat_router(
            product.assistant,
            product.accounts,
            product.demo,
            key=product.seal_key,
            codes=OneTimeCodes(product.codes_file),
        )
    )
    app.include_router(pages_router(product.demo))
    app.include_router(library_router(product.library))
    app.mount("/", product.api)
    return app
