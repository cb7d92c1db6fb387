"""Our own text embedding: n-grams hashed into 4,096 dimensions, signed, damped, normalised. It depends on the text
alone (a stable hash, nothing fitted), so a passage keeps its vector whatever is ingested beside it; how rare a term
is weighs on the side of the question. No model, no download, the same on every machine."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Passage
from knowledge.normalise import fold
from knowledge.tokens import terms

DIMENSIONS = 4096

Vector = NDArray[np.float32]


@lru_cache(maxsize=200_000)
def place(term: str) -> tuple[int, float]:
    """The dimension of a term and its sign there."""
    digest = hashlib.blake2b(term.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return number % DIMENSIONS, 1.0 if number >> 63 else -1.0


def embed_text(text: str) -> Vector:
    """Unit vector of a passage; the zero vector for a text without any term."""
    counts = Counter(terms(fold(text)))
    return _embed((term, (1 + np.log(count)) * term_weight(term)) for term, count in counts.items())


def embed_passage(passage: Passage) -> Vector:
    """The vector under which a passage is stored: headings, the questions it answers, text."""
    return embed_text("\n".join([passage.header, *passage.asks, passage.text]))


def embed_query(weights: Iterable[tuple[str, float]], rarity: Callable[[str], float]) -> Vector:
    """Unit vector of weighted question terms; `rarity` is the idf of a term in the index that is searched."""
    return _embed((term, weight * rarity(term) ** 2 * term_weight(term)) for term, weight in weights)


def term_weight(term: str) -> float:
    """Pairs and words say more than single characters."""
    return 0.4 if len(term) == 1 else 1.0


def _embed(weighted: Iterable[tuple[str, float]]) -> Vector:
    vector = np.zeros(DIMENSIONS)
    for term, weight in sorted(weighted):
        spot, sign = place(term)
        vector[spot] += sign * weight
    norm = float(np.sqrt(vector @ vector))
    return (vector / norm if norm else vector).astype(np.float32)
