"""A desk over a small library of its own, and the people who come to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.editorial.desk import Editorial
from knowledge.editorial.rights import Editor
from knowledge.glossary import Glossary, load_glossary
from knowledge.ingest import CORPUS
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings
from knowledge.store import ExactStore

START = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
EDUCATOR, SUPERVISOR = Editor("edu", "educator"), Editor("sup", "supervisor")
COMPLIANCE, LEGAL = Editor("com", "compliance"), Editor("leg", "legal")
AGENT, CLIENT = Editor("agent", "agent"), Editor("demo-call", "client")
STAFF = (EDUCATOR, SUPERVISOR, COMPLIANCE, LEGAL)

RULE = """---
id: {name}
document: {name}
title: {title}
kind: rule
topic: {topic}
effective_from: {start}
next_review: {review}
---
## {title}
{text}
"""


def rule(
    text: str,
    name: str = "parking",
    title: str = "停车管理",
    start: str = "2026-01-01",
    review: str = "2027-06-30",
    topic: str = "basics",
) -> bytes:
    """A short document of the firm about a matter no other text knows."""
    stated = {"name": name, "title": title, "start": start, "review": review, "topic": topic}
    return RULE.format(text=text, **stated).encode()


@dataclass
class Clock:
    """A clock that a test sets on."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    """The packaged glossary, read once for all desks."""
    return load_glossary(CORPUS / "glossary.yaml")


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home, made once and copied for every desk."""
    settings = KnowledgeSettings(tmp_path_factory.mktemp("blank"))
    Catalogue(settings.catalogue_url).close()
    return settings.home


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, glossary: Glossary, blank: Path) -> Iterator[Editorial]:
    settings = KnowledgeSettings(tmp_path / "home")
    shutil.copytree(blank, settings.home)
    catalogue = Catalogue(settings.catalogue_url)
    with Library(settings, catalogue, ExactStore(), glossary, clock=clock) as library:
        yield Editorial(library, clock)


def published(desk: Editorial, data: bytes, name: str = "parking.md") -> str:
    """Hand in, approve and publish a document; its version."""
    made = desk.submit(EDUCATOR, data, name)
    desk.approve(COMPLIANCE, made.id)
    return desk.publish(EDUCATOR, made.id).version
