"""A conversation as evidence: its turns with their seals, and beside them what they rest on, readable by itself.

``bot.record.verify`` checks such a file with the standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.record.results import Shelf, passages_in
from bot.record.seal import Json, canonical
from bot.record.stored import StoredTurn
from knowledge.errors import NotFound

FORMAT = "liangrong-evidence-1"
CHECK = "python -m bot.record.verify FILE"


def evidence(
    turns: Sequence[StoredTurn],
    chain: Sequence[str],
    shown: Sequence[StoredTurn],
    shelf: Shelf,
    made_at: datetime,
) -> Json:
    """The ``shown`` ones of the turns of one conversation as evidence; ``chain`` lists the seals it has.

    Every other turn keeps its place in the chain by its hash and says nothing more. ``figures`` are those shown, ``rules``
    the rows they and the answers rest on, ``passages`` the texts read, ``results`` the long results.
    """
    results = {name: text for turn in shown for name, text in turn.results.items()}
    return {
        "format": FORMAT,
        "check": CHECK,
        "made_at": made_at.isoformat(),
        "session": turns[0].session if turns else None,
        "chain": [*(None for turn in turns if turn.chained is None), *chain],
        "turns": [turn.as_json() if turn in shown else _withheld(turn) for turn in turns],
        "results": results,
        "figures": _once(figure for turn in shown for figure in turn.reply.get("figures", ())),
        "rules": _once(_rules(shown)),
        "passages": [_passage(name, shelf) for name in _passages(shown)],
    }


def _withheld(turn: StoredTurn) -> Json:
    return {"position": turn.position, "hash": turn.hash, "withheld": True}


def _rules(turns: Iterable[StoredTurn]) -> Iterable[Json]:
    """The rule rows of the figures shown, and those that were looked up by themselves."""
    for turn in turns:
        for figure in turn.reply.get("figures", ()):
            yield from figure.get("rule", ())
        for row in turn.complete.get("effects", ()):
            result = row["result"]
            if row["effect"] == "LookUpRule" and isinstance(result, Mapping) and result.get("in_force"):
                yield {"param": result["param"], **result["in_force"]}


def _passages(turns: Iterable[StoredTurn]) -> list[str]:
    cited = [
        row["passage"] for turn in turns for row in turn.reply.get("citations", ()) if row.get("passage")
    ]
    read = [
        name
        for turn in turns
        for row in turn.complete.get("effects", ())
        for name in passages_in(row["result"])
    ]
    return list(dict.fromkeys((*cited, *read)))


def _passage(name: str, shelf: Shelf) -> Json:
    """A passage with its text; one the catalogue no longer has says so."""
    try:
        found = shelf.passage(name)
    except NotFound:
        return {"id": name, "text": None}
    until = found.effective_to
    return {
        "id": name,
        "document": found.document_id,
        "title": found.title,
        "section": found.section,
        "article": found.article,
        "source": found.source,
        "confidence": found.confidence,
        "effective_from": found.effective_from.isoformat(),
        "effective_to": until.isoformat() if until else None,
        "text": found.text,
    }


def _once(rows: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Equal rows once, in their order."""
    return [json.loads(text) for text in dict.fromkeys(canonical(row) for row in rows)]
