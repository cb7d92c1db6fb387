"""Files handed in to a conversation, kept until a ticket takes them. Nobody reads what stands in them.

A file belongs to whoever was signed in when it came; one that came before a sign-in goes with the conversation, like its words.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    Column,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)

from bot.adapters.conversation_tables import METADATA, SESSIONS
from bot.adapters.service_records import HandedIn
from bot.dialogue.files import LONGEST_NAME, too_many

MOST = 5  # files that wait in one conversation
FILES = Table(
    "waiting_files",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("session", ForeignKey(SESSIONS.c.id), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("owner", String(200)),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
)


class WaitingFiles:
    """The files of all conversations, over the engine of their store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, session: str, owner: str | None, name: str, media_type: str, content: bytes) -> HandedIn:
        """Keep a file; the same content under the same name once. BadFile where the conversation has enough."""
        digest = hashlib.sha256(b"\0".join((session.encode(), name.encode(), content))).hexdigest()
        file = HandedIn(digest, name, media_type, content)
        count = select(func.count()).select_from(FILES).where(FILES.c.session == session)
        with self._engine.begin() as connection:
            if connection.execute(select(FILES.c.id).where(FILES.c.id == digest)).first():
                return file
            waiting = connection.execute(count).scalar_one()
            if waiting >= MOST:
                raise too_many(MOST)
            row = {"session": session, "position": waiting, "owner": owner, "name": name}
            connection.execute(insert(FILES).values(id=digest, media_type=media_type, content=content, **row))
        return file

    def waiting(self, session: str, owner: str | None) -> tuple[tuple[str, str], ...]:
        """(id, name) of the files that ``owner`` may use in this conversation, in their order."""
        query = select(FILES.c.id, FILES.c.name, FILES.c.owner).where(FILES.c.session == session)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(FILES.c.position, FILES.c.id)).all()
        return tuple((row.id, row.name) for row in rows if row.owner in (None, owner))

    def get(self, session: str, owner: str | None, file: str) -> HandedIn | None:
        """One of them with its content."""
        query = select(FILES).where(FILES.c.session == session, FILES.c.id == file)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None or row.owner not in (None, owner):
            return None
        return HandedIn(row.id, row.name, row.media_type, row.content)

    def taken(self, session: str, files: tuple[str, ...]) -> None:
        """Forget files that a ticket has."""
        with self._engine.begin() as connection:
            connection.execute(delete(FILES).where(FILES.c.session == session, FILES.c.id.in_(files)))
