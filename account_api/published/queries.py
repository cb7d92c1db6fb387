"""Every select and upsert of published accounts, but for the one of `hot_reads`."""

from collections.abc import Collection, Sequence

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from account_api.published.tables import PublishedAccount

AT_ONCE = 100
"""Rows in one statement: SQLite takes a bounded number of values."""


def published(session: Session, client_id: str) -> PublishedAccount | None:
    """The account as last published; None where it never was."""
    return session.get(PublishedAccount, client_id)


def published_of(session: Session, clients: Collection[str]) -> list[PublishedAccount]:
    """What was last published of each of these clients."""
    return list(session.exec(select(PublishedAccount).where(col(PublishedAccount.client_id).in_(clients))))


def put(session: Session, rows: Sequence[PublishedAccount]) -> None:
    """Replaces what was published of these clients, but nothing that was published later."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    for first in range(0, len(rows), AT_ONCE):
        values = [row.model_dump() for row in rows[first : first + AT_ONCE]]
        statement = dialect.insert(PublishedAccount).values(values)
        fresh = {name: statement.excluded[name] for name in ("as_of", "published_at", "body")}
        newer = col(PublishedAccount.published_at) <= statement.excluded.published_at
        key = [col(PublishedAccount.client_id)]
        session.connection().execute(
            statement.on_conflict_do_update(index_elements=key, set_=fresh, where=newer)
        )
