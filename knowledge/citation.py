"""How a passage is cited: the fields a reader needs to find it and to judge whether it still holds, and its
permalink, which stays valid after the passage has been superseded."""

from __future__ import annotations

from typing import TypedDict

from knowledge.model import Hit, Passage, SearchResult


class Citation(TypedDict):
    """As printed by the command line and sent over HTTP. Dates are ISO texts; `effective_to` is the first day no
    longer in force, None while it holds."""

    document: str
    title: str
    kind: str
    section: str
    article: str | None
    quote: str
    effective_from: str
    effective_to: str | None
    confidence: str
    source: str
    passage: str
    permalink: str


def permalink(passage: Passage) -> str:
    """The address at which a passage can be read for good."""
    return f"/knowledge/v1/passages/{passage.id}"


def cite(passage: Passage, quote: str) -> Citation:
    """The citation of `quote`, which must stand in the passage's text."""
    return Citation(
        document=passage.document_id,
        title=passage.title,
        kind=passage.kind,
        section=passage.section,
        article=passage.article,
        quote=quote,
        effective_from=passage.effective_from.isoformat(),
        effective_to=passage.effective_to.isoformat() if passage.effective_to else None,
        confidence=passage.confidence,
        source=passage.source,
        passage=passage.id,
        permalink=permalink(passage),
    )


def cite_hit(hit: Hit) -> Citation:
    """The citation of a hit: its passage and the span that answers."""
    return cite(hit.passage, hit.quote)


def search_as_json(result: SearchResult) -> dict[str, object]:
    """The same shape on the command line and over HTTP."""
    hits = [{**cite_hit(hit), "score": hit.score, "text": hit.passage.text} for hit in result.hits]
    return {"answerable": result.answerable, "confidence": result.confidence, "hits": hits}
