"""A conversation's log as a stream that a page listens to: what is new, who is there, what lies in the inbox.

It resumes after any event number, so a page that lost the line asks for what it has not seen. It shows one identity:
when another signs in or the client signs out (here or in another tab), it says so and ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from account_api.client import AccountError
from bot.answer.script import in_script
from bot.channels.sse import event
from bot.ports import Assistant, UnknownSession

Json = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two looks at the log, at who attends, at the inbox; and between signs of life."""

    log: float = 0.4
    attendance: float = 3.0
    inbox: float = 10.0
    heartbeat: float = 15.0


async def log_events(
    assistant: Assistant, session: str, after: int, pace: Pace = Pace()
) -> AsyncIterator[bytes]:
    """``client``, ``reply``, ``agent`` and ``notice`` events with their numbers as ids; ``ready`` when the page
    has all there was (it says who is signed in); ``presence`` and ``inbox`` whenever they change; ``identity`` at the end.
    """
    who = await assistant.identity(session)
    beside = Beside(assistant, session, who is not None, pace)
    ready, said_at = False, time.monotonic()
    while (news := await _unseen(assistant, session, who, after)) is not None:
        for item in news:
            after = item["id"]
            yield numbered(item)
        if news and not ready:  # there may be more than one reading gives
            continue
        parts = await beside.changes(any(item["kind"] == "notice" for item in news))
        if not ready:
            ready = True
            parts.append(event("ready", {"after": after, "who": _name(who)}))
        if not parts and time.monotonic() - said_at >= pace.heartbeat:
            parts.append(KEEPALIVE_COMMENT)
        for part in parts:
            said_at = time.monotonic()
            yield part
        await asyncio.sleep(pace.log)
    yield event("identity", {})


def _name(who: Json | None) -> str | None:
    """The name a page shows for who is signed in."""
    return str(who.get("display_name") or who["user"]) if who else None


async def _unseen(assistant: Assistant, session: str, who: Json | None, after: int) -> list[Json] | None:
    """What is new for ``who``; ``None`` once somebody else, or nobody, is signed in."""
    try:
        news = await assistant.events(session, after)
        return news if await assistant.identity(session) == who else None
    except UnknownSession:
        return None


@dataclass(slots=True)
class Beside:
    """What stands beside the log: the person who attends and, for a client, the inbox. Told when it changes."""

    assistant: Assistant
    session: str
    signed_in: bool
    pace: Pace
    shown: dict[str, Json] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)

    async def changes(self, attendance_now: bool) -> list[bytes]:
        """The events for what has changed; each thing is looked at no more often than the pace says."""
        parts = []
        if self._is_due("presence", self.pace.attendance) or attendance_now:
            parts += self._changed("presence", {"person": await self.assistant.attendance(self.session)})
        if self.signed_in and self._is_due("inbox", self.pace.inbox):
            parts += self._changed("inbox", await unopened(self.assistant, self.session))
        return parts

    def _is_due(self, name: str, every: float) -> bool:
        now = time.monotonic()
        if now < self.due.get(name, 0.0):
            return False
        self.due[name] = now + every
        return True

    def _changed(self, name: str, data: Json) -> list[bytes]:
        if self.shown.get(name) == data:
            return []
        self.shown[name] = data
        return [event(name, data)]


def numbered(item: Json) -> bytes:
    """One event of the log on the wire, its number as the id to resume after."""
    data = json.dumps(item, ensure_ascii=False)
    return format_sse_event(event=item["kind"], id=str(item["id"]), data_str=data)


async def unopened(assistant: Assistant, session: str) -> Json:
    """The messages of the client's inbox that are not opened yet, in three languages.

    Empty where the account service does not answer: a page without cards is no worse than an error in the stream.
    """
    try:
        rows = await assistant.account_of(session).inbox()
    except (AccountError, UnknownSession) as error:
        log.debug("inbox not read: %r", error)
        return {"messages": []}
    return {"messages": [_in_scripts(row) for row in rows if row["opened_at"] is None]}


def _in_scripts(row: Json) -> Json:
    """The message with its title and text in traditional characters too."""
    texts = {
        name: {**row[name], "zh-Hant": in_script(row[name]["zh"], "zh-Hant")} for name in ("title", "text")
    }
    return {**row, **texts}
