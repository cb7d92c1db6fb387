"""How much of what a question is about a text speaks of. A question is cut into concepts (a term of the trade in any
wording, present as far as its best wording is) and the remaining words of its subject, each as heavy as it is rare. A
score alone does not see that the one word that matters is missing; this share does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.glossary import Concept, topic
from knowledge.lexical import Bm25, Places, Postings, Scores, kept
from knowledge.query import Query
from knowledge.tokens import pinyin_terms, terms

_SINGLE = 0.3

_SOUNDS_ALIKE = 0.8


class Coverage:
    """Over folded texts, by position. A pair of characters that only sounds right counts 0.8. Where a concept is
    present does not depend on the question, so it is looked up once."""

    words: Postings
    pinyin: Bm25

    def __init__(
        self, texts: Sequence[str], before: Coverage | None = None, places: Places | None = None
    ) -> None:
        """With an earlier one and the places of its texts here (-1: new), `texts` are the new ones only."""
        self.words = Postings(map(terms, texts), kept(before.words if before else None, places))
        self.pinyin = Bm25(map(pinyin_terms, texts), kept(before.pinyin if before else None, places))
        self._concepts: dict[tuple[tuple[str, ...], ...], Scores] = {}

    def share(self, query: Query) -> Scores:
        """The share, 0..1, of the question's subject present in each text."""
        if query.typed_pinyin:
            weights = self._spelt(query)
            return self.pinyin.presence(weights) / max(sum(weights.values()), 1e-9)
        found = np.zeros(self.words.size)
        whole = 0.0
        for term in sorted(query.plain):
            weight = self._weight(term)
            written = self.words.where(term)
            with_word = found[written] + weight
            for pair in pinyin_terms(term):
                found[self.pinyin.where(pair)] += _SOUNDS_ALIKE * weight
            found[written] = with_word
            whole += weight
        for concept in query.concepts:
            weight = self._asked(query, concept)
            found += weight * self._present(concept)
            whole += weight
        return np.minimum(found / whole, 1.0) if whole else found

    def shared(self, query: Query) -> Scores:
        """Per text, the weight of all that is both a concept of the question and in the text, added up."""
        total = np.zeros(self.words.size)
        for concept in query.concepts:
            total += self._asked(query, concept) * self._present(concept)
        return total

    def known(self, query: Query) -> float:
        """The share of the subject that occurs in any text at all."""
        if query.typed_pinyin:
            weights = self._spelt(query)
            return _held(self.pinyin, weights) / max(sum(weights.values()), 1e-9)
        found = whole = 0.0
        for term in sorted(query.plain):
            weight = self._weight(term)
            heard = _held(self.pinyin, dict.fromkeys(pinyin_terms(term), _SOUNDS_ALIKE * weight))
            found += max(_held(self.words, {term: weight}), heard)
            whole += weight
        for concept in query.concepts:
            weight = self._asked(query, concept)
            found += weight * max(
                _held(self.words, weights) / max(sum(weights.values()), 1e-9)
                for weights in map(self._weights, concept.wordings)
            )
            whole += weight
        return min(found / whole, 1.0) if whole else 0.0

    def rarest_missing(self, query: Query, position: int) -> float:
        """The rarity, 0..1, of the rarest word of the subject that a text lacks."""
        if query.typed_pinyin:
            return 0.0
        lacking = (term for term in query.plain if len(term) > 1 and not self.words.holds(term, position))
        return max(map(self.words.rarity, lacking), default=0.0) / max(self.words.highest_rarity, 1e-9)

    def _spelt(self, query: Query) -> dict[str, float]:
        return {term: self.pinyin.rarity(term) for term in sorted(query.pinyin)}

    def _weight(self, term: str) -> float:
        """A single character says little about the subject."""
        return self.words.rarity(term) * (_SINGLE if len(term) == 1 else 1.0)

    def _weights(self, wording: Sequence[str]) -> dict[str, float]:
        return {term: self._weight(term) for term in sorted(set(wording))}

    def _asked(self, query: Query, concept: Concept) -> float:
        return concept.weight * sum(self._weights(topic(query.text[concept.start : concept.end])).values())

    def _present(self, concept: Concept) -> Scores:
        """0..1 how far each text holds the concept, in the wording it holds most of."""
        if concept.wordings not in self._concepts:
            best = np.zeros(self.words.size)
            for weights in map(self._weights, concept.wordings):
                share = self.words.presence(weights) / max(sum(weights.values()), 1e-9)
                best = np.maximum(best, share)
            self._concepts[concept.wordings] = best
        return self._concepts[concept.wordings]


def _held(field: Postings, weights: Mapping[str, float]) -> float:
    return sum(weight for term, weight in weights.items() if term in field.vocabulary)
