"""From a question to passages: filter, score, judge whether there is an answer, ask the second retriever where that
is doubtful, keep one passage a section, and cut the exact quote. Ties are broken by the passage's id, so the same
question over the same passages gives the same answer, always."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.confidence import NOTHING, Calibration, CalibrationSet, Signals, fit, measure
from knowledge.embedding import embed_query
from knowledge.glossary import Glossary
from knowledge.index import Evidence, Index
from knowledge.lexical import Scores
from knowledge.model import Hit, Passage, SearchResult
from knowledge.query import Query, prepare
from knowledge.quote import best_span
from knowledge.store import PassageStore

CANDIDATES = 20
SECOND_OPINION = 0.1
COVERS = 0.6
NAMED = 1.5
ARTICLE = 3.0
_NUMBERED = re.compile(r"第?([零〇一二三四五六七八九十百]+|\d{1,3})条")
_LAW = re.compile(
    r"(?<![方办算无没做想看说用合])法|条例|条款|第[零〇一二三四五六七八九十百\d]+条|\b(?:law|statute|article|legal)\b"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages may answer: in force on `as_of`, for `jurisdiction` and `audience`, preferably in `lang`
    (None: the question's own language; a region such as `zh-Hant` counts as its language)."""

    as_of: date
    jurisdiction: str = "CN"
    audience: str = "client"
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question scored: positions best first, their scores (-inf where filtered out) and the evidence."""

    query: Query
    order: tuple[int, ...]
    scores: Scores
    evidence: Evidence

    def signals(self, index: Index) -> Signals:
        return measure(index, self.query, self.evidence, self.order[0])


@dataclass(frozen=True, slots=True)
class Retriever:
    """Everything a search needs, immutable; an ingest makes a new one."""

    index: Index
    glossary: Glossary
    store: PassageStore
    calibration: Calibration

    def search(self, question: str, scope: Scope, k: int) -> SearchResult:
        """At most `k` hits, one a section. No hit at all: nothing in force shares a word with the question."""
        ranking = rank(self.index, prepare(question, self.glossary), scope)
        if not ranking.order:
            return SearchResult(False, 0.0, ())
        confidence = self.calibration.confidence(ranking.signals(self.index))
        low, high = self.calibration.doubtful
        if low <= confidence < high:
            ranking = self._second_opinion(ranking, scope)
            confidence = self.calibration.confidence(ranking.signals(self.index))
        order = self._one_a_section(_statute_first(self.index, ranking))
        hits = tuple(self._hit(ranking, position) for position in order[:k])
        return SearchResult(confidence >= self.calibration.threshold, round(confidence, 6), hits)

    def _second_opinion(self, ranking: Ranking, scope: Scope) -> Ranking:
        """Both retrievers propose; every proposal gets both scores, so either store gives the same order."""
        vector = embed_query(ranking.query.weights.items(), self.index.text.rarity)
        if not vector.any():
            return ranking
        proposed = self.store.nearest(vector, scope.as_of, scope.jurisdiction, CANDIDATES)
        places = [self.index.position[name] for name in proposed if name in self.index.position]
        pool = [i for i in dict.fromkeys([*ranking.order, *places]) if np.isfinite(ranking.scores[i])]
        likeness = {i: self.index.likeness(i, vector) for i in pool}
        best = max(float(ranking.scores[i]) for i in pool)
        nearest = max(max(likeness.values()), 1e-9)

        def both(i: int) -> float:
            return round(float(ranking.scores[i]) / best + SECOND_OPINION * likeness[i] / nearest, 6)

        order = sorted(pool, key=lambda i: (-both(i), self.index.passages[i].id))
        return Ranking(ranking.query, tuple(order), ranking.scores, ranking.evidence)

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

    def _hit(self, ranking: Ranking, position: int) -> Hit:
        passage = self.index.passages[position]
        span = best_span(passage, ranking.query, self.index.text.rarity)
        score = round(float(ranking.scores[position]), 6)
        return Hit(passage, score, passage.text[span.start : span.end], span)


def rank(index: Index, query: Query, scope: Scope) -> Ranking:
    """The first candidates among the passages the scope allows. Our own texts were written to answer clients; a
    statute yields a little to them unless the question is about the law, and what is unverified to what is not."""
    evidence = index.evidence(query)
    lang = (scope.lang or query.lang).split("-")[0]
    allowed = index.eligible(scope.as_of, scope.jurisdiction, scope.audience, lang)
    factor = np.where(index.statute, index.weights.statute, 1.0) if not _LAW.search(query.text) else 1.0
    factor = factor * np.where(index.unverified, index.weights.unverified, 1.0)
    factor = factor * np.where(index.named_in(query.text), NAMED, 1.0)
    for label in _articles(query.text):
        factor = factor * np.where(index.articles(label), ARTICLE, 1.0)
    scores = np.where(allowed & (evidence.total > 0), np.round(evidence.total * factor, 9), -np.inf)
    return Ranking(query, tuple(_best(index, scores)), scores, evidence)


def _articles(text: str) -> list[str]:
    """The articles a question names, as statutes label them: 第五十四条 for 54条."""
    found = _NUMBERED.findall(text)
    if not any(number.isdecimal() for number in found):
        return [f"第{number}条" for number in found]
    from cn2an import an2cn  # only for the rare question that writes an article in digits

    return [f"第{an2cn(number) if number.isdecimal() else number}条" for number in found]


def _statute_first(index: Index, ranking: Ranking) -> Sequence[int]:
    """The law speaks for itself: an article of a law that the question names, or that our own restatement at the
    top cites, comes first if it is held, in force, and covers most of what the question is about."""
    best = index.passages[ranking.order[0]]
    if best.kind == "statute":
        return ranking.order
    named = index.named_in(ranking.query.text)
    words = index.text.scores(ranking.query.weights)
    fitting = [
        position
        for position in np.flatnonzero(index.statute & np.isfinite(ranking.scores)).tolist()
        if ranking.evidence.covered[position] >= COVERS
        and (named[position] or (best.layer == "law" and _cites(best, index.passages[position])))
    ]
    if not fitting:
        return ranking.order
    first = max(fitting, key=lambda i: (words[i], index.passages[i].id))
    return [first, *(position for position in ranking.order if position != first)]


def _cites(own: Passage, statute: Passage) -> bool:
    """Whether our text names the article, right after the statute's short name."""
    if statute.article is None:
        return False
    name = re.escape(statute.short_title)
    between = r"(?:[(（]\d{4}[^)）]*[)）])?[》\s]*"
    return re.search(name + between + statute.article, f"{own.text}\n{own.source}") is not None


def _best(index: Index, scores: Scores) -> list[int]:
    finite: NDArray[np.intp] = np.flatnonzero(np.isfinite(scores))
    if len(finite) > CANDIDATES:
        edge = np.partition(scores[finite], -CANDIDATES)[-CANDIDATES]
        finite = finite[scores[finite] >= edge]
    ranked = sorted(
        finite.tolist(), key=lambda i: (-scores[i], index.passages[i].id, index.passages[i].version)
    )
    return ranked[:CANDIDATES]


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
