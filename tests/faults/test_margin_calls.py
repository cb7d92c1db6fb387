"""A sweep that is killed at any statement and run again makes the calls that one undisturbed sweep makes: none lost, none doubled."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from account_api.app import build_context
from account_api.audit_check import Report
from account_api.clock import BOOKING_ZONE
from account_api.settings import Settings
from tests.faults import call_children
from tests.scale import scaled

Start = Callable[..., BaseProcess]

CLOSE = datetime(2026, 11, 23, 15, 40, tzinfo=BOOKING_ZONE)
PATIENCE_S, EACH_S = 60, 10
COUNTED = (
    "SELECT client_id, kind, called_on, state, amount_at_call FROM margin_calls",
    "SELECT client_id, kind, channel FROM sent_notices",
    "SELECT kind FROM outbox",
    "SELECT client_id, what FROM margin_call_tasks",
    "SELECT what FROM margin_call_events",
    "SELECT client_id, kind FROM proposals",
    "SELECT client_id, id FROM frozen_snapshots",
    "SELECT account_id, band FROM swept_accounts",
)
DAYS = {
    "account_days": "account_id, {}, cash, other_collateral, fees, taken_at",
    "holdings": "account_id, {}, security, quantity",
    "contract_days": "contract_id, {}, quantity, amount, interest",
    "prices": "code, {}, price, at, volume",
}


def crashed(home: Path) -> None:
    """The next session of the demo firm, all prices a tenth lower; of the week before, its last day is enough."""
    with closing(sqlite3.connect(home / "account.db")) as connection, connection:
        for table in ("contract_days", "holdings", "account_days"):
            connection.execute(f"DELETE FROM {table} WHERE day < '2026-11-20'")
        for table, columns in DAYS.items():
            wanted = columns.format("'2026-11-23'").replace("price", "price * 9 / 10000 * 1000")
            last = f"SELECT {wanted} FROM {table} WHERE day = '2026-11-20'"
            connection.execute(f"INSERT INTO {table} ({columns.format('day')}) {last}")


def written(home: Path) -> list[list[tuple[object, ...]]]:
    """Everything that a sweep writes, in an order of its own."""
    with closing(sqlite3.connect(home / "account.db")) as connection:
        return [sorted(connection.execute(statement).fetchall(), key=repr) for statement in COUNTED]


def ended(child: BaseProcess, patience_s: float = PATIENCE_S) -> int | None:
    child.join(patience_s)
    return child.exitcode


def test_a_sweep_killed_at_any_statement_loses_and_doubles_nothing(
    start: Start, home: Path, tmp_path: Path, audit_report: Callable[[Path], Report]
) -> None:
    """12 processes killed in 2 homes; in the long form 200, in 20 homes. Each dies for real, at a statement drawn from all those
    of a sweep, up to ten times in a row; the sweep after the last of them makes everything that one undisturbed sweep makes.
    """
    build_context(Settings(home=home)).database.dispose()
    crashed(home)
    before, log = written(home), tmp_path / "log"
    kills = scaled(12, 200)
    child = start(call_children.swept_and_killed, home, CLOSE, kills, scaled(6, 10), log)
    assert ended(child, PATIENCE_S + kills * EACH_S) == 0
    told, expected = json.loads(log.read_text("utf-8")), written(tmp_path / "whole")
    assert told["statements"] > 100 and expected != before
    assert told["killed"] == kills and set(told["ends"]) == {0}
    rows = [tmp_path / f"row{n}" for n in range(1, len(told["ends"]) + 1)]
    assert len(rows) >= scaled(2, 20)
    for row in rows:
        assert written(row) == expected
        report = audit_report(row)
        assert (report.whole, report.unsettled) == (True, False)


def test_two_processes_that_sweep_at_once_make_the_calls_of_one(
    start: Start, home: Path, tmp_path: Path
) -> None:
    crashed(home)
    whole = shutil.copytree(home, tmp_path / "whole")
    assert ended(start(call_children.swept, whole, CLOSE)) == 0
    both = [start(call_children.swept, home, CLOSE) for _ in range(2)]
    assert [ended(child) for child in both] == [0, 0]
    assert written(home) == written(whole)
