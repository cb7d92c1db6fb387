"""Whose turn it is: batches of events go side by side, a corporate action is worked in alone.

An event looks for the actions that it moves, and an action for the accounts that it moves. Either must see all that the other
has done, so each takes its turn before it reads anything. Two batches for one account take turns by the account's row.
SQLite has one writer at a time, which is the same and more.
"""

from sqlalchemy import text
from sqlmodel import Session

_KEY = 0x6C69616E67726F6E
"""Any number that nothing else of this database locks."""


def side_by_side(session: Session) -> None:
    """The turn of a batch of events; waits for a corporate action to end."""
    _lock(session, "pg_advisory_xact_lock_shared")


def alone(session: Session) -> None:
    """The turn of corporate actions; waits for every batch of events that has begun."""
    _lock(session, "pg_advisory_xact_lock")


def _lock(session: Session, kind: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SELECT {kind}(:key)"), {"key": _KEY})
