"""The whole product as one web application: chat, page, library, and the account service behind them."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse

from account_api.reference import page
from bot.channels.agreements import agreements_router
from bot.channels.agreements_api import agreements_api_router
from bot.channels.console.router import console_router
from bot.channels.feedback import Verdicts
from bot.channels.guard import guard_router
from bot.channels.headers import SecurityHeaders
from bot.channels.learn import learn_router
from bot.channels.learn_api import learn_api_router
from bot.channels.library import library_router as library_pages
from bot.channels.one_time_code import OneTimeCodes
from bot.channels.pages import pages_router
from bot.channels.typing import Typing, typing_router
from bot.channels.web import chat_router
from bot.editors import bearer
from bot.library.gather import desk_of, impacts_of
from bot.library.routes import impact_routes
from bot.wiring import Product
from knowledge.editorial.endpoints import editorial_routes
from knowledge.endpoints import router as library_router


def app_of(product: Product) -> FastAPI:
    """The application over an opened product; the account service answers under ``/api/v1``."""
    app = FastAPI(title="Liangrong", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    verdicts = Verdicts(product.home / "verdicts.db")
    app.include_router(
        chat_router(
            product.assistant,
            product.accounts,
            product.demo,
            key=product.seal_key,
            codes=OneTimeCodes(product.codes_file),
            judged=(verdicts, product.library),
            records=product.records,
        )
    )
    app.include_router(pages_router(product.demo))
    app.include_router(
        learn_api_router(product)
    )  # before the pages: /learn/{course}/{lesson} would take its addresses
    app.include_router(learn_router())
    app.include_router(agreements_api_router(product.assistant, product.seal_key))
    app.include_router(agreements_router())
    editorial = partial(editorial_routes, desk_of(product))
    typing = Typing()
    app.include_router(typing_router(typing, product.seal_key))
    app.include_router(
        console_router(
            product.accounts,
            product.desk,
            product.demo,
            key=product.seal_key,
            typing=typing,
            school=product,
            editorial=editorial,
            reasons=verdicts.reasons,
            records=product.records,
        )
    )
    app.include_router(guard_router(product.reviewer(), product.demo))
    app.include_router(library_pages())
    app.include_router(library_router(product.library))
    app.include_router(editorial(bearer(product.accounts)), prefix="/knowledge/v1/editorial")
    app.include_router(reference_router(app, product.api))
    app.include_router(impact_routes(impacts_of(product), bearer(product.accounts)))
    app.mount("/", product.api)
    return app


def reference_router(app: FastAPI, api: FastAPI) -> APIRouter:
    """``/docs`` and ``/openapi.json`` of chat, library and account service together."""
    router = APIRouter(include_in_schema=False)

    def document() -> dict[str, Any]:
        ours, theirs = app.openapi(), api.openapi()
        schemas = {**theirs["components"]["schemas"], **ours["components"]["schemas"]}
        components = {**theirs["components"], "schemas": schemas}
        return {**ours, "paths": {**ours["paths"], **theirs["paths"]}, "components": components}

    @router.get("/openapi.json")
    def openapi() -> dict[str, Any]:
        return document()

    @router.get("/docs")
    def docs() -> HTMLResponse:
        return HTMLResponse(page(document()))

    return router
