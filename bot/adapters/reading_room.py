"""Effects that look into the library: passages, notices, the versions of a document, texts that are quoted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from bot.dialogue import effects
from bot.library_port import Knowledge

Reading = effects.SearchKnowledge | effects.LogGap | effects.FindNotices | effects.FindVersions


def looked_up(effect: Reading, knowledge: Knowledge) -> Any:
    """The result of one effect on the library."""
    match effect:
        case effects.LogGap(query, as_of, reason):
            return knowledge.log_gap(query, as_of, reason)
        case effects.FindNotices(topic, at):
            return [dict(notice.as_json()) for notice in knowledge.notices(topic, datetime.fromisoformat(at))]
        case effects.FindVersions(document, lang):
            return _versions(document, lang, knowledge)
        case effects.SearchKnowledge(query, as_of, lang, jurisdiction, k):
            return knowledge.search(query, as_of=as_of, jurisdiction=jurisdiction, lang=lang, k=k)


def quoted(asked: effects.FindQuotes, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The texts that are quoted from the library: as it stands on that day, else as it stood once."""
    found = []
    for text in asked.texts:
        passages = (knowledge.in_force(text, day) for day in (asked.as_of, *_last_days(knowledge)))
        passage = next((passage for passage in passages if passage is not None), None)
        if passage is not None:
            found.append(
                {
                    "text": text,
                    "source": " ".join(filter(None, (passage.title, passage.article))),
                    "effective_from": passage.effective_from.isoformat(),
                    "effective_to": passage.effective_to and passage.effective_to.isoformat(),
                }
            )
    return found


def _last_days(knowledge: Knowledge) -> Iterable[date]:
    """The last day of every version that has ended, latest first."""
    ended = {version.effective_to for version in knowledge.documents() if version.effective_to}
    return (day - timedelta(days=1) for day in sorted(ended, reverse=True))


def _versions(document: str, lang: str, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The versions of a document that may be read, oldest first."""
    rows = [
        {
            "title": version.meta.title,
            "effective_from": version.meta.effective_from.isoformat(),
            "effective_to": version.effective_to and version.effective_to.isoformat(),
        }
        for version in knowledge.documents()
        if version.meta.document == document and version.meta.lang == lang and not version.retired
    ]
    return sorted(rows, key=lambda row: str(row["effective_from"]))
