"""Our vectors of all passages as one matrix kept by dimension, made from the counts of the lexical index in one go: the
likeness of a question to every passage is then a few sums, and no passage is embedded while a client waits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import DIMENSIONS, Vector, place, term_weight
from knowledge.lexical import Bm25, Scores


class Vectors:
    """The unit vectors that `embed_text` gives to the documents of `words`, by position."""

    def __init__(self, words: Bm25) -> None:
        self.size = words.size
        terms = [(*place(term), term_weight(term)) for term in words.vocabulary]
        spots = np.array([spot for spot, _, _ in terms], dtype=np.intp)
        signed = np.array([sign * weight for _, sign, weight in terms])
        rows, columns, counts = words.counted()
        values = (1 + np.log(counts)) * signed[rows] if len(rows) else np.zeros(0)
        self._columns, self._values, self._starts = self._merged(spots[rows], columns, values)

    def _merged(
        self, spots: NDArray[np.intp], columns: NDArray[np.intp], values: Scores
    ) -> tuple[NDArray[np.intp], Scores, list[int]]:
        """Terms that share a dimension of a document added up, the documents scaled to length one."""
        keys, where = np.unique(spots * max(self.size, 1) + columns, return_inverse=True)
        summed = np.bincount(where, weights=values, minlength=len(keys))
        spots, columns = np.divmod(keys, max(self.size, 1))
        norms = np.sqrt(np.bincount(columns, weights=summed**2, minlength=self.size))
        starts = np.searchsorted(spots, np.arange(DIMENSIONS + 1))
        return columns, summed / norms[columns], starts.tolist()

    def likeness(self, vector: Vector) -> Scores:
        """Cosine of every passage and a question's vector."""
        total = np.zeros(self.size)
        for spot in np.flatnonzero(vector).tolist():
            part = slice(self._starts[spot], self._starts[spot + 1])
            total[self._columns[part]] += float(vector[spot]) * self._values[part]
        return total
