"""Applications for a credit account: the queue, and of each one what is known, from where, who has verified it, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from account_api.client import NotFound
from bot.channels.console.contract import Body, Lang, Once
from bot.channels.console.door import Agent, Present
from bot.channels.console.spoken import spoken
from bot.channels.problem import ProblemRoute, refused_field

Json = dict[str, Any]
OVER = ("approved", "refused", "withdrawn")
RIGHTS = (("state", "admission:facts"), ("verify", "admission:work"))


class Noted(Body):
    key: Once
    note: str = Field(default="", max_length=500)


class Stating(Body):
    """A fact as the desk states it; ``valid_until`` is a day."""

    key: Once
    value: str = Field(min_length=1, max_length=100)
    source: str = Field(max_length=20)
    evidence: str | None = Field(default=None, max_length=300)
    valid_until: str | None = Field(default=None, max_length=10)


class Verifying(Body):
    """``version``: the one that was looked at."""

    key: Once
    version: int
    evidence: str | None = Field(default=None, max_length=300)


@dataclass(frozen=True, slots=True)
class Applications:
    """The endpoints. Nobody verifies what they have entered; the account service refuses that."""

    async def listed(self, agent: Present, over: bool = False, lang: Lang = "zh") -> Json:
        """Those that wait for somebody, the oldest first; ``over``: those that were decided or taken back."""
        rows = await agent.service.applications(OVER if over else ())
        firm = await agent.service.firm()
        return {"now": firm["now"], "applications": spoken(list(rows), lang)}

    async def one(self, client_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """One application with its facts, what stands between it and an admission, and why."""
        application = dict(await agent.service.application(client_id))
        return await _seen(agent, application, lang)

    async def review(self, client_id: str, asked: Noted, agent: Present, lang: Lang = "zh") -> Json:
        """Taken up."""
        return await _seen(
            agent, await agent.service.review_application(asked.key, client_id, asked.note), lang
        )

    async def propose(self, client_id: str, asked: Noted, agent: Present, lang: Lang = "zh") -> Json:
        """Before risk."""
        return await _seen(
            agent, await agent.service.propose_admission(asked.key, client_id, asked.note), lang
        )

    async def state(
        self, client_id: str, name: str, asked: Stating, agent: Present, lang: Lang = "zh"
    ) -> Json:
        """What the desk knows of a client; somebody else verifies it."""
        until = _day(asked.valid_until)
        fact = await agent.service.state_fact(
            asked.key, client_id, name, asked.value, asked.source, asked.evidence, until
        )
        return dict(spoken(fact, lang))

    async def verify(
        self, client_id: str, name: str, asked: Verifying, agent: Present, lang: Lang = "zh"
    ) -> Json:
        """The version that was looked at is right."""
        fact = await agent.service.verify_fact(asked.key, client_id, name, asked.version, asked.evidence)
        return dict(spoken(fact, lang))


async def _seen(agent: Agent, application: Json, lang: str) -> Json:
    """``may_fact``: what whoever looks may do with a fact; ``explanation`` carries the figures that gaps name."""
    may = [name for name, right in RIGHTS if right in agent.principal["scopes"]]
    try:
        why = await agent.service.explain_application(application["client_id"])
    except NotFound:
        why = None
    own = {"user": agent.user, "may_fact": may}
    return {**spoken({**application, "explanation": why}, lang), **own}


def _day(text: str | None) -> date | None:
    """A day, or none. ChatError 422 for anything else."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise refused_field("valid_until", "no_day", ("Give a day.", "请填写日期。"), text) from None


def applications_router() -> APIRouter:
    """``/applications``."""
    endpoints = Applications()
    router = APIRouter(prefix="/applications", route_class=ProblemRoute)
    router.add_api_route("", endpoints.listed, methods=["GET"])
    router.add_api_route("/{client_id}", endpoints.one, methods=["GET"])
    for path, write in (
        ("/{client_id}/review", endpoints.review),
        ("/{client_id}/propose", endpoints.propose),
        ("/{client_id}/facts/{name}", endpoints.state),
        ("/{client_id}/facts/{name}/verify", endpoints.verify),
    ):
        router.add_api_route(path, write, methods=["POST"])
    return router
