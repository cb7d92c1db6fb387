"""BM25 as one sparse matrix, a row a term (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75, the idf of Lucene, never
negative). The weight of every term in every document is computed when the index is built; a search adds up a few rows. Query
terms carry weights, which expansion needs. Sums run in a fixed order, so equal questions give equal scores."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75

Scores = NDArray[np.float64]
Places = NDArray[np.intp]


class Kept(NamedTuple):
    """An earlier field, and where it holds each document of a later one; -1: the document is new."""

    field: Postings
    places: Places


def kept(field: Postings | None, places: Places | None) -> Kept | None:
    """What is kept of an earlier field, if there is one."""
    return None if field is None or places is None else Kept(field, places)


class Postings:
    """Which documents, given as lists of terms, hold which term, and how rare it is. Documents keep their position.
    With `kept`, only those that it does not hold are given: what is known of the others is taken over."""

    def __init__(self, documents: Iterable[Sequence[str]], kept: Kept | None = None) -> None:
        vocabulary: defaultdict[str, int] = defaultdict(None, kept.field.vocabulary if kept else ())
        vocabulary.default_factory = vocabulary.__len__
        terms, times, held, sizes = array("i"), array("i"), array("i"), array("i")
        for document in documents:  # one at a time: the counts of all of them would not fit beside each other
            counted = Counter(document)
            terms.extend(map(vocabulary.__getitem__, counted))
            times.extend(counted.values())
            held.append(len(counted))
            sizes.append(len(document))
        places = kept.places if kept else np.full(len(sizes), -1, dtype=np.intp)
        self.size = len(places)
        self.lengths: Scores = np.zeros(self.size)
        self.lengths[places < 0] = sizes
        columns = np.repeat(np.flatnonzero(places < 0), np.array(held, dtype=np.intp))
        found = np.array([terms, columns, times], dtype=np.intc)
        if kept is not None:
            self.lengths[places >= 0] = kept.field.lengths[places[places >= 0]]
            found = np.concatenate([_taken_over(kept), found], axis=1)
        self._arrange(dict(vocabulary), *found)

    def _arrange(
        self,
        vocabulary: dict[str, int],
        rows: NDArray[np.intc],
        columns: NDArray[np.intc],
        counts: NDArray[np.intc],
    ) -> None:
        """Keep the postings term by term, documents ascending; a term that no document holds any more is forgotten."""
        frequency = np.bincount(rows, minlength=len(vocabulary))
        if not frequency.all():
            rows = (np.cumsum(frequency > 0) - 1)[rows]
            held = [term for term, times in zip(vocabulary, frequency.tolist(), strict=True) if times]
            vocabulary = {term: row for row, term in enumerate(held)}
            frequency = frequency[frequency > 0]
        self.vocabulary: dict[str, int] = vocabulary
        self.idf: Scores = np.log1p((self.size - frequency + 0.5) / (frequency + 0.5))
        order = np.argsort(rows.astype(np.int64) * self.size + columns, kind="stable")
        self.starts: list[int] = np.concatenate(([0], np.cumsum(frequency))).tolist()
        self.columns = columns[order]
        self.counts = counts[order].astype(np.min_scalar_type(counts.max(initial=0)))

    def rows(self) -> NDArray[np.intp]:
        """The number of the term of every posting, as in `vocabulary`."""
        return np.repeat(np.arange(len(self.vocabulary)), np.diff(self.starts))

    def part(self, term: str) -> slice:
        """Where the postings of a term stand."""
        row = self.vocabulary.get(term)
        return slice(0, 0) if row is None else slice(self.starts[row], self.starts[row + 1])

    def where(self, term: str) -> NDArray[np.intc]:
        """The positions of the documents that hold the term, ascending."""
        return self.columns[self.part(term)]

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


class Bm25(Postings):
    """Postings with the weight of every term in every document."""

    def __init__(self, documents: Iterable[Sequence[str]], kept: Kept | None = None) -> None:
        super().__init__(documents, kept)
        relative = self.lengths / max(self.lengths.mean(), 1.0) if self.size else self.lengths
        damping = K1 * (1 - B + B * relative[self.columns])
        self._values: Scores = self.idf[self.rows()] * self.counts * (K1 + 1) / (self.counts + damping)

    def scores(self, query: Mapping[str, float]) -> Scores:
        """One score a document for the weighted query terms."""
        total = np.zeros(self.size)
        for term in sorted(query):
            part = self.part(term)
            total[self.columns[part]] += query[term] * self._values[part]
        return total

    def plus(self, scale: Scores, other: Bm25, weight: float) -> Bm25:
        """An index that scores as this one does, scaled by document, and `weight` times the other: two fields for the
        price of one. Every term of a document of `other` must stand in the same document here."""
        joined = copy(self)
        joined._values = self._values * scale[self.columns]
        for term in other.vocabulary:
            mine, theirs = self.part(term), other.part(term)
            places = mine.start + np.searchsorted(self.columns[mine], other.columns[theirs])
            joined._values[places] += weight * other._values[theirs]
        return joined

    def ceiling(self, query: Mapping[str, float]) -> float:
        """What a document would score that held every term often."""
        return sum(query[term] * self.rarity(term) * (K1 + 1) for term in sorted(query))

    def ceilings(self) -> Scores:
        """The ceiling of each document as a query, every term of it at 1."""
        rare = np.bincount(self.columns, weights=self.idf[self.rows()], minlength=self.size)
        return np.asarray(np.round(rare * (K1 + 1), 9))


def _taken_over(kept: Kept) -> NDArray[np.intc]:
    """Rows, columns and counts of the documents that stay, at their new places."""
    field, places = kept
    moved = np.full(field.size, -1, dtype=np.intc)
    moved[places[places >= 0]] = np.flatnonzero(places >= 0)
    columns = moved[field.columns]
    stay = columns >= 0
    return np.array([field.rows()[stay], columns[stay], field.counts[stay]], dtype=np.intc)


def best_by_group(scores: Scores, groups: NDArray[np.intp], size: int) -> Scores:
    """The best score of each group: `groups[i]`, ascending, is the group of document i; groups without documents
    get 0."""
    best = np.zeros(size)
    if len(groups):
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        best[groups[starts]] = np.maximum.reduceat(scores, starts)
    return best
