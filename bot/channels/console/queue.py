"""Who waits and in which order, taking a case and giving it back, notes for colleagues, and the log of contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from bot.channels.console.contract import Closing, Contact, Leaving, Note
from bot.channels.console.door import Present
from bot.channels.console.ports import Desk
from bot.channels.problem import ProblemRoute

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Queue:
    """The endpoints. The account service decides whose cases an agent sees and which of two gets one."""

    desk: Desk

    async def queue(self, agent: Present) -> Json:
        """The open cases in the order in which they should be taken, each with its reason."""
        firm = await agent.service.firm()
        return {"now": firm["now"], "handoffs": list(await agent.service.handoffs())}

    async def case(self, handoff_id: str, agent: Present) -> Json:
        """One case with its summary, what was tried, its evidence and the notes of colleagues."""
        return dict(await agent.service.handoff(handoff_id))

    async def claim(self, handoff_id: str, agent: Present) -> Json:
        """Take a case; 409 names who has it. The client is told who is here."""
        return await self.desk.join(agent.service, handoff_id)

    async def heartbeat(self, handoff_id: str, agent: Present) -> Json:
        """The page is still open; after ninety seconds without one, a colleague may take over."""
        return dict(await agent.service.heartbeat(handoff_id))

    async def release(self, handoff_id: str, asked: Leaving, agent: Present) -> Json:
        """Back to the assistant; the client is told."""
        return await self.desk.leave(agent.service, handoff_id, asked.note)

    async def close(self, handoff_id: str, asked: Closing, agent: Present) -> Json:
        """The case is over; the client is told."""
        return await self.desk.close(agent.service, handoff_id, asked.outcome, asked.note)

    async def note(self, handoff_id: str, asked: Note, agent: Present) -> Json:
        """Words for colleagues; the client never sees them."""
        return dict(await agent.service.note_handoff(asked.key, handoff_id, asked.text))

    async def contact(self, client_id: str, asked: Contact, agent: Present) -> Json:
        """Log an attempt to reach a client."""
        return dict(
            await agent.service.log_contact(asked.key, client_id, asked.channel, asked.result, asked.note)
        )


def queue_router(desk: Desk) -> APIRouter:
    """``/queue``, ``/handoffs/{id}`` and what is done with it, ``/clients/{id}/contacts``."""
    endpoints = Queue(desk)
    router = APIRouter(route_class=ProblemRoute)
    router.add_api_route("/queue", endpoints.queue, methods=["GET"])
    router.add_api_route("/handoffs/{handoff_id}", endpoints.case, methods=["GET"])
    router.add_api_route("/handoffs/{handoff_id}/claim", endpoints.claim, methods=["POST"])
    router.add_api_route("/handoffs/{handoff_id}/heartbeat", endpoints.heartbeat, methods=["POST"])
    router.add_api_route("/handoffs/{handoff_id}/release", endpoints.release, methods=["POST"])
    router.add_api_route("/handoffs/{handoff_id}/close", endpoints.close, methods=["POST"])
    router.add_api_route("/handoffs/{handoff_id}/notes", endpoints.note, methods=["POST"])
    router.add_api_route("/clients/{client_id}/contacts", endpoints.contact, methods=["POST"])
    return router
