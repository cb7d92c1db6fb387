"""The tables of conversations: sessions, turns with what proves them, and one log of everything said and done in a session."""

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
RESULTS = Table(
    "turn_results",
    METADATA,
    Column("session", ForeignKey(SESSIONS.c.id), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("body", String, nullable=False),
)
"""Long results that turns of a session have read, once each."""
SEALS = Table(
    "turn_seals",
    METADATA,
    Column("session", ForeignKey(SESSIONS.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("message_id", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The chain of a session: the hash of each turn."""
TRACES = Table(
    "turn_traces",
    METADATA,
    Column("trace", String(64), primary_key=True),
    Column("session", ForeignKey(SESSIONS.c.id), primary_key=True),
    Column("message_id", String(64), primary_key=True),
)
"""Which turns have shown a figure."""
