"""The client at a glance: ratio and lines, history, holdings, contracts, call, tickets, learning.

The account service decides what this agent sees and keeps every look in its audit trail. A part that a client
does not have (no account opened yet, no contract) is ``null``; nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from account_api.client import NotFound
from bot.answer.measures import label_of
from bot.answer.script import in_script
from bot.channels.console.contract import Lang, TicketOpening
from bot.channels.console.door import Agent, Present
from bot.channels.gauge import Line, gauge_svg
from bot.channels.history_chart import history_svg
from bot.channels.problem import ProblemRoute
from knowledge.education.curriculum import curriculum
from knowledge.education.model import said

Json = dict[str, Any]
LINES = ("minimum_line", "liquidation_line", "warning_line", "restore_line", "withdrawal_line")
HISTORY_DAYS = 60


@dataclass(frozen=True, slots=True)
class Glance:
    """The endpoints about clients."""

    async def clients(self, agent: Present, q: str = "") -> Json:
        """The clients of the agent's own group, by name or number."""
        return {"clients": list(await agent.service.desk_clients(q or None))}

    async def client(self, client_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """Everything about one client on one page; 404 for another group's, word for word as for nobody's."""
        account = await agent.service.account(client_id)
        figures = await _or_none(agent.service.figures(client_id))
        history = await _or_none(agent.service.history(client_id))
        cures = await _or_none(agent.service.cures(client_id))
        lines = _lines(account.get("terms"), lang)
        return {
            "account": dict(account),
            "figures": figures,
            "gauge": _gauge(figures, lines, lang),
            "history": _history(history, lines, lang),
            "positions": await _or_none(agent.service.positions(client_id)),
            "cures": cures,
            "call": cures["call"] if cures else None,
            "tickets": await _tickets(agent, client_id),
            "learning": _learning(await _or_none(agent.service.progress(client_id)), lang),
        }

    async def open_ticket(self, client_id: str, asked: TicketOpening, agent: Present) -> Json:
        """Open a ticket for the client, in the client's words."""
        details = {"opened_by": agent.principal["display_name"]}
        return dict(
            await agent.service.open_ticket_for(asked.key, client_id, asked.category, asked.text, details)
        )


async def _or_none(asked: Awaitable[Mapping[str, Any]]) -> Json | None:
    """What the service says, or ``None`` where the client does not have it."""
    try:
        return dict(await asked)
    except NotFound:
        return None


async def _tickets(agent: Agent, client_id: str) -> list[Json]:
    return [dict(ticket) for ticket in await agent.service.tickets() if ticket["client_id"] == client_id]


def _learning(progress: Json | None, lang: str) -> list[Json]:
    """The courses the client has begun: title, lessons read of how many, and what the quizzes gave."""
    courses = curriculum().courses
    return [
        {
            "title": in_script(said(courses[name].title, lang), lang),
            "read": len(done["lessons"]),
            "lessons": len(courses[name].lessons),
            **{stage: done[stage] for stage in ("before", "after", "gain")},
        }
        for name, done in (progress["courses"] if progress else {}).items()
        if name in courses
    ]


def _lines(terms: Mapping[str, Any] | None, lang: str) -> list[Line]:
    if terms is None:
        return []
    return [(name, in_script(label_of(name, lang), lang), terms[name]) for name in LINES if terms.get(name)]


def _gauge(figures: Json | None, lines: Sequence[Line], lang: str) -> Json | None:
    if figures is None or not lines:
        return None
    ratio = figures["figures"]["maintenance_ratio"]
    if ratio["value"] is None and not ratio["missing"]:
        return None  # no debt: there is no ratio to hold against a line
    return {"type": "gauge", "svg": gauge_svg(ratio["value"], lines, lang, display=ratio["display"])}


def _history(history: Json | None, lines: Sequence[Line], lang: str) -> Json | None:
    if history is None or not history["days"]:
        return None
    days = [
        (day["date"], day["maintenance_ratio"]["value"], day["maintenance_ratio"]["display"])
        for day in history["days"][-HISTORY_DAYS:]
    ]
    return {"type": "history", "svg": history_svg(days, lines, lang)}


def client_router() -> APIRouter:
    """``/clients``, ``/clients/{id}`` and ``/clients/{id}/tickets``."""
    endpoints = Glance()
    router = APIRouter(route_class=ProblemRoute)
    router.add_api_route("/clients", endpoints.clients, methods=["GET"])
    router.add_api_route("/clients/{client_id}", endpoints.client, methods=["GET"])
    router.add_api_route("/clients/{client_id}/tickets", endpoints.open_ticket, methods=["POST"])
    return router
