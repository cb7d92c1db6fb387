"""The composition root: the only place that knows every class. A product is opened, used and closed.

Heavy parts are imported here, when a product is opened, and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.assistant import LiangrongAssistant
from bot.desk import Desk
from bot.dialogue.turn import Understand
from bot.record.book import Records
from bot.record.versions import versions_of
from bot.reviewer import Reviewer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from account_api.client import AccountClient
    from account_api.clock import Clock
    from account_api.settings import Settings
    from bot.adapters.conversations import Conversations
    from knowledge.library import Library
    from knowledge.settings import KnowledgeSettings

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Product:
    """Everything an entry point needs: the assistant, the desk, the account service and its client, the library,
    what understands a message, and the records of turns."""

    settings: Settings
    api: FastAPI
    accounts: AccountClient
    library: Library
    assistant: LiangrongAssistant
    desk: Desk
    demo: bool
    understand: Understand
    records: Records

    @property
    def seal_key(self) -> bytes:
        """The key that ties conversations to browsers, the same in every process of this home."""
        secret: str = self.api.state.context.home.secrets.pseudonym_key
        return hashlib.sha256(b"conversations:" + bytes.fromhex(secret)).digest()

    @property
    def codes_file(self) -> Path:
        """Where one-time codes for Telegram lie."""
        return self.home / "codes.db"

    def service(self) -> AccountClient:
        """The account service as the assistant itself."""
        from account_api.app import assistant_token

        return self.accounts.as_token(assistant_token(self.api))

    def reviewer(self) -> Reviewer:
        """What judges a text before it goes out."""
        return Reviewer(self.service, self.library, lambda: self.now().date())

    def now(self) -> datetime:
        """Business time, in its zone."""
        moment: datetime = self.api.state.context.clock.local()
        return moment

    @property
    def home(self) -> Path:
        """Where all state lives."""
        return self.settings.home


@asynccontextmanager
async def open_product(
    settings: Settings | None = None,
    chroma: str = "off",
    server_url: str | None = None,
    progress: Progress = lambda _: None,
    repair: bool = True,
    clock: Clock | None = None,
) -> AsyncIterator[Product]:
    """Open the product on ``LIANGRONG_HOME``; an empty home becomes the demo firm's.

    ``settings`` come from the environment where they are not given. ``chroma``: ``off`` (vectors in memory), ``own`` (embedded, this process owns it) or a server's URL;
    ``repair`` brings the second retriever in line with the catalogue. ``clock`` is one that somebody moves; without it, time
    is as the home has it.
    """
    from account_api.app import create_app
    from account_api.client import AccountClient
    from account_api.settings import Settings
    from bot.adapters.conversations import Conversations
    from knowledge.library import Library

    settings = settings or Settings()
    prepare_home(settings, progress)
    api = create_app(settings, clock)
    accounts = AccountClient.in_process(api)
    progress("library")
    library = Library.open(
        knowledge_settings(settings),
        chroma,
        server_url=server_url,
        repair=repair,
        clock=api.state.context.clock.now,
    )
    conversations = Conversations.open(_conversations_url(settings))
    try:
        progress("understanding")
        understand = await _understanding(accounts, settings.home)
        yield assembled(settings, api, accounts, library, understand, conversations)
    finally:
        conversations.close()
        library.close()
        await accounts.aclose()
        api.state.context.database.dispose()


def assembled(
    settings: Settings,
    api: FastAPI,
    accounts: AccountClient,
    library: Library,
    understand: Understand,
    conversations: Conversations,
) -> Product:
    """The product over parts that are open; whoever opened them closes them."""
    from account_api.app import rules_edition

    versions = versions_of(lambda: rules_edition(api), lambda: library.edition)
    assistant = _assistant(api, accounts, library, understand, conversations, versions)
    records = Records(conversations, understand, library, versions, api.state.context.clock.local)
    api.state.chats = records.chats
    desk = _desk(api, accounts, library, understand, assistant)
    demo: bool = api.state.context.home.demo
    return Product(settings, api, accounts, library, assistant, desk, demo, understand, records)


def prepare_home(settings: Settings, progress: Progress = lambda _: None) -> None:
    """Make an empty home the demo firm's, and ingest the packaged corpus; nothing where both are there."""
    from account_api.demo import ensure_demo_home
    from knowledge.ingest import ensure_corpus

    if not (settings.home / "home.json").exists():
        progress("demo firm")
        ensure_demo_home(settings, progress)
    progress("corpus")
    ensure_corpus(knowledge_settings(settings))


def knowledge_settings(settings: Settings) -> KnowledgeSettings:
    """Where the library of this home lies: beside the rest, unless a database or a server is named."""
    from knowledge.settings import KnowledgeSettings

    clock = settings.clock or KnowledgeSettings.at(settings.home).clock
    return replace(KnowledgeSettings.from_environment(os.environ), home=settings.home, clock=clock)


def _assistant(
    api: FastAPI,
    accounts: AccountClient,
    library: Library,
    understand: Understand,
    conversations: Conversations,
    versions: Callable[[], Mapping[str, str]],
) -> LiangrongAssistant:
    from account_api.app import assistant_token

    def service() -> AccountClient:
        return accounts.as_token(assistant_token(api))

    clock: Callable[[], datetime] = api.state.context.clock.local
    return LiangrongAssistant(
        service, library, understand, conversations, clock, lambda: secrets.token_urlsafe(24), versions
    )


def _desk(
    api: FastAPI,
    accounts: AccountClient,
    library: Library,
    understand: Understand,
    line: LiangrongAssistant,
) -> Desk:
    from account_api.app import assistant_token
    from bot.review import review

    def service() -> AccountClient:
        return accounts.as_token(assistant_token(api))

    return Desk(service, line, library, understand, review, api.state.context.clock.local, time.monotonic)


async def _understanding(accounts: AccountClient, home: Path) -> Understand:
    from bot.nlu.understand import SecurityEntry, understander

    rows = await accounts.securities()
    entries = [SecurityEntry(row["code"], row["name"], row["name_en"], tuple(row["aliases"])) for row in rows]
    understood = understander(entries, home / "nlu")

    def understand(text: str, lang: str | None, today: date) -> Any:
        return understood.understand(text, lang, today=today)

    return understand


def _conversations_url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return f"sqlite:///{settings.home / 'bot.db'}"
