"""Whether an answer helped: the client's verdict on a turn, kept once, and a no told to those who write the texts.

A verdict belongs to the turn, and a turn to whoever asked: nobody judges what they may not read. What identifies a
person is masked before anything is kept.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.browser import Seals, browser_of
from bot.channels.problem import ChatError
from bot.guard.personal import masked
from bot.ports import Assistant

Json = dict[str, Any]
THUMBS_DOWN = "thumbs_down"
LONGEST = 200
"""Characters of a question that are kept, as in the list of gaps."""
_TABLE = """
CREATE TABLE IF NOT EXISTS verdict (
    session TEXT NOT NULL, message TEXT NOT NULL, question TEXT NOT NULL, helpful INTEGER NOT NULL,
    was_down INTEGER NOT NULL, why TEXT, PRIMARY KEY (session, message)
)"""
_KEEP = """
INSERT INTO verdict VALUES (:session, :message, :question, :helpful, NOT :helpful, :why)
ON CONFLICT DO UPDATE SET
    helpful = excluded.helpful, was_down = was_down OR excluded.was_down, why = coalesce(excluded.why, why)"""


class Given(BaseModel):
    """The verdict, and where it is a no, what was wrong."""

    model_config = ConfigDict(extra="forbid", strict=True)

    helpful: bool
    why: str | None = Field(default=None, max_length=400)


class Gaps(Protocol):
    """The part of ``knowledge.library.Library`` that remembers questions without a good answer."""

    def log_gap(self, query: str, as_of: date, reason: str) -> None: ...


class Verdicts:
    """The verdicts in ``path``, a small SQLite file that the processes of a home share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database:
            database.execute(_TABLE)

    def keep(self, session: str, message: str, question: str, helpful: bool, why: str | None = None) -> bool:
        """Keep the newest verdict on the answer to ``question``; true for the first no of all."""
        given = {"session": session, "message": message, "question": question, "helpful": helpful, "why": why}
        with self._open() as database, database:
            database.execute("BEGIN IMMEDIATE")
            before = database.execute(
                "SELECT was_down FROM verdict WHERE session = ? AND message = ?", (session, message)
            ).fetchone()
            database.execute(_KEEP, given)
        return not helpful and not (before and before[0])

    def reasons(self) -> dict[str, list[str]]:
        """What was wrong with the answers to a question, in the words of those who said no, the newest last."""
        found: dict[str, list[str]] = {}
        with self._open() as database:
            rows = database.execute(
                "SELECT question, why FROM verdict WHERE NOT helpful AND why IS NOT NULL ORDER BY rowid"
            )
            for question, why in rows:
                found.setdefault(question, []).append(why)
        return found

    def _open(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(self._path, timeout=5.0))


@dataclass(frozen=True, slots=True)
class Feedback:
    """The endpoint."""

    assistant: Assistant
    seals: Seals
    verdicts: Verdicts
    gaps: Gaps

    async def judge(self, session: str, message_id: str, given: Given, request: Request) -> Json:
        """Keep a verdict; again, or another one, is kept in its place. The first no counts the question as a gap."""
        own = self.seals.open(session, browser_of(request))
        turns = await self.assistant.history(own)
        turn = next((each for each in turns if each["message_id"] == message_id), None)
        if turn is None:
            raise _no_such_turn()
        question, why = masked(turn["text"])[:LONGEST], masked(given.why) if given.why else None
        if await asyncio.to_thread(self.verdicts.keep, own, message_id, question, given.helpful, why):
            day = date.fromisoformat(turn["reply"]["rules_as_of"])
            await asyncio.to_thread(self.gaps.log_gap, question, day, THUMBS_DOWN)
        return {"helpful": given.helpful}


def _no_such_turn() -> ChatError:
    """The same words whether there is no such turn or it was said under another identity."""
    return ChatError(
        404,
        ("Answer not found", "没有这条回答"),
        (
            "This answer was not given here under your present sign-in.",
            "这条回答不是在本次登录的对话里给出的。",
        ),
    )


def add_feedback_route(router: APIRouter, feedback: Feedback) -> None:
    """``POST /sessions/{session}/turns/{message_id}/feedback``."""
    path = "/sessions/{session}/turns/{message_id}/feedback"
    router.add_api_route(path, feedback.judge, methods=["POST"])
