"""How a command of this package ends badly: one error object on stderr, and an exit code that says which kind.

The codes are those of `account_api.exit_codes`. The object has the same shape as the service's problem+json, so a caller reads both
with one piece of code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from account_api.exit_codes import ExitCode
from risk.fields import BookError, FieldError
from risk.figure import trace

__all__ = ("ExitCode", "Problem", "malformed", "not_found", "of_book", "unreadable")


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal, in English and Chinese; `errors` name the fields."""

    slug: str
    title: str
    title_zh: str
    status: int
    code: ExitCode
    detail: str
    detail_zh: str
    errors: tuple[FieldError, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The error object. Its trace id hashes the rest: equal refusals are equal."""
        body: dict[str, object] = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "title_zh": self.title_zh,
            "status": self.status,
            "detail": self.detail,
            "detail_zh": self.detail_zh,
            "errors": [error.as_json() for error in self.errors],
        }
        return body | {"trace_id": trace(body)}

    def stop(self) -> typer.Exit:
        """Print the error object on stderr; raise what this returns."""
        typer.echo(json.dumps(self.as_json(), ensure_ascii=False), err=True)
        return typer.Exit(self.code)


def malformed(errors: Sequence[FieldError]) -> Problem:
    """Input with refused fields."""
    names = ", ".join(error.field for error in errors)
    return Problem(
        "malformed",
        "The input has a mistake",
        "输入内容有误",
        422,
        ExitCode.BAD_INPUT,
        f"Please correct: {names}.",
        f"请更正：{names}。",
        tuple(errors),
    )


def unreadable(name: str, detail: str, detail_zh: str) -> Problem:
    """A file that is no file, or no JSON."""
    error = FieldError(name, "unreadable", None, f"{name}: {detail}", f"{name}：{detail_zh}")
    return Problem(
        "unreadable",
        "The input cannot be read",
        "无法读取输入",
        422,
        ExitCode.BAD_INPUT,
        error.text,
        error.text_zh,
        (error,),
    )


def not_found(detail: str, detail_zh: str, field: str, value: str) -> Problem:
    """Something that was named and does not exist."""
    error = FieldError(field, "not_found", value, detail, detail_zh)
    return Problem("not-found", "Not found", "未找到", 404, ExitCode.NOT_FOUND, detail, detail_zh, (error,))


def of_book(error: BookError) -> Problem:
    """The problem of a refused book file."""
    return malformed(error.errors)
