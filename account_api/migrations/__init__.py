"""Database migrations: run at start, once, however many processes start together.

`HEAD` is checked by a plain select first, so that an ordinary start does not import alembic (1.3 s).
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from account_api.db import Database
from account_api.home import locked

HEAD = "0018"
PG_LOCK = 7_305_410


def migrate(database: Database, lock_file: Path) -> bool:
    """Brings the database to `HEAD`; whether there was anything to do. All of it in one transaction."""
    with database.reading.connect() as connection:
        if current(connection) == HEAD:
            return False
    with locked(lock_file), database.writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PG_LOCK})
        if current(connection) == HEAD:
            return False
        _upgrade(connection)
    return True


def current(connection: Connection) -> str | None:
    """The revision this database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
