"""What a child process does when it takes over a book: the command as it is, on a disk that fills up, killed, or kept waiting."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from account_api import db
from account_api.audit import Anchor
from account_api.books import service
from account_api.cli.book import app

WHILE_READING, WHILE_WRITING, BEFORE_COMMIT, AFTER_COMMIT = (
    "reading",
    "writing",
    "before commit",
    "after commit",
)


def take(home: Path, book: Path, said: Path, *more: str) -> None:
    """Runs `book import`; what it says on stderr goes to a file, and its exit code is the process's."""
    os.environ["LIANGRONG_HOME"] = str(home)
    with said.open("w", encoding="utf-8") as stderr:
        sys.stderr = stderr
        app(["import", str(book), *more])


def take_within(home: Path, book: Path, said: Path, limit: int, at_commit: bool) -> None:
    """The same, with no file allowed to grow beyond `limit` bytes: from the start, or from the commit on."""

    def full(*_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    if at_commit:
        event.listen(Session, "before_commit", full)
    else:
        full()
    take(home, book, said)


def take_impatiently(home: Path, book: Path, said: Path) -> None:
    """The same, without waiting long for the database."""
    db.BUSY_TIMEOUT_MS = 100
    take(home, book, said)


def take_killed(home: Path, book: Path, said: Path, when: str) -> None:
    """The same, killed at that moment."""
    if when == WHILE_READING:
        _die_in(service.staging, "index", 5)
    elif when == WHILE_WRITING:
        _die_in(service, "write", 9)
    else:
        _die_in(Anchor, "write", 1 if when == BEFORE_COMMIT else 2)
    take(home, book, said)


def _die_in(owner: Any, name: str, call: int) -> None:
    real: Callable[..., Any] = getattr(owner, name)
    calls: list[int] = []

    def counted(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == call and owner is not Anchor:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*given)
        if len(calls) == call and call == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    def before(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)

    setattr(owner, name, counted if owner is Anchor and call == 1 else before)
