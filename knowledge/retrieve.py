"""From a question to passages: filter, score, judge whether there is an answer, ask the second retriever where that
is doubtful, keep one passage a section, and cut the exact quote. Ties are broken by the passage's id, so the same
question over the same passages gives the same answer, always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.confidence import NOTHING, Calibration, CalibrationSet, Signals, fit
from knowledge.dense import OFF, Dense, with_likeness
from knowledge.eligibility import Scope
from knowledge.embedding import Vector, embed_query
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.lexical import Scores
from knowledge.model import Hit, SearchResult
from knowledge.precedence import Lift, first, lifted
from knowledge.query import prepare
from knowledge.quote import best_span
from knowledge.ranking import CANDIDATES, Ranking, fused, nearest, rank
from knowledge.store import ExactStore, PassageStore

SECOND_OPINION = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """A question searched: positions in the order they are answered in, one a section, and what decided it. `dense`
    holds the likeness of every passage where an embedding model had a say."""

    ranking: Ranking
    order: tuple[int, ...]
    confidence: float
    signals: Signals | None
    lift: Lift | None
    dense: Scores | None


@dataclass(frozen=True, slots=True)
class Retriever:
    """Everything a search needs, immutable; an ingest makes a new one."""

    index: Index
    glossary: Glossary
    store: PassageStore
    calibration: Calibration
    dense: Dense = OFF

    def search(self, question: str, scope: Scope, k: int) -> SearchResult:
        """At most `k` hits, one a section. No hit at all: nothing in force shares a word with the question."""
        found = self.find(question, scope)
        if not found.order:
            return SearchResult(False, 0.0, ())
        hits = tuple(self.hit(found.ranking, position, scope.as_of) for position in found.order[:k])
        answerable = found.confidence >= self.calibration.threshold
        return SearchResult(answerable, round(found.confidence, 6), hits)

    def find(self, question: str, scope: Scope) -> Found:
        """Rank, judge, let the second opinion and the model have their say, and put first what has precedence."""
        ranking = rank(self.index, prepare(question, self.glossary), scope)
        if not ranking.order:
            return Found(ranking, (), 0.0, None, None, None)
        signals = ranking.signals(self.index)
        confidence = self.calibration.confidence(signals)
        low, high = self.calibration.doubtful
        if low <= confidence < high:
            ranking = self._second_opinion(ranking, scope)
            signals = ranking.signals(self.index)
            confidence = self.calibration.confidence(signals)
        dense = self.dense.likeness(question)
        if dense is not None:
            ranking = with_likeness(self.index, ranking, dense, self.dense.weight)
        lift = lifted(self.index, self.glossary, ranking)
        order = self._one_a_section(first(ranking.order, lift))
        return Found(ranking, tuple(order), confidence, signals, lift, dense)

    def _second_opinion(self, ranking: Ranking, scope: Scope) -> Ranking:
        """Both retrievers propose; every proposal gets both scores, so either store gives the same order."""
        vector = embed_query(ranking.query.weights.items(), self.index.text.rarity)
        if not vector.any():
            return ranking
        likeness = self.index.vectors.likeness(vector)
        return fused(
            self.index, ranking, self._proposed(ranking, scope, vector, likeness), likeness, SECOND_OPINION
        )

    def _proposed(self, ranking: Ranking, scope: Scope, vector: Vector, likeness: Scores) -> Sequence[int]:
        """What the second store holds nearest; the store in memory is the index's own vectors."""
        if isinstance(self.store, ExactStore):
            return nearest(self.index, ranking, likeness)
        keys = self.store.nearest(vector, scope.as_of, scope.jurisdiction, CANDIDATES)
        return [self.index.position[key] for key in keys if key in self.index.position]

    def _one_a_section(self, order: Sequence[int]) -> list[int]:
        seen: set[tuple[object, ...]] = set()
        kept: list[int] = []
        for position in order:
            passage = self.index.passages[position]
            section = (passage.document_id, passage.lang, passage.group)
            if section not in seen:
                seen.add(section)
                kept.append(position)
        return kept

    def hit(self, ranking: Ranking, position: int, as_of: date) -> Hit:
        """The passage with its quote and the articles it refers to, as they stand that day."""
        passage = self.index.passages[position]
        span = best_span(passage, ranking.query, self.index.text.rarity)
        score = round(float(ranking.scores[position]), 6)
        refers = tuple(each.id for each in self.index.articles_held.referred(passage, as_of))
        return Hit(passage, score, passage.text[span.start : span.end], span, refers)


def calibrate(
    index: Index, glossary: Glossary, questions: CalibrationSet, fallback: Calibration
) -> Calibration:
    """Fit the confidence on the questions whose documents this index holds; too few of them: `fallback`."""
    held = {passage.document_id for passage in index.passages}
    known = [question for question, document in questions.answerable if document in held]
    if len(known) < 40:
        return fallback
    scope = Scope(date.fromisoformat(questions.as_of))

    def signals(question: str) -> Signals:
        ranking = rank(index, prepare(question, glossary), scope)
        return ranking.signals(index) if ranking.order else NOTHING

    return fit([signals(q) for q in known], [signals(q) for q in questions.unanswerable])
