"""How every error of the service leaves: as problem+json, with its status and headers."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from account_api.errors import MEDIA_TYPE, Problem, TooLarge, Unavailable, malformed

AGAIN_S = 2  # seconds after which a database that was busy may be asked again
_log = logging.getLogger(__name__)

_TEXT = {"type": "string"}
_FIELD = {name: {"type": ["string", "null"]} for name in ("field", "code", "value", "text", "text_zh")}
_PROBLEM: Mapping[str, Any] = MappingProxyType(
    {
        "type": "object",
        "required": ["type", "title", "title_zh", "status", "detail", "detail_zh", "errors", "trace_id"],
        "properties": {
            **dict.fromkeys(("type", "title", "title_zh", "detail", "detail_zh", "trace_id"), _TEXT),
            "status": {"type": "integer"},
            "errors": {"type": "array", "items": {"type": "object", "properties": _FIELD}},
        },
    }
)
DECLARED: Mapping[int | str, dict[str, Any]] = MappingProxyType(
    {
        codes: {"description": words, "content": {MEDIA_TYPE: {"schema": dict(_PROBLEM)}}}
        for codes, words in (
            ("4XX", "refused, with the fields that are wrong"),
            ("5XX", "failed or not ready"),
        )
    }
)
"""What every operation may answer besides its own, for the OpenAPI document."""


class _SizeProblem:
    """Says in problem+json what the framework says in plain text when a body is over its limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def say(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and _is_plain_refusal(message):
                refused = True
                problem = TooLarge("Send less at once.", "请减少一次提交的内容。")
                await response(problem)(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, say)


def _is_plain_refusal(message: Message) -> bool:
    """Whether this is the framework's own word about size, not one of our problems."""
    ours = (b"content-type", MEDIA_TYPE.encode()) in message.get("headers", ())
    return message["status"] == TooLarge.status and not ours


def install(app: FastAPI) -> None:
    """Every error of `app`, foreseen or not, leaves as problem+json."""
    app.add_middleware(_SizeProblem)
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_malformed)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(OperationalError, _on_database)
    app.add_exception_handler(Exception, _on_unforeseen)


def response(problem: Problem) -> JSONResponse:
    """The problem+json answer of a refusal, with its status and headers."""
    return JSONResponse(problem.as_json(), problem.status, problem.headers, media_type=MEDIA_TYPE)


async def _on_problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return response(error)


async def _on_malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return response(malformed(error.errors()))


async def _on_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    problem = Problem(f"{phrase}.", f"请求无法处理（{error.status_code}）。", headers=error.headers)
    problem.status, problem.slug = error.status_code, phrase.lower().replace(" ", "-")
    problem.title, problem.title_zh = phrase, "请求无法处理"
    return response(problem)


async def _on_database(request: Request, error: Exception) -> JSONResponse:
    """Locked for longer than it was waited for, full, or gone: what was begun is rolled back."""
    assert isinstance(error, OperationalError)
    _log.error("%s %s: %s", request.method, request.url.path, error.orig or error)
    return response(
        Unavailable(
            "The database could not be used just now; nothing was written. Try again.",
            "数据库暂时无法使用，没有写入任何内容，请稍后再试。",
            headers={"Retry-After": str(AGAIN_S)},
        )
    )


async def _on_unforeseen(_request: Request, _error: Exception) -> JSONResponse:
    return response(Problem("The request was not carried out.", "请求未被执行。"))
