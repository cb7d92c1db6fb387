"""Children that work on a demo home and are killed, or run side by side."""

import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from account_api.app import build_context
from account_api.audit_check import Report, verify
from account_api.demo import ensure_demo_home
from account_api.settings import Settings
from tests.faults.children import PRELOADED

Start = Callable[..., BaseProcess]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("faults") / "home"
    ensure_demo_home(Settings(home=home), lambda _: None)
    return home


@pytest.fixture
def home(seeded: Path, tmp_path: Path) -> Path:
    """A demo home of this test's own."""
    return Path(shutil.copytree(seeded, tmp_path / "home"))


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a process for a function of `tests.faults.children`, forked from one that has everything loaded."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(list(PRELOADED))
    started: list[BaseProcess] = []

    def run(work: Callable[..., None], *given: object) -> BaseProcess:
        child = forks.Process(target=work, args=given)
        child.start()
        started.append(child)
        return child

    yield run
    for child in started:
        child.kill()
        child.join()


@pytest.fixture
def audit_report(tmp_path: Path) -> Callable[..., Report]:
    """What a check of the audit trail says, of the home of the test or of another."""

    def read(home: Path = tmp_path / "home") -> Report:
        context = build_context(Settings(home=home))
        with context.transaction(writes=False) as session:
            report = verify(session, context.trail)
        context.database.dispose()
        return report

    return read
