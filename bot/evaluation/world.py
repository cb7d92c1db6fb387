"""A world of one's own for each run: a fresh ledger with the scenario's fixture, a clock that moves when told, the product on it.

The ground is what all worlds of a process stand on and none changes: the firm's empty ledger to copy, the library, and what
understands messages.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.evaluation.moments import moment
from bot.evaluation.scenario import Scenario

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.adapters.conversations import Conversations
    from bot.dialogue.turn import Understand
    from bot.nlu.understand import SecurityEntry, Understander
    from bot.wiring import Product
    from knowledge.library import Library

BEGINNING = moment("2026-01-01T00:00")
FASTEST = Path("/dev/shm")
"""A directory in memory, where there is one: a world is thrown away, nothing in it need last."""
LIBRARY = "knowledge.db"


@dataclass(slots=True)
class Hour:
    """What time it is in the world that is running."""

    now: datetime = BEGINNING


@dataclass(frozen=True, slots=True)
class Ground:
    """What all worlds of this process share."""

    room: Path
    template: Path
    service: FastAPI
    library: Library
    hour: Hour
    understander: Understander
    listed: frozenset[str]

    def understanding(self, entries: list[SecurityEntry]) -> Understand:
        """What understands messages where these securities are listed."""
        from bot.nlu.securities import gazetteer

        hearer = self.understander
        if any(entry.code not in self.listed for entry in entries):
            hearer = replace(hearer, securities=gazetteer(entries, hearer.tables))

        def understand(text: str, lang: str | None, today: date) -> Any:
            return hearer.understand(text, lang, today=today)

        return understand


@dataclass(slots=True)
class World:
    """One run: the product, whose ids the scenario's names are, what the ledger held at the start, what securities are called."""

    product: Product
    ids: Mapping[str, str]
    hour: Hour
    before: Mapping[str, frozenset[tuple[Any, ...]]]
    conversations: Conversations
    new_id: Callable[[], str]
    names: tuple[str, ...] = ()
    rules: list[dict[str, Any]] = field(default_factory=list)

    def end_state(self, tables: list[str]) -> dict[str, list[dict[str, Any]]]:
        """The rows that each named table has gained."""
        from account_api.fixtures import rows_of

        context = self.product.api.state.context
        with context.transaction(writes=False) as session:
            return {
                name: rows_of(context, session, name, self.before.get(name, frozenset()), self.ids)
                for name in tables
            }


@contextmanager
def open_ground(home: Path) -> Iterator[Ground]:
    """The ground over the library of ``home`` (the packaged texts are ingested where they are missing); nothing in
    ``home`` changes afterwards."""
    from account_api.fixtures import make_template
    from bot.nlu.understand import understander
    from knowledge.ingest import ensure_corpus
    from knowledge.library import Library
    from knowledge.settings import KnowledgeSettings

    ensure_corpus(KnowledgeSettings(home, clock=BEGINNING))
    hour = Hour()
    with tempfile.TemporaryDirectory(prefix="scenarios-", dir=FASTEST if FASTEST.is_dir() else None) as place:
        room = Path(place)
        service = make_template(room / "template", BEGINNING)
        shutil.copyfile(home / LIBRARY, room / LIBRARY)
        entries = _listed(room / "template")
        library = Library.open(KnowledgeSettings(room, clock=BEGINNING), clock=lambda: hour.now)
        try:
            hearer = understander(entries, home / "nlu")
            listed = frozenset(entry.code for entry in entries)
            yield Ground(room, room / "template", service, library, hour, hearer, listed)
        finally:
            library.close()


def _listed(template: Path) -> list[SecurityEntry]:
    """The securities that every world knows."""
    from account_api.fixtures import listed_securities
    from bot.nlu.understand import SecurityEntry

    return [SecurityEntry(*row) for row in listed_securities(template)]


@asynccontextmanager
async def open_world(ground: Ground, scenario: Scenario, seed: str, first: bool) -> AsyncIterator[World]:
    """The scenario's world; ``seed`` gives ids and, unless it is the ``first`` run, the second the clock shows."""
    from account_api.client import AccountClient
    from account_api.fixtures import open_world as open_service
    from account_api.fixtures import seed as plant
    from account_api.fixtures import written
    from bot.adapters.conversations import Conversations
    from bot.nlu.understand import SecurityEntry
    from bot.wiring import assembled

    chance = random.Random(seed)
    hour = ground.hour
    hour.now = scenario.clock
    if not first and not scenario.exact_clock:
        hour.now += timedelta(seconds=chance.randrange(1, 60))
    home = ground.room / "world"
    async with AsyncExitStack() as ending:
        ending.callback(shutil.rmtree, home, ignore_errors=True)
        context = open_service(ground.service, ground.template, home, lambda: hour.now, lambda: _id(chance))
        ending.callback(context.database.dispose)
        with context.transaction() as session:
            ids = plant(session, scenario.fixture, hour.now, seed)
        with context.transaction(writes=False) as session:
            before = written(session, list(scenario.end_state))
        accounts = AccountClient.in_process(ground.service)
        ending.push_async_callback(accounts.aclose)
        library = ground.library
        if scenario.own_library:
            library = _own_library(ground, home)
            ending.callback(library.close)
        conversations = Conversations.open("sqlite://")
        ending.callback(conversations.close)
        rows = await accounts.securities()
        entries = [SecurityEntry(r["code"], r["name"], r["name_en"], tuple(r["aliases"])) for r in rows]
        understand = ground.understanding(entries)
        product = assembled(context.settings, ground.service, accounts, library, understand, conversations)
        names = tuple(name for entry in entries for name in (entry.name, *entry.aliases))
        yield World(product, ids, hour, before, conversations, lambda: _id(chance), names)


def _own_library(ground: Ground, home: Path) -> Library:
    from knowledge.library import Library
    from knowledge.settings import KnowledgeSettings

    shutil.copyfile(ground.room / LIBRARY, home / LIBRARY)
    return Library.open(KnowledgeSettings(home, clock=BEGINNING), clock=lambda: ground.hour.now)


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"
