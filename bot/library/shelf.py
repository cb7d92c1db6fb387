"""The documents that are checked and mapped: what each says of itself, its sections, and the file it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.chunking import chunk
from knowledge.errors import KnowledgeError
from knowledge.metadata import describe
from knowledge.model import Chunk, Meta, Passage
from knowledge.readers import read
from knowledge.readers.charset import decode

if TYPE_CHECKING:
    from knowledge.library import Library

_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading, the text under it, its first paragraph, and the questions it answers."""

    heading: str
    text: str
    lead: str
    asks: tuple[str, ...]
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document. ``end`` is where it ceases to hold, whether it says so or a later version begins;
    ``front`` its front matter as written (empty for what was not read from a file), ``links`` what its Markdown points to."""

    file: str
    meta: Meta
    end: date | None
    sections: tuple[Section, ...]
    front: Mapping[str, object] = field(default_factory=dict)
    links: tuple[str, ...] = ()

    @property
    def series(self) -> tuple[str, str, str]:
        """What its versions share."""
        return self.meta.document, self.meta.lang, self.meta.jurisdiction

    def holds_on(self, day: date) -> bool:
        return self.meta.effective_from <= day and (self.end is None or day < self.end)

    def meets(self, other: Document) -> bool:
        """Whether both hold on some day."""
        first, second = self.meta.effective_from, other.meta.effective_from
        return (self.end is None or second < self.end) and (other.end is None or first < other.end)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no document, with why."""

    file: str
    detail: str
    detail_zh: str


def read_shelf(root: Path) -> tuple[tuple[Document, ...], tuple[Unreadable, ...]]:
    """Every Markdown document under ``root``, and what could not be read."""
    found: list[Document] = []
    broken: list[Unreadable] = []
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root).as_posix()
        try:
            found.append(_document(path, name))
        except KnowledgeError as error:
            broken.append(Unreadable(name, error.detail, error.detail_zh))
    return _ended(found), tuple(broken)


def _document(path: Path, name: str) -> Document:
    parsed = read(path.read_bytes(), path.name)
    meta = describe(parsed, path.name, None)
    sections = _sections(chunk(parsed.blocks, meta.title))
    links = tuple(_LINK.findall(decode(path.read_bytes(), path.name)))
    return Document(name, meta, meta.declared_to, sections, parsed.front, links)


def document_of(meta: Meta, chunks: Iterable[Chunk], file: str) -> Document:
    """What was examined, as a document that stands on no shelf yet."""
    return Document(file, meta, meta.declared_to, _sections(chunks))


def _sections(pieces: Iterable[Chunk | Passage]) -> tuple[Section, ...]:
    """The sections again, of which the long ones had been cut."""
    return tuple(
        _whole(tuple(same)) for _, same in groupby(pieces, key=lambda piece: (piece.group, piece.article))
    )


def _whole(pieces: tuple[Chunk | Passage, ...]) -> Section:
    first = pieces[0]
    text = "\n".join(piece.text for piece in pieces)
    return Section(first.section or (first.article or ""), text, first.lead, first.asks, first.article)


def shelf_of(library: Library) -> tuple[Document, ...]:
    """Every version in use of an opened library, the packaged ones and those a firm has brought.

    A version is read whole, not as of a day: one that answers nobody today, such as a verified answer whose ground
    has fallen, is checked like the others, and no version is given the passages of another place or language.
    """
    from knowledge import records

    with library.catalogue.read() as connection:
        versions = records.list_versions(connection)
        by_version: dict[str, list[Passage]] = {}
        for passage in records.load_passages(connection):
            by_version.setdefault(passage.version, []).append(passage)
    return _ended(
        Document(each.origin, each.meta, each.effective_to, _sections(by_version.get(each.version, ())))
        for each in versions
        if each.retired is None
    )


def _ended(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents, each ending where a later version of its series begins."""
    by_series: dict[tuple[str, str, str], list[Document]] = {}
    for document in documents:
        by_series.setdefault(document.series, []).append(document)
    return tuple(
        replace(document, end=_end(document, by_series[document.series]))
        for versions in by_series.values()
        for document in sorted(versions, key=lambda each: each.meta.effective_from)
    )


def _end(document: Document, versions: Iterable[Document]) -> date | None:
    begins = document.meta.effective_from
    later = [each.meta.effective_from for each in versions if each.meta.effective_from > begins]
    ends = [day for day in (document.end, *later) if day is not None]
    return min(ends, default=None)
