"""The record of a turn over HTTP, for whoever it belongs to: as evidence to keep, and taken again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.channels.browser import Seals, browser_of
from bot.channels.flood import Flood
from bot.ports import Assistant
from bot.record.replay import Replay
from bot.record.stored import StoredTurn

Json = dict[str, Any]


class Records(Protocol):
    """The part of ``bot.record.book.Records`` that an owner needs."""

    def own(self, session: str, message_id: str, owner: str | None) -> StoredTurn: ...
    def evidence(self, turn: StoredTurn) -> Json: ...
    def replay(self, turn: StoredTurn) -> Replay: ...


@dataclass(frozen=True, slots=True)
class OwnTurns:
    """The endpoints. A turn of another sign-in is as unknown as one that never was; a look counts like a message."""

    assistant: Assistant
    seals: Seals
    records: Records
    flood: Flood

    async def record(self, session: str, message_id: str, request: Request) -> JSONResponse:
        """The turn as evidence: what was said, what it rests on, under its seal. A browser saves it as a file."""
        found = await self._own(session, message_id, request)
        name = f'attachment; filename="liangrong-{message_id}.json"'
        return JSONResponse(self.records.evidence(found), headers={"Content-Disposition": name})

    async def replay(self, session: str, message_id: str, request: Request) -> Json:
        """The turn taken again over what it read then: ``{"id", "same", "answer", "was", "differences", "versions"}``."""
        found = await self._own(session, message_id, request)
        return self.records.replay(found).as_json(message_id)

    async def _own(self, session: str, message_id: str, request: Request) -> StoredTurn:
        own = self.seals.open(session, browser_of(request))
        self.flood.admit(own)
        principal = await self.assistant.identity(own)
        return self.records.own(own, message_id, str(principal["user"]) if principal else None)


def add_turn_routes(
    router: APIRouter, assistant: Assistant, seals: Seals, records: Records, flood: Flood
) -> None:
    """``GET …/turns/{message_id}/record`` and ``POST …/turns/{message_id}/replay``."""
    turns = OwnTurns(assistant, seals, records, flood)
    path = "/sessions/{session}/turns/{message_id}"
    router.add_api_route(f"{path}/record", turns.record, methods=["GET"], response_model=None)
    router.add_api_route(f"{path}/replay", turns.replay, methods=["POST"])
