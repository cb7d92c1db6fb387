"""A sweep that is killed at any statement and run again makes the calls that one undisturbed sweep makes: none lost, none doubled."""

import random
import shutil
import signal
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
KILLED = -signal.SIGKILL
PATIENCE_S = 60
KILLS_IN_A_ROW = 10
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


def ended(child: BaseProcess) -> int | None:
    child.join(PATIENCE_S)
    return child.exitcode


def test_a_sweep_killed_at_any_statement_loses_and_doubles_nothing(
    start: Start, home: Path, tmp_path: Path, audit_report: Callable[[], Report]
) -> None:
    build_context(Settings(home=home)).database.dispose()
    crashed(home)
    whole, log = tmp_path / "whole", tmp_path / "log"
    shutil.copytree(home, whole)
    before = written(home)
    assert ended(start(call_children.swept, whole, CLOSE, None, log)) == 0
    statements, expected = int(log.read_text("utf-8")), written(whole)
    assert statements > 100 and expected != before
    dice, killed = random.Random(23), 0
    shutil.copytree(home, tmp_path / "fresh")
    while killed < scaled(20, 200):
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "fresh", home)
        for at in sorted(dice.sample(range(1, statements), KILLS_IN_A_ROW)):
            killed += ended(start(call_children.swept, home, CLOSE, at, log)) == KILLED
        assert ended(start(call_children.swept, home, CLOSE, None, log)) == 0
        assert written(home) == expected
        report = audit_report()
        assert (report.whole, report.unsettled) == (True, False)


def test_two_processes_that_sweep_at_once_make_the_calls_of_one(
    start: Start, home: Path, tmp_path: Path
) -> None:
    crashed(home)
    whole, log = tmp_path / "whole", tmp_path / "log"
    shutil.copytree(home, whole)
    assert ended(start(call_children.swept, whole, CLOSE, None, log)) == 0
    both = [start(call_children.swept, home, CLOSE, None, log) for _ in range(2)]
    assert [ended(child) for child in both] == [0, 0]
    assert written(home) == written(whole)
