"""The assistant as channels see it: sessions, identity, turns, history; one turn at a time per session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol
from weakref import WeakValueDictionary

from bot.adapters.conversations import Conversations, Session
from bot.adapters.performer import Performer
from bot.dialogue.message import read
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Understand, turn
from bot.ports import Accounts, Json, Knowledge
from bot.rendering import rendered


class AccountDoor(Accounts, Protocol):
    """The account service, for any principal."""

    def as_token(self, token: str | None) -> Accounts: ...


class LiangrongAssistant:
    """Implements ``bot.ports.Assistant`` over the account service, the library and a conversation store.

    ``service`` gives the account service as the assistant itself, with a token that is still good; ``clock`` gives business time with its
    zone; ``new_id`` makes unguessable session ids.
    """

    def __init__(
        self,
        service: Callable[[], AccountDoor],
        knowledge: Knowledge,
        understand: Understand,
        conversations: Conversations,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._service = service
        self._knowledge = knowledge
        self._understand = understand
        self._conversations = conversations
        self._clock = clock
        self._new_id = new_id
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open_session(self, token: str | None, lang: str | None) -> str:
        """Open a conversation, signed in where a token is given."""
        session = self._new_id()
        self._conversations.begin(session, lang)
        if token is not None:
            await self.sign_in(session, token)
        return session

    async def sign_in(self, session: str, token: str | None) -> Json | None:
        """Bind the conversation to the token's owner; ``None`` signs out. The memory starts anew."""
        self._conversations.get(session)
        if token is None:
            self._conversations.bind(session, None, None, State().as_json())
            return None
        principal = dict(await self._service().as_token(token).me())
        state = State(client_id=principal["client_id"], role=principal["role"])
        self._conversations.bind(session, token, principal, state.as_json())
        return principal

    async def turn(
        self,
        session: str,
        message_id: str,
        text: str,
        lang: str | None = None,
        as_of: date | None = None,
        on_stage: Callable[[str], None] | None = None,
    ) -> Json:
        """Answer one message. Raises BadMessage for one that cannot be read, LookupError for no session."""
        lock = self._locks.setdefault(session, asyncio.Lock())
        async with lock:
            known = self._conversations.get(session)
            first = self._conversations.reply_to(session, message_id)
            if first is not None:
                return first
            message = Message(message_id, session, read(text), lang or known.lang, self._clock(), as_of)
            return await self._answer(known, message, on_stage)

    async def history(self, session: str) -> list[Json]:
        """The turns so far, in order."""
        return self._conversations.history(session)

    async def recompute(self, session: str, name: str, trace_id: str) -> Json:
        """Compute the named figure again from the same account and compare trace ids."""
        known = self._conversations.get(session)
        client_id = State.from_json(known.state).client_id if known.state else None
        if client_id is None:
            raise LookupError(name)
        own = self._service().as_token(known.token)
        figures = dict((await own.figures(client_id))["figures"])
        for cure in (await own.cures(client_id))["cures"]:
            figures[cure["amount"]["name"]] = cure["amount"]
        matching = [f for f in figures.values() if f["trace_id"] == trace_id]
        figure = matching[0] if matching else figures.get(name)
        if figure is None:
            raise LookupError(name)
        return {"figure": figure, "same": figure["trace_id"] == trace_id}

    async def _answer(self, known: Session, message: Message, on_stage: Callable[[str], None] | None) -> Json:
        began = time.perf_counter()
        service = self._service()
        performer = Performer(service.as_token(known.token), service, self._knowledge, known.id, on_stage)
        outcome = await performer.drive(turn(message, _state(known), self._understand))
        reply = rendered(outcome, message, round((time.perf_counter() - began) * 1000))
        said = {
            "text": message.text,
            "said_at": message.now.isoformat(),
            "reply": reply,
            "record": {"effects": performer.record, "held_back": list(outcome.issues)},
        }
        return self._conversations.keep(known.id, message.id, said, outcome.state.as_json())


def _state(known: Session) -> State:
    return State.from_json(known.state) if known.state else State()
