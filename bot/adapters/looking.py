"""The outside world of somebody who only looks: a turn or a check that writes, files and raises nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.adapters.performer import Performer
from bot.dialogue import effects, planning_effects, service_effects
from bot.dialogue.effects import Effect, Failed

LOOKS = (
    effects.FetchFigures,
    effects.FetchCures,
    effects.FetchPositions,
    planning_effects.PreviewOrder,
    planning_effects.FetchWithdrawable,
    planning_effects.FetchInterest,
    planning_effects.FetchLines,
    planning_effects.WhatIf,
    service_effects.FetchSentNotices,
    service_effects.FetchContractChanges,
    service_effects.FetchCommissionDifference,
    effects.LookUpRule,
    effects.ListRules,
    effects.Calculate,
    effects.SearchKnowledge,
    effects.FindNotices,
    effects.FindVersions,
    effects.FetchAccount,
    effects.FindQuotes,
    effects.ListTickets,
    effects.FirmFacts,
    effects.FindSecurity,
)


@dataclass(slots=True)
class Looking(Performer):
    """A performer that carries out looks and nothing else, and keeps what it has looked up.

    ``remembered`` may be handed on to the next one, so that a draft checked at every pause of its typing is one
    look at the account. Of the asker's tickets only those of ``client_id`` are seen.
    """

    remembered: dict[Effect, Any] = field(default_factory=dict)
    client_id: str | None = None

    async def perform(self, effect: Effect) -> Any:
        """The result of one effect; ``Failed`` for one that is not a look at the client or the rules."""
        if isinstance(effect, effects.LogGap):
            return None
        if not isinstance(effect, LOOKS):
            return Failed(403)
        if effect not in self.remembered:
            self.remembered[effect] = await self._looked(effect)
        return self.remembered[effect]

    async def _looked(self, effect: Effect) -> Any:
        found = await Performer.perform(self, effect)
        if isinstance(effect, effects.ListTickets):
            return [row for row in found if row["client_id"] == self.client_id]
        return found
