"""SQLite's write-ahead log, entered by several processes at once."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

PAUSE_S = 0.01


def enter_wal(connection: Any, patience_s: float) -> None:
    """Switch a DB-API connection to WAL; the switch ignores the busy timeout, so it is tried again for ``patience_s``.

    Raises sqlite3.OperationalError when the database stays locked.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_S)
        else:
            return
