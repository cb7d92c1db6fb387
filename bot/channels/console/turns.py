"""The turn inspector: one answer of the assistant laid open for staff who may see whose it is, and taken again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter

from bot.channels.console.door import Agent, Present
from bot.channels.problem import ProblemRoute
from bot.ports import UnknownSession
from bot.record.replay import Replay
from bot.record.results import Shelf
from bot.record.stored import StoredTurn
from bot.record.view import laid_open

Json = dict[str, Any]


class Records(Protocol):
    """The part of ``bot.record.book.Records`` that the desk needs."""

    @property
    def library(self) -> Shelf: ...
    def turn(self, session: str, message_id: str) -> StoredTurn: ...
    def replay(self, turn: StoredTurn) -> Replay: ...


@dataclass(frozen=True, slots=True)
class Turns:
    """The endpoints. Whose clients an agent sees is the account service's business; it records the look."""

    records: Records

    async def turn(self, session: str, message_id: str, agent: Present, case: str | None = None) -> Json:
        """The turn with its scores, passages, effects, figures, the guard's word, and editions."""
        return laid_open(await self._seen(session, message_id, agent, case), self.records.library)

    async def replay(self, session: str, message_id: str, agent: Present, case: str | None = None) -> Json:
        """The turn taken again: the outcome, and the guard's word on every number of the answer (``claims``)."""
        found = await self._seen(session, message_id, agent, case)
        again = self.records.replay(found)
        return {**again.as_json(f"{session}:{message_id}"), "claims": list(again.claims)}

    async def _seen(self, session: str, message_id: str, agent: Agent, case: str | None) -> StoredTurn:
        """The turn, if this agent may see it: by the client it belongs to; before identity, by the case of its conversation.

        UnknownSession, or the account service's own refusal.
        """
        found = self.records.turn(session, message_id)
        client_id, owner = found.record.get("client_id"), found.record.get("owner")
        if client_id is not None:
            await agent.service.account(client_id)
        elif owner is None and case is not None:
            if (await agent.service.handoff(case))["session"] != session:
                raise UnknownSession(message_id)
        elif owner != agent.user:
            raise UnknownSession(message_id)
        return found


def turns_router(records: Records) -> APIRouter:
    """``/turns/{session}/{message_id}`` and its ``/replay``."""
    turns = Turns(records)
    router = APIRouter(prefix="/turns/{session}/{message_id}", route_class=ProblemRoute)
    router.add_api_route("", turns.turn, methods=["GET"])
    router.add_api_route("/replay", turns.replay, methods=["POST"])
    return router
