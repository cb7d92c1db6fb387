"""The searchable form of all passages: BM25 fields for the text under its headings, the titles, the whole section
of a passage that was cut, the questions a passage answers, and pinyin; and the filters applied before scoring.
An index is immutable: an ingest builds a new one and swaps it in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.coverage import Coverage
from knowledge.embedding import Vector, embed_passage
from knowledge.lexical import Bm25, Scores, best_by_group
from knowledge.model import Passage
from knowledge.normalise import fold, squeeze
from knowledge.phrasing import phrasing
from knowledge.query import Query
from knowledge.tokens import terms

OPEN_END = date(9999, 12, 31).toordinal()
PUBLIC = frozenset({"client", "public", "all"})
FORMAT = 3
DENY = "deny"
UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much each field counts beside the text (1.0), chosen on the asks of the corpus, each left out in turn;
    `statute` scales statutes where a question is not about the law, `unverified` what nobody has verified, `uncovered`
    a passage that covers none of the subject, `disagreeing` an ask that names none of it; `form` is what the wanted
    kind of answer adds."""

    title: float = 0.5
    section: float = 0.5
    asks: float = 1.5
    pinyin: float = 0.3
    statute: float = 0.9
    unverified: float = 0.7
    uncovered: float = 0.2
    disagreeing: float = 0.6
    form: float = 0.3


class Evidence(NamedTuple):
    """Per passage: the combined score; 0..1 how like the question is to the nearest one the passage answers; and
    0..1 how much of the question's topic the passage covers; and how much of the trade they share."""

    total: Scores
    likeness: Scores
    covered: Scores
    shared: Scores


def fingerprint(passages: Sequence[Passage]) -> str:
    """Names the set of passages and the way they are indexed: equal fingerprints, equal index."""
    parts = [f"{FORMAT}", *(f"{passage.id}{passage.version}{passage.effective_to}" for passage in passages)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


class Index:
    """All fields over one tuple of passages, in the catalogue's order."""

    def __init__(self, passages: Sequence[Passage], weights: FieldWeights | None = None) -> None:
        self.passages = tuple(passages)
        self.weights = weights or FieldWeights()
        self.fingerprint = fingerprint(self.passages)
        self.position: Mapping[str, int] = {passage.key: i for i, passage in enumerate(self.passages)}
        self.squeezed = tuple(squeeze(passage.text) for passage in self.passages)
        headers = [fold(passage.header) for passage in self.passages]
        texts = [fold(passage.text) for passage in self.passages]
        text_terms = [terms(f"{head}\n{text}") for head, text in zip(headers, texts, strict=True)]
        self.text = Bm25(text_terms)
        self.title = Bm25([terms(head) for head in headers])
        self._build_sections(headers, texts)
        self._build_asks()
        self._build_forms()
        asks = [fold("\n".join(passage.asks)) for passage in self.passages]
        self.everything = Coverage(list(map("\n".join, zip(headers, texts, asks, strict=True))))
        self._build_filters()
        self._vectors: dict[int, tuple[NDArray[np.intp], Vector]] = {}

    def _build_sections(self, headers: Sequence[str], texts: Sequence[str]) -> None:
        """Sections that were cut, each once; passages that are a whole section are their own section."""
        members: dict[tuple[str, int], list[int]] = {}
        for i, passage in enumerate(self.passages):
            members.setdefault((passage.version, passage.group), []).append(i)
        cut = [positions for positions in members.values() if len(positions) > 1]
        whole = ["\n".join([headers[positions[0]], *(texts[i] for i in positions)]) for positions in cut]
        self._section_of = np.full(len(self.passages), -1, dtype=np.intp)
        for section, positions in enumerate(cut):
            self._section_of[positions] = section
        self.sections = Bm25([terms(text) for text in whole])

    def _build_asks(self) -> None:
        pairs = [(i, fold(ask)) for i, passage in enumerate(self.passages) for ask in passage.asks]
        self.ask_owner = np.array([i for i, _ in pairs], dtype=np.intp)
        ask_terms = [terms(ask) for _, ask in pairs]
        self.asks = Bm25(ask_terms)
        self._ask_ceiling = np.array([self.asks.ceiling(dict.fromkeys(found, 1.0)) for found in ask_terms])
        headed = [fold(f"{self.passages[i].section}\n{ask}") for i, ask in pairs]
        self.headed_asks = Coverage(headed)

    def _build_forms(self) -> None:
        """How much of each passage's heading and asks want a kind of answer: the heading, or the share of asks."""
        words = phrasing()
        self._forms = {kind: np.zeros(len(self.passages)) for kind in words.kinds}
        for i, passage in enumerate(self.passages):
            asked = [words.forms(fold(ask)) for ask in passage.asks]
            heading = words.forms(fold(passage.section))
            for kind, strength in self._forms.items():
                share = sum(kind in found for found in asked) / max(len(asked), 1)
                strength[i] = 1.0 if kind in heading else share * (kind != DENY)

    def _build_filters(self) -> None:
        passages = self.passages
        self._start = np.array([passage.effective_from.toordinal() for passage in passages], dtype=np.int64)
        self._end = np.array(
            [passage.effective_to.toordinal() if passage.effective_to else OPEN_END for passage in passages],
            dtype=np.int64,
        )
        self.statute = np.array([passage.kind == "statute" for passage in passages], dtype=bool)
        self.unverified = np.array([passage.confidence == UNVERIFIED for passage in passages], dtype=bool)
        names = [fold(passage.short_title) if passage.kind == "statute" else "" for passage in passages]
        self._names = sorted(set(names))
        self._statute_names = np.array(names, dtype=np.str_)
        self._eligible = lru_cache(maxsize=256)(self._compute_eligible)

    def eligible(self, as_of: date, jurisdiction: str, audience: str, lang: str) -> NDArray[np.bool_]:
        """Passages that may answer: in force that day, of that jurisdiction, meant for that audience, and in the
        preferred language wherever the same document exists in it."""
        return self._eligible(as_of, jurisdiction, audience, lang)

    def _compute_eligible(
        self, as_of: date, jurisdiction: str, audience: str, lang: str
    ) -> NDArray[np.bool_]:
        day = as_of.toordinal()
        readable = PUBLIC if audience in PUBLIC else PUBLIC | {audience, "staff"}
        in_force = (self._start <= day) & (day < self._end)
        fits = [
            bool(in_force[i]) and passage.jurisdiction in (jurisdiction, "*") and passage.audience in readable
            for i, passage in enumerate(self.passages)
        ]
        translated = {
            passage.document_id
            for fit, passage in zip(fits, self.passages, strict=True)
            if fit and passage.lang == lang
        }
        return np.array(
            [
                fit and (passage.lang == lang or passage.document_id not in translated)
                for fit, passage in zip(fits, self.passages, strict=True)
            ],
            dtype=bool,
        )

    def named_in(self, folded: str) -> NDArray[np.bool_]:
        """Passages of the statutes that a folded question calls by name."""
        return np.isin(self._statute_names, [name for name in self._names if name and name in folded])

    def articles(self, label: str) -> NDArray[np.bool_]:
        """Passages that are this article of a statute."""
        named = [passage.article == label for passage in self.passages]
        return np.asarray(self.statute & np.array(named, dtype=bool))

    def likeness(self, position: int, vector: Vector) -> float:
        """Cosine of the passage and a question's vector."""
        vectors = self._vectors
        if position not in vectors:
            full = embed_passage(self.passages[position])
            places = np.flatnonzero(full)
            vectors[position] = (places, full[places])
        places, values = vectors[position]
        return float(vector[places] @ values)

    def evidence(self, query: Query) -> Evidence:
        """Scores of all passages for the question; the caller applies the filter."""
        size, weights = len(self.passages), self.weights
        text = self.text.scores(query.weights)
        if self.sections.size:
            sections = self.sections.scores(query.weights)
            own = np.where(self._section_of >= 0, sections[self._section_of], text)
            text = (text + weights.section * own) / (1 + weights.section)
        agreement = self.headed_asks.share(query)
        by_ask = self.asks.scores(query.weights) * (
            weights.disagreeing + (1 - weights.disagreeing) * agreement
        )
        total = text + weights.title * self.title.scores(query.weights)
        total += weights.asks * best_by_group(by_ask, self.ask_owner, size)
        total += weights.pinyin * self.everything.pinyin.scores(query.pinyin)
        share = self.everything.share(query)
        total *= weights.uncovered + (1 - weights.uncovered) * share
        total *= 1 + weights.form * self._wanted(query)
        highest = np.sqrt(np.maximum(self._ask_ceiling * self.asks.ceiling(query.weights), 1e-9))
        likeness = best_by_group(np.minimum(by_ask / highest, 1.0), self.ask_owner, size)
        return Evidence(total, likeness, share, self.everything.shared(query))

    def _wanted(self, query: Query) -> Scores:
        """How much each passage is the kind of answer the question wants, 0..1; less where its heading denies and
        the question does not: 哪些不能 is another matter than 哪些."""
        found = [self._forms[kind] for kind in sorted(query.forms)]
        wanted = np.mean(found, axis=0) if found else np.zeros(len(self.passages))
        return wanted if DENY in query.forms else wanted - self._forms[DENY]
