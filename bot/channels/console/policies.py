"""The policy desk: what the firm changes for everybody is drafted, its effect on the book is looked at, and it is proposed.

The account service computes the effect and keeps the rules; who approves does so on the page of approvals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter

from bot.answer.script import in_script
from bot.channels.console.amounts import shown_account, shown_impact, with_displays
from bot.channels.console.contract import Body, Lang, Once
from bot.channels.console.door import Agent, Present
from bot.channels.console.margin_calls import OnceOnly, Why
from bot.channels.console.rule_rows import in_force, label_of_rule, shown
from bot.channels.console.spoken import spoken
from bot.channels.problem import ProblemRoute

Json = dict[str, Any]
Effect = Literal["newly_called", "below_warning", "cannot_buy", "over_limit", "line_below_used"]
NAMED = 100
WITHDRAWN_FROM = ("draft", "proposed", "announced")
FIRM = "firm"
"""The layer of rules that a firm sets for itself."""
TIGHTENED = ("financing_margin_ratio", "short_margin_ratio")
"""Rules of the exchanges that a firm often makes stricter."""


class NewPolicy(Body):
    """A policy as the account service takes it, which judges what stands in it."""

    key: Once
    policy: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Policies:
    """The endpoints."""

    async def listed(self, agent: Present, lang: Lang = "zh") -> Json:
        """Every policy, the newest first."""
        firm, rows = await agent.service.firm(), await agent.service.policies()
        return {
            "now": firm["now"],
            "may_write": _has(agent, "policies:write"),
            "policies": spoken(list(rows), lang),
        }

    async def choices(self, agent: Present, lang: Lang = "zh") -> Json:
        """What can be changed: securities, and the rules there are rows of, with what each says now."""
        securities = await agent.service.securities()
        name = "name_en" if lang == "en" else "name"
        return {
            "securities": [
                {"code": row["code"], "name": in_script(row[name] or row["name"], lang)} for row in securities
            ],
            "rules": [
                {
                    "param": rule["param"],
                    "label": label_of_rule(rule, lang),
                    "rows": [shown(row, lang) for row in rows],
                }
                for rule in await agent.service.rules()
                if (
                    rows := [
                        row for row in in_force(rule) if row["layer"] == FIRM or rule["param"] in TIGHTENED
                    ]
                )
            ],
        }

    async def one(self, policy_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """One policy with the newest look at its effect, and what may be done with it."""
        return _seen(agent, await agent.service.policy(policy_id), lang)

    async def create(self, asked: NewPolicy, agent: Present, lang: Lang = "zh") -> Json:
        """A draft, once per key."""
        return _seen(agent, await agent.service.draft_policy(asked.key, asked.policy), lang)

    async def impact(self, policy_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """The effect on the book as it stands now; what differs from the look before is named."""
        return dict(spoken(shown_impact(dict(await agent.service.policy_impact(policy_id))), lang))

    async def accounts(
        self, policy_id: str, agent: Present, effect: Effect | None = None, lang: Lang = "zh"
    ) -> Json:
        """The clients of the newest look, those with one effect where it is named."""
        rows = await agent.service.policy_accounts(policy_id, effect, NAMED)
        return {"accounts": spoken([shown_account(dict(row)) for row in rows], lang)}

    async def propose(self, policy_id: str, asked: OnceOnly, agent: Present, lang: Lang = "zh") -> Json:
        """Before somebody of compliance."""
        return _seen(agent, await agent.service.propose_policy(asked.key, policy_id), lang)

    async def withdraw(self, policy_id: str, asked: Why, agent: Present, lang: Lang = "zh") -> Json:
        """Taken back before its day."""
        return _seen(agent, await agent.service.withdraw_policy(asked.key, policy_id, asked.reason), lang)


def _seen(agent: Agent, policy: Json, lang: str) -> Json:
    """``may``: what whoever looks may do with it now."""
    may = ["impact"] if policy["state"] in ("draft", "proposed") and _has(agent, "policies:assess") else []
    if _has(agent, "policies:write"):
        may += ["propose"] if policy["state"] == "draft" and policy["impact"] is not None else []
        waits = policy["withdrawal"] is not None
        may += ["withdraw"] if policy["state"] in WITHDRAWN_FROM and not waits else []
    return {**spoken(with_displays(dict(policy)), lang), "may": may}


def _has(agent: Agent, right: str) -> bool:
    return right in agent.principal["scopes"]


def policies_router() -> APIRouter:
    """``/policies``."""
    policies = Policies()
    router = APIRouter(prefix="/policies", route_class=ProblemRoute)
    for path, read in (
        ("", policies.listed),
        ("/choices", policies.choices),
        ("/{policy_id}", policies.one),
        ("/{policy_id}/accounts", policies.accounts),
    ):
        router.add_api_route(path, read, methods=["GET"])
    for path, write in (
        ("", policies.create),
        ("/{policy_id}/impact", policies.impact),
        ("/{policy_id}/propose", policies.propose),
        ("/{policy_id}/withdraw", policies.withdraw),
    ):
        router.add_api_route(path, write, methods=["POST"])
    return router
