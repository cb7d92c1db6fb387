"""One BM25 field over characters and pairs, question and text as they are: what retrieval costs at the least."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.lexical import Bm25, Scores
from knowledge.model import Passage
from knowledge.normalise import fold
from knowledge.tokens import terms


class Plain:
    """Our own BM25 over documents given as lists of terms, nothing beside it."""

    name = "one BM25 field"

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._index = Bm25(documents)

    def scores(self, asked: Sequence[str]) -> Scores:
        """One score a document."""
        return self._index.scores({term: float(asked.count(term)) for term in asked})

    def search(self, question: str, k: int) -> list[int]:
        """Positions of the best `k`, ties by position."""
        return best(self.scores(terms(fold(question))), k)


def document_terms(passages: Sequence[Passage]) -> list[list[str]]:
    """What the lexical peers index: title and text together."""
    return [terms(fold(f"{passage.header}\n{passage.text}")) for passage in passages]


def best(scores: Scores, k: int) -> list[int]:
    """Positions of the `k` highest scores above nothing."""
    first = np.argpartition(scores, -k)[-k:] if len(scores) > k else np.arange(len(scores))
    return [i for i in sorted(first.tolist(), key=lambda i: (-scores[i], i)) if scores[i] > 0]
