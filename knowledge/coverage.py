"""How much of what a question is about a passage speaks of. A question is cut into concepts (a term of the trade in
any wording, present as far as its best wording is) and the remaining words, each as heavy as it is rare. A score
alone does not see that the one word that matters is missing; this share does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from knowledge.lexical import Bm25, Scores
from knowledge.query import Query
from knowledge.tokens import pinyin_terms, terms

_SINGLE = 0.3

_SOUNDS_ALIKE = 0.8

Presence = Callable[[Mapping[str, float]], Scores]


def covered(words: Bm25, pinyin: Bm25, query: Query) -> Scores:
    """The share, 0..1, of the question's topic present in each passage. `words` and `pinyin` index everything a
    passage says, the questions it answers included; a pair of characters that only sounds right counts 0.8."""
    if query.typed_pinyin:
        weights = {term: pinyin.rarity(term) for term in sorted(query.pinyin)}
        return pinyin.presence(weights) / max(sum(weights.values()), 1e-9)
    return _share(words, query, words.presence, pinyin.presence)


def known(words: Bm25, pinyin: Bm25, query: Query) -> float:
    """The share of the topic that occurs anywhere at all."""

    def anywhere(field: Bm25) -> Presence:
        return lambda weights: np.array([sum(w for term, w in weights.items() if term in field.vocabulary)])

    if query.typed_pinyin:
        weights = {term: pinyin.rarity(term) for term in sorted(query.pinyin)}
        return float(anywhere(pinyin)(weights)[0] / max(sum(weights.values()), 1e-9))
    return float(_share(words, query, anywhere(words), anywhere(pinyin))[0])


def rarest_missing(words: Bm25, query: Query, position: int) -> float:
    """The rarity, 0..1, of the rarest word of the topic that the passage lacks."""
    if query.typed_pinyin:
        return 0.0
    lacking = (term for term in query.plain if len(term) > 1 and not words.holds(term, position))
    return max(map(words.rarity, lacking), default=0.0) / max(words.highest_rarity, 1e-9)


def _share(words: Bm25, query: Query, presence: Presence, sound: Presence) -> Scores:
    found = np.zeros_like(presence({}))
    whole = 0.0
    for term in sorted(query.plain):
        weight = words.rarity(term) * _size(term)
        heard = sound(dict.fromkeys(pinyin_terms(term), _SOUNDS_ALIKE * weight))
        found = found + np.maximum(presence({term: weight}), heard)
        whole += weight
    for concept in query.concepts:
        asked = sorted(set(terms(query.text[concept.start : concept.end])))
        weight = sum(words.rarity(term) * _size(term) for term in asked)
        best = np.zeros_like(found)
        for wording in concept.wordings:
            weights = {term: words.rarity(term) * _size(term) for term in sorted(set(wording))}
            best = np.maximum(best, presence(weights) / max(sum(weights.values()), 1e-9))
        found = found + weight * best
        whole += weight
    return np.minimum(found / whole, 1.0) if whole else np.zeros_like(found)


def _size(term: str) -> float:
    """A single character says little about the topic."""
    return _SINGLE if len(term) == 1 else 1.0
