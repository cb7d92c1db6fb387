"""Chroma's approximate nearest neighbours over our own vectors: dense search alone, as an engine would run it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from knowledge.embedding import embed_query
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.model import Passage
from knowledge.query import prepare
from knowledge.store import embedded_chroma


class Peer:
    """A collection of its own in `directory`, which the caller removes."""

    def __init__(
        self, passages: Sequence[Passage], index: Index, glossary: Glossary, directory: Path
    ) -> None:
        self.name = f"Chroma {version('chromadb')}, our vectors"
        self._store = embedded_chroma(directory)
        self._store.sync(passages)
        self._index, self._glossary = index, glossary
        self._day, self._jurisdiction = passages[0].effective_from, passages[0].jurisdiction

    def search(self, question: str, k: int) -> list[int]:
        """Positions of the best `k` in force on the first passage's first day."""
        query = prepare(question, self._glossary)
        vector = embed_query(query.weights.items(), self._index.text.rarity)
        day: date = self._day
        keys = self._store.nearest(vector, day, self._jurisdiction, k) if vector.any() else ()
        return [self._index.position[key] for key in keys]
