"""Processes of the account service that start together, write together, or are killed in the middle."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from account_api.audit_check import Report
from account_api.demo import ensure_demo_home
from account_api.home import UnsafeHome
from account_api.settings import Settings

Start = Callable[[str], "subprocess.Popen[str]"]

SEED = """
from account_api.demo import ensure_demo_home
from account_api.settings import Settings
ensure_demo_home(Settings(home=HOME), lambda _: None)
"""

KILLED_AT_THE_NTH_FLUSH = (
    """
import os, signal
from sqlalchemy import event
from sqlmodel import Session
seen = []

@event.listens_for(Session, "after_flush")
def count(session, _context):
    seen.append(1)
    if len(seen) == {n}:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    + SEED
)

APPEND = """
from account_api.audit import Event, Trail
from account_api.clock import Clock
from account_api.db import open_database
from account_api.home import open_home
from account_api.settings import Settings

home = open_home(Settings(home=HOME))
database = open_database(home.database_url)
trail = Trail(home.audit_head, home.secrets.pseudonym_key)
for number in range({count}):
    with database.transaction() as session:
        trail.append(session, Clock().now(), Event("test.happened", "me", None, {{"n": number}}))
print("done")
"""

KILLED_AT_THE_ANCHOR = """
import os, signal
from account_api.audit import Anchor
write, calls = Anchor.write, []

def killed(self, path):
    calls.append(1)
    if len(calls) == {n} and not {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    write(self, path)
    if len(calls) == {n}:
        os.kill(os.getpid(), signal.SIGKILL)

Anchor.write = killed
"""


def finish(child: "subprocess.Popen[str]") -> int:
    _, errors = child.communicate(timeout=60)
    assert child.returncode in (0, -signal.SIGKILL), errors
    return child.returncode


def count(home: Path, table: str) -> int:
    with closing(sqlite3.connect(home / "account.db")) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_two_demo_homes_made_at_once_are_one(start: Start, tmp_path: Path) -> None:
    children = [start(SEED) for _ in range(2)]
    assert [finish(child) for child in children] == [0, 0]
    assert count(tmp_path / "home", "clients") == 9
    assert count(tmp_path / "home", "audit") == 1


def test_a_demo_killed_in_the_middle_leaves_nothing_and_is_finished_next_time(
    start: Start, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    assert finish(start(KILLED_AT_THE_NTH_FLUSH.format(n=9))) == -signal.SIGKILL
    assert not (home / "home.json").exists()
    assert count(home, "firm_parameters") == count(home, "clients") == 0
    with pytest.raises(UnsafeHome, match="unfinished"):
        from account_api.app import create_app

        create_app(Settings(home=home))
    ensure_demo_home(Settings(home=home), lambda _: None)
    assert count(home, "clients") == 9
    assert (home / "home.json").exists()


def test_four_processes_keep_one_audit_chain(
    start: Start, seeded: Path, tmp_path: Path, audit_report: Callable[[], Report]
) -> None:
    shutil.copytree(seeded, tmp_path / "home")
    children = [start(APPEND.format(count=15)) for _ in range(4)]
    assert [finish(child) for child in children] == [0, 0, 0, 0]
    report = audit_report()
    assert (report.rows, report.whole, report.unsettled) == (61, True, False)


@pytest.mark.parametrize(
    ("killed", "rows"),
    [
        pytest.param({"n": 3, "after": True}, 2, id="after the note, before the commit"),
        pytest.param({"n": 4, "after": False}, 3, id="after the commit, before the anchor"),
    ],
)
def test_a_writer_killed_around_its_commit_leaves_a_whole_trail(
    start: Start,
    seeded: Path,
    tmp_path: Path,
    audit_report: Callable[[], Report],
    killed: dict[str, object],
    rows: int,
) -> None:
    shutil.copytree(seeded, tmp_path / "home")
    script = KILLED_AT_THE_ANCHOR.format(**killed) + APPEND.format(count=2)
    assert finish(start(script)) == -signal.SIGKILL
    report = audit_report()
    assert (report.rows, report.whole, report.unsettled) == (rows, True, True)
    assert finish(start(APPEND.format(count=1))) == 0
    report = audit_report()
    assert (report.rows, report.whole, report.unsettled) == (rows + 1, True, False)
