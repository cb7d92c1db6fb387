"""What the assistant needs from the library: passages found by a question, versions, notices. Protocols beside their users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol


class Passage(Protocol):
    """A piece of the library, as the assistant reads it (see ``knowledge.model.Passage``)."""

    @property
    def id(self) -> str: ...
    @property
    def document_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def article(self) -> str | None: ...
    @property
    def layer(self) -> str: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def rules(self) -> Sequence[str]: ...
    @property
    def asks(self) -> Sequence[str]: ...
    @property
    def text(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...
    @property
    def confidence(self) -> str: ...


class About(Protocol):
    """What a version of a document says of itself."""

    @property
    def document(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def effective_from(self) -> date: ...


class Version(Protocol):
    """A version of a document; ``effective_to`` is the first day it was no longer in force, ``retired`` why it is not searched."""

    @property
    def meta(self) -> About: ...
    @property
    def effective_to(self) -> date | None: ...
    @property
    def retired(self) -> str | None: ...


class Notice(Protocol):
    """What the firm has set on a topic of the library."""

    def as_json(self) -> Mapping[str, Any]:
        """``{"kind": "notice|person_only", "topic", "text": {"zh", "en"}, "from", "until"}`` and more."""


class Hit(Protocol):
    """A passage found, with the exact span of its text that answers."""

    @property
    def passage(self) -> Passage: ...
    @property
    def score(self) -> float: ...
    @property
    def quote(self) -> str: ...


class Found(Protocol):
    """The result of a search: the hits, best first, and whether the best one may be used as an answer."""

    @property
    def answerable(self) -> bool: ...
    @property
    def confidence(self) -> float: ...
    @property
    def hits(self) -> Sequence[Hit]: ...


class Knowledge(Protocol):
    """The document store, filtered by date and audience before anything is scored."""

    def search(
        self,
        query: str,
        *,
        as_of: date,
        jurisdiction: str = "CN",
        audience: str = "client",
        lang: str | None = None,
        k: int = 3,
    ) -> Found:
        """The passages in force on ``as_of`` that best match ``query``."""

    def teach(self, query: str, *, as_of: date, lang: str | None = None, k: int = 3) -> Found:
        """The sections of lessons that teach what ``query`` names."""

    def lesson(self, lesson_id: str, lang: str, as_of: date) -> Sequence[Passage]:
        """The sections of a lesson, in order. Raises where there is no such lesson in force."""

    def section(self, document_id: str, section: str, as_of: date) -> Passage | None:
        """What stands under a heading of a document in force that day."""

    def notices(self, topic: str | None, at: datetime) -> Sequence[Notice]:
        """What is set on a topic at a moment, together with what is set on every topic."""

    def log_gap(self, query: str, as_of: date, reason: str) -> None:
        """Remember a question the library could not answer."""

    def in_force(self, quote: str, as_of: date) -> Passage | None:
        """A passage in force on ``as_of`` in which ``quote`` stands word for word."""

    def documents(self) -> Sequence[Version]:
        """Every version of every document, those no longer in force too."""
