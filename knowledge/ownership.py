"""One process owns an embedded Chroma directory. The owner holds an advisory lock on a file that names it (process
id, and the URL where it takes documents, if it serves); the operating system frees the lock when the process dies,
however it dies. A token beside it, readable by the owner of the files only, lets a local command hand documents in."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from knowledge.errors import HomeBusy


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds the lock."""

    pid: int
    url: str | None


class Ownership:
    """The lock, held from construction to `release`; `HomeBusy` when another process holds it."""

    def __init__(self, lock_file: Path, url: str | None) -> None:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = lock_file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            holder = _read(lock_file)
            who = f"process {holder.pid}" if holder else "another process"
            who_zh = f"进程 {holder.pid}" if holder else "另一个进程"
            raise HomeBusy(
                f"the document store in {lock_file.parent} is in use by {who}",
                f"文档库 {lock_file.parent} 正被{who_zh}使用",
                field="home",
            ) from None
        self._file.truncate(0)
        self._file.write(json.dumps({"pid": os.getpid(), "url": url}))
        self._file.flush()

    def release(self) -> None:
        """Give the lock back; harmless when called twice."""
        if not self._file.closed:
            self._file.truncate(0)
            self._file.close()


def current_owner(lock_file: Path) -> Owner | None:
    """The process that holds the lock now, or None. A file left by a dead process does not count."""
    if not lock_file.exists():
        return None
    with lock_file.open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(lock_file)
    return None


def _read(lock_file: Path) -> Owner | None:
    try:
        data = json.loads(lock_file.read_text(encoding="utf-8"))
        return Owner(int(data["pid"]), data["url"])
    except (OSError, ValueError, KeyError):
        return None


def local_token(token_file: Path) -> str:
    """The home's token, made on first use with mode 0600."""
    try:
        descriptor = os.open(token_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return token_file.read_text(encoding="utf-8").strip()
    token = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(token)
    return token
