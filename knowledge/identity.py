"""What makes a version and a passage that very one: ids from the content alone, so that ingesting twice changes nothing
and a permalink outlives the versions around it; and the passage that a piece of a version is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from knowledge.model import Chunk, Meta, Passage

HOME = "CN"
"""The jurisdiction that goes without saying, in ids too: they are older than the others."""
_LATER = ("topic", "rules", "cites")
"""Added after the first release: a document that states none of them keeps the version it had."""


def version_of(meta: Meta, chunks: Sequence[Chunk]) -> str:
    """The version's id: a hash of everything that can be searched or cited, so ingesting twice changes nothing."""
    stated = {name: value for name, value in asdict(meta).items() if value or name not in _LATER}
    state = [stated, [asdict(chunk) for chunk in chunks]]
    return _digest(json.dumps(state, ensure_ascii=False, sort_keys=True, default=str))


def passage_id(meta: Meta, chunk: Chunk) -> str:
    """Stable while the passage itself stays as it is, whatever else changes in its document."""
    parts = [
        meta.document,
        meta.lang,
        meta.effective_from.isoformat(),
        *chunk.path,
        chunk.article or "",
        chunk.text,
        *([] if meta.jurisdiction == HOME else [meta.jurisdiction]),
    ]
    return "p" + _digest("\x1f".join(parts))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_passage(meta: Meta, chunk: Chunk, version: str, effective_to: date | None, id: str = "") -> Passage:
    """The passage that `chunk` is in that version; without an `id` it gets the one it would be stored under."""
    return Passage(
        id=id or passage_id(meta, chunk),
        document_id=meta.document,
        version=version,
        title=meta.title,
        kind=meta.kind,
        path=chunk.path,
        section=chunk.section,
        article=chunk.article or meta.article,
        text=chunk.text,
        lead=chunk.lead,
        lang=meta.lang,
        jurisdiction=meta.jurisdiction,
        layer=meta.layer,
        audience=meta.audience,
        tier=meta.tier,
        source=meta.source,
        effective_from=meta.effective_from,
        effective_to=effective_to,
        confidence=meta.confidence,
        asks=chunk.asks,
        group=chunk.group,
        topic=meta.topic,
        rules=meta.rules,
        cites=meta.cites,
    )
