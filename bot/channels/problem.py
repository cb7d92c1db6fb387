"""What a channel says when something is wrong: one error object (RFC 9457), bilingual, naming the field."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from account_api.client import AccountError
from bot.dialogue.message import BadMessage, TooMany
from bot.ports import UnknownFigure, UnknownSession

Json = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One refused field: its name in the request, a stable code, and the start of the value."""

    field: str
    code: str
    value: str | None = None

    def as_json(self) -> Json:
        return {"field": self.field, "code": self.code, "value": self.value}


class ChatError(Exception):
    """A request the chat cannot serve, with the HTTP status and the words for the reader."""

    def __init__(
        self,
        status: int,
        title: tuple[str, str],
        detail: tuple[str, str],
        errors: tuple[FieldError, ...] = (),
        trace_id: str | None = None,
    ) -> None:
        super().__init__(detail[0])
        self.status, self.title, self.detail, self.errors, self.trace_id = (
            status,
            title,
            detail,
            errors,
            trace_id,
        )

    def as_json(self) -> Json:
        """The error object; ``title`` and ``detail`` in English, the ``_zh`` pair in Chinese."""
        return {
            "type": "about:blank",
            "title": self.title[0],
            "title_zh": self.title[1],
            "status": self.status,
            "detail": self.detail[0],
            "detail_zh": self.detail[1],
            "errors": [error.as_json() for error in self.errors],
            "trace_id": self.trace_id,
        }


def unknown_session() -> ChatError:
    """The same words whether a conversation never existed or belongs to somebody else."""
    return ChatError(
        404,
        ("Conversation not found", "会话不存在"),
        ("This conversation does not exist or has ended.", "该会话不存在或已结束。"),
    )


def unknown_figure() -> ChatError:
    """A figure this conversation cannot ask for again."""
    return ChatError(
        404,
        ("Figure not found", "没有这个数字"),
        (
            "This figure was not shown here under your present sign-in; please ask for it again.",
            "这个数字不是在本次登录的对话里给出的，请重新提问。",
        ),
    )


def refused_field(field: str, code: str, detail: tuple[str, str], value: str | None = None) -> ChatError:
    """A 422 for one field of the request."""
    title = ("The request cannot be used", "请求有误")
    return ChatError(422, title, detail, (FieldError(field, code, value),))


def as_problem(error: Exception) -> Json:
    """The error object for whatever went wrong; a surprise is logged under an id to quote."""
    if isinstance(error, ChatError):
        return error.as_json()
    if isinstance(error, BadMessage):
        return error.problem
    if isinstance(error, AccountError):
        return {**error.problem, "status": error.status or 503}  # 0: the service could not be reached
    if isinstance(error, RequestValidationError):
        return _invalid_fields(error).as_json()
    if isinstance(error, UnknownFigure):
        return unknown_figure().as_json()
    if isinstance(error, UnknownSession):
        return unknown_session().as_json()
    trace_id = secrets.token_hex(8)
    log.error("turn failed, trace_id=%s", trace_id, exc_info=error)
    return ChatError(
        500,
        ("Something went wrong on our side", "系统出错"),
        (
            f"Nothing was changed. Please try again; if it happens again, quote {trace_id}.",
            f"没有任何改动。请重试；若再次出现，请告知编号 {trace_id}。",
        ),
        trace_id=trace_id,
    ).as_json()


def problem_response(error: Exception) -> JSONResponse:
    """The error object as ``application/problem+json``."""
    body = as_problem(error)
    headers = {"Retry-After": str(error.wait_s)} if isinstance(error, TooMany) else None
    return JSONResponse(body, body["status"], headers, media_type="application/problem+json")


def _unreadable_body() -> ChatError:
    return refused_field(
        "body", "not_json", ("The body is not JSON in UTF-8.", "请求体不是 UTF-8 编码的 JSON。")
    )


def _invalid_fields(error: RequestValidationError) -> ChatError:
    errors = tuple(_field_error(item) for item in error.errors())
    names = ", ".join(dict.fromkeys(item.field for item in errors))
    return ChatError(
        422,
        ("The request cannot be used", "请求有误"),
        (f"Please check: {names}.", f"请检查字段：{names}。"),
        errors,
    )


def _field_error(item: Json) -> FieldError:
    """A complaint about ``("body", "text")`` names ``text``; one about broken JSON names ``body``."""
    path = [part for part in item["loc"] if isinstance(part, str)]
    field = ".".join(path[1:]) or "body"
    given = item.get("input")
    return FieldError(field, item["type"], given[:40] if isinstance(given, str) else None)


class ProblemRoute(APIRoute):
    """A route whose failures are error objects, so that the chat speaks the same way in every application."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except HTTPException as error:
                if error.status_code != 400:  # a body beyond the limit is answered where the limit is kept
                    raise
                return problem_response(_unreadable_body())
            except Exception as error:  # nothing leaves but an error object
                return problem_response(error)

        return guarded
