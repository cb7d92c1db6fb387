"""Why a question finds what it finds: its terms and where they come from, what was filtered out, the signs on which it
was judged answerable, and for every hit the parts of its score. The score of a hit is the sum of its fields times its
factors; `lifted` says what brought a hit first in spite of its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import numpy as np

from knowledge.citation import cite_hit
from knowledge.days import earlier
from knowledge.eligibility import Scope
from knowledge.index import Fields, Index
from knowledge.model import Hit, Passage
from knowledge.query import FILLER_WEIGHT, Query
from knowledge.ranking import is_about_law, named
from knowledge.retrieve import Found, Retriever
from knowledge.tokens import terms


@dataclass(frozen=True, slots=True)
class Term:
    """A term that was searched; `why`: `asked`, added by the `glossary`, spelt in `pinyin`, or a `filler`."""

    term: str
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class ExplainedHit:
    """A hit with the parts of its score."""

    hit: Hit
    fields: Mapping[str, float]
    factors: Mapping[str, float]
    in_force: bool
    lifted: str | None

    def as_json(self) -> dict[str, object]:
        passage = self.hit.passage
        return {
            **cite_hit(self.hit),
            "id": passage.id,
            "score": self.hit.score,
            "fields": dict(self.fields),
            "factors": dict(self.factors),
            "in_force": self.in_force,
            "tier": passage.tier,
            "lifted": self.lifted,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that decided an answer. `filtered_out` counts the passages turned away before scoring, each by the first
    test it fails; `dense` says whether an embedding model takes part."""

    query: str
    lang: str
    as_of: date
    terms: tuple[Term, ...]
    concepts: tuple[str, ...]
    answerable: bool
    confidence: float
    threshold: float
    signals: Mapping[str, float]
    dense: str
    hits: tuple[ExplainedHit, ...]
    filtered_out: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        """As the command line prints it and the console shows it."""
        return {
            "query": self.query,
            "lang": self.lang,
            "as_of": self.as_of.isoformat(),
            "terms": [asdict(term) for term in self.terms],
            "concepts": list(self.concepts),
            "answerable": self.answerable,
            "confidence": self.confidence,
            "threshold": self.threshold,
            "signals": dict(self.signals),
            "dense": self.dense,
            "hits": [hit.as_json() for hit in self.hits],
            "filtered_out": dict(self.filtered_out),
        }


def explain(retriever: Retriever, question: str, scope: Scope, k: int) -> Explanation:
    """The search itself, by the same path, with everything it went by."""
    found = retriever.find(question, scope)
    query = found.ranking.query
    lang = scope.language(query.lang)
    signals = found.signals._asdict() if found.signals else {}
    return Explanation(
        query=question,
        lang=lang,
        as_of=scope.as_of,
        terms=_terms(query),
        concepts=tuple(query.text[concept.start : concept.end] for concept in query.concepts),
        answerable=found.confidence >= retriever.calibration.threshold and bool(found.order),
        confidence=round(found.confidence, 6),
        threshold=retriever.calibration.threshold,
        signals={name: round(value, 4) for name, value in signals.items()},
        dense=retriever.dense.state,
        hits=tuple(_hits(retriever, found, scope, k)),
        filtered_out=retriever.index.eligibility.excluded(scope, lang),
    )


def beside(passages: Sequence[Passage], extra: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages as they would stand if `extra`, new versions, were published: each ends the version before it on
    its own first day and takes the place of one that begins on the same."""
    starts = {_series(passage): passage.effective_from for passage in extra}
    kept = []
    for passage in passages:
        start = starts.get(_series(passage))
        if start is None or passage.effective_from > start:
            kept.append(passage)
        elif passage.effective_from < start:
            kept.append(replace(passage, effective_to=earlier(start, passage.effective_to)))
    return (*kept, *extra)


def _series(passage: Passage) -> tuple[str, str, str]:
    return passage.document_id, passage.lang, passage.jurisdiction


def _terms(query: Query) -> tuple[Term, ...]:
    asked = set(terms(query.text))
    of_concepts = {
        term for concept in query.concepts for term in terms(query.text[concept.start : concept.end])
    }

    def why(term: str, weight: float) -> str:
        if term not in asked:
            return "glossary"
        filler = weight == FILLER_WEIGHT and term not in query.plain and term not in of_concepts
        return "filler" if filler else "asked"

    found = [Term(term, round(weight, 4), why(term, weight)) for term, weight in query.weights.items()]
    spelt = [Term(term, weight, "pinyin") for term, weight in query.pinyin.items() if query.typed_pinyin]
    return (*found, *spelt)


def _hits(retriever: Retriever, found: Found, scope: Scope, k: int) -> list[ExplainedHit]:
    if not found.order:
        return []
    index, query = retriever.index, found.ranking.query
    fields = index.fields(query)
    gain = np.broadcast_to(named(index, query), len(index.passages))
    return [
        ExplainedHit(
            hit=retriever.hit(found.ranking, place, scope.as_of),
            fields=_fields(fields, found, place),
            factors=_factors(index, found, gain, place),
            in_force=index.passages[place].is_in_force(scope.as_of),
            lifted=found.lift.reason if found.lift and found.lift.position == place else None,
        )
        for place in found.order[:k]
    ]


def _fields(fields: Fields, found: Found, place: int) -> dict[str, float]:
    """The addends of the score, and the model's likeness, which is no addend: it moves a hit up or down."""
    own = {name: round(float(values[place]), 6) for name, values in fields._asdict().items()}
    return {**own, "dense": 0.0 if found.dense is None else round(float(found.dense[place]), 6)}


def _factors(index: Index, found: Found, gain: np.ndarray, place: int) -> dict[str, float]:
    evidence = found.ranking.evidence
    yields = bool(index.statute[place]) and not is_about_law(found.ranking.query.text)
    factors = {
        "form": evidence.form[place],
        "covered": evidence.coverage[place],
        "statute": index.weights.statute if yields else 1.0,
        "unverified": index.unverified[place],
        "tier": index.tier[place],
        "named": gain[place],
    }
    return {name: round(float(value), 6) for name, value in factors.items()}
