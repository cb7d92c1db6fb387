"""The educators' campaigns: written, previewed, approved by somebody else, run, and measured.

The account service keeps every rule (numbers only from placeholders, no audience of everybody, a second pair of eyes,
nothing sent twice); here its answers get what the page shows beside them: who may do what next, what has changed in a
rule that is cited, and the gain as a chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from bot.answer.script import in_script
from bot.channels.console.contract import Body, Lang, Once
from bot.channels.console.door import Agent, Present
from bot.channels.console.rule_rows import in_force, label_of_rule, moved, shown
from bot.channels.gain_chart import gain_svg
from bot.channels.problem import ProblemRoute
from knowledge.education.curriculum import curriculum
from knowledge.education.model import Text

Json = dict[str, Any]
Row = Mapping[str, Any]
PLACEHOLDERS = ("name", "ratio", "line", "course_title", "lesson_title", "link")
STEPS = (
    ("edit", "campaigns:write", ("draft", "held")),
    ("submit", "campaigns:write", ("draft",)),
    ("approve", "campaigns:approve", ("submitted",)),
    ("run", "campaigns:write", ("approved",)),
    ("cancel", "campaigns:approve", ("draft", "submitted", "approved", "running", "held")),
)
"""What can be done with a campaign, the right it takes, and the states it can be done in."""


class Writing(Body):
    """A campaign as it is to be; the account service judges what stands in it."""

    campaign: dict[str, Any]


class NewCampaign(Writing):
    key: Once


class Approval(Body):
    """``confirm_broad``: it goes to more than half of all clients, and the approver knows it."""

    confirm_broad: bool = Field(default=False)


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The endpoints."""

    async def listed(self, agent: Present) -> Json:
        """Every campaign, newest first; one that rests on a changed rule says so, even before it is held."""
        firm = await agent.service.firm()
        reasons = {row["id"]: row["reason"] for row in await agent.service.held_campaigns()}
        rows = [{**row, "reason": reasons.get(row["id"])} for row in await agent.service.campaigns()]
        return {"now": firm["now"], "may_write": _has(agent, "campaigns:write"), "campaigns": rows}

    async def choices(self, agent: Present, lang: Lang = "zh") -> Json:
        """What can be put into a campaign: placeholders, courses with their lessons, and the rules in force."""
        return {
            "placeholders": PLACEHOLDERS,
            "courses": list(_courses()),
            "rules": [
                {"param": rule["param"], "label": label_of_rule(rule, lang), "row": shown(row, lang)}
                for rule in await agent.service.rules()
                if (row := next(iter(in_force(rule)), None)) is not None
            ],
        }

    async def one(self, campaign_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """One campaign with its rules then and now, and what may be done with it by whoever looks."""
        return await _seen(agent, await agent.service.campaign(campaign_id), lang)

    async def create(self, asked: NewCampaign, agent: Present, lang: Lang = "zh") -> Json:
        """A draft, once per key."""
        return await _seen(agent, await agent.service.create_campaign(asked.key, asked.campaign), lang)

    async def update(self, campaign_id: str, asked: Writing, agent: Present, lang: Lang = "zh") -> Json:
        """A draft written anew; a held one becomes a draft again."""
        return await _seen(agent, await agent.service.update_campaign(campaign_id, asked.campaign), lang)

    async def preview(self, campaign_id: str, agent: Present) -> Json:
        """Whom it would go to now, who is left out and why, and what some of them would read."""
        return dict(await agent.service.preview_campaign(campaign_id))

    async def submit(self, campaign_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """Ask for the second approval."""
        return await _seen(agent, await agent.service.submit_campaign(campaign_id), lang)

    async def approve(self, campaign_id: str, asked: Approval, agent: Present, lang: Lang = "zh") -> Json:
        """The second pair of eyes; whoever wrote it is refused, and so is a broad one that is not confirmed."""
        approved = await agent.service.approve_campaign(campaign_id, asked.confirm_broad)
        return await _seen(agent, approved, lang)

    async def run(self, campaign_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """Send it; again, nothing more is sent."""
        return await _seen(agent, await agent.service.run_campaign(campaign_id), lang)

    async def cancel(self, campaign_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """Nothing more of it goes out."""
        return await _seen(agent, await agent.service.cancel_campaign(campaign_id), lang)

    async def results(self, campaign_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """What came of it so far, with the gain and its interval drawn where there is one."""
        found = dict(await agent.service.campaign_results(campaign_id))
        gain = found["gain"]
        chart = None if gain["points"] is None else gain_svg(gain["points"], gain["low"], gain["high"], lang)
        return {**found, "chart": chart and {"type": "gain", "svg": chart}}


async def _seen(agent: Agent, campaign: Row, lang: str) -> Json:
    known = {campaign["created_by"], campaign["submitted_by"]}
    return {
        **campaign,
        "own": agent.user in known,
        "may": [step for step, right, states in STEPS if _has(agent, right) and campaign["state"] in states],
        "rests_on": [
            await _ground(agent, param, rows, lang) for param, rows in sorted(campaign["rules"].items())
        ],
    }


async def _ground(agent: Agent, param: str, then: list[Row], lang: str) -> Json:
    """A cited rule: the rows it had when the campaign was written, and what of them is another today."""
    rule = await agent.service.rule(param)
    old, new = moved(then, in_force(rule))
    return {
        "param": param,
        "label": label_of_rule(rule, lang),
        "rows": [shown(row, lang) for row in then],
        "old": [shown(row, lang) for row in old],
        "new": [shown(row, lang) for row in new],
    }


def _courses() -> Iterator[Json]:
    known = curriculum()
    for course in known.courses.values():
        lessons = [known.lessons[name] for name in course.lessons]
        yield {
            "id": course.id,
            "title": _in_each(course.title),
            "lessons": [
                {"id": lesson.id, "title": _in_each(lesson.title), "rules": list(lesson.rules)}
                for lesson in lessons
            ],
        }


def _in_each(text: Text) -> Json:
    """A title in every language of the page."""
    return {**text, "zh-Hant": in_script(text["zh"], "zh-Hant")}


def _has(agent: Agent, right: str) -> bool:
    return right in agent.principal["scopes"]


def campaigns_router() -> APIRouter:
    """``/campaigns`` and what is done with one."""
    endpoints = Campaigns()
    router = APIRouter(prefix="/campaigns", route_class=ProblemRoute)
    router.add_api_route("", endpoints.listed, methods=["GET"])
    router.add_api_route("", endpoints.create, methods=["POST"])
    router.add_api_route("/choices", endpoints.choices, methods=["GET"])
    router.add_api_route("/{campaign_id}", endpoints.one, methods=["GET"])
    router.add_api_route("/{campaign_id}", endpoints.update, methods=["PUT"])
    router.add_api_route("/{campaign_id}/results", endpoints.results, methods=["GET"])
    for step in (endpoints.preview, endpoints.submit, endpoints.approve, endpoints.run, endpoints.cancel):
        router.add_api_route(f"/{{campaign_id}}/{step.__name__}", step, methods=["POST"])
    return router
