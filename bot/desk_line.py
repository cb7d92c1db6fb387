"""The line between a conversation and the desk: a person's words in it, notices of who is there, and its log.

A person's words belong to the client whose case it is: they are shown under that client's sign-in and under no other,
also when they arrive after a sign-out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from account_api.client import AccountError
from bot.adapters.conversations import Conversations, Session
from bot.adapters.event_log import Belongs, Event
from bot.answer.script import in_script
from bot.answer.texts import text as sentence
from bot.dialogue.message import read
from bot.ports import Accounts, Json, NoticeKind


class AccountDoor(Accounts, Protocol):
    """The account service, for any principal."""

    def as_token(self, token: str | None) -> Accounts: ...


class DeskLine:
    """The part of the assistant that people at the desk and pages that listen work with.

    ``service`` gives the account service as the assistant itself, with a token that is still good; ``clock`` gives
    business time with its zone.
    """

    def __init__(
        self, service: Callable[[], AccountDoor], conversations: Conversations, clock: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._conversations = conversations
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def post_from_desk(
        self,
        session: str,
        message_id: str,
        author: str,
        text: str,
        at: datetime | None = None,
        client_id: str | None = None,
    ) -> int:
        """Put a person's words into the conversation; ``author`` is the name the client reads.

        ``client_id`` is the client of the case (``None``: nobody signed in). The same ``message_id`` again does
        nothing and returns the first number. It waits for a turn under way, so that its answer comes first.
        Raises BadMessage for words that cannot be read, UnknownSession.
        """
        data = {"text": read(text), "name": author}
        entry = Event("agent", message_id, author, data, self._moment(at))
        async with self._lock(session):
            return self._conversations.append_event(session, entry, Belongs(client_id=client_id))

    async def notice_from_desk(
        self,
        session: str,
        message_id: str,
        what: NoticeKind,
        handoff: str,
        author: str,
        at: datetime | None = None,
        client_id: str | None = None,
    ) -> int:
        """Say in the conversation that ``author`` has claimed, released or closed the case ``handoff``."""
        entry = notice(message_id, what, handoff, author, self._moment(at))
        async with self._lock(session):
            return self._conversations.append_event(session, entry, Belongs(client_id=client_id))

    async def events(self, session: str, after: int = 0, limit: int = 200) -> list[Json]:
        """The log after number ``after`` that the present owner may see. UnknownSession."""
        known = self._conversations.get(session)
        return self._conversations.events(session, known.belongs, after, limit)

    async def desk_events(
        self, session: str, client_id: str | None, after: int = 0, limit: int = 200
    ) -> list[Json]:
        """The log after number ``after`` that the desk of ``client_id``'s case may see. UnknownSession."""
        self._conversations.get(session)
        return self._conversations.events_for_desk(session, client_id, after, limit)

    async def identity(self, session: str) -> Json | None:
        """Who is signed in to the conversation now. UnknownSession."""
        return self._conversations.get(session).principal

    async def attendance(self, session: str) -> Json | None:
        """The person of this conversation: ``{"handoff", "state": "waiting|attended", "name", "call_back"}``, or ``None``.

        Attended means that the person's page is open now; where the account service does not answer, what the log
        says counts.
        """
        known = self._conversations.get(session)
        last = self._last(known)
        if last is None:
            return None
        try:
            status = await self._service().handoff_status(last["handoff"])
        except AccountError:
            claimed = last["what"] == "claimed"
            return _attending(last["handoff"], claimed, last["name"] if claimed else None, None)
        if status["state"] == "closed":
            return None
        return _attending(
            last["handoff"], bool(status["attended"]), status["agent_name"], status["call_back"]
        )

    def account_of(self, session: str) -> Accounts:
        """The account service as whoever is signed in to the conversation. UnknownSession."""
        return self._service().as_token(self._conversations.get(session).token)

    def _tell_departure(self, known: Session) -> None:
        """The desk of an open case is told that whoever it serves signs in or out: it sees no further."""
        last = self._last(known)
        if last is None:
            return
        number = len(self._conversations.notices(known.id, known.belongs))
        entry = notice(f"{last['handoff']}:left:{number}", "left", last["handoff"], None, self._moment(None))
        self._conversations.append_event(known.id, entry, known.belongs)

    def _last(self, known: Session) -> Json | None:
        """The newest notice of a case that is still open, whoever came or went since."""
        notices = self._conversations.notices(known.id, known.belongs)
        last = next((each for each in notices if each["what"] != "left"), None)
        return last if last is not None and last["what"] != "closed" else None

    def _lock(self, session: str) -> asyncio.Lock:
        return self._locks.setdefault(session, asyncio.Lock())

    def _moment(self, at: datetime | None) -> str:
        return (at or self._clock()).isoformat()


def notice(message_id: str, what: NoticeKind, handoff: str, name: str | None, at: str) -> Event:
    """What happened with a case, in the three languages."""
    words = {
        lang: in_script(sentence(f"notice_{what}", lang).format(name=name or "", handoff=handoff), lang)
        for lang in ("zh", "zh-Hant", "en")
    }
    return Event(
        "notice", message_id, name, {"what": what, "handoff": handoff, "name": name, "text": words}, at
    )


def raised_in(record: Iterable[Json], at: str) -> list[Event]:
    """The notices of a turn: one for each case that it opened."""
    cases = (row["result"] for row in record if row["effect"] == "RaiseHandoff")
    return [
        notice(f"{case['id']}:raised", "raised", case["id"], None, at)
        for case in cases
        if isinstance(case, dict) and "id" in case
    ]


def _attending(handoff: str, attended: bool, name: Any, call_back: Any) -> Json:
    state = "attended" if attended else "waiting"
    return {
        "handoff": handoff,
        "state": state,
        "name": name if attended else None,
        "call_back": None if attended else call_back,
    }
