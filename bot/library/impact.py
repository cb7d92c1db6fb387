"""What rests on a rule, a document or a passage: everything that somebody must look at again when it changes.

A document rests on a rule that its front matter names, or of which its text states a figure. Quiz items, lessons,
campaigns and verified answers name what they rest on; templates, notices and tickets are found by the names of the
rule, by the topics of its documents, and by the identifiers written in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.answer.measures import labels_of
from bot.guard.numerals import fold, fold_name
from bot.library.claims import Stated
from bot.library.readings import Told
from bot.library.rulebook import Rule
from bot.library.shelf import Document, Section
from knowledge.education.model import Curriculum, Item, said

Json = Mapping[str, Any]
CLOSED = ("closed",)
_BOUNDS = ("下限", "上限")


@dataclass(frozen=True, slots=True)
class Target:
    """What changes: a ``rule``, a ``document``, or a ``passage`` (a section with the ids it has had)."""

    kind: Literal["rule", "document", "passage"]
    id: str
    rule: Rule | None = None
    document: str | None = None
    heading: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The words by which a text may speak of it, folded."""
        if self.rule is None:
            return (fold_name(self.id),)
        label = self.rule.label_zh
        short = next((label.removesuffix(end) for end in _BOUNDS if label.endswith(end)), label)
        named = (label, short, self.rule.label_en, *labels_of(self.rule.param))
        return tuple(dict.fromkeys(map(fold_name, named)))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(name for name in (self.id, self.document) if name)


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that may rest on something. ``stale`` holds the ids of items and lessons that were written for an
    older row; lists that the asker may not see are empty, and their names stand in ``left_out``."""

    told: Told
    curriculum: Curriculum
    texts: Mapping[str, Mapping[str, str]]
    stale: frozenset[str] = frozenset()
    campaigns: tuple[Json, ...] = ()
    tickets: tuple[Json, ...] = ()
    notices: tuple[Json, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rests:
    """A document that rests on the target, by what, and the sections where it does."""

    document: Document
    because: tuple[str, ...]
    sections: tuple[tuple[Section, tuple[str, ...]], ...]


def impact(target: Target, work: Work, as_of: date) -> dict[str, Any]:
    """Everything that rests on the target, with the rows before and after of a rule as seen from ``as_of``."""
    resting = [each for each in _documents(target, work) if each.because]
    headings = {
        (each.document.meta.document, section.heading) for each in resting for section, _ in each.sections
    }
    topics = {each.document.meta.topic for each in resting}
    found: dict[str, Any] = {
        "target": _told(target),
        "as_of": as_of.isoformat(),
        "rows": _rows(target.rule, as_of),
        "documents": [_document(each, target.rule, as_of) for each in resting],
        "sections": [row for each in resting for row in _sections(each)],
        "questions": [
            {"document": each.document.meta.document, "section": section.heading, "lang": each.document.meta.lang, "ask": ask}
            for each in resting for section, _ in each.sections for ask in section.asks
        ],
        "answers": [_document(each, target.rule, as_of) for each in resting if each.document.meta.kind == "answer"],
        "items": list(_items(target, work, headings)),
        "lessons": list(_lessons(target, work, resting)),
        "templates": list(_templates(target, work.texts)),
        "campaigns": list(_campaigns(target, work.campaigns, resting)),
        "notices": [row for row in work.notices if row["topic"] == "*" or row["topic"] in topics],
        "tickets": list(_tickets(target, work.tickets)),
        "left_out": list(work.left_out),
    }  # fmt: skip
    found["counts"] = {name: len(rows) for name, rows in found.items() if isinstance(rows, list)}
    return found


def _told(target: Target) -> dict[str, Any]:
    label = {"zh": target.rule.label_zh, "en": target.rule.label_en} if target.rule else None
    return {
        "kind": target.kind,
        "id": target.id,
        "label": label,
        "document": target.document,
        "section": target.heading,
    }


def _rows(rule: Rule | None, as_of: date) -> dict[str, list[dict[str, Any]]] | None:
    """The rows that have ended, those in force, and those announced."""
    if rule is None:
        return None
    told = [
        (
            "after" if row.start > as_of else "in_force" if row.covers(as_of) else "before",
            {
                "value": row.shown,
                "valid_from": row.start.isoformat(),
                "valid_to": row.end.isoformat() if row.end else None,
                "scope": list(row.scopes),
                "source": row.source,
                "confidence": row.confidence,
            },
        )
        for row in rule.rows
    ]
    return {when: [row for at, row in told if at == when] for when in ("before", "in_force", "after")}


def _documents(target: Target, work: Work) -> Iterator[_Rests]:
    names = target.names
    for document, claims in work.told:
        if target.rule is not None:
            yield _on_rule(document, claims, target.rule, names)
        elif document.meta.document == target.document:
            sections = [each for each in document.sections if target.heading in (None, each.heading)]
            yield _Rests(document, ("is",) if sections else (), tuple((each, ()) for each in sections))
        else:
            cites = target.id in document.meta.cites
            yield _Rests(
                document,
                ("cites",) if cites else (),
                tuple((each, ()) for each in document.sections if cites),
            )


def _on_rule(document: Document, claims: Iterable[Stated], rule: Rule, names: Sequence[str]) -> _Rests:
    figures: dict[Section, list[str]] = {}
    for claim in claims:
        if rule.param in _meant(claim):
            figures.setdefault(claim.section, []).append(claim.text)
    named = rule.param in document.meta.rules
    because = (*(("rules",) if named else ()), *(("figures",) if figures else ()))
    sections = [
        (section, tuple(dict.fromkeys(figures.get(section, ()))))
        for section in document.sections
        if section in figures or (named and _names_it(section, names))
    ]
    return _Rests(document, because, tuple(sections))


def _meant(claim: Stated) -> tuple[str, ...]:
    if claim.verdict == "excused" or claim.reach == "document":
        return ()
    return tuple(row.param for row in claim.sources) or claim.params


def _names_it(section: Section, names: Sequence[str]) -> bool:
    written = fold_name(f"{section.heading}\n{section.text}")
    return any(name in written for name in names)


def _document(each: _Rests, rule: Rule | None, as_of: date) -> dict[str, Any]:
    meta = each.document.meta
    return {
        "document": meta.document,
        "file": each.document.file,
        "title": meta.title,
        "lang": meta.lang,
        "effective_from": meta.effective_from.isoformat(),
        "effective_to": each.document.end.isoformat() if each.document.end else None,
        "because": list(each.because),
        "older": rule is not None and _is_older(each.document, rule, as_of),
    }


def _is_older(document: Document, rule: Rule, as_of: date) -> bool:
    """Whether it holds on that day and began to before the row in force did."""
    newest = max((row.start for row in rule.rows if row.covers(as_of)), default=None)
    return document.holds_on(as_of) and newest is not None and document.meta.effective_from < newest


def _sections(each: _Rests) -> Iterator[dict[str, Any]]:
    for section, figures in each.sections:
        yield {
            "document": each.document.meta.document,
            "file": each.document.file,
            "lang": each.document.meta.lang,
            "section": section.heading,
            "figures": list(figures),
        }


def _items(target: Target, work: Work, headings: set[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for item in work.curriculum.items.values():
        because = _of_item(item, target, headings)
        if because:
            yield {
                "id": item.id,
                "course": item.course,
                "stem": dict(item.stem),
                "because": because,
                "written": item.as_of.isoformat(),
                "stale": item.id in work.stale,
            }


def _of_item(item: Item, target: Target, headings: set[tuple[str, str]]) -> str | None:
    if target.rule is not None and any(cite.param == target.rule.param for cite in item.cites):
        return "rule"
    sections = [
        (cite.document, said(cite.section, "zh")) for cite in item.cites if cite.document and cite.section
    ]
    return "section" if any(place in headings for place in sections) else None


def _lessons(target: Target, work: Work, resting: Iterable[_Rests]) -> Iterator[dict[str, Any]]:
    documents = {each.document.meta.document for each in resting}
    for lesson in work.curriculum.lessons.values():
        named = target.rule is not None and target.rule.param in lesson.rules
        if named or lesson.id in documents:
            yield {
                "id": lesson.id,
                "course": lesson.course,
                "title": dict(lesson.title),
                "because": "rules" if named else "figures",
                "written": lesson.as_of.isoformat(),
                "stale": lesson.id in work.stale,
            }


def _templates(target: Target, texts: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """Sentences of the assistant that name the rule or have a slot for it."""
    if target.rule is None:
        return
    slot, names = "{" + target.rule.param, target.names
    for key, said_in in texts.items():
        if any(slot in text or any(name in fold_name(text) for name in names) for text in said_in.values()):
            yield {"id": key, "text": dict(said_in)}


def _campaigns(
    target: Target, campaigns: Iterable[Json], resting: Iterable[_Rests]
) -> Iterator[dict[str, Any]]:
    documents = {each.document.meta.document for each in resting}
    for campaign in campaigns:
        cites = campaign["cites"]
        by_rule = target.rule is not None and any(cite.get("param") == target.rule.param for cite in cites)
        by_document = any(cite.get("document") in documents for cite in cites)
        if by_rule or by_document:
            yield {
                "id": campaign["id"],
                "state": campaign["state"],
                "title": campaign["title"],
                "because": "rule" if by_rule else "document",
                "reason": campaign["reason"],
            }


def _tickets(target: Target, tickets: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """Open tickets in whose words the target stands."""
    for ticket in tickets:
        evidence = [f"{row['title']} {row['detail']}" for row in ticket["evidence"]]
        written = fold("\n".join((str(ticket["text"]), str(ticket["details"]), *evidence)))
        wanted = (*target.names, *map(fold_name, target.ids))
        if ticket["status"] not in CLOSED and any(name in written for name in wanted):
            yield {name: ticket[name] for name in ("number", "status", "category", "due_on")}
