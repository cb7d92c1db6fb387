"""`/docs`: the HTTP interface as one plain page, made from the OpenAPI document. Nothing is loaded from elsewhere."""

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}}
td{{padding:.3rem 1rem .3rem 0;vertical-align:top}}code{{white-space:nowrap}}</style>
<h1>{title}</h1><p><a href="openapi.json">openapi.json</a></p><table>{rows}</table></html>"""


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Method, path and purpose of every operation."""
    return HTMLResponse(page(request.app.openapi()))


def page(document: dict[str, Any]) -> str:
    """The page for an OpenAPI document."""
    title = escape(document["info"]["title"])
    return PAGE.format(title=title, rows="".join(_rows(document)))


def _rows(document: dict[str, Any]) -> list[str]:
    return [
        f"<tr><td>{method.upper()}<td><code>{escape(path)}</code><td>{escape(operation.get('description', ''))}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
