"""What is kept of an effect's result, and the result back from it: passages by their permanent ids, all else as it is.

A passage is read back from the catalogue, where superseded and retired ones stay; its validity is kept as it stood when it
was read, since a later version ends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from bot.dialogue.effects import Failed
from bot.library_port import Passage
from bot.record.seal import Json


class Shelf(Protocol):
    """The part of the library that gives any passage it ever held."""

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id. ``knowledge.errors.NotFound`` for one it never held."""


@dataclass(frozen=True, slots=True)
class KeptHit:
    """A passage found, as it was found then."""

    passage: Passage
    score: float
    quote: str


@dataclass(frozen=True, slots=True)
class KeptFound:
    """The result of a search, as it was then."""

    answerable: bool
    confidence: float
    hits: tuple[KeptHit, ...]


def kept(answer: Any) -> Any:
    """A result as JSON: everything that a flow can read of it."""
    if isinstance(answer, Failed):
        return {"failed": answer.status, "problem": answer.problem}
    if hasattr(answer, "lead"):
        return {"passage": answer.id, **_validity(answer)}
    if not hasattr(answer, "hits"):
        return answer
    hits = [[hit.passage.id, hit.quote, hit.score, _validity(hit.passage)] for hit in answer.hits]
    return {"answerable": answer.answerable, "confidence": answer.confidence, "hits": hits}


def restored(result: Any, shelf: Shelf) -> Any:
    """The inverse of ``kept``. Raises what the shelf raises for a passage that is gone."""
    if not isinstance(result, Mapping):
        return result
    if "failed" in result:
        return Failed(result["failed"], dict(result.get("problem", {})))
    if "passage" in result and "from" in result:
        return _passage(result["passage"], result, shelf)
    if "hits" not in result:
        return result
    hits = tuple(
        KeptHit(_passage(passage, valid, shelf), score, quote)
        for passage, quote, score, valid in result["hits"]
    )
    return KeptFound(result["answerable"], result["confidence"], hits)


def passages_in(result: Any) -> list[str]:
    """The ids of the passages that a kept result names."""
    if not isinstance(result, Mapping):
        return []
    if "hits" in result and "answerable" in result:
        return [hit[0] for hit in result["hits"]]
    return [result["passage"]] if "passage" in result and "from" in result else []


def _validity(passage: Passage) -> Json:
    until = passage.effective_to
    return {"from": passage.effective_from.isoformat(), "to": until.isoformat() if until else None}


def _passage(passage_id: str, valid: Mapping[str, Any], shelf: Shelf) -> Passage:
    until = date.fromisoformat(valid["to"]) if valid["to"] else None
    found: Any = shelf.passage(passage_id)
    then: Passage = replace(found, effective_from=date.fromisoformat(valid["from"]), effective_to=until)
    return then
