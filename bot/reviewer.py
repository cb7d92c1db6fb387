"""Judge a text for whoever asks: the one driver of ``bot.review`` for pages, programs and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.adapters.performer import Performer
from bot.desk_line import AccountDoor
from bot.dialogue.effects import Failed
from bot.ports import Knowledge
from bot.review import Review, review


class NotToBeSeen(LookupError):
    """The client asked about does not exist, or is not the asker's to see; the two look the same."""


class OutOfReach(ConnectionError):
    """A service that holds the evidence does not answer."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """``service`` gives the account service as the assistant itself; ``today`` the business day."""

    service: Callable[[], AccountDoor]
    knowledge: Knowledge
    today: Callable[[], date]

    async def review(
        self, text: str, token: str | None, client_id: str | None, as_of: date | None, lang: str | None = None
    ) -> Review:
        """``text`` judged with what the owner of ``token`` may know of ``client_id``.

        Raises NotToBeSeen for a client that is not to be seen, OutOfReach where a service is down.
        """
        service = self.service()
        performer = Performer(service.as_token(token), service, self.knowledge, "")
        found = await performer.drive(review(text, client_id, as_of or self.today(), lang), apart=True)
        if isinstance(found, Failed):
            raise (
                NotToBeSeen(client_id) if found.status in (401, 403, 404) else OutOfReach(str(found.problem))
            )
        return found
