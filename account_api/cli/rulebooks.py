"""The rulebooks that a command goes by: the packaged ones, with the rows the firm of this home has brought.

Read with the standard library where the home has a SQLite file: the service's own classes take a second to
load. Without a home, or before a firm has brought anything, the packaged rows are the rulebooks.
"""

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from risk.rulebook import PACKAGED, Rulebook

_SELECT = "SELECT body FROM rule_imports ORDER BY id"


def of_home() -> Mapping[str, Rulebook]:
    """The rulebooks by jurisdiction as the home that LIANGRONG_HOME names applies them."""
    bodies = _bodies()
    if not bodies:
        return PACKAGED
    from account_api.rules.store import of_imports

    return of_imports(json.loads(body) if isinstance(body, str) else body for body in bodies)


def _bodies() -> list[Any]:
    if os.environ.get("LIANGRONG_DATABASE_URL"):
        return _from_service()
    file = Path(os.environ.get("LIANGRONG_HOME", ".data")) / "account.db"
    if not file.is_file():
        return []
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            return [body for (body,) in connection.execute(_SELECT)]
        except sqlite3.OperationalError:  # the database of an earlier release
            return []


def _from_service() -> list[Any]:
    from account_api.cli.service import opened
    from account_api.rules import queries

    with opened() as context, context.transaction(writes=False) as session:
        return [row.body for row in queries.imports(session)]
