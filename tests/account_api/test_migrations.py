"""Models and migrations agree, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from account_api import migrations
from account_api.db import open_database
from account_api.schema import METADATA

TABLES = 31


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'account.db'}"
    postgres: Callable[[str], str] = request.getfixturevalue("postgres")
    administer = request.getfixturevalue("administer")
    administer("DROP DATABASE IF EXISTS empty")
    administer("CREATE DATABASE empty")
    return postgres("empty")


def test_models_and_migrations_agree(empty: str, tmp_path: Path) -> None:
    database = open_database(empty)
    assert migrations.migrate(database, tmp_path / "lock")
    assert not migrations.migrate(database, tmp_path / "lock")
    with database.reading.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    database.dispose()
    assert len(METADATA.tables) == TABLES


def test_the_head_in_the_code_is_the_head_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_several_that_start_together_migrate_once(empty: str, tmp_path: Path) -> None:
    databases = [open_database(empty) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda each: migrations.migrate(each, tmp_path / "lock"), databases))
    for database in databases:
        database.dispose()
    assert sorted(done) == [False, False, False, True]
