"""The tables of conversations: sessions, turns, and one log of everything said and done in a session."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, UniqueConstraint

METADATA = MetaData()
SESSIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("token", String(4096)),
    Column("principal", LargeBinary),
    Column("lang", String(8)),
    Column("state", LargeBinary, nullable=False),
)
TURNS = Table(
    "turns",
    METADATA,
    Column("session", ForeignKey(SESSIONS.c.id), primary_key=True),
    Column("message_id", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("said_at", String(40), nullable=False),
    Column("text", String, nullable=False),
    Column("reply", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
)
EVENTS = Table(
    "events",
    METADATA,
    Column("session", ForeignKey(SESSIONS.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("author", String(200)),
    Column("owner", String(200)),
    Column("client_id", String(200)),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("session", "kind", "message_id"),
)
