"""The client's chat page and its files. Its words stand in ``static/labels.json``, in three languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse
from fastapi.templating import Jinja2Templates

from bot.answer.measures import MEASURES
from bot.answer.script import in_script
from bot.answer.texts import text
from bot.channels.browser import give_cookie

PACKAGE = Path(__file__).resolve().parent.parent
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
THINGS_TO_ASK = (
    "choice_ratio",
    "choice_how_much",
    "choice_margin_ratio_now",
    "choice_what_if_falls",
    "choice_human",
)
LANGUAGES = ("zh", "zh-Hant", "en")
PERSONAS = (
    "demo-safe",
    "demo-watch",
    "demo-call",
    "demo-overdue",
    "demo-short",
    "demo-nodebt",
    "demo-missing",
    "demo-applicant",
    "demo-professional",
    "demo-hk",
    "demo-us",
    "anonymous",
)


def pages_router(demo: bool) -> APIRouter:
    """``GET /`` (the page; also hands the browser its cookie), ``/static/{name}`` and ``/favicon.ico``."""
    router = APIRouter(include_in_schema=False)
    templates = Jinja2Templates(directory=PACKAGE / "templates")
    labels = page_labels()
    files = {path.name: path for path in (PACKAGE / "static").iterdir() if path.suffix in MEDIA_TYPES}

    @router.get("/")
    def page(request: Request) -> Response:
        lang = page_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        context = {"lang": lang, "label": labels[lang], "labels": labels, "demo": demo, "personas": PERSONAS}
        response = templates.TemplateResponse(request=request, name="chat.html", context=context)
        give_cookie(request, response)
        return response

    @router.get("/static/{name}")
    def static(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        path = files[name]
        return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers={"Cache-Control": "no-cache"})

    @router.get("/favicon.ico")
    def favicon() -> Response:
        return static("favicon.svg")

    return router


def page_labels() -> dict[str, dict[str, Any]]:
    """The page's words by language; figures and things to ask have the words that the answers use."""
    labels: dict[str, dict[str, Any]] = json.loads((PACKAGE / "static" / "labels.json").read_text("utf-8"))
    for lang, words in labels.items():
        words["sign_in_choice"] = in_script(text("choice_sign_in", lang), lang)
        words["questions"] = [in_script(text(name, lang), lang) for name in THINGS_TO_ASK]
        words["figures"] |= {measure.name: in_script(measure.label(lang), lang) for measure in MEASURES}
    return labels


def page_language(asked: str | None, accept_language: str) -> str:
    """``?lang=`` if it is one of ours, else the browser's first language that is, else Simplified Chinese."""
    if asked in LANGUAGES:
        return asked
    for item in accept_language.split(","):
        tag = item.split(";")[0].strip().lower()
        if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return "zh-Hant"
        if tag.startswith(("zh", "en")):
            return tag[:2]
    return "zh"
