"""The passages a scope allows, scored and put in order. Scores are compared to nine digits and ties broken by the
passage's id, so the order depends on the passages and the question alone, not on the order of ingestion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.confidence import Signals, measure
from knowledge.eligibility import Scope
from knowledge.index import Evidence, Index
from knowledge.lexical import Scores
from knowledge.query import Query

CANDIDATES = 20
NAMED = 1.5
ARTICLE = 3.0
_NEXT_TO = 1e-8
_NUMBERED = re.compile(r"第?([零〇一二三四五六七八九十百]+|\d{1,3})条")
_LAW = re.compile(
    r"(?<![方办算无没做想看说用合])法|条例|条款|第[零〇一二三四五六七八九十百\d]+条|\b(?:law|statute|article|legal)\b"
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question scored: positions best first, their scores (-inf where filtered out) and the evidence."""

    query: Query
    order: tuple[int, ...]
    scores: Scores
    evidence: Evidence

    def signals(self, index: Index) -> Signals:
        return measure(index, self.query, self.evidence, self.order[0])


def rank(index: Index, query: Query, scope: Scope) -> Ranking:
    """The first candidates among the passages the scope allows. Our own texts were written to answer clients; a
    statute yields a little to them unless the question is about the law, what is unverified to what is not, and
    anybody's text to those of rule-makers, of the firm and of our teaching."""
    evidence = index.evidence(query)
    allowed = index.eligibility.mask(scope, scope.language(query.lang))
    scores = (
        evidence.total
        * (index.standing if is_about_law(query.text) else index.yielding)
        * named(index, query)
    )
    scores = np.where(allowed & (evidence.total > 0), scores, -np.inf)
    return Ranking(query, tuple(_best(index, scores)), scores, evidence)


def named(index: Index, query: Query) -> Scores | float:
    """What a passage gains by being of a statute, or the very article, that the question names."""
    names, articles = index.names_in(query.text), articles_named(query.text)
    if not names and not articles:
        return 1.0
    gain = np.where(index.of_statutes(names), NAMED, 1.0)
    for label in articles:
        gain[index.articles(label)] *= ARTICLE
    return gain


def _best(index: Index, scores: Scores) -> list[int]:
    """The first candidates; scores are compared to nine digits, ties broken by the passage's id and version."""
    places: NDArray[np.intp] = np.flatnonzero(np.isfinite(scores))
    if len(places) > CANDIDATES:
        edge = np.partition(scores[places], -CANDIDATES)[-CANDIDATES]
        places = places[scores[places] >= edge - _NEXT_TO]
    rounded = np.round(scores[places], 9).tolist()
    passages = index.passages
    ranked = sorted(
        zip(rounded, places.tolist(), strict=True),
        key=lambda pair: (-pair[0], passages[pair[1]].id, passages[pair[1]].version),
    )
    return [place for _, place in ranked[:CANDIDATES]]


def nearest(index: Index, ranking: Ranking, likeness: Scores) -> list[int]:
    """The most alike among the passages that may answer at all."""
    return _best(index, np.where(np.isfinite(ranking.scores), likeness, -np.inf))


def fused(
    index: Index, ranking: Ranking, proposed: Sequence[int], likeness: Scores, weight: float
) -> Ranking:
    """The candidates and the proposals by both scores, each against its best; the rest is left as it was."""
    pool = [i for i in dict.fromkeys([*ranking.order, *proposed]) if np.isfinite(ranking.scores[i])]
    best = max(float(ranking.scores[i]) for i in pool)
    nearest = max(*(float(likeness[i]) for i in pool), 1e-9)
    both = {
        i: round(float(ranking.scores[i]) / best + weight * float(likeness[i]) / nearest, 6) for i in pool
    }
    order = sorted(pool, key=lambda i: (-both[i], index.passages[i].id, index.passages[i].version))
    return replace(ranking, order=tuple(order))


def is_about_law(text: str) -> bool:
    """Whether a folded question asks for the law rather than for what to do."""
    return _LAW.search(text) is not None


def articles_named(text: str) -> list[str]:
    """The articles a question names, as statutes label them: 第五十四条 for 54条."""
    found = _NUMBERED.findall(text)
    if not any(number.isdecimal() for number in found):
        return [f"第{number}条" for number in found]
    from cn2an import an2cn  # only for the rare question that writes an article in digits

    return [f"第{an2cn(number) if number.isdecimal() else number}条" for number in found]
