"""Codes that carry an identity from the signed-in page to Telegram: short-lived, used once, hard to guess.

A messenger keeps what is typed into it, so no password is ever asked for there. The client signs in on the
page, asks for a code and sends it to the bot. Codes lie in a small SQLite file so that page and bot may be
two processes; only a hash of the code is stored, and it is deleted by its first use.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS code (hash TEXT PRIMARY KEY, token TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS wrong (who TEXT NOT NULL, at REAL NOT NULL);
"""


def _eight_digits() -> str:
    return f"{secrets.randbelow(10**8):08d}"


class OneTimeCodes:
    """The codes in ``path``. ``now`` gives seconds, ``new_code`` the digits."""

    LIFETIME_S = 300
    MAX_WRONG = 5
    LOCK_S = 600

    def __init__(
        self, path: Path, now: Callable[[], float] = time.time, new_code: Callable[[], str] = _eight_digits
    ) -> None:
        self._path, self._now, self._new_code = path, now, new_code
        self._tokens: dict[str, str] = {}
        with self._open() as database:
            database.executescript(_TABLES)

    def remember(self, session: str, token: str) -> None:
        """This conversation signed in; it may ask for codes while this process lives."""
        self._tokens[session] = token

    def forget(self, session: str) -> None:
        """This conversation signed out."""
        self._tokens.pop(session, None)

    def issue(self, session: str) -> str | None:
        """A new code for the conversation's client; ``None`` if nobody is signed in there."""
        token = self._tokens.get(session)
        if token is None:
            return None
        code = self._new_code()
        with self._open() as database, database:
            database.execute("DELETE FROM code WHERE expires <= ?", (self._now(),))
            database.execute(
                "INSERT OR REPLACE INTO code VALUES (?, ?, ?)",
                (_hash(code), token, self._now() + self.LIFETIME_S),
            )
        return code

    def redeem(self, code: str, who: str) -> str | None:
        """The token behind ``code``, once. ``None`` for a wrong, used or old code, and after five wrong ones
        from ``who`` within ten minutes."""
        with self._open() as database, database:
            now = self._now()
            database.execute("DELETE FROM wrong WHERE at <= ?", (now - self.LOCK_S,))
            (wrong,) = database.execute("SELECT count(*) FROM wrong WHERE who = ?", (who,)).fetchone()
            if wrong >= self.MAX_WRONG:
                return None
            row = database.execute(
                "DELETE FROM code WHERE hash = ? AND expires > ? RETURNING token", (_hash(code.strip()), now)
            ).fetchone()
            if row is None:
                database.execute("INSERT INTO wrong VALUES (?, ?)", (who, now))
                return None
            return str(row[0])

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, timeout=5.0))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
