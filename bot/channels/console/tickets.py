"""Tickets at the desk: the list with its clock in business days, one ticket, its status and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from bot.channels.console.contract import Evidence, TicketStatus
from bot.channels.console.door import Present
from bot.channels.problem import ProblemRoute

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tickets:
    """The endpoints. Whose tickets an agent sees is the account service's rule."""

    async def tickets(self, agent: Present) -> Json:
        """The tickets of the agent's clients."""
        return {"tickets": list(await agent.service.tickets())}

    async def ticket(self, number: str, agent: Present) -> Json:
        """One ticket with its evidence and follow-ups."""
        return dict(await agent.service.ticket(number))

    async def status(self, number: str, asked: TicketStatus, agent: Present) -> Json:
        """Move a ticket on; the client sees the new status and the note as a follow-up."""
        return dict(await agent.service.ticket_status(asked.key, number, asked.status, asked.note))

    async def evidence(self, number: str, asked: Evidence, agent: Present) -> Json:
        """Add a piece of evidence."""
        return dict(
            await agent.service.ticket_evidence(asked.key, number, asked.kind, asked.title, asked.detail)
        )


def tickets_router() -> APIRouter:
    """``/tickets``, ``/tickets/{number}``, its ``/status`` and ``/evidence``."""
    endpoints = Tickets()
    router = APIRouter(prefix="/tickets", route_class=ProblemRoute)
    router.add_api_route("", endpoints.tickets, methods=["GET"])
    router.add_api_route("/{number}", endpoints.ticket, methods=["GET"])
    router.add_api_route("/{number}/status", endpoints.status, methods=["POST"])
    router.add_api_route("/{number}/evidence", endpoints.evidence, methods=["POST"])
    return router
