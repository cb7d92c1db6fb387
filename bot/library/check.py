"""The validator: everything that is looked at in the library, what was found, and how much there was to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.library import coverage, form, pairs, references, translations
from bot.library.acts import at_odds
from bot.library.articles import of_articles
from bot.library.claims import Stated
from bot.library.coverage import Accepted
from bot.library.finding import Finding
from bot.library.readings import Told, read
from bot.library.rulebook import Rulebooks
from bot.library.shelf import Document, Unreadable
from bot.library.statements import misstated, turns_of
from bot.library.tables import of_tables
from bot.library.wording import of_wording
from knowledge.education.model import Curriculum

COUNTED = ("documents", "sections", "figures")
"""Of these there must be some in any library; the rest depends on what else was given."""


@dataclass(frozen=True, slots=True)
class Library:
    """What is checked. Without a glossary, a curriculum or accepted holes, these are not looked at."""

    documents: tuple[Document, ...]
    rulebooks: Rulebooks
    broken: tuple[Unreadable, ...] = ()
    glossary: tuple[Mapping[str, Any], ...] | None = None
    curriculum: Curriculum | None = None
    holes: Sequence[Accepted] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in order of files, and how many of each thing were looked at."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def passed(self) -> bool:
        return not self.errors

    def as_json(self) -> dict[str, Any]:
        return {
            "passed": self.passed,
            "counts": dict(self.counts),
            "errors": len(self.errors),
            "warnings": len(self.findings) - len(self.errors),
            "findings": [finding.as_json() for finding in self.findings],
        }


def check(library: Library, today: date) -> Report:
    """Look at everything. ``today`` decides only which reviews are overdue."""
    told = read(library.documents, library.rulebooks)
    counts: Counter[str] = Counter(
        documents=len(library.documents),
        sections=sum(len(document.sections) for document in library.documents),
        figures=sum(each.compared for _, found in told for each in found),
        asks=sum(len(section.asks) for document in library.documents for section in document.sections),
    )
    shelf = references.Shelf(library.documents)
    findings = [
        *(Finding("unreadable", each.file, "", each.detail_zh, each.detail) for each in library.broken),
        *_of_each(library, told, today),
        *pairs.asked_twice(library.documents),
        *_counted(counts, "pairs", _of_pairs(library, told)),
        *_counted(counts, "translated", translations.differing(library.documents)),
        *_counted(counts, "statements", _of_statements(library, told)),
        *_counted(counts, "steps", (each for document in library.documents for each in of_tables(document))),
        *_counted(counts, "references", _of_references(library, shelf)),
        *_counted(counts, "articles", _of_articles(library, shelf)),
        *_of_coverage(library, counts),
    ]
    needed = (*COUNTED, *_given(library))
    empty = [name for name in needed if not counts[name]]
    findings += [Finding("nothing_checked", "", name, f"{name}：0", f"{name}: 0") for name in empty]
    ordered = sorted(findings, key=lambda each: (not each.is_error, each.file, each.section, each.code))
    return Report(tuple(dict.fromkeys(ordered)), dict(counts))


def _given(library: Library) -> Iterator[str]:
    yield from ("references",) if library.glossary or library.curriculum else ()
    yield from ("articles",) if library.curriculum else ()
    yield from ("cells",) if library.holes is not None else ()


def _of_each(library: Library, told: Told, today: date) -> Iterator[Finding]:
    for document, found in told:
        rows = [form.best_known(each.sources) for each in found if each.is_statement]
        yield from form.of_front_matter(document)
        yield from form.of_rules(document, library.rulebooks)
        yield from form.of_confidence(document, library.rulebooks, rows)
        yield from form.of_review(document, today)
        yield from form.of_sections(document)
        yield from of_wording(document)
        yield from contradictions(document, found)


def contradictions(document: Document, claims: Iterable[Stated]) -> Iterator[Finding]:
    """The numbers of a document that no row of their rule holds."""
    yield from (_contradiction(document, each) for each in claims if each.verdict == "contradicts")


def _contradiction(document: Document, claim: Stated) -> Finding:
    params = ", ".join(claim.params)
    zh, en = (" / ".join(dict.fromkeys(shown)) for shown in zip(*claim.expected, strict=True))
    return Finding(
        "contradicts_rule",
        document.file,
        claim.section.heading,
        f"“{claim.text}”与规则不符：{params} 为 {zh}",
        f"“{claim.text}” is not what the rulebook says: {params} is {en}",
    )


def _of_pairs(library: Library, told: Told) -> Iterator[Finding | None]:
    yield from pairs.overlapping(library.documents)
    figures = [pairs.figures_of(document, found) for document, found in told]
    yield from pairs.disagreeing([each for each in figures if each.values])
    yield from at_odds(told)


def _of_statements(library: Library, told: Told) -> Iterator[Finding | None]:
    turns = turns_of(library.documents)
    for document, found in told:
        yield from misstated(document, found, library.rulebooks, turns)


def _of_articles(library: Library, shelf: references.Shelf) -> Iterator[Finding | None]:
    for document in library.documents:
        yield from of_articles(document, shelf.articles)


def _of_references(library: Library, shelf: references.Shelf) -> Iterator[Finding | None]:
    for document in library.documents:
        yield from references.of_text(document, shelf)
    yield from references.of_glossary(library.glossary or (), shelf, "glossary.yaml")
    if library.curriculum is not None:
        yield from references.of_curriculum(library.curriculum, shelf, library.rulebooks)


def _of_coverage(library: Library, counts: Counter[str]) -> Iterator[Finding]:
    if library.holes is None:
        return
    found = coverage.map_of(library.documents, library.holes)
    counts["cells"] = len(found.documents) + len(found.holes)
    yield from coverage.of_holes(found)


def _counted(counts: Counter[str], name: str, looked_at: Iterable[Finding | None]) -> Iterator[Finding]:
    for each in looked_at:
        counts[name] += 1
        if each is not None:
            yield each
