"""Approvals: everything that waits for a second person, whatever its kind, on one page.

The account service keeps the rule (who proposed does not decide, the second of two is told); here a proposal gets what the
one who decides has to look at: the policy with its impact, the text that changes, the call that is overdue.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field

from account_api.client import NotAllowed, NotFound
from bot.channels.console.amounts import with_displays
from bot.channels.console.contract import Body, Lang, Once
from bot.channels.console.door import Agent, Present
from bot.channels.console.spoken import spoken
from bot.channels.problem import ProblemRoute

Json = dict[str, Any]
Look = Callable[[Agent, Json], Awaitable[Any]]
LISTED = ("id", "kind", "title", "state", "made_at", "made_by", "valid_until", "decided_at", "decided_by")
WHOSE = ("client_id", "name_masked", "may_decide", "may_withdraw")


class Deciding(Body):
    """Why; whoever is concerned reads it."""

    key: Once
    reason: str = Field(min_length=1, max_length=500)


@dataclass(frozen=True, slots=True)
class Approvals:
    """The endpoints."""

    async def listed(self, agent: Present, lang: Lang = "zh") -> Json:
        """Every proposal this person has to do with, the newest first; its sentence stands for its explanation."""
        firm, rows = await agent.service.firm(), await agent.service.proposals()
        shown = [
            {name: row[name] for name in LISTED + WHOSE} | {"summary": row["explanation"]["summary"]}
            for row in rows
        ]
        return {"now": firm["now"], "proposals": spoken(shown, lang)}

    async def one(self, proposal_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """One proposal and what it is about."""
        return await _seen(agent, await agent.service.proposal(proposal_id), lang)

    async def end(
        self,
        proposal_id: str,
        act: Literal["approve", "refuse", "withdraw"],
        asked: Deciding,
        agent: Present,
        lang: Lang = "zh",
    ) -> Json:
        """Approve, refuse or take back, once per key. AccountError 409 where somebody was quicker, or the impact is old."""
        service = agent.service
        ends = {"approve": service.approve, "refuse": service.refuse, "withdraw": service.withdraw_proposal}
        return await _seen(agent, await ends[act](proposal_id, asked.reason, asked.key), lang)


async def _seen(agent: Agent, proposal: Json, lang: str) -> Json:
    about = await _about(agent, proposal)
    return {"own": proposal["made_by"] == agent.user, **spoken({**proposal, "about": about}, lang)}


async def _about(agent: Agent, proposal: Json) -> Any:
    """What the content of a proposal points at, or ``None`` where this kind says everything itself."""
    look = LOOKS.get(proposal["kind"])
    if look is None:
        return None
    try:
        return await look(agent, proposal)
    except (NotFound, NotAllowed):  # whoever may decide it need not see all that it points at
        return None


async def _policy(agent: Agent, proposal: Json) -> Any:
    return with_displays(dict(await agent.service.policy(proposal["content"]["policy"])))


async def _amendment(agent: Agent, proposal: Json) -> Any:
    found = await agent.service.amendment(proposal["client_id"], proposal["content"]["amendment"])
    return {name: found[name] for name in ("id", "terms", "clauses", "reason", "answer_by", "effective_from")}


async def _template(agent: Agent, proposal: Json) -> Any:
    content = proposal["content"]
    found = await agent.service.agreement_template(content["template"], content["version"])
    return {name: found[name] for name in ("title", "version", "named_terms", "mandatory", "faults")}


async def _call(agent: Agent, proposal: Json) -> Any:
    found = await agent.service.call_case(proposal["content"]["call_id"])
    shown = ("id", "state", "state_text", "kind", "called_on", "deadline", "provisional", "missing_amount")
    return {name: found[name] for name in shown}


LOOKS: dict[str, Look] = {
    "policy": _policy,
    "agreement_amendment": _amendment,
    "agreement_template": _template,
    "liquidation": _call,
    "call_extension": _call,
    "call_waiver": _call,
}


def approvals_router() -> APIRouter:
    """``/approvals``."""
    endpoints = Approvals()
    router = APIRouter(prefix="/approvals", route_class=ProblemRoute)
    router.add_api_route("", endpoints.listed, methods=["GET"])
    router.add_api_route("/{proposal_id}", endpoints.one, methods=["GET"])
    router.add_api_route("/{proposal_id}/{act}", endpoints.end, methods=["POST"])
    return router
