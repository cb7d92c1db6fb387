"""Where the knowledge base keeps its state. Read from the environment by the entry points only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """`home` holds everything unless a database or a Chroma server is named by URL."""

    home: Path
    database_url: str | None = None
    chroma_url: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> KnowledgeSettings:
        return cls(
            home=Path(environment.get("LIANGRONG_HOME") or ".data"),
            database_url=environment.get("LIANGRONG_KNOWLEDGE_DATABASE_URL") or None,
            chroma_url=environment.get("LIANGRONG_CHROMA_URL") or None,
        )

    @property
    def catalogue_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'knowledge.db'}"

    @property
    def chroma_directory(self) -> Path:
        return self.home / "chroma"

    @property
    def lock_file(self) -> Path:
        return self.home / "knowledge.lock"

    @property
    def token_file(self) -> Path:
        return self.home / "knowledge.token"
