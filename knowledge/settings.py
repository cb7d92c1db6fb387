"""Where the knowledge base keeps its state. Read from the environment by the entry points only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import BadRequest


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """`home` holds everything unless a database or a Chroma server is named by URL. `clock` is the pinned time of a
    demo home, None where real time runs. An embedding model is used where its URL is given."""

    home: Path
    database_url: str | None = None
    chroma_url: str | None = None
    clock: datetime | None = None
    embeddings_url: str | None = None
    embeddings_model: str = ""
    embeddings_key: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, home: Path) -> KnowledgeSettings:
        """A home by its path, with the clock it was set up with."""
        return cls(home, clock=_clock(_pinned(home / "home.json")))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> KnowledgeSettings:
        home = Path(environment.get("LIANGRONG_HOME") or ".data")
        return cls(
            home=home,
            database_url=environment.get("LIANGRONG_KNOWLEDGE_DATABASE_URL") or None,
            chroma_url=environment.get("LIANGRONG_CHROMA_URL") or None,
            clock=_clock(environment.get("LIANGRONG_CLOCK") or _pinned(home / "home.json")),
            embeddings_url=environment.get("LIANGRONG_EMBEDDINGS_URL") or None,
            embeddings_model=environment.get("LIANGRONG_EMBEDDINGS_MODEL") or "",
            embeddings_key=environment.get("LIANGRONG_EMBEDDINGS_KEY") or None,
        )

    def now(self) -> datetime:
        """The pinned time, else the real one, always with a zone."""
        return self.clock or datetime.now(UTC)

    @property
    def catalogue_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'knowledge.db'}"

    @property
    def chroma_directory(self) -> Path:
        return self.home / "chroma"

    @property
    def vectors_file(self) -> Path:
        """Where the vectors of the configured embedding model are kept."""
        return self.home / "embeddings.npz"

    @property
    def lock_file(self) -> Path:
        return self.home / "knowledge.lock"

    @property
    def token_file(self) -> Path:
        return self.home / "knowledge.token"


def _pinned(file: Path) -> str | None:
    """The clock a demo home was set up with."""
    if not file.is_file():
        return None
    value = json.loads(file.read_text(encoding="utf-8")).get("clock")
    return None if value is None else str(value)


def _clock(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadRequest(
            f"the clock {text!r} is not a time with a zone (2026-11-20T16:30+08:00)",
            f"时钟 {text!r} 不是带时区的时间（2026-11-20T16:30+08:00）",
            field="LIANGRONG_CLOCK",
        )
    return moment
