"""Carry out effects: the one place where a flow's wishes become calls of the account service and the library.

Every effect with its result is recorded, so that a turn can be driven again later.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from account_api.client import AccountError
from bot.adapters.applied import applied
from bot.adapters.case_records import of_cases
from bot.adapters.looking_ahead import looked_ahead
from bot.adapters.reading_room import looked_up, quoted
from bot.adapters.rule_memory import RuleMemory
from bot.adapters.service_records import Files, recorded
from bot.adapters.teaching import taught, visitor
from bot.dialogue import applying_effects, effects
from bot.dialogue.case_effects import Acknowledge, CaseEffect, FetchCases, RemoveAlert, SetAlert
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.learning_effects import (
    AgreeToLessons,
    DraftCampaign,
    FetchInbox,
    FetchProgress,
    FetchResults,
    ReadSection,
    RecordAttempt,
    SearchLessons,
)
from bot.dialogue.planning_effects import FetchWithdrawable, PlanningEffect
from bot.dialogue.service_effects import (
    AttachFile,
    FetchCommissionDifference,
    FetchContractChanges,
    FetchSentNotices,
)
from bot.ports import Accounts, Knowledge
from bot.record.results import kept

T = TypeVar("T")


@dataclass(slots=True)
class Performer:
    """The outside world of one turn: ``own`` speaks for the asker, ``service`` for the assistant itself.

    ``known``: the asker is a client who has signed in; for anybody else the assistant calls a person itself.
    """

    own: Accounts
    service: Accounts
    knowledge: Knowledge
    session: str
    known: bool = False
    on_stage: Callable[[str], None] | None = None
    files: Files = lambda _: None
    rules: RuleMemory = field(default_factory=RuleMemory)
    record: list[dict[str, Any]] = field(default_factory=list)
    looked: dict[Effect, Any] = field(default_factory=dict)

    @property
    def caller(self) -> Accounts:
        """Who calls a person: the client, so that its own group is called, or the assistant."""
        return self.own if self.known else self.service

    @property
    def learner(self) -> str | None:
        """Whose learning is recorded: the client's own, or that of a visitor known by this conversation only."""
        return None if self.known else visitor(self.session)

    async def drive(self, run: Generator[Effect, Any, T], apart: bool = False) -> T:
        """Run a generator of effects to its end, performing each and sending back the result.

        ``apart``: what it does between two effects takes long; it goes on in a thread, and nobody else waits for it.
        """
        answer: Any = None
        while True:
            step = await asyncio.to_thread(_step, run, answer) if apart else _step(run, answer)
            if isinstance(step, _Done):
                return step.value  # type: ignore[no-any-return]
            effect = step
            if self.on_stage is not None:
                self.on_stage(STAGES.get(type(effect), "think"))
            answer = await self._attempt(effect)
            self.record.append({**effects.as_json(effect), "result": kept(answer)})

    async def _attempt(self, effect: Effect) -> Any:
        """The result, or why there is none. An account is looked at once in a turn: its answer speaks of one moment."""
        once = isinstance(effect, ONCE)
        if once and effect in self.looked:
            return self.looked[effect]
        try:
            answer = await self.perform(effect)
        except AccountError as error:
            return Failed(error.status, error.problem)
        if once:
            self.looked[effect] = answer
        return answer

    async def perform(self, effect: Effect) -> Any:
        """The result of one effect. Raises AccountError where the service refuses or is out of reach."""
        if isinstance(effect, PlanningEffect):
            return await looked_ahead(effect, self.own)
        if isinstance(effect, CaseEffect):
            return await of_cases(effect, self.own)
        if isinstance(effect, applying_effects.ApplyingEffect):
            return await applied(effect, self.own)
        match effect:
            case effects.FetchFigures(client_id, as_of):
                return await self.own.figures(client_id, as_of)
            case effects.FetchCures(client_id, as_of, target, limit):
                return await self.own.cures(client_id, target, as_of, limit=limit)
            case effects.FetchPositions(client_id, as_of):
                return await self.own.positions(client_id, as_of)
            case effects.LookUpRule(param, as_of, scope):
                return await self.rules.answer(effect, lambda: self.service.rule(param, as_of, **dict(scope)))
            case effects.Calculate(kind, inputs, as_of):
                return await self.service.calculate(kind, dict(inputs), as_of)
            case effects.OpenTicket(key, category, text, details):
                return await self.own.open_ticket(key, category, text, dict(details))
            case effects.ListTickets():
                return await self.own.tickets()
            case effects.RaiseHandoff():
                return await self._raise_handoff(effect)
            case effects.HandoffStatus(handoff):
                return await self.caller.handoff_status(handoff)
            case effects.FetchAccount(client_id):
                return await self.own.account(client_id)
            case effects.ListCalls(group):
                return await self.own.calls(group)
            case effects.ListHandoffs(state):
                return await self.own.handoffs(state)
            case effects.ListCampaigns():
                return await self.own.campaigns()
            case effects.FirmFacts():
                return await self.service.firm()
            case effects.FindSecurity(code):
                return await self._security(code)
            case effects.ListRules(as_of):
                return await self.rules.answer(effect, lambda: self.service.rules(as_of))
            case effects.FindQuotes():
                return await asyncio.to_thread(quoted, effect, self.knowledge)
            case (
                effects.SearchKnowledge() | effects.LogGap() | effects.FindNotices() | effects.FindVersions()
            ):
                return await asyncio.to_thread(looked_up, effect, self.knowledge)
            case FetchSentNotices() | FetchContractChanges() | FetchCommissionDifference() | AttachFile():
                return await recorded(effect, self.own, self.files)
            case DraftCampaign(key, body):
                made = await self.own.create_campaign(key, json.loads(body))
                return await self.own.preview_campaign(str(made["id"]))
            case FetchResults(campaign):
                return await self.own.campaign_results(campaign)
            case FetchInbox():
                return await self.own.inbox()
            case AgreeToLessons(agreed):
                return await self.own.set_consents(agreed)
            case SearchLessons() | ReadSection() | RecordAttempt() | FetchProgress():
                return await taught(effect, self.caller, self.learner, self.knowledge)

    async def _raise_handoff(self, asked: effects.RaiseHandoff) -> Any:
        evidence = [dict(zip(("kind", "title", "detail"), row, strict=True)) for row in asked.evidence]
        return await self.caller.raise_handoff(
            asked.key, asked.reason, asked.summary, self.session, asked.lang, asked.tried, evidence
        )

    async def _security(self, code: str) -> Any:
        rows = await self.service.securities()
        bare = code.split(".", 1)[0]
        return next(
            (row for row in rows if row["code"] == code or row["code"].split(".", 1)[0] == bare), Failed(404)
        )


def _stage(kind: type[applying_effects.ApplyingEffect]) -> str:
    """What is shown while an effect is carried out: those with a key write."""
    return "write" if any(each.name == "key" for each in fields(kind)) else "figures"


ONCE = (effects.FetchFigures, effects.FetchCures, effects.FetchPositions, FetchCases)
STAGES: dict[type, str] = {
    effects.FetchFigures: "figures",
    effects.FetchCures: "figures",
    effects.FetchPositions: "figures",
    FetchWithdrawable: "figures",
    FetchSentNotices: "figures",
    FetchContractChanges: "figures",
    FetchCommissionDifference: "compute",
    AttachFile: "write",
    FetchCases: "figures",
    **dict.fromkeys((Acknowledge, SetAlert, RemoveAlert), "write"),
    effects.LookUpRule: "rules",
    effects.ListRules: "rules",
    effects.FindQuotes: "rules",
    effects.SearchKnowledge: "rules",
    effects.FindNotices: "rules",
    effects.FindVersions: "rules",
    effects.Calculate: "compute",
    effects.OpenTicket: "write",
    effects.RaiseHandoff: "write",
    **{kind: _stage(kind) for kind in applying_effects.ApplyingEffect.__args__},
    **dict.fromkeys((kind for kind in PlanningEffect.__args__ if kind is not FetchWithdrawable), "compute"),
}


@dataclass(frozen=True, slots=True)
class _Done:
    value: Any


def _step(run: Generator[Effect, Any, Any], answer: Any) -> Effect | _Done:
    """The next effect, or the end: a StopIteration may not leave a thread."""
    try:
        return run.send(answer)
    except StopIteration as stop:
        return _Done(stop.value)
