"""The guard for everybody: ``POST /guard/check`` judges a text, ``GET /guard`` is the page to paste one into.

Without an account only rules, the firm's facts and the wording are checked. A client's figures need a bearer
token of somebody who may see them; for anybody else that client does not exist.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict, Field

from bot.answer.script import in_script
from bot.channels.browser import give_cookie
from bot.channels.pages import LANGUAGES, PACKAGE, page_language
from bot.channels.problem import ChatError, ProblemRoute, refused_field
from bot.review import MOST_CHARACTERS
from bot.reviewer import NotToBeSeen, OutOfReach, Reviewer

WORDS = PACKAGE / "templates" / "guard-words.json"
PERSONAS = ("demo-call", "demo-watch", "demo-safe", "demo-short")
MAX_BODY_BYTES = 100_000


class Draft(BaseModel):
    """A text to be judged, as said to ``client`` (or to nobody in particular) on the day ``as_of``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(max_length=MOST_CHARACTERS)
    client: str | None = Field(default=None, max_length=100)
    as_of: date | None = Field(default=None, strict=False)
    lang: Literal["zh", "zh-Hant", "en"] | None = None


def guard_router(reviewer: Reviewer, demo: bool) -> APIRouter:
    """``POST /guard/check`` and, for people, ``GET /guard``; ``demo`` lets the page check for a demo client."""
    router = APIRouter(route_class=ProblemRoute, tags=["guard"], max_body_size=MAX_BODY_BYTES)
    templates = Jinja2Templates(directory=PACKAGE / "templates")

    @router.post("/guard/check", response_model=None)
    async def check(draft: Draft, request: Request) -> Response:
        """Each number and claim of a text with its verdict, the reason, and the text put right."""
        if not draft.text.strip():
            raise refused_field("text", "empty", ("Give a text to check.", "请给出要核对的文字。"))
        try:
            found = await reviewer.review(draft.text, _token(request), draft.client, draft.as_of, draft.lang)
        except NotToBeSeen:
            raise _unknown_client() from None
        except OutOfReach:
            raise _out_of_reach() from None
        return JSONResponse(found.as_json())

    @router.get("/guard", include_in_schema=False)
    def page(request: Request) -> Response:
        labels = guard_labels()
        lang = page_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        personas = PERSONAS if demo else ()
        context = {
            "lang": lang,
            "label": labels[lang],
            "labels": labels,
            "personas": personas,
            "most": MOST_CHARACTERS,
            "today": reviewer.today().isoformat(),
        }
        response = templates.TemplateResponse(request=request, name="guard.html", context=context)
        give_cookie(request, response)
        return response

    return router


@lru_cache(maxsize=1)
def guard_labels() -> dict[str, dict[str, Any]]:
    """The page's words by language; Traditional Chinese is made from Simplified."""
    words: dict[str, dict[str, Any]] = json.loads(WORDS.read_text("utf-8"))
    return {lang: words["en"] if lang == "en" else _in_script(words["zh"], lang) for lang in LANGUAGES}


def _in_script(words: Any, lang: str) -> Any:
    if isinstance(words, dict):
        return {name: _in_script(word, lang) for name, word in words.items()}
    if isinstance(words, list):
        return [_in_script(word, lang) for word in words]
    return in_script(words, lang)


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _unknown_client() -> ChatError:
    return ChatError(
        404,
        ("Client not found", "没有这个客户"),
        ("There is no such client, or it is not yours to see.", "没有这个客户，或您无权查看。"),
    )


def _out_of_reach() -> ChatError:
    return ChatError(
        503,
        ("The check is not available", "暂时无法核对"),
        (
            "The service that holds the evidence does not answer; please try again.",
            "提供依据的服务没有应答，请稍后再试。",
        ),
    )
