"""The second retriever: our vectors of all passages. Two adapters of one port give the same candidates: an exact one
in memory, for commands that do not open Chroma, and Chroma (embedded in the home, or a server by URL). Chroma always
gets our vectors and never its default embedding, which would download a model; it is rebuilt from the catalogue."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from knowledge.embedding import Vector, embed_passage
from knowledge.errors import BadRequest
from knowledge.model import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

COLLECTION = "liangrong-passages"
OPEN_END = 99991231
_BATCH = 200


class PassageStore(Protocol):
    """Vectors by passage key. `nearest` returns keys, best first; `sync` makes the store hold exactly `passages`."""

    def sync(self, passages: Sequence[Passage]) -> int: ...

    def count(self) -> int: ...

    def nearest(self, vector: Vector, as_of: date, jurisdiction: str, limit: int) -> tuple[str, ...]: ...

    def close(self) -> None: ...


class ExactStore:
    """All vectors in one matrix; a search looks at every one of them. Passages and matrix change together."""

    def __init__(self) -> None:
        self._held: tuple[tuple[Passage, ...], Any] = ((), None)

    def close(self) -> None:
        """Nothing is held open."""

    def sync(self, passages: Sequence[Passage]) -> int:
        """Vectors are made at the first search: most commands never ask for a second opinion."""
        if tuple(passages) == self._held[0]:
            return 0
        self._held = (tuple(passages), None)
        return len(passages)

    def count(self) -> int:
        return len(self._held[0])

    def nearest(self, vector: Vector, as_of: date, jurisdiction: str, limit: int) -> tuple[str, ...]:
        passages, vectors = self._held
        allowed = [
            i
            for i, passage in enumerate(passages)
            if passage.is_in_force(as_of) and passage.jurisdiction in (jurisdiction, "*")
        ]
        if not allowed:
            return ()
        if vectors is None:
            vectors = _matrix(passages)
            self._held = (passages, vectors)
        likeness = vectors[allowed] @ vector
        ranked = sorted(zip(-likeness, (passages[i].key for i in allowed), strict=True))
        return tuple(name for _, name in ranked[:limit])


def _matrix(passages: Sequence[Passage]) -> Any:
    from scipy.sparse import csr_matrix, vstack  # 0.3 s to import

    return vstack([csr_matrix(embed_passage(passage)) for passage in passages], format="csr")


class ChromaStore:
    """One Chroma collection, cosine distance, validity as integers so that it filters before it ranks."""

    def __init__(self, client: ClientAPI) -> None:
        self._client: Any = client
        self._collection = client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={
                "hnsw": {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}
            },
        )

    def sync(self, passages: Sequence[Passage]) -> int:
        """Add what is missing, delete what is gone, renew what has another validity. Returns the changes."""
        stored = self._collection.get(include=["metadatas"])
        metadatas = stored["metadatas"] or []
        present = {name: dict(data or {}) for name, data in zip(stored["ids"], metadatas, strict=True)}
        wanted = {passage.key: passage for passage in passages}
        stale = [
            name for name, data in present.items() if name not in wanted or data != _metadata(wanted[name])
        ]
        missing = [name for name in wanted if name not in present or name in set(stale)]
        for start in range(0, len(stale), _BATCH):
            self._collection.delete(ids=stale[start : start + _BATCH])
        for start in range(0, len(missing), _BATCH):
            self._add([wanted[name] for name in missing[start : start + _BATCH]])
        return len(stale) + len(missing)

    def _add(self, passages: Sequence[Passage]) -> None:
        self._collection.add(
            ids=[passage.key for passage in passages],
            embeddings=[embed_passage(passage).tolist() for passage in passages],
            documents=[passage.text for passage in passages],
            metadatas=[_metadata(passage) for passage in passages],
        )

    def close(self) -> None:
        """Let go of the directory or of the connections to the server."""
        self._client.close()
        for part in (self._client, getattr(self._client, "_admin_client", None)):
            session = getattr(getattr(part, "_server", None), "_session", None)
            if session is not None:
                session.close()  # clients of a server leave their connections to the garbage collector

    def count(self) -> int:
        return int(self._collection.count())

    def nearest(self, vector: Vector, as_of: date, jurisdiction: str, limit: int) -> tuple[str, ...]:
        day = _as_int(as_of)
        where: Any = {
            "$and": [
                {"effective_from": {"$lte": day}},
                {"effective_to": {"$gt": day}},
                {"jurisdiction": {"$in": [jurisdiction, "*"]}},
            ]
        }
        found = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=limit, where=where, include=[]
        )
        return tuple(found["ids"][0])

    def clear(self) -> None:
        """Forget all passages; the next `sync` brings them back from the catalogue."""
        ids = self._collection.get(include=[])["ids"]
        for start in range(0, len(ids), _BATCH):
            self._collection.delete(ids=ids[start : start + _BATCH])


def _metadata(passage: Passage) -> dict[str, str | int]:
    return {
        "passage": passage.id,
        "version": passage.version,
        "document": passage.document_id,
        "title": passage.title,
        "kind": passage.kind,
        "section": passage.section,
        "article": passage.article or "",
        "lang": passage.lang,
        "jurisdiction": passage.jurisdiction,
        "layer": passage.layer,
        "audience": passage.audience,
        "effective_from": _as_int(passage.effective_from),
        "effective_to": _as_int(passage.effective_to) if passage.effective_to else OPEN_END,
    }


def _as_int(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def embedded_chroma(directory: Path) -> ChromaStore:
    """Chroma inside this process. Only one process may do so; the caller holds the home's lock."""
    import chromadb
    from chromadb.config import Settings

    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(directory))
    return ChromaStore(chromadb.PersistentClient(path=str(directory), settings=settings))


def remote_chroma(url: str) -> ChromaStore:
    """A Chroma server, shared by several workers."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadRequest(
            f"{url!r} is not the URL of a Chroma server", f"{url!r} 不是有效的 Chroma 服务地址", "chroma"
        )
    import chromadb
    from chromadb.config import Settings

    port = parts.port or (443 if parts.scheme == "https" else 80)
    settings = Settings(anonymized_telemetry=False)
    return ChromaStore(
        chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=settings)
    )
