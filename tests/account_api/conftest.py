"""A demo firm, made once and copied, or shared where it is only read; its two clocks are hands a test may move."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Dialect, text

from account_api.app import app_of, build_context
from account_api.auth import tokens
from account_api.auth.passwords import Passwords
from account_api.client import AccountClient
from account_api.clock import Clock
from account_api.context import Context
from account_api.db import Database
from account_api.demo import DEMO_CLOCK
from account_api.demo.seed import seed
from account_api.home import begin_demo_home, finish_home
from account_api.settings import Settings
from tests.conftest import ON_POSTGRES

PASSWORD = "correct horse"
FAST = Passwords.argon2(time_cost=1, memory_kib=8, parallelism=1)


_built: list[FastAPI] = []


def the_app(context: Context) -> FastAPI:
    """One app for all tests, given another context each time: building its routes is what takes long."""
    if not _built:
        _built.append(app_of(context))
    _built[0].state.context = context
    return _built[0]


_statements: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


def knowing_statements(database: Database) -> None:
    """What one firm has compiled need not be compiled again for the next: SQLAlchemy keeps it by engine and dialect."""
    for engine in (database.reading, database.writing):
        dialect, compiled = _statements.setdefault(engine.dialect.name, (engine.dialect, {}))
        engine.dialect = dialect
        engine.update_execution_options(compiled_cache=compiled)


class Firm:
    """The demo firm as a test holds it: `now` and `wall` are its clocks, `client` is nobody signed in."""

    def __init__(self, home: Path, url: str | None = None) -> None:
        self.now = self.wall = DEMO_CLOCK
        clock = Clock(now=lambda: self.now, wall=lambda: self.wall, pinned=True)
        self.settings = Settings(home=home, database_url=url)
        self.context = build_context(self.settings, clock, FAST)
        knowing_statements(self.context.database)
        self.app = the_app(self.context)
        self.client = AccountClient.in_process(self.app)
        self.password = PASSWORD

    async def signed_in(self, user: str) -> AccountClient:
        """What signing in gives, without the way there: the tests of sign-in go it."""
        key, life = self.context.home.secrets.token_key, self.settings.token_life
        return self.client.as_token(tokens.issue(user, key, self.wall, life))

    def asking_from(self, address: str) -> AccountClient:
        """Nobody signed in, on another machine."""
        transport = httpx.ASGITransport(self.app, client=(address, 50_000))
        return AccountClient(httpx.AsyncClient(transport=transport, base_url="http://accounts"))

    def audit_actions(self) -> list[str]:
        with self.context.transaction(writes=False) as session:
            return list(session.execute(text("SELECT action FROM audit ORDER BY seq")).scalars())


def make_home(root: Path, url: str | None = None) -> Path:
    settings = Settings(home=root, database_url=url)
    home = begin_demo_home(settings, datetime.fromisoformat(DEMO_CLOCK.isoformat()))
    context = build_context(settings, passwords=FAST, home=home)
    seed(context, PASSWORD)
    finish_home(home)
    context.database.dispose()
    return root


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("firm") / "home")


@pytest.fixture
def home(seeded_home: Path, tmp_path: Path) -> Path:
    """A demo home of this test's own."""
    return Path(shutil.copytree(seeded_home, tmp_path / "home"))


@contextmanager
def opened(home: Path, url: str | None = None) -> Iterator[Firm]:
    made = Firm(home, url)
    yield made
    made.context.database.dispose()


@contextmanager
def on_postgres(request: pytest.FixtureRequest, directory: Path, database: str) -> Iterator[Firm]:
    """A copy of the demo firm in a database of that name, which is gone afterwards."""
    seeded, administer = (request.getfixturevalue(name) for name in ("seeded_on_postgres", "administer"))
    administer(f"CREATE DATABASE {database} TEMPLATE seeded STRATEGY FILE_COPY")
    url = request.getfixturevalue("postgres")(database)
    with opened(Path(shutil.copytree(seeded, directory)), url) as made:
        yield made
    administer(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture
def own_firm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firm]:
    """A firm whose books this test may change."""
    place = (
        on_postgres(request, tmp_path / "own", "own")
        if ON_POSTGRES
        else opened(request.getfixturevalue("home"))
    )
    with place as made:
        yield made


@pytest.fixture
def firm(own_firm: Firm) -> Firm:
    """The firm of a test; a module that only reads has this mean `shared_firm`."""
    return own_firm


@pytest.fixture
def sqlite_firm(home: Path) -> Iterator[Firm]:
    """A firm on SQLite in any case, for what only a database in one file does."""
    with opened(home) as made:
        yield made


@pytest.fixture(scope="session")
def opened_once(
    request: pytest.FixtureRequest, seeded_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firm]:
    home = tmp_path_factory.mktemp("shared") / "home"
    place = (
        on_postgres(request, home, "shared")
        if ON_POSTGRES
        else opened(Path(shutil.copytree(seeded_home, home)))
    )
    with place as made:
        yield made


@pytest.fixture
def shared_firm(opened_once: Firm) -> Firm:
    """One firm for all tests that change nothing but the audit trail, its clocks set back for each."""
    opened_once.now = opened_once.wall = DEMO_CLOCK
    the_app(opened_once.context)
    return opened_once


@pytest.fixture(scope="session")
def seeded_on_postgres(
    postgres: Callable[[str], str],
    administer: Callable[[str], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    administer("CREATE DATABASE seeded")
    return make_home(tmp_path_factory.mktemp("firm_pg") / "home", postgres("seeded"))


@pytest.fixture(params=["postgres"] if ON_POSTGRES else ["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firm]:
    """The same firm on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        place = opened(request.getfixturevalue("home"))
    else:
        place = on_postgres(request, tmp_path / "home_pg", "copy")
    with place as made:
        yield made
