"""Models and migrations agree, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from account_api import migrations
from account_api.db import open_database
from account_api.schema import METADATA

TABLES = 82

FIRST_RELEASE = (
    "INSERT INTO clients (client_id, name, client_class, \"group\") VALUES ('c', '王', 'individual', 'east')",
    'INSERT INTO tickets (number, client_id, "group", category, status, text, details, opened_by, opened_at,'
    " due_on, due_provisional) VALUES ('T20261120-0001', 'c', 'east', 'fee', 'open', 'x', '{}', 'c',"
    " '2026-11-20 08:30:00', '2026-11-27', false)",
    "INSERT INTO alerts (id, kind, summary, session, client_id, assigned_group, raised_by, raised_at)"
    " VALUES ('A20261120-0001', 'handoff', 'x', 's', 'c', 'east', 'c', '2026-11-20 08:30:00')",
)
ASIDE = (
    "INSERT INTO securities (code, name, name_en, aliases, board, asset_class, lot)"
    " VALUES ('600519.SH', '贵州茅台', 'Kweichow Moutai', '[]', 'sse_main', 'stock', 100)",
    "INSERT INTO suspect_prices (source, code, at, day, price, received_at, since, since_day, low, high, rule, state)"
    " VALUES ('market', '600519.SH', '2026-11-20 02:00:00', '2026-11-20', 12000000, '2026-11-20 02:00:00', 14800000,"
    " '2026-11-19', 13320000, 16280000, 'price_limit', 'suspect')",
)


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


def test_a_database_of_the_first_release_keeps_its_tickets_on_the_way_up(empty: str, tmp_path: Path) -> None:
    database = open_database(empty)
    with database.writing.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_RELEASE:
            connection.execute(text(statement))
    assert migrations.migrate(database, tmp_path / "lock")
    with database.reading.connect() as connection:
        kept = connection.execute(text("SELECT number, status, answered_at FROM tickets")).all()
        assert [tuple(row) for row in kept] == [("T20261120-0001", "open", None)]
        assert not inspect(connection).has_table("alerts")
    database.dispose()


def test_prices_kept_aside_before_keep_their_row_and_nobody_is_known_to_have_sent_them(
    empty: str, tmp_path: Path
) -> None:
    database = open_database(empty)
    with database.writing.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0017")
        for statement in ASIDE:
            connection.execute(text(statement))
    assert migrations.migrate(database, tmp_path / "lock")
    with database.reading.connect() as connection:
        kept = connection.execute(text("SELECT source, state, price, sent_by FROM suspect_prices")).all()
        assert [tuple(row) for row in kept] == [("market", "suspect", 12_000_000, None)]
    database.dispose()
