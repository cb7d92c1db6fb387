"""Carry out effects: the one place where a flow's wishes become calls of the account service and the library.

Every effect with its result is recorded, so that a turn can be driven again later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from account_api.client import AccountError
from bot.dialogue import effects
from bot.dialogue.effects import Effect, Failed
from bot.ports import Accounts, Knowledge

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
    record: list[dict[str, Any]] = field(default_factory=list)

    @property
    def caller(self) -> Accounts:
        """Who calls a person: the client, so that its own group is called, or the assistant."""
        return self.own if self.known else self.service

    async def drive(self, run: Generator[Effect, Any, T]) -> T:
        """Run a generator of effects to its end, performing each and sending back the result."""
        answer: Any = None
        while True:
            try:
                effect = run.send(answer)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            if self.on_stage is not None:
                self.on_stage(STAGES.get(type(effect), "think"))
            answer = await self._attempt(effect)
            self.record.append({**effects.as_json(effect), "result": _recorded(answer)})

    async def _attempt(self, effect: Effect) -> Any:
        try:
            return await self.perform(effect)
        except AccountError as error:
            return Failed(error.status, error.problem)

    async def perform(self, effect: Effect) -> Any:
        """The result of one effect. Raises AccountError where the service refuses or is out of reach."""
        match effect:
            case effects.FetchFigures(client_id, as_of):
                return await self.own.figures(client_id, as_of)
            case effects.FetchCures(client_id, as_of, target):
                return await self.own.cures(client_id, target, as_of)
            case effects.FetchPositions(client_id, as_of):
                return await self.own.positions(client_id, as_of)
            case effects.LookUpRule(param, as_of, scope):
                return await self.service.rule(param, as_of, **dict(scope))
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
            case effects.SearchKnowledge() | effects.LogGap():
                return await asyncio.to_thread(self._library, effect)

    def _library(self, effect: effects.SearchKnowledge | effects.LogGap) -> Any:
        if isinstance(effect, effects.LogGap):
            return self.knowledge.log_gap(effect.query, effect.as_of, effect.reason)
        return self.knowledge.search(
            effect.query, as_of=effect.as_of, jurisdiction=effect.jurisdiction, lang=effect.lang, k=effect.k
        )

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


STAGES: dict[type, str] = {
    effects.FetchFigures: "figures",
    effects.FetchCures: "figures",
    effects.FetchPositions: "figures",
    effects.LookUpRule: "rules",
    effects.SearchKnowledge: "rules",
    effects.Calculate: "compute",
    effects.OpenTicket: "write",
    effects.RaiseHandoff: "write",
}


def _recorded(answer: Any) -> Any:
    """What is kept of a result: everything a flow can read, passages by their permanent ids."""
    if isinstance(answer, Failed):
        return {"failed": answer.status}
    hits = getattr(answer, "hits", None)
    if hits is None:
        return answer
    return {"answerable": answer.answerable, "hits": [[hit.passage.id, hit.quote] for hit in hits]}
