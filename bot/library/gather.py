"""Gathers what the validator and the impact look at: rules from the account service, texts from the library.

Everything is asked through the account client, with the rights of whoever asks; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from account_api.client import AccountClient, AccountError
from bot.answer.texts import all_texts
from bot.education.impact import held
from bot.library.impact import Target, Work, impact
from bot.library.rulebook import Rulebooks, read_rulebooks
from bot.library.shelf import shelf_of
from knowledge.education.curriculum import curriculum
from knowledge.errors import NotFound

if TYPE_CHECKING:
    from bot.wiring import Product
    from knowledge.library import Library

JURISDICTIONS = ("CN", "HK", "US")
Drive = Callable[[Any], Awaitable[Any]]
"""Carries out a generator of effects: the performer's `drive`."""


async def rulebooks(client: AccountClient, as_of: date) -> Rulebooks:
    """Every rule of every jurisdiction. AccountError where the service does not answer."""
    return read_rulebooks([(place, await client.rules(as_of, place)) for place in JURISDICTIONS])


@dataclass(frozen=True, slots=True)
class Impacts:
    """Where an impact is looked up: the library, the service as anybody, and who carries out effects as the
    assistant. Campaigns and tickets are those that a person's token shows; without one they are left out."""

    library: Library
    accounts: AccountClient
    drive: Drive
    now: Callable[[], datetime]

    async def on(self, asked: str, as_of: date | None = None, token: str | None = None) -> dict[str, Any]:
        """Everything that rests on ``asked``: a rule parameter, a document or a passage id. NotFound for none."""
        day = as_of or self.now().date()
        rules = await rulebooks(self.accounts, day)
        stale = await self.drive(held(curriculum(), day))
        mine, left_out = await _of_staff(self.accounts.as_token(token) if token else None)
        work = Work(
            documents=shelf_of(self.library),
            rulebooks=rules,
            curriculum=curriculum(),
            texts=all_texts(),
            stale=frozenset(each.id for each in stale) if isinstance(stale, tuple) else frozenset(),
            campaigns=mine["campaigns"],
            tickets=mine["tickets"],
            notices=self._notices(),
            left_out=(*left_out, *(() if isinstance(stale, tuple) else ("stale",))),
        )
        return impact(self._target(asked, rules), work, day)

    def _target(self, asked: str, rules: Rulebooks) -> Target:
        rule = rules.rules.get(asked)
        if rule is not None:
            return Target("rule", asked, rule)
        if any(version.meta.document == asked for version in self.library.documents()):
            return Target("document", asked, document=asked)
        try:
            passage = self.library.passage(asked)
        except NotFound:
            raise NotFound(
                f"{asked} is neither a rule, nor a document, nor a passage",
                f"{asked} 不是规则参数、文件或段落",
                field="rule",
            ) from None
        return Target("passage", asked, document=passage.document_id, heading=passage.section)

    def _notices(self) -> tuple[Mapping[str, Any], ...]:
        from knowledge.topics import topics

        found = {
            notice.id: notice.as_json()
            for topic in topics()
            for notice in self.library.notices(topic, self.now())
        }
        return tuple(found.values())


async def _of_staff(client: AccountClient | None) -> tuple[dict[str, tuple[Any, ...]], tuple[str, ...]]:
    """Campaigns and tickets as this person may see them, and which of the two could not be seen."""
    asks: dict[str, Any] = {"campaigns": client and client.campaigns, "tickets": client and client.tickets}
    found: dict[str, tuple[Any, ...]] = {}
    for name, ask in asks.items():
        try:
            found[name] = tuple(await ask()) if ask else ()
        except AccountError as error:
            if error.status not in (401, 403):
                raise
            asks[name], found[name] = None, ()
    return found, tuple(name for name, ask in asks.items() if ask is None)


def impacts_of(product: Product) -> Impacts:
    """Where the impacts of an opened product are looked up."""
    from bot.adapters.performer import Performer

    service = product.service()
    performer = Performer(service, service, product.library, "impact")
    return Impacts(product.library, product.accounts, performer.drive, product.now)
