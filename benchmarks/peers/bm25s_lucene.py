"""bm25s, the fastest BM25 in Python that we know: Lucene's scoring over the same terms."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

NAME = f"bm25s {version('bm25s')}"


class Peer:
    """An index over documents given as lists of terms."""

    def __init__(self, documents: Sequence[Sequence[str]], k1: float, b: float) -> None:
        import bm25s

        self._index: Any = bm25s.BM25(method="lucene", k1=k1, b=b)
        self._index.index([list(document) for document in documents], show_progress=False)

    def scores(self, terms: Sequence[str]) -> Any:
        """One score a document. Lucene leaves out the constant factor k1 + 1."""
        known = [term for term in terms if term in self._index.vocab_dict]
        return self._index.get_scores(known)
