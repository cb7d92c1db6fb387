"""What answers at one time: the retrievers over all that is published and the words they understand. While the next
edition is built the last one goes on answering, without what has been taken out of use since."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Set
from dataclasses import dataclass, replace

from knowledge import records
from knowledge.calibrations import calibrated
from knowledge.catalogue import Catalogue
from knowledge.confidence import FALLBACK
from knowledge.dense import configured
from knowledge.editorial import terms
from knowledge.glossary import Glossary
from knowledge.holding import held_to_their_grounds
from knowledge.index import Index, fingerprint
from knowledge.retrieve import Retriever
from knowledge.settings import KnowledgeSettings
from knowledge.store import ExactStore, PassageStore

LESSON = "lesson"


@dataclass(frozen=True, slots=True)
class Edition:
    """The retriever of what answers questions and that of the lessons, which need no second opinion, as of one
    generation of the catalogue; `seconds` is what building it took."""

    generation: int
    glossary: Glossary
    retriever: Retriever
    lessons: Retriever
    seconds: float
    name: str = ""
    """Generation and a hash over the passages: equal names, equal answers."""

    def only(self, live: Set[str]) -> Edition:
        """What is left of it when these versions alone are in use."""
        retriever, lessons = (_only(each, live) for each in (self.retriever, self.lessons))
        return replace(self, retriever=retriever, lessons=lessons)


def _only(retriever: Retriever, live: Set[str]) -> Retriever:
    gone = {passage.version for passage in retriever.index.passages} - live
    return replace(retriever, index=retriever.index.without(gone)) if gone else retriever


def load(
    catalogue: Catalogue,
    settings: KnowledgeSettings,
    store: PassageStore,
    packaged: Glossary,
    before: Edition | None,
) -> Edition:
    """The edition of what the catalogue holds now, made from the one `before` where they agree."""
    started = time.perf_counter()
    with catalogue.read() as connection:
        generation = records.generation(connection)
        passages = held_to_their_grounds(records.load_passages(connection))
        glossary = terms.merged(packaged, terms.terms(connection))
    answering = [passage for passage in passages if passage.kind != LESSON]
    index = Index(answering, before=before.retriever.index if before else None)
    if isinstance(store, ExactStore):
        store.sync(index.passages)
    calibration = calibrated(catalogue, index, glossary)
    retriever = Retriever(index, glossary, store, calibration, configured(settings, index, glossary))
    taught = [passage for passage in passages if passage.kind == LESSON]
    lessons = Retriever(
        Index(taught, before=before.lessons.index if before else None),
        glossary,
        ExactStore(),
        replace(FALLBACK, doubtful=(0.0, 0.0)),
    )
    name = f"{generation}-{fingerprint(passages)[:16]}"
    return Edition(generation, glossary, retriever, lessons, time.perf_counter() - started, name)


class Editions:
    """The newest edition, and the making of the next one by one thread at a time. `aside` is run in a thread of its
    own when a question finds that another process has changed the catalogue."""

    def __init__(
        self, catalogue: Catalogue, make: Callable[[Edition | None], Edition], aside: Callable[[], None]
    ) -> None:
        self._catalogue = catalogue
        self._make = make
        self._aside = aside
        self._making = threading.Lock()
        self._starting = threading.Lock()
        self._maker: threading.Thread | None = None
        self.newest = make(None)
        self._left = (self.newest.generation, self.newest)

    def answering(self) -> Edition:
        """The newest edition; when the catalogue has changed since, without what is no longer in use, until the next
        one is made. One short query when nothing has changed; nobody waits."""
        generation = self._catalogue.generation()
        newest = self.newest
        if newest.generation >= generation:
            return newest
        self._start()
        at, left = self._left
        if at != generation or left.generation != newest.generation:
            with self._catalogue.read() as connection:
                left = newest.only(records.live_versions(connection))
            self._left = (generation, left)
        return left

    def settled(self) -> Edition:
        """An edition of all that was changed by now; whoever asks for it waits until it is made."""
        wanted = self._catalogue.generation()
        if self.newest.generation < wanted:
            with self._making:
                if self.newest.generation < wanted:
                    self.newest = self._make(self.newest)
        return self.newest

    def close(self) -> None:
        """Wait for what is being made."""
        if self._maker is not None:
            self._maker.join()

    def _start(self) -> None:
        with self._starting:
            if self._maker is None or not self._maker.is_alive():
                self._maker = threading.Thread(target=self._aside, name="knowledge edition", daemon=True)
                self._maker.start()
