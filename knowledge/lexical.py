"""BM25 as one sparse matrix, a row a term (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75, the idf of Lucene, never
negative). The weight of every term in every document is computed when the index is built; a search adds up a few rows. Query
terms carry weights, which expansion needs. Sums run in a fixed order, so equal questions give equal scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from itertools import chain

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75

Scores = NDArray[np.float64]


class Bm25:
    """An index over documents given as lists of terms. Documents keep their position."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.size = len(documents)
        counted = [Counter(document) for document in documents]
        vocabulary: defaultdict[str, int] = defaultdict()
        vocabulary.default_factory = vocabulary.__len__
        rows = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(counted)), dtype=np.intp)
        counts = np.fromiter(chain.from_iterable(count.values() for count in counted), dtype=np.float64)
        columns = np.repeat(np.arange(self.size), [len(count) for count in counted]).astype(np.intp)
        lengths = np.array([len(document) for document in documents], dtype=np.float64)
        self.vocabulary: dict[str, int] = dict(vocabulary)
        frequency = np.bincount(rows, minlength=len(vocabulary))
        self.idf: Scores = np.log1p((self.size - frequency + 0.5) / (frequency + 0.5))
        by_row = np.argsort(rows, kind="stable")
        self._starts = np.concatenate(([0], np.cumsum(frequency))).tolist()
        self._columns = columns[by_row]
        self._counts = counts[by_row].astype(np.float32)
        self._values = self._weights(rows, columns, counts, lengths)[by_row]

    def _weights(
        self, rows: NDArray[np.intp], columns: NDArray[np.intp], counts: Scores, lengths: Scores
    ) -> Scores:
        if not len(rows):
            return np.zeros(0)
        relative = lengths / max(lengths.mean(), 1.0)
        damping = K1 * (1 - B + B * relative[columns])
        return np.asarray(self.idf[rows] * counts * (K1 + 1) / (counts + damping))

    def counted(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Scores]:
        """Term numbers (as in `vocabulary`), positions of documents and how often the one is in the other."""
        rows = np.repeat(np.arange(len(self.vocabulary)), np.diff(self._starts))
        return rows, self._columns, self._counts.astype(np.float64)

    def where(self, term: str) -> NDArray[np.intp]:
        """The positions of the documents that hold the term, ascending."""
        return self._columns[self._part(term)]

    def _part(self, term: str) -> slice:
        row = self.vocabulary.get(term)
        return slice(0, 0) if row is None else slice(self._starts[row], self._starts[row + 1])

    def scores(self, query: Mapping[str, float]) -> Scores:
        """One score a document for the weighted query terms."""
        total = np.zeros(self.size)
        for term in sorted(query):
            part = self._part(term)
            total[self._columns[part]] += query[term] * self._values[part]
        return total

    def plus(self, scale: Scores, other: Bm25, weight: float) -> Bm25:
        """An index that scores as this one does, scaled by document, and `weight` times the other: two fields for the
        price of one. Every term of a document of `other` must stand in the same document here."""
        joined = copy(self)
        joined._values = self._values * scale[self._columns]
        for term in other.vocabulary:
            mine, theirs = self._part(term), other._part(term)
            places = mine.start + np.searchsorted(self._columns[mine], other._columns[theirs])
            joined._values[places] += weight * other._values[theirs]
        return joined

    def presence(self, weights: Mapping[str, float]) -> Scores:
        """Per document, the sum of the weights of the terms that occur in it, however often."""
        total = np.zeros(self.size)
        for term in sorted(weights):
            total[self.where(term)] += weights[term]
        return total

    def holds(self, term: str, position: int) -> bool:
        """Whether the term occurs in the document."""
        return position in self.where(term)

    def rarity(self, term: str) -> float:
        """The idf of a term; one never seen is as rare as a term can be."""
        row = self.vocabulary.get(term)
        return float(self.idf[row]) if row is not None else self.highest_rarity

    @property
    def highest_rarity(self) -> float:
        return float(np.log1p((self.size + 0.5) / 0.5))

    def ceiling(self, query: Mapping[str, float]) -> float:
        """What a document would score that held every term often."""
        return sum(query[term] * self.rarity(term) * (K1 + 1) for term in sorted(query))


def best_by_group(scores: Scores, groups: NDArray[np.intp], size: int) -> Scores:
    """The best score of each group: `groups[i]`, ascending, is the group of document i; groups without documents
    get 0."""
    best = np.zeros(size)
    if len(groups):
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        best[groups[starts]] = np.maximum.reduceat(scores, starts)
    return best
