"""The log of the editors' desk: every act, in the transaction that does it, and every refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from knowledge.days import day_in_china, stamp
from knowledge.editorial.rights import Editor
from knowledge.editorial.tables import LOG


@dataclass(frozen=True, slots=True)
class Act:
    """One act under way: the open transaction, who acts, and when."""

    connection: Connection
    editor: Editor
    at: datetime

    @property
    def stamp(self) -> str:
        return stamp(self.at)

    @property
    def today(self) -> date:
        """The day in China."""
        return day_in_china(self.at)

    def record(self, act: str, subject: str, detail: str = "") -> None:
        """Write the act into the log."""
        self.connection.execute(
            insert(LOG).values(
                at=self.stamp,
                user=self.editor.user,
                role=self.editor.role,
                act=act,
                subject=subject,
                detail=detail,
            )
        )


def entries(connection: Connection, limit: int) -> tuple[dict[str, object], ...]:
    """The newest `limit` rows of the log, newest first."""
    columns = (LOG.c.at, LOG.c.user, LOG.c.role, LOG.c.act, LOG.c.subject, LOG.c.detail)
    rows = connection.execute(select(*columns).order_by(LOG.c.id.desc()).limit(limit))
    return tuple(dict(row) for row in rows.mappings())
