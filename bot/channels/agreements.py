"""The client's agreements as pages: read section by section, signed, printed; an amendment side by side, agreed to or refused.

``/agreements`` lists them, ``/agreements/{id}`` is one, ``/agreements/amendments/{id}`` an amendment. Whoever is signed in to the
conversation of the same tab sees them; a page without one says where to sign in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.templating import Jinja2Templates

from bot.answer.script import in_script
from bot.channels.browser import give_cookie
from bot.channels.pages import LANGUAGES, PACKAGE, page_labels, page_language

WORDS = PACKAGE / "templates" / "agreements" / "words.json"


def agreements_router() -> APIRouter:
    """The pages under ``/agreements``: one frame, filled by the page's script from the interface beside it."""
    router = APIRouter(include_in_schema=False)
    templates = Jinja2Templates(directory=PACKAGE / "templates")

    def page(request: Request) -> Response:
        labels = agreement_labels()
        lang = page_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        context = {"lang": lang, "label": labels[lang], "labels": labels}
        response = templates.TemplateResponse(request=request, name="agreements/page.html", context=context)
        give_cookie(request, response)
        return response

    @router.get("/agreements")
    def listed(request: Request) -> Response:
        return page(request)

    @router.get("/agreements/{agreement_id}")
    def agreement(request: Request, agreement_id: str) -> Response:  # noqa: ARG001
        return page(request)

    @router.get("/agreements/amendments/{amendment_id}")
    def amendment(request: Request, amendment_id: str) -> Response:  # noqa: ARG001
        return page(request)

    return router


@lru_cache(maxsize=1)
def agreement_labels() -> dict[str, dict[str, Any]]:
    """The pages' words by language, over those they share with the chat; traditional characters are made here."""
    words: dict[str, dict[str, str]] = json.loads(WORDS.read_text("utf-8"))
    shared = page_labels()
    return {
        lang: {
            **shared[lang],
            **{name: in_script(word["en" if lang == "en" else "zh"], lang) for name, word in words.items()},
        }
        for lang in LANGUAGES
    }
