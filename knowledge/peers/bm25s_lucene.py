"""bm25s, the fastest BM25 in Python that we know: Lucene's scoring over the same terms as our one field, so its scores
must be ours."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np

from knowledge.lexical import K1, B, Scores
from knowledge.normalise import fold
from knowledge.peers.plain_bm25 import Plain, best
from knowledge.tokens import terms


class Peer:
    """An index over documents given as lists of terms. Raises ModuleNotFoundError where bm25s is not installed."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        bm25s: Any = import_module("bm25s")
        self.name = f"bm25s {version('bm25s')}"
        self._size = len(documents)
        self._index: Any = bm25s.BM25(method="lucene", k1=K1, b=B)
        self._index.index([list(document) for document in documents], show_progress=False)

    def scores(self, asked: Sequence[str]) -> Scores:
        """One score a document, brought to our scale: Lucene leaves out the constant factor k1 + 1."""
        known = [term for term in asked if term in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size)
        return np.asarray(self._index.get_scores(known), dtype=np.float64) * (K1 + 1)

    def search(self, question: str, k: int) -> list[int]:
        """Positions of the best `k`."""
        return best(self.scores(terms(fold(question))), k)

    def agrees(self, plain: Plain, questions: Sequence[str]) -> None:
        """AssertionError where a score differs from that of our one field by more than single precision explains."""
        for question in questions:
            asked = terms(fold(question))
            if not np.allclose(self.scores(asked), plain.scores(asked), rtol=1e-4, atol=1e-3):
                raise AssertionError(f"{self.name} and our BM25 disagree on {question!r}")
