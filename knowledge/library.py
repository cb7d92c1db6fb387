"""The knowledge base as the rest of the product sees it: opened on a home, searched, read, and fed. Searching works
on an immutable edition; an ingest, here or in another process, builds the next one while the last one answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from knowledge import records
from knowledge.catalogue import Catalogue
from knowledge.days import day_in_china
from knowledge.dense import OFF
from knowledge.edition import Edition, Editions, load
from knowledge.editorial import gaps, notices
from knowledge.eligibility import Scope
from knowledge.errors import BadRequest, NotFound
from knowledge.explain import Explanation, beside, explain
from knowledge.glossary import Glossary, load_glossary
from knowledge.health import Health, examine
from knowledge.index import Index
from knowledge.ingest import CORPUS, Clock, Options, Progress, ingest, no_progress
from knowledge.model import DocumentVersion, IngestReport, Notice, Passage, SearchResult
from knowledge.normalise import squeeze
from knowledge.ownership import Ownership
from knowledge.settings import KnowledgeSettings
from knowledge.store import ChromaStore, ExactStore, PassageStore, embedded_chroma, remote_chroma

SHORTEST_QUOTE = 4


class Library:
    """Made by `Library.open`; close it when done. Safe to search from several threads."""

    def __init__(
        self,
        settings: KnowledgeSettings,
        catalogue: Catalogue,
        store: PassageStore,
        glossary: Glossary,
        ownership: Ownership | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.store = store
        self._packaged_glossary = glossary
        self._ownership = ownership
        self._clock = clock or settings.now
        self._syncing = threading.Lock()
        self._editions = Editions(catalogue, self._next, self.refresh)

    @classmethod
    def open(
        cls,
        home: Path | KnowledgeSettings,
        chroma: str = "off",
        *,
        server_url: str | None = None,
        repair: bool = True,
        clock: Clock | None = None,
    ) -> Library:
        """Open the knowledge base of a home. `chroma`: `off` (vectors in memory), `own` (embedded; this process
        owns the home and, if it serves, takes documents at `server_url`; `HomeBusy` when another does) or the URL
        of a Chroma server. `repair` brings the store in line with the catalogue; without it `health` can tell."""
        settings = home if isinstance(home, KnowledgeSettings) else KnowledgeSettings.at(home)
        settings.home.mkdir(parents=True, exist_ok=True)
        ownership = Ownership(settings.lock_file, server_url) if chroma == "own" else None
        try:
            catalogue = Catalogue(settings.catalogue_url)
            store = _store(settings, chroma)
            library = cls(
                settings, catalogue, store, load_glossary(CORPUS / "glossary.yaml"), ownership, clock
            )
        except BaseException:
            if ownership is not None:
                ownership.release()
            raise
        if repair or isinstance(store, ExactStore):
            library.sync()
        return library

    def close(self) -> None:
        self._editions.close()
        self.store.close()
        self.catalogue.close()
        if self._ownership is not None:
            self._ownership.release()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def today(self) -> date:
        """The day in China, by the home's clock."""
        return day_in_china(self._clock())

    @property
    def glossary(self) -> Glossary:
        """The packaged glossary with the firm's entries."""
        return self._editions.newest.glossary

    @property
    def edition(self) -> str:
        """Names what answers now: the catalogue's generation and a hash over its passages."""
        return self._editions.newest.name

    @property
    def index_seconds(self) -> float:
        """How long the index that answers took to build."""
        return self._editions.newest.seconds

    def search(
        self,
        query: str,
        *,
        as_of: date,
        jurisdiction: str = "CN",
        audience: str = "client",
        lang: str | None = None,
        k: int = 3,
    ) -> SearchResult:
        """The best passages in force on `as_of`. `lang` None: the language of the question."""
        if k < 1:
            raise BadRequest("k must be at least 1", "k 至少为 1", field="k")
        return self._editions.answering().retriever.search(
            query, Scope(as_of, jurisdiction, audience, lang), k
        )

    def explain(
        self,
        query: str,
        *,
        as_of: date,
        jurisdiction: str = "CN",
        audience: str = "client",
        lang: str | None = None,
        k: int = 5,
        extra: Sequence[Passage] = (),
    ) -> Explanation:
        """Why `query` finds what it finds, or would find if `extra`, new versions, were published."""
        retriever = self._editions.answering().retriever
        if extra:
            index = Index(beside(retriever.index.passages, extra), before=retriever.index)
            retriever = replace(retriever, index=index, store=ExactStore(), dense=OFF)
        return explain(retriever, query, Scope(as_of, jurisdiction, audience, lang), k)

    def referred(self, passage: Passage, as_of: date) -> tuple[Passage, ...]:
        """The articles of statutes that the passage refers to, in force that day."""
        return self._editions.answering().retriever.index.articles_held.referred(passage, as_of)

    def teach(self, query: str, *, as_of: date, lang: str | None = None, k: int = 3) -> SearchResult:
        """The sections of lessons that teach what `query` names. Lessons are searched by themselves: a question
        about a rule is answered by the rule, never by a lesson on it."""
        return self._editions.answering().lessons.search(query, Scope(as_of, lang=lang), k)

    def lesson(self, lesson_id: str, lang: str, as_of: date) -> tuple[Passage, ...]:
        """The sections of a lesson in force that day, in reading order; `NotFound` for what is no lesson."""
        held = self.document(lesson_id, as_of, lang)
        if held[0].kind != "lesson":
            raise NotFound(f"{lesson_id} is no lesson", f"{lesson_id} 不是课程", field="lesson_id")
        return tuple(held)

    def section(self, document_id: str, section: str, as_of: date) -> Passage | None:
        """What stands under that heading in the version in force that day, or None: how a quiz cites."""
        held = (passage for passage in self._passages() if passage.document_id == document_id)
        return next((each for each in held if each.section == section and each.is_in_force(as_of)), None)

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id, superseded or not: a permalink never dies."""
        with self.catalogue.read() as connection:
            found = records.load_passages(connection, passage_id)
        if not found:
            raise NotFound(f"no passage {passage_id}", f"没有编号为 {passage_id} 的段落", field="passage_id")
        return found[-1]

    def document(self, document_id: str, as_of: date, lang: str = "zh") -> list[Passage]:
        """The passages of the version in force that day, in reading order, in `lang` where it exists."""
        held = [
            passage
            for passage in self._passages()
            if passage.document_id == document_id and passage.is_in_force(as_of)
        ]
        if not held:
            raise NotFound(
                f"no document {document_id} in force on {as_of}",
                f"{as_of} 没有有效的文档 {document_id}",
                "document_id",
            )
        return [passage for passage in held if passage.lang == lang] or held

    def documents(self) -> tuple[DocumentVersion, ...]:
        """Every version ever ingested, those no longer in force too."""
        with self.catalogue.read() as connection:
            return records.list_versions(connection)

    def in_force(self, quote: str, as_of: date) -> Passage | None:
        """A passage in force that day in which `quote` stands word for word (layout, width and Traditional or
        Simplified characters apart), or None. Fewer than four characters prove nothing."""
        wanted = squeeze(quote)
        if len(wanted) < SHORTEST_QUOTE:
            return None
        edition = self._editions.answering()
        indexes = (edition.retriever.index, edition.lessons.index)
        pairs = chain.from_iterable(zip(each.passages, each.squeezed, strict=True) for each in indexes)
        return next((found for found, text in pairs if wanted in text and found.is_in_force(as_of)), None)

    def _passages(self) -> Iterator[Passage]:
        edition = self._editions.answering()
        return chain(edition.retriever.index.passages, edition.lessons.index.passages)

    def notices(self, topic: str | None, at: datetime) -> tuple[Notice, ...]:
        """What is pinned on that topic at that moment, and on every topic (None: on every topic only). Asked of the
        catalogue itself, so that a notice is in effect at once in every process."""
        with self.catalogue.read() as connection:
            return notices.in_effect(connection, topic, at)

    def log_gap(self, query: str, as_of: date, reason: str) -> None:
        """Remember a question without an answer, for the people who write the texts."""
        with self.catalogue.write() as connection:
            gaps.log_gap(connection, query, as_of, reason, self._clock())

    def gaps(self) -> tuple[dict[str, object], ...]:
        with self.catalogue.read() as connection:
            return gaps.list_gaps(connection)

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        dry_run: bool = False,
        effective_from: date | None = None,
        effective_to: date | None = None,
        progress: Progress = no_progress,
    ) -> IngestReport:
        """Ingest files and directories; what went in can be found when this returns. Searches go on meanwhile."""
        options = Options(effective_from, effective_to, dry_run)
        report = ingest(self.catalogue, paths, options, clock=self._clock, progress=progress)
        if not dry_run:
            self.take_up()
        return report

    def take_up(self) -> None:
        """After a change of the catalogue: the next index, and the second retriever's store in line with it."""
        self.refresh()
        self.sync()

    def refresh(self) -> None:
        """Wait until what any process has changed by now can be found. A search never does."""
        before = self._editions.newest
        if self._editions.settled() is not before:
            with self._syncing:
                self.store.sync(self._editions.newest.retriever.index.passages)

    def sync(self) -> int:
        """Make the second retriever's store hold exactly the catalogue's passages, also when another process that
        shares the store changes the catalogue meanwhile. Returns the changes made."""
        changes = 0
        while True:
            edition = self._editions.settled()
            with self._syncing:
                changes += self.store.sync(edition.retriever.index.passages)
            if self.catalogue.generation() == edition.generation:
                return changes

    def health(self) -> Health:
        """What `doctor` reports: counts on both sides, calibration, seconds to build the index."""
        edition = self._editions.newest
        return examine(edition.retriever, edition.seconds, len(self.documents()))

    def _next(self, before: Edition | None) -> Edition:
        return load(self.catalogue, self.settings, self.store, self._packaged_glossary, before)


def _store(settings: KnowledgeSettings, chroma: str) -> PassageStore:
    if chroma == "off":
        return ExactStore()
    store: ChromaStore = (
        embedded_chroma(settings.chroma_directory) if chroma == "own" else remote_chroma(chroma)
    )
    return store
