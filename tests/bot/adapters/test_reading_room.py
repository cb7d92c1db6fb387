"""Looks into the library: notices as they are told, versions of a document in their order, texts that were quoted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from bot.adapters.reading_room import looked_up, quoted
from bot.dialogue.effects import FindNotices, FindQuotes, FindVersions, LogGap, SearchKnowledge
from bot.library_port import Knowledge


@dataclass(frozen=True)
class About:
    document: str
    lang: str
    effective_from: date
    title: str = "标题"


@dataclass(frozen=True)
class Version:
    meta: About
    effective_to: date | None = None
    retired: str | None = None


@dataclass(frozen=True)
class Notice:
    kind: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind}


@dataclass(frozen=True)
class Text:
    title: str = "办法"
    article: str | None = "第一条"
    effective_from: date = date(2015, 1, 1)
    effective_to: date | None = date(2019, 8, 19)


@dataclass
class Library:
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def documents(self) -> tuple[Version, ...]:
        new, old = date(2019, 8, 19), date(2015, 7, 1)
        return (
            Version(About("lines", "zh", new)),
            Version(About("lines", "zh", old), new),
            Version(About("lines", "zh", old), new, "superseded"),
            Version(About("lines", "en", new)),
            Version(About("other", "zh", new)),
        )

    def notices(self, topic: str | None, at: datetime) -> tuple[Notice, ...]:
        self.asked.append((topic, at.isoformat()))
        return (Notice("notice"),)

    def in_force(self, quote: str, as_of: date) -> Text | None:
        return Text() if quote == "旧话" and as_of < date(2019, 8, 19) else None

    def log_gap(self, query: str, as_of: date, reason: str) -> None:
        self.asked.append((query, as_of, reason))

    def search(self, query: str, **how: Any) -> str:
        return f"{query} {how['jurisdiction']} {how['k']}"


DAY = date(2026, 11, 20)


def _look(effect: Any) -> Any:
    return looked_up(effect, cast(Knowledge, Library()))


def test_versions_come_oldest_first_in_one_language_without_what_is_retired() -> None:
    rows = _look(FindVersions("lines", "zh"))
    assert [(row["effective_from"], row["effective_to"]) for row in rows] == [
        ("2015-07-01", "2019-08-19"),
        ("2019-08-19", None),
    ]


def test_notices_are_asked_for_at_a_moment_and_told_as_data() -> None:
    library, at = Library(), "2026-11-20T16:30:00+08:00"
    assert looked_up(FindNotices("transfers", at), cast(Knowledge, library)) == [{"kind": "notice"}]
    assert library.asked == [("transfers", at)]


def test_a_search_and_a_gap_reach_the_library_as_they_are() -> None:
    assert _look(SearchKnowledge("问", DAY, "zh", "HK", 8)) == "问 HK 8"
    library = Library()
    looked_up(LogGap("问", DAY, "no passage"), cast(Knowledge, library))
    assert library.asked == [("问", DAY, "no passage")]


def test_a_text_that_stood_once_is_found_with_its_days() -> None:
    found = quoted(FindQuotes(("旧话", "没有这句"), DAY), cast(Knowledge, Library()))
    assert [(row["text"], row["source"], row["effective_to"]) for row in found] == [
        ("旧话", "办法 第一条", "2019-08-19")
    ]
