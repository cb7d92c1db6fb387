"""A route that answers its own problems: whatever of ours goes wrong becomes problem+json in both languages, also a
request that does not fit its model or whose body is larger than the route takes. Bodies are counted while they
arrive, so that one beyond the limit is refused before it has been read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from knowledge.errors import BadRequest, KnowledgeError, TooLarge

PROBLEM_JSON = "application/problem+json"
FORM_BYTES = 64 * 1024
"""What a form adds to the file it carries, and all that a request without a file may hold."""


class ProblemRoute(APIRoute):
    """Turns errors of the knowledge base into problem+json for these routes, wherever they are mounted."""

    most_bytes: int | None = None

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()
        limit = self.most_bytes

        async def guarded(request: Request) -> Response:
            try:
                return await handler(request if limit is None else _bounded(request, limit))
            except KnowledgeError as error:
                return as_response(error)
            except RequestValidationError as error:
                return as_response(_invalid(error))
            except HTTPException as error:
                if error.status_code != 400:
                    raise
                cause = error.__cause__  # what went wrong while the body arrived
                return as_response(cause if isinstance(cause, KnowledgeError) else _unreadable())

        return guarded


class SmallRoute(ProblemRoute):
    """For requests without a file."""

    most_bytes = FORM_BYTES


def as_response(error: KnowledgeError) -> JSONResponse:
    """The error object as a response."""
    return JSONResponse(error.problem(), error.status, media_type=PROBLEM_JSON)


def _bounded(request: Request, limit: int) -> Request:
    """The same request, whose body ends in `TooLarge` once more than `limit` bytes have come or are announced."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit)
    return Request(request.scope, _counted(request.receive, limit))


def _counted(receive: Receive, limit: int) -> Receive:
    come = 0

    async def counted() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > limit:
            raise _too_large(limit)
        return message

    return counted


def _too_large(limit: int) -> TooLarge:
    size = f"{limit // 2**20} MB" if limit >= 2**20 else f"{limit // 2**10} KB"
    return TooLarge(f"send at most {size} at once", f"一次最多提交 {size}", field="body")


def _unreadable() -> BadRequest:
    return BadRequest("the body cannot be read", "无法读取请求内容", field="body")


def _invalid(error: RequestValidationError) -> BadRequest:
    """One problem that names every field; `("body", "text", "zh")` is called text.zh."""
    fields = [
        ".".join(str(part) for part in item["loc"][1:] if isinstance(part, str)) or "body"
        for item in error.errors()
    ]
    names = ", ".join(dict.fromkeys(fields))
    return BadRequest(f"please check: {names}", f"请检查：{names}", field=fields[0] if fields else None)
