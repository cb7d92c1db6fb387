"""Processes of the account service that start together, write together, or are killed in the middle."""

import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from account_api.app import create_app
from account_api.audit_check import Report
from account_api.demo import DEMO_CLIENTS, ensure_demo_home
from account_api.home import UnsafeHome
from account_api.settings import Settings
from tests.faults import children

Start = Callable[..., BaseProcess]

KILLED = -signal.SIGKILL
PATIENCE_S = 60


def ended(child: BaseProcess) -> int | None:
    """How the child ended: 0, or the signal that killed it; None when it did not."""
    child.join(PATIENCE_S)
    return child.exitcode


def count(home: Path, table: str) -> int:
    with closing(sqlite3.connect(home / "account.db")) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_two_demo_homes_made_at_once_are_one(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert [ended(child) for child in [start(children.seed, home) for _ in range(2)]] == [0, 0]
    assert count(home, "clients") == len(DEMO_CLIENTS)
    assert count(home, "audit") == 1


def test_a_demo_killed_in_the_middle_leaves_nothing_and_is_finished_next_time(
    start: Start, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    assert ended(start(children.seed_killed, home, 9)) == KILLED
    assert not (home / "home.json").exists()
    assert count(home, "firm_parameters") == count(home, "clients") == 0
    with pytest.raises(UnsafeHome, match="unfinished"):
        create_app(Settings(home=home))
    ensure_demo_home(Settings(home=home), lambda _: None)
    assert count(home, "clients") == len(DEMO_CLIENTS)
    assert (home / "home.json").exists()


def test_four_processes_keep_one_audit_chain(
    start: Start, home: Path, audit_report: Callable[[], Report]
) -> None:
    writers = [start(children.append, home, 15) for _ in range(4)]
    assert [ended(child) for child in writers] == [0, 0, 0, 0]
    report = audit_report()
    assert (report.rows, report.whole, report.unsettled) == (61, True, False)


@pytest.mark.parametrize(
    ("anchor_write", "after", "rows"),
    [
        pytest.param(3, True, 2, id="after the note, before the commit"),
        pytest.param(4, False, 3, id="after the commit, before the anchor"),
    ],
)
def test_a_writer_killed_around_its_commit_leaves_a_whole_trail(
    start: Start,
    home: Path,
    audit_report: Callable[[], Report],
    anchor_write: int,
    after: bool,
    rows: int,
) -> None:
    assert ended(start(children.append_killed, home, anchor_write, after)) == KILLED
    report = audit_report()
    assert (report.rows, report.whole, report.unsettled) == (rows, True, True)
    assert ended(start(children.append, home, 1)) == 0
    report = audit_report()
    assert (report.rows, report.whole, report.unsettled) == (rows + 1, True, False)
