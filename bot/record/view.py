"""A stored turn laid open for a person: what was understood and how surely, what was found, what was looked up, what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.record.results import Shelf
from bot.record.seal import Json
from bot.record.stored import StoredTurn
from knowledge.errors import NotFound


def laid_open(turn: StoredTurn, shelf: Shelf) -> Json:
    """Everything that is kept of a turn, its searches with titles and scores, and what its seals say (``broken``)."""
    record = turn.complete
    return {
        "id": f"{turn.session}:{turn.message_id}",
        "position": turn.position,
        "said_at": turn.said_at,
        "text": turn.text,
        "reply": turn.reply,
        "understanding": record.get("understanding"),
        "searches": [_search(row, shelf) for row in record.get("effects", ()) if _is_search(row["result"])],
        "effects": record.get("effects", []),
        "guard": _guard(record),
        "versions": record.get("versions", {}),
        "state_before": record.get("state_before"),
        "hash": turn.hash,
        "previous": record.get("previous"),
        "broken": list(turn.broken()) if turn.hash or turn.chained else [],
    }


def _is_search(result: Any) -> bool:
    return isinstance(result, Mapping) and "hits" in result and "answerable" in result


def _search(row: Mapping[str, Any], shelf: Shelf) -> Json:
    result = row["result"]
    return {
        "query": row["asked"].get("query", ""),
        "answerable": result["answerable"],
        "confidence": result.get("confidence"),
        "hits": list(_hits(result["hits"], shelf)),
    }


def _hits(rows: list[Any], shelf: Shelf) -> Iterator[Json]:
    """The passages found; of an older record there is no score, of one that is gone no title."""
    for passage, quote, *rest in rows:
        try:
            found = shelf.passage(passage)
            place = {"title": found.title, "place": found.article or found.section}
        except NotFound:
            place = {"title": passage, "place": ""}
        yield {"passage": passage, "quote": quote, "score": rest[0] if rest else None, **place}


def _guard(record: Mapping[str, Any]) -> Json:
    """The guard's verdict with its reasons; of an older record only codes and words are known."""
    held = list(record.get("held_back", ()))
    known = record.get("guard") or {"verdict": "held" if held else "passed", "issues": held}
    return {**known, "issues": [_older(each) if isinstance(each, str) else each for each in known["issues"]]}


def _older(issue: str) -> Json:
    code, _, words = issue.partition(": ")
    return {"code": code, "text": words}
