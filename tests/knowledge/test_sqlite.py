"""The switch to the write-ahead log waits for others, though SQLite itself does not."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from knowledge.sqlite import enter_wal


def locked(path: Path) -> sqlite3.Connection:
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE t (x)")
    holder.execute("BEGIN EXCLUSIVE")
    return holder


def test_it_waits_until_the_other_is_done(tmp_path: Path) -> None:
    holder = locked(tmp_path / "a.db")
    threading.Timer(0.2, lambda: holder.execute("COMMIT")).start()
    late = sqlite3.connect(tmp_path / "a.db", timeout=0)
    began = time.monotonic()
    enter_wal(late, patience_s=10)
    assert late.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert time.monotonic() - began > 0.1
    late.close()
    holder.close()


def test_its_patience_ends(tmp_path: Path) -> None:
    holder = locked(tmp_path / "a.db")
    late = sqlite3.connect(tmp_path / "a.db", timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        enter_wal(late, patience_s=0.05)
    late.close()
    holder.close()
