"""Children that work on a demo home and are killed, or run side by side."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from account_api.app import build_context
from account_api.audit_check import Report, verify
from account_api.demo import ensure_demo_home
from account_api.settings import Settings

Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("faults") / "home"
    ensure_demo_home(Settings(home=home), lambda _: None)
    return home


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts a child that runs a script with `HOME` set to this test's home."""

    def run(script: str) -> "subprocess.Popen[str]":
        prelude = f"from pathlib import Path\nHOME = Path({str(tmp_path / 'home')!r})\n"
        return subprocess.Popen(
            [sys.executable, "-c", prelude + script],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


@pytest.fixture
def audit_report(tmp_path: Path) -> Callable[[], Report]:
    def read() -> Report:
        context = build_context(Settings(home=tmp_path / "home"))
        with context.transaction(writes=False) as session:
            report = verify(session, context.trail)
        context.database.dispose()
        return report

    return read
