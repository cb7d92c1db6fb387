"""What a child process does to a home in these tests: real work of the service, killed at a chosen moment or not."""

import os
import signal
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

from account_api.audit import Anchor, Event, Trail
from account_api.clock import Clock
from account_api.db import open_database
from account_api.demo import ensure_demo_home
from account_api.home import open_home
from account_api.settings import Settings

PRELOADED = (
    "tests.faults.children",
    "tests.faults.call_children",
    "tests.faults.relay_children",
    "account_api.app",
    "account_api.demo.seed",
    "alembic.command",
)


def seed(home: Path) -> None:
    """Makes the demo firm."""
    ensure_demo_home(Settings(home=home), lambda _: None)


def seed_killed(home: Path, flush: int) -> None:
    """Makes the demo firm and dies at that flush."""
    seen: list[int] = []

    def count(*_: object) -> None:
        seen.append(1)
        if len(seen) == flush:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "after_flush", count)
    seed(home)


def append(home: Path, count: int) -> None:
    """Adds so many entries to the audit trail, each in a transaction of its own."""
    opened = open_home(Settings(home=home))
    database = open_database(opened.database_url)
    trail = Trail(opened.audit_head, opened.secrets.pseudonym_key)
    for number in range(count):
        with database.transaction() as session:
            trail.append(session, Clock().now(), Event("test.happened", "me", None, {"n": number}))


def append_killed(home: Path, anchor_write: int, after: bool) -> None:
    """Adds two entries and dies before or after the anchor is written for the nth time."""
    write, calls = Anchor.write, []

    def killed(self: Anchor, path: Path) -> None:
        calls.append(1)
        if len(calls) == anchor_write and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, path)
        if len(calls) == anchor_write:
            os.kill(os.getpid(), signal.SIGKILL)

    Anchor.write = killed  # type: ignore[method-assign]
    append(home, 2)
