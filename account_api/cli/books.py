"""Book files from disk or stdin: one JSON object, or JSON Lines with one account a line."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from account_api.cli.problems import Problem, malformed, of_book, unreadable
from risk.fields import BookError, printable, refuse
from risk.jurisdictions import AnyAccount, read
from risk.money import AmountError

STDIN = "-"


class UnreadableBook(ValueError):
    """A file that cannot be opened, or text that is no JSON object; carries the problem to print."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.detail)


@dataclass(frozen=True, slots=True)
class Line:
    """One account of a JSON Lines input, or the problem with it. `id` falls back to the line number."""

    id: str
    account: AnyAccount | None
    problem: Problem | None


def read_text(name: str) -> str:
    """The text of a file, or of stdin for "-". Raises `UnreadableBook`."""
    try:
        return sys.stdin.read() if name == STDIN else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not UTF-8 text"
        raise UnreadableBook(unreadable(name, reason, "文件无法读取")) from error


def parse(text: str, name: str) -> object:
    """The JSON value of `text`. Raises `UnreadableBook`, also for a key written twice."""
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates)
    except BookError as error:
        raise UnreadableBook(of_book(error)) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise UnreadableBook(unreadable(name, f"not JSON: {error}", f"不是 JSON：{error}")) from error


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for key, value in pairs:
        if key in seen:
            raise BookError([refuse(key, "duplicate", value)])
        seen[key] = value
    return seen


def read_one(name: str) -> AnyAccount:
    """The single account of a book file. Raises `UnreadableBook` or `BookError`."""
    return read(parse(read_text(name), name))


def is_lines(name: str, text: str) -> bool:
    """Whether the input is JSON Lines: by its name, or on stdin because its first line is a whole object."""
    if name != STDIN:
        return Path(name).suffix == ".jsonl"
    first, _, rest = text.strip().partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def lines(text: str) -> Iterator[Line]:
    """Every account of a JSON Lines text; a bad line becomes a problem and the others are read."""
    for number, row in enumerate(text.splitlines(), start=1):
        if row.strip():
            yield _line(row, number)


def _line(row: str, number: int) -> Line:
    name = str(number)
    try:
        obj = parse(row, f"line {number}")
        if isinstance(obj, dict) and isinstance(obj.get("id"), str):
            name = printable(obj["id"])
        return Line(name, read(obj), None)
    except UnreadableBook as error:
        return Line(name, None, error.problem)
    except BookError as error:
        return Line(name, None, of_book(error))


@contextmanager
def refusals() -> Iterator[None]:
    """Ends the command with the error object when the input is refused."""
    try:
        yield
    except UnreadableBook as error:
        raise error.problem.stop() from error
    except BookError as error:
        raise of_book(error).stop() from error
    except AmountError as error:
        raise malformed([refuse(error.field, error.code, error.value)]).stop() from error
