"""How commands speak: one error object on stderr, and the exit codes of the interfaces."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from account_api.exit_codes import ExitCode, of_status

BAD_INPUT, NOT_FOUND, INTERNAL = ExitCode.BAD_INPUT, ExitCode.NOT_FOUND, ExitCode.INTERNAL


def fail(problem: Mapping[str, Any], code: int) -> NoReturn:
    """Print the error object on stderr and leave with ``code``."""
    sys.stderr.write(json.dumps(problem, ensure_ascii=False) + "\n")
    raise SystemExit(code)


def fail_with(error: Exception) -> NoReturn:
    """Leave with the error object of an error that carries one, else as an internal error."""
    carried = getattr(error, "problem", None)
    if carried is not None:
        body = carried() if callable(carried) else carried
        fail(body, of_status(body.get("status", 422)))
    fail(
        problem(
            500, f"{type(error).__name__}: {error}", "内部错误，请查看日志", "internal", type(error).__name__
        ),
        INTERNAL,
    )


def problem(status: int, title: str, title_zh: str, field: str, code: str, value: str = "") -> dict[str, Any]:
    """The one error object, about one field."""
    return {
        "type": "about:blank",
        "title": title,
        "title_zh": title_zh,
        "status": status,
        "detail": title,
        "detail_zh": title_zh,
        "errors": [{"field": field, "code": code, "value": value}],
        "trace_id": None,
    }


@contextmanager
def libraries_on_stderr() -> Iterator[None]:
    """What a library in C prints by itself goes to stderr: standard output holds the answer alone."""
    sys.stdout.flush()
    ours = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(ours, 1)
        os.close(ours)
