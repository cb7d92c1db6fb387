"""The whole product as one web application: chat, pages, library and the account service behind them."""

from __future__ import annotations

from fastapi import FastAPI

from bot.channels.pages import pages_router
from bot.channels.web import chat_router
from bot.wiring import Product


def app_of(product: Product) -> FastAPI:
    """The application over an opened product; the account service answers under ``/api/v1``."""
    app = FastAPI(title="Liangrong", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(chat_router(product.assistant, product.accounts, product.demo))
    app.include_router(pages_router(product.demo))
    app.mount("/", product.api)
    return app
