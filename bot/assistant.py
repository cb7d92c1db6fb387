"""The assistant as channels see it: sessions, identity, turns, history; one turn at a time per session."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime

from bot.adapters.conversations import Conversations, Moved, Session
from bot.adapters.performer import Performer
from bot.adapters.rule_memory import RuleMemory
from bot.adapters.service_records import on_tickets
from bot.desk_line import AccountDoor, DeskLine, raised_in
from bot.dialogue import effects
from bot.dialogue.calling import call
from bot.dialogue.files import named
from bot.dialogue.message import read
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Outcome, Understand, turn
from bot.ports import Json, Knowledge, UnknownFigure
from bot.record.recording import Hearing, Taken
from bot.record.seal import figures_in
from bot.rendering import rendered

log = logging.getLogger(__name__)
TRIES = 3
"""How often a turn is taken anew because the conversation went on in another process: its writes happen once, by their keys."""


class LiangrongAssistant(DeskLine):
    """Implements ``bot.ports.Assistant`` over the account service, the library and a conversation store.

    ``service`` gives the account service as the assistant itself, with a token that is still good; ``clock`` gives business time with its
    zone; ``new_id`` makes unguessable session ids; ``versions`` names what answers stand on now.
    """

    def __init__(
        self,
        service: Callable[[], AccountDoor],
        knowledge: Knowledge,
        understand: Understand,
        conversations: Conversations,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        versions: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        super().__init__(service, conversations, clock)
        self._knowledge = knowledge
        self._understand = understand
        self._new_id = new_id
        self._versions = versions
        self._rules = RuleMemory(lambda: versions().get("rules"))

    async def open_session(self, token: str | None, lang: str | None) -> str:
        """Open a conversation, signed in where a token is given."""
        session = self._new_id()
        self._conversations.begin(session, lang)
        if token is not None:
            await self.sign_in(session, token)
        return session

    async def sign_in(self, session: str, token: str | None) -> Json | None:
        """Bind the conversation to the token's owner; ``None`` signs out.

        The memory starts anew, but for a complaint and a call for a person begun before anybody had signed in. Waits for a turn that
        is under way, so that it cannot bring the old memory back.
        """
        async with self._lock(session):
            known = self._conversations.get(session)
            if token is None:
                self._tell_departure(known)
                self._conversations.bind(session, None, None, State().as_json())
                return None
            principal = dict(await self._service().as_token(token).me())
            begun = _state(known) if known.principal is None else State()
            state = State(
                client_id=principal["client_id"],
                role=principal["role"],
                pending=begun.pending,
                handoff=await self._taken_along(known, begun, token, principal),
            )
            self._tell_departure(known)
            self._conversations.bind(session, token, principal, state.as_json())
            return principal

    async def _taken_along(self, known: Session, begun: State, token: str, principal: Json) -> str | None:
        """A visitor's call for a person goes with the client who signs in; the open case, if there is one."""
        if begun.handoff is None or principal["client_id"] is None:
            return None
        last = begun.trail[-1].asked if begun.trail else ""
        message = Message(f"sign-in:{principal['user']}", known.id, last, known.lang, self._clock())
        service = self._service()
        performer = Performer(service.as_token(token), service, self._knowledge, known.id, True)
        _, state = await performer.drive(call(message, begun, known.lang or "zh", "request"))
        return state.handoff

    async def turn(
        self,
        session: str,
        message_id: str,
        text: str,
        lang: str | None = None,
        as_of: date | None = None,
        on_stage: Callable[[str], None] | None = None,
    ) -> Json:
        """Answer one message. Raises BadMessage for one that cannot be read, UnknownSession for no session."""
        async with self._lock(session):
            for last in (*(False,) * TRIES, True):
                known = self._conversations.get(session)
                first = self._conversations.reply_to(session, message_id, known.owner)
                if first is not None:
                    return first
                files, now = self._conversations.files.waiting(session, known.owner), self._clock()
                message = Message(message_id, session, read(text), lang or known.lang, now, as_of, files)
                with suppress(Moved):
                    return await self._answer(known, message, on_stage, last)
        raise AssertionError("the last try is kept whatever has moved")

    async def attach(self, session: str, name: str, content: bytes) -> Json:
        """Hand in a file for a ticket: ``{"id", "name"}``. BadFile for one that cannot be taken, UnknownSession for no session."""
        plain, media_type = named(name, content)
        async with self._lock(session):
            known = self._conversations.get(session)
            file = self._conversations.files.put(session, known.owner, plain, media_type, content)
        return {"id": file.id, "name": file.name}

    async def history(self, session: str) -> list[Json]:
        """The turns that the present owner may see, in order."""
        return self._conversations.history(session, self._conversations.get(session).owner)

    async def recompute(self, session: str, name: str, trace_id: str) -> Json:
        """Carry out again what once gave the figure, on the same day's rules, and compare trace ids."""
        known = self._conversations.get(session)
        effect = self._source(known, trace_id)
        again = figures_in(await self._performer(known).perform(effect))
        figure = next((f for f in again if f["trace_id"] == trace_id), None)
        figure = figure or next((f for f in again if f["name"] == name), None)
        if figure is None:
            raise UnknownFigure(name)
        same = figure["trace_id"] == trace_id
        return {"figure": figure, "same": same, "hypothetical": isinstance(effect, effects.Calculate)}

    def _source(self, known: Session, trace_id: str) -> effects.Effect:
        """The effect whose result held the figure; UnknownFigure if no turn its owner may see has shown it."""
        for record in self._conversations.records(known.id, known.owner):
            for row in record["effects"]:
                if any(figure["trace_id"] == trace_id for figure in figures_in(row["result"])):
                    return effects.from_json(row)
        raise UnknownFigure(trace_id)

    def _performer(self, known: Session, on_stage: Callable[[str], None] | None = None) -> Performer:
        service = self._service()
        files, own = self._conversations.files, service.as_token(known.token)
        return Performer(
            own,
            service,
            self._knowledge,
            known.id,
            _is_client(known),
            on_stage,
            lambda file: files.get(known.id, known.owner, file),
            self._rules,
        )

    async def _answer(
        self, known: Session, message: Message, on_stage: Callable[[str], None] | None, last: bool
    ) -> Json:
        """One turn, taken and kept. Moved where another process has taken one meanwhile; the ``last`` try is kept anyway."""
        began = time.perf_counter()
        performer = self._performer(known, on_stage)
        before, hearing = _state(known), Hearing(self._understand)
        outcome = await performer.drive(turn(message, before, hearing))
        _tell_held_back(outcome, message)
        reply = rendered(outcome, message, round((time.perf_counter() - began) * 1000))
        taken = Taken(message, before, outcome, performer.record, hearing.heard, self._versions())
        said = {
            "text": message.text,
            "said_at": message.now.isoformat(),
            "reply": reply,
            "record": taken.as_record(known.belongs.owner, known.belongs.client_id),
        }
        raised = raised_in(performer.record, message.now.isoformat())
        state = outcome.state.as_json()
        before_it = None if last else known.state
        kept = self._conversations.keep(known.id, message.id, said, state, raised, before_it)
        self._conversations.files.taken(known.id, on_tickets(performer.record))
        return kept


def _is_client(known: Session) -> bool:
    return known.principal is not None and known.principal.get("client_id") is not None


def _state(known: Session) -> State:
    return State.from_json(known.state) if known.state else State()


def _tell_held_back(outcome: Outcome, message: Message) -> None:
    """A log line for the firm whenever the guard held an answer back: codes only, nothing anybody said."""
    if not outcome.issues:
        return
    turn_id = hashlib.sha256(f"{message.session}:{message.id}".encode()).hexdigest()[:16]
    codes = sorted({issue.partition(":")[0] for issue in outcome.issues})
    line = {"event": "answer_held_back", "turn": turn_id, "intent": outcome.reply.intent, "codes": codes}
    log.warning(json.dumps(line))
