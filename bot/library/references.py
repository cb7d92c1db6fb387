"""Dead references: titles, headings and sections that a text, a glossary entry or a quiz names and nobody holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.guard.numerals import fold
from bot.library.finding import Finding
from bot.library.rulebook import Rulebooks
from bot.library.shelf import Document
from knowledge.education.model import Cite, Curriculum

_SEE = re.compile(r"(?:详?见|参见|参阅)[《“「]([^》”」]{2,40})[》”」]|\b[Ss]ee [“\"]([^”\"]{3,60})[”\"]")
_VERSION = re.compile(r"\s*[（(][^）)]*[）)]$")


@dataclass(frozen=True)
class Shelf:
    """What may be referred to."""

    documents: tuple[Document, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every title, with and without its version in brackets, and every heading, folded."""
        titles = [document.meta.title for document in self.documents]
        headings = [section.heading for document in self.documents for section in document.sections]
        return frozenset(
            fold(name) for each in titles for name in (each, _VERSION.sub("", each))
        ) | frozenset(map(fold, headings))

    @cached_property
    def articles(self) -> Mapping[str, frozenset[str]]:
        """The articles of every document that is cut by them, by its title and its short one."""
        found: dict[str, set[str]] = {}
        for document in self.documents:
            labels = {each.article for each in document.sections if each.article}
            for title in (document.meta.title, document.meta.title.removeprefix("中华人民共和国")):
                found.setdefault(title, set()).update(labels)
        return {title: frozenset(labels) for title, labels in found.items() if labels}

    @cached_property
    def headings(self) -> Mapping[tuple[str, str], tuple[Document, ...]]:
        """The versions of a document that have a section of this heading."""
        found: dict[tuple[str, str], list[Document]] = {}
        for document in self.documents:
            for section in document.sections:
                found.setdefault((document.meta.document, section.heading), []).append(document)
        return {place: tuple(versions) for place, versions in found.items()}

    @cached_property
    def words(self) -> str:
        """Everything that is written, folded: titles, headings, texts, questions."""
        return fold("\n".join(_written(document) for document in self.documents))


def _written(document: Document) -> str:
    parts = [document.meta.title]
    for section in document.sections:
        parts += [section.heading, section.text, *section.asks]
    return "\n".join(parts)


def of_text(document: Document, shelf: Shelf) -> Iterator[Finding | None]:
    """One entry for each reference of a document: a finding where it is dead."""
    for section in document.sections:
        for match in _SEE.finditer(section.text):
            name = match.group(1) or match.group(2)
            known = fold(name) in shelf.names
            yield None if known else _dead(document, section.heading, name)
    for target in document.links:
        alive = "://" in target or target.split("#")[0].removesuffix(".md") in _ids(shelf)
        yield None if alive else _dead(document, "", target)


def _ids(shelf: Shelf) -> frozenset[str]:
    return frozenset(name for each in shelf.documents for name in (each.meta.document, each.meta.name))


def _dead(document: Document, heading: str, name: str) -> Finding:
    return Finding("dead_reference", document.file, heading, f"没有“{name}”", f"there is no “{name}”")


def of_glossary(entries: Iterable[Mapping[str, Any]], shelf: Shelf, name: str) -> Iterator[Finding | None]:
    """One entry for each term: a finding where it stands nowhere, so that looking it up finds nothing."""
    for entry in entries:
        term = str(entry["term"])
        alive = fold(term) in shelf.words
        zh, en = f"“{term}”没有出现在任何正文里", f"“{term}” stands in no text"
        yield None if alive else Finding("dead_term", name, term, zh, en)


def of_curriculum(taught: Curriculum, shelf: Shelf, rulebooks: Rulebooks) -> Iterator[Finding | None]:
    """One entry for each thing a lesson or an item rests on: a finding where it does not exist on the day of writing."""
    for item in taught.items.values():
        for cite in item.cites:
            missing = _missing(cite, item.as_of, shelf, rulebooks)
            yield _dead_cite(item.id, missing) if missing else None
    for lesson in taught.lessons.values():
        for rule in lesson.rules:
            yield None if rule in rulebooks.rules else _dead_cite(lesson.id, (rule,))


def _missing(cite: Cite, day: date, shelf: Shelf, rulebooks: Rulebooks) -> tuple[str, ...]:
    """The parameter, or the document and heading, that a cite names in vain; empty where all is there."""
    if cite.param:
        return () if cite.param in rulebooks.rules else (cite.param,)
    places = [(str(cite.document), heading) for heading in (cite.section or {}).values()]
    dead = (
        place
        for place in places
        if not any(document.holds_on(day) for document in shelf.headings.get(place, ()))
    )
    return next(dead, ())


def _dead_cite(who: str, what: tuple[str, ...]) -> Finding:
    named = " / ".join(what)
    return Finding("dead_cite", "items.yaml", who, f"没有 {named}", f"there is no {named}")


def glossary_entries(path: Path) -> tuple[Mapping[str, Any], ...]:
    """The entries of a glossary file; none where there is no file."""
    import yaml

    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.is_file() else ()
