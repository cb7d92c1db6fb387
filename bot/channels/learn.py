"""The pages of the lessons: one frame, filled by the page's script from the lessons' own interface.

``/learn`` lists the courses, ``/learn/{course}`` is one course, ``/learn/{course}/{lesson}`` a lesson and
``/learn/{course}/quiz/{stage}`` a quiz. The addresses are made to be shared; nobody needs to sign in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Literal

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.templating import Jinja2Templates

from bot.answer.script import in_script
from bot.channels.browser import give_cookie
from bot.channels.pages import LANGUAGES, PACKAGE, page_labels, page_language

INTERFACE = "api"
"""No course is called so: what lies under it and is not there is no page."""
WORDS = PACKAGE / "templates" / "learn" / "words.json"


def learn_router() -> APIRouter:
    """The pages under ``/learn``; each hands the browser its cookie, by which a visitor's progress is kept."""
    router = APIRouter(include_in_schema=False)
    templates = Jinja2Templates(directory=PACKAGE / "templates")

    def page(request: Request) -> Response:
        if request.path_params.get("course") == INTERFACE:
            raise HTTPException(404)
        labels = learn_labels()
        lang = page_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        context = {"lang": lang, "label": labels[lang], "labels": labels}
        response = templates.TemplateResponse(request=request, name="learn/page.html", context=context)
        give_cookie(request, response)
        return response

    @router.get("/learn")
    def courses(request: Request) -> Response:
        return page(request)

    @router.get("/learn/{course}")
    def course(request: Request, course: str) -> Response:  # noqa: ARG001
        return page(request)

    @router.get("/learn/{course}/{lesson}")
    def lesson(request: Request, course: str, lesson: str) -> Response:  # noqa: ARG001
        return page(request)

    @router.get("/learn/{course}/quiz/{stage}")
    def quiz(request: Request, course: str, stage: Literal["before", "practice", "after"]) -> Response:  # noqa: ARG001
        return page(request)

    return router


@lru_cache(maxsize=1)
def learn_labels() -> dict[str, dict[str, Any]]:
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
