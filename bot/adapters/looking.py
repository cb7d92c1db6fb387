"""The outside world of somebody who only looks: a turn or a check that writes, files and raises nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.adapters.performer import Performer
from bot.dialogue import effects
from bot.dialogue.effects import Effect, Failed


@dataclass(slots=True)
class Looking(Performer):
    """A performer that refuses every write as the service would, and keeps what it has looked up.

    ``remembered`` may be handed on to the next one, so that a draft checked at every pause of its typing is one
    look at the account. Of the asker's tickets only those of ``client_id`` are seen.
    """

    remembered: dict[Effect, Any] = field(default_factory=dict)
    client_id: str | None = None

    async def perform(self, effect: Effect) -> Any:
        """The result of one effect; ``Failed`` for one that would write."""
        match effect:
            case effects.OpenTicket() | effects.RaiseHandoff() | effects.HandoffStatus():
                return Failed(403)
            case effects.LogGap():
                return None
        if effect not in self.remembered:
            self.remembered[effect] = await self._looked(effect)
        return self.remembered[effect]

    async def _looked(self, effect: Effect) -> Any:
        found = await Performer.perform(self, effect)
        if isinstance(effect, effects.ListTickets):
            return [row for row in found if row["client_id"] == self.client_id]
        return found
