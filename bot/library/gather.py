"""Gathers what the validator and the impact look at: rules from the account service, texts from the library.

Everything is asked through the account client, with the rights of whoever asks; nothing is computed here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from account_api.client import AccountClient, AccountError
from bot.answer.texts import all_texts
from bot.education.impact import held
from bot.library.impact import Target, Work, impact
from bot.library.readings import Readings
from bot.library.rulebook import Rulebooks, read_rulebooks
from knowledge.editorial.desk import Editorial
from knowledge.education.curriculum import curriculum
from knowledge.eligibility import PUBLIC
from knowledge.errors import NotFound

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.wiring import Product
    from knowledge.library import Library

JURISDICTIONS = ("CN", "HK", "US")
_TOLD_OF_A_NOTICE = ("id", "topic", "kind", "text", "from", "until")
Drive = Callable[[Any], Awaitable[Any]]
"""Carries out a generator of effects: the performer's `drive`."""


async def rulebooks(client: AccountClient, as_of: date) -> Rulebooks:
    """Every rule of every jurisdiction. AccountError where the service does not answer."""
    return read_rulebooks([(place, await client.rules(as_of, place)) for place in JURISDICTIONS])


def rulebooks_now(api: FastAPI, as_of: date) -> Rulebooks:
    """The same for who cannot wait in a loop of events: asked on a thread, in a loop of its own."""

    async def told() -> Rulebooks:
        client = AccountClient.in_process(api)
        try:
            return await rulebooks(client, as_of)
        finally:
            await client.aclose()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, told()).result()


@dataclass(frozen=True, slots=True)
class Impacts:
    """Where an impact is looked up: the library, the service as anybody, and who carries out effects as the
    assistant. Campaigns and tickets are those that a person's token shows; without one they are left out."""

    library: Library
    accounts: AccountClient
    drive: Drive
    now: Callable[[], datetime]
    readings: Readings

    async def on(
        self, asked: str, as_of: date | None = None, token: str | None = None, *, public: bool = False
    ) -> dict[str, Any]:
        """Everything that rests on ``asked``: a rule parameter, a document or a passage id. NotFound for none.

        ``public``: only what clients may read anyway; what is held back, and what staff do, is left out.
        """
        day = as_of or self.now().date()
        rules = await rulebooks(self.accounts, day)
        target = self._target(asked, rules, public)
        stale = None if public else await self.drive(held(curriculum(), day))
        known = isinstance(stale, tuple)
        mine, left_out = await _of_staff(self.accounts.as_token(token) if token and not public else None)
        told = await asyncio.to_thread(self.readings.of, rules)
        work = Work(
            told=tuple(each for each in told if not public or each[0].meta.audience in PUBLIC),
            curriculum=curriculum(),
            texts=all_texts(),
            stale=frozenset(each.id for each in stale) if isinstance(stale, tuple) else frozenset(),
            campaigns=mine["campaigns"],
            tickets=mine["tickets"],
            notices=self._notices(),
            left_out=(*left_out, *(() if known else ("stale",))),
        )
        return impact(target, work, day)

    def _target(self, asked: str, rules: Rulebooks, public: bool) -> Target:
        """What is asked for; to the public, what it may not read is not there."""
        rule = rules.rules.get(asked)
        if rule is not None:
            return Target("rule", asked, rule)
        readable = [
            version.meta.document
            for version in self.library.documents()
            if not public or version.meta.audience in PUBLIC
        ]
        if asked in readable:
            return Target("document", asked, document=asked)
        try:
            passage = self.library.passage(asked)
        except NotFound:
            raise _nothing(asked) from None
        if public and passage.audience not in PUBLIC:
            raise _nothing(asked)
        return Target("passage", asked, document=passage.document_id, heading=passage.section)

    def _notices(self) -> tuple[Mapping[str, Any], ...]:
        """What is pinned now. Who wrote it is for the desk alone."""
        from knowledge.topics import topics

        found = {
            notice.id: {name: notice.as_json()[name] for name in _TOLD_OF_A_NOTICE}
            for topic in topics()
            for notice in self.library.notices(topic, self.now())
        }
        return tuple(found.values())


def _nothing(asked: str) -> NotFound:
    return NotFound(
        f"{asked} is neither a rule, nor a document, nor a passage",
        f"{asked} 不是规则参数、文件或段落",
        field="rule",
    )


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
    return Impacts(product.library, product.accounts, performer.drive, product.now, Readings(product.library))


def desk_of(product: Product) -> Editorial:
    """The editors' desk of an opened product, with a judge by its rules of the day."""
    from bot.library.judge import RuleJudge

    judge = RuleJudge(product.library, lambda: rulebooks_now(product.api, product.now().date()))
    return Editorial(product.library, product.now, judge)
