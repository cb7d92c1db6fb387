"""The library's pages: one frame, filled by the page's script from the library's own interface under ``/knowledge/v1``.

``/library`` searches and lists, ``/library/{document}`` reads a document as of a day, ``/library/p/{passage}`` is the
permalink of a passage, which never dies. The addresses are made to be shared; nobody needs to sign in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.templating import Jinja2Templates

from bot.answer.script import in_script
from bot.channels.pages import LANGUAGES, PACKAGE, page_labels, page_language
from knowledge.topics import topics

WORDS = PACKAGE / "templates" / "library" / "words.json"


def library_router() -> APIRouter:
    """The pages under ``/library``. What is not there is said by the page: it asks the library, not this router."""
    router = APIRouter(include_in_schema=False)
    templates = Jinja2Templates(directory=PACKAGE / "templates")

    def page(request: Request) -> Response:
        labels = library_labels()
        lang = page_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        context = {"lang": lang, "label": labels[lang], "labels": labels}
        return templates.TemplateResponse(request=request, name="library/page.html", context=context)

    @router.get("/library")
    def shelves(request: Request) -> Response:
        return page(request)

    @router.get("/library/p/{passage}")
    def passage(request: Request, passage: str) -> Response:  # noqa: ARG001
        return page(request)

    @router.get("/library/{document:path}")
    def document(request: Request, document: str) -> Response:  # noqa: ARG001
        return page(request)

    return router


@lru_cache(maxsize=1)
def library_labels() -> dict[str, dict[str, Any]]:
    """The pages' words by language, over those they share with the chat; topics have the names of ``topics.yaml``,
    and traditional characters are made here."""
    words: dict[str, dict[str, Any]] = json.loads(WORDS.read_text("utf-8"))
    named = {topic.id: {"zh": topic.zh, "en": topic.en} for topic in topics().values()}
    shared = page_labels()
    return {
        lang: {
            **shared[lang],
            **{name: _said(word, lang) for name, word in words.items()},
            "topics": {name: _said(word, lang) for name, word in named.items()},
            "topic_order": list(named),
        }
        for lang in LANGUAGES
    }


def _said(word: dict[str, Any], lang: str) -> Any:
    """A word in a language, or a set of words each in that language."""
    if "zh" in word:
        return in_script(word["en" if lang == "en" else "zh"], lang)
    return {name: _said(each, lang) for name, each in word.items()}
