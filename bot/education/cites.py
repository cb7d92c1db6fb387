"""What an item rests on, as it stands on a day: the clause with its text, or the rule parameter with its row."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from typing import Any

from bot.dialogue.effects import Effect, Failed, LookUpRule
from bot.dialogue.learning_effects import ReadSection
from bot.ports import Passage
from knowledge.education.model import Cite, Item, said

Json = Mapping[str, Any]


def cited(item: Item, lang: str, as_of: date) -> Generator[Effect, Any, tuple[Json, ...]]:
    """The cites of an item that can be shown that day: ``{"kind": "section" | "rule", …}`` with dates."""
    found: list[Json] = []
    for cite in item.cites:
        known = yield from (_rule(cite, lang, as_of) if cite.param else _section(cite, lang, as_of))
        if known is not None:
            found.append(known)
    return tuple(found)


def _section(cite: Cite, lang: str, as_of: date) -> Generator[Effect, Any, Json | None]:
    assert cite.document is not None and cite.section is not None
    passage = yield ReadSection(cite.document, said(cite.section, lang), as_of)
    return None if passage is None or isinstance(passage, Failed) else {"kind": "section", **of(passage)}


def of(passage: Passage) -> Json:
    """A passage as it is cited."""
    return {
        "document": passage.document_id,
        "document_kind": passage.kind,
        "title": passage.title,
        "section": passage.section,
        "article": passage.article,
        "quote": passage.lead,
        "effective_from": passage.effective_from.isoformat(),
        "effective_to": passage.effective_to.isoformat() if passage.effective_to else None,
        "confidence": passage.confidence,
        "source": passage.source,
        "passage": passage.id,
    }


def _rule(cite: Cite, lang: str, as_of: date) -> Generator[Effect, Any, Json | None]:
    rule = yield LookUpRule(str(cite.param), as_of, cite.scope)
    if isinstance(rule, Failed) or rule["in_force"] is None:
        return None
    row, english = rule["in_force"], lang == "en"
    return {
        "kind": "rule",
        "param": cite.param,
        "label": rule["label_en" if english else "label_zh"],
        "value": row["display_en" if english else "display"],
        "note": row["note" if english else "note_zh"],
        "source": row["source"],
        "article": row["article"],
        "effective_from": row["valid_from"],
        "effective_to": row["valid_to"],
        "confidence": row["confidence"],
    }
