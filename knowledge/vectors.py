"""Our vectors of all passages as one matrix kept by dimension, made from the counts of the lexical index in one go: the
likeness of a question to every passage is then a few sums, and no passage is embedded while a client waits."""

from __future__ import annotations

import numpy as np

from knowledge.embedding import DIMENSIONS, Vector, place, term_weight
from knowledge.lexical import Postings, Scores


class Vectors:
    """The unit vectors that `embed_text` gives to the documents of `words`, by position."""

    def __init__(self, words: Postings) -> None:
        self.size = words.size
        terms = [(*place(term), term_weight(term)) for term in words.vocabulary]
        spots = np.array([spot for spot, _, _ in terms], dtype=np.intp)
        signed = np.array([sign * weight for _, sign, weight in terms])
        rows = words.rows()
        values = (1 + np.log(words.counts, dtype=np.float64)) * signed[rows] if len(rows) else np.zeros(0)
        keys, where = np.unique(spots[rows] * max(self.size, 1) + words.columns, return_inverse=True)
        summed = np.bincount(where, weights=values, minlength=len(keys))  # terms that share a dimension
        dimensions, columns = np.divmod(keys, max(self.size, 1))
        norms = np.sqrt(np.bincount(columns, weights=summed**2, minlength=self.size))
        self._columns = columns.astype(np.intc)
        self._values = (summed / norms[columns]).astype(np.float32)
        self._starts = np.searchsorted(dimensions, np.arange(DIMENSIONS + 1)).tolist()

    def likeness(self, vector: Vector) -> Scores:
        """Cosine of every passage and a question's vector."""
        total = np.zeros(self.size)
        for spot in np.flatnonzero(vector).tolist():
            part = slice(self._starts[spot], self._starts[spot + 1])
            total[self._columns[part]] += float(vector[spot]) * self._values[part]
        return total
