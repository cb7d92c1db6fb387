# noqa: N999  `liangrong bench import` calls it by this name
"""A book of a million rows taken over: rows a second, peak memory, and the same files put into bare tables by sqlite3."""

from __future__ import annotations

import csv
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path

from benchmarks.measuring import Row, report
from tests.account_api.books.making import HEADINGS, ROWS_OF_AN_ACCOUNT, write_book

ROWS = 1_000_000
SECURITIES = 5_000
NOW = datetime.fromisoformat("2026-11-20T16:30:00+08:00")
PEER = "sqlite3 executemany, no checks"
GOAL_RATIO, GOAL_MIB = 8.0, 512.0
KEYS = {"clients": 1, "accounts": 1, "terms": 2, "securities": 1, "prices": 1, "holdings": 2, "contracts": 3}
"""How many of the first columns are the key of a bare table."""


def run(rows: int = ROWS) -> dict[str, object]:
    """Import into an empty home, the same again, and a dry run; each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="liangrong-") as place:
        root = Path(place)
        written = write_book(
            root / "book", (rows - 2 * SECURITIES) // ROWS_OF_AN_ACCOUNT, securities=SECURITIES
        )
        peer, _ = _alone(_bare, root, written)
        first, memory = _alone(_import, root, written)
        again, _ = _alone(_again, root, written)
    speed, ratio = written / first, first / peer
    return report(
        "import",
        [
            Row("rows", written, "rows"),
            Row("import", speed, "rows/s", PEER, ratio, f"≤ {GOAL_RATIO:g} × peer", ratio <= GOAL_RATIO),
            Row("the same again", written / again, "rows/s", PEER, again / peer),
            Row("peer", written / peer, "rows/s"),
            Row("peak memory", memory, "MiB", None, None, f"≤ {GOAL_MIB:g} MiB", memory <= GOAL_MIB),
        ],
    )


def _alone(work: Callable[[Path, int], None], root: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak MiB of `work` in a fresh process."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        return pool.submit(_measured, work, root, rows).result()


def _measured(work: Callable[[Path, int], None], root: Path, rows: int) -> tuple[float, float]:
    from account_api.books import service  # noqa: F401  loading it is no part of the import

    began = time.perf_counter()
    work(root, rows)
    return time.perf_counter() - began, _peak_mib()


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _import(root: Path, rows: int) -> None:
    assert _report(root)["changed"] is True
    with sqlite3.connect(root / "home" / "account.db") as database:
        tables = ("holdings", "contract_days")
        counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    assert 9 * sum(counts) // 6 == rows - 2 * SECURITIES


def _again(root: Path, _rows: int) -> None:
    assert _report(root)["changed"] is False


def _report(root: Path) -> dict[str, object]:
    from account_api.app import build_context
    from account_api.books import service
    from account_api.clock import Clock
    from account_api.settings import Settings

    context = build_context(Settings(home=root / "home"), Clock.pinned_at(NOW))
    return service.import_book(context, service.Asked(root / "book", "operator"))


def _bare(root: Path, rows: int) -> None:
    database = sqlite3.connect(root / "bare.db", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536")
    database.execute("BEGIN IMMEDIATE")
    count = 0
    for name, heading in HEADINGS.items():
        columns = [f'"{column}"' for column in heading.split(",")]
        database.execute(
            f"CREATE TABLE {name} ({', '.join(columns)}, PRIMARY KEY ({', '.join(columns[: KEYS[name]])}))"
        )
        statement = f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})"
        with (root / "book" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            next(lines)
            while batch := list(islice(lines, 10_000)):
                database.executemany(statement, batch)
                count += len(batch)
    database.execute("COMMIT")
    assert count == rows


if __name__ == "__main__":
    sys.stdout.write(f"{run()}\n")
