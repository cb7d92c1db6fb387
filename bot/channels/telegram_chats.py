"""Which Telegram chat holds which conversation, kept over a restart, and what is told there unasked.

A person's words and notices of the desk reach the chat by looking at the conversation's log. A chat remembers the
last event it was told of, after it was told: a process that dies in between says the same again, and loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ports import Assistant, UnknownSession

Json = dict[str, Any]
log = logging.getLogger(__name__)

_TABLE = """
CREATE TABLE IF NOT EXISTS chat (
    chat INTEGER PRIMARY KEY, session TEXT NOT NULL, lang TEXT NOT NULL, seen INTEGER NOT NULL
)
"""
_PERSON = {"zh": "{name}（人工客服）", "zh-Hant": "{name}（人工客服）", "en": "{name}, customer service"}


class ChatGone(Exception):
    """Telegram will deliver nothing to this chat any more: the reader has blocked the bot or left."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat, its conversation, the language it reads and the last event it has been told of."""

    id: int
    session: str
    lang: str
    seen: int


class ChatBook:
    """The chats in ``path``, a small SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database, database:
            database.execute(_TABLE)

    def session_of(self, chat: int) -> str | None:
        """The conversation of a chat, ``None`` before its first message."""
        with self._open() as database:
            row = database.execute("SELECT session FROM chat WHERE chat = ?", (chat,)).fetchone()
        return str(row[0]) if row else None

    def put(self, chat: int, session: str, lang: str) -> None:
        """The chat holds this conversation from now on."""
        with self._open() as database, database:
            database.execute("INSERT OR REPLACE INTO chat VALUES (?, ?, ?, 0)", (chat, session, lang))

    def forget(self, chat: int) -> None:
        """The chat holds no conversation any more."""
        with self._open() as database, database:
            database.execute("DELETE FROM chat WHERE chat = ?", (chat,))

    def told(self, chat: Chat, number: int) -> None:
        """The chat knows everything up to this event of its conversation."""
        with self._open() as database, database:
            database.execute(
                "UPDATE chat SET seen = max(seen, ?) WHERE chat = ? AND session = ?",
                (number, chat.id, chat.session),
            )

    def all(self) -> list[Chat]:
        """Every chat."""
        with self._open() as database:
            rows = database.execute("SELECT chat, session, lang, seen FROM chat ORDER BY chat").fetchall()
        return [Chat(*row) for row in rows]

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, timeout=5.0))


Send = Callable[[int, str], Awaitable[None]]


async def tell_news(assistant: Assistant, chats: ChatBook, send: Send) -> None:
    """One round: every chat is sent what its conversation's log has for it. ``send`` raises ChatGone for a lost chat."""
    for chat in chats.all():
        try:
            await _tell(assistant, chats, chat, send)
        except (UnknownSession, ChatGone):
            chats.forget(chat.id)
        except Exception as error:  # one chat's trouble keeps no other chat waiting; it is tried again
            log.warning("a Telegram chat could not be told its news: %s", type(error).__name__)


async def keep_telling(assistant: Assistant, chats: ChatBook, send: Send, pause_s: float = 1.0) -> None:
    """Rounds without end, ``pause_s`` apart; cancel it to stop."""
    while True:
        await tell_news(assistant, chats, send)
        await asyncio.sleep(pause_s)


async def _tell(assistant: Assistant, chats: ChatBook, chat: Chat, send: Send) -> None:
    for item in await assistant.events(chat.session, chat.seen):
        if (text := words_of(item, chat.lang)) is not None:
            await send(chat.id, text)
        chats.told(chat, item["id"])


def words_of(item: Json, lang: str) -> str | None:
    """An event as a message of its own; ``None`` for what the chat has had as question and answer."""
    data = item["data"]
    if item["kind"] == "agent":
        return f"{_PERSON[lang].format(name=data['name'])}\n{data['text']}"
    if item["kind"] == "notice" and data["what"] not in ("raised", "left"):
        return str(data["text"][lang])
    return None
