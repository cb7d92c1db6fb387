"""A book whose import fails in the middle, in real processes: nothing is half-written, and the next one succeeds."""

import json
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from account_api.app import build_context
from account_api.audit_check import Report
from account_api.settings import Settings
from tests.account_api.books.making import write_book
from tests.faults import book_children as children

Start = Callable[..., BaseProcess]
PATIENCE_S = 60
TABLES = ("clients", "credit_accounts", "account_days", "holdings", "contracts", "contract_days", "audit")
ACCOUNTS = 120


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A firm's home without anybody in it."""
    build_context(Settings(home=tmp_path / "home")).database.dispose()
    return tmp_path / "home"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_book(tmp_path / "book", accounts=ACCOUNTS, securities=30)
    return tmp_path / "book"


def counts(home: Path) -> list[int]:
    with closing(sqlite3.connect(home / "account.db")) as connection:
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]


def ended(child: BaseProcess) -> int | None:
    child.join(PATIENCE_S)
    return child.exitcode


def succeeds(start: Start, home: Path, book: Path, before: list[int], entries: int = 1) -> None:
    said = book.with_name("said again")
    assert ended(start(children.take, home, book, said)) == 0, said.read_text("utf-8")
    grown = [after - earlier for earlier, after in zip(before, counts(home), strict=True)]
    assert grown == [ACCOUNTS, ACCOUNTS, ACCOUNTS, 4 * ACCOUNTS, 2 * ACCOUNTS, 2 * ACCOUNTS, entries]


@pytest.mark.parametrize("at_commit", [False, True])
def test_a_full_disk_leaves_nothing_behind(
    start: Start, home: Path, book: Path, audit_report: Callable[[], Report], at_commit: bool
) -> None:
    before, said = counts(home), book.with_name("said")
    assert ended(start(children.take_within, home, book, said, 100_000, at_commit)) == 4
    body = json.loads(said.read_text("utf-8"))
    assert body["type"] == "/problems/not-written"
    assert "disk is full" in body["detail"] and "磁盘已满" in body["detail_zh"]
    assert counts(home) == before
    assert audit_report().whole
    succeeds(start, home, book, before)
    report = audit_report()
    assert report.whole and not report.unsettled


@pytest.mark.parametrize("when", [children.WHILE_READING, children.WHILE_WRITING, children.BEFORE_COMMIT])
def test_an_import_that_is_killed_leaves_nothing_behind(
    start: Start, home: Path, book: Path, audit_report: Callable[[], Report], when: str
) -> None:
    before = counts(home)
    killed = start(children.take_killed, home, book, book.with_name("said"), when)
    assert ended(killed) == -signal.SIGKILL
    assert counts(home) == before
    report = audit_report()
    assert report.whole and report.unsettled is (when == children.BEFORE_COMMIT)
    succeeds(start, home, book, before)
    assert audit_report().whole


def test_an_import_that_is_killed_after_its_commit_is_done(
    start: Start, home: Path, book: Path, audit_report: Callable[[], Report]
) -> None:
    before = counts(home)
    killed = start(children.take_killed, home, book, book.with_name("said"), children.AFTER_COMMIT)
    assert ended(killed) == -signal.SIGKILL
    report = audit_report()
    assert report.whole and report.unsettled
    succeeds(start, home, book, before)


def test_a_locked_database_is_said_and_waited_for_no_longer_than_set(
    start: Start, home: Path, book: Path, audit_report: Callable[[], Report]
) -> None:
    before, said = counts(home), book.with_name("said")
    with closing(sqlite3.connect(home / "account.db", isolation_level=None)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        tried = start(children.take, home, book, book.with_name("dry"), "--dry-run")
        assert ended(tried) == 0, "reading and checking need no lock"
        assert ended(start(children.take_impatiently, home, book, said)) == 4
        rival.execute("ROLLBACK")
    body = json.loads(said.read_text("utf-8"))
    assert "Somebody else is writing" in body["detail"] and "其他程序" in body["detail_zh"]
    assert counts(home) == before and audit_report().whole
    succeeds(start, home, book, before)


def test_two_imports_of_one_book_at_once_are_one(start: Start, home: Path, book: Path) -> None:
    before = counts(home)
    rivals = [start(children.take, home, book, book.with_name(f"said {number}")) for number in range(2)]
    assert [ended(rival) for rival in rivals] == [0, 0]
    succeeds(start, home, book, before)
