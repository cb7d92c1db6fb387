"""How alike two texts are, whatever their layout: the share of four-character shingles they have in common (Jaccard),
estimated from the smallest hashes of each (bottom-k sketch; Thorup 2013, "Bottom-k and priority sampling"). Texts of
fewer than `SKETCH` shingles are compared exactly; of longer ones the error is about three points. Deterministic."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.normalise import squeeze

SHINGLE = 4
SKETCH = 512
NEAR = 0.7
"""From this share on two documents say so much the same that somebody should look."""
HEAD = 64
SHORTEST = 40
"""Shingles: two shorter texts may be alike by chance."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


class Piece(Protocol):
    """What a chunk and a passage have in common."""

    @property
    def path(self) -> tuple[str, ...]: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Signature:
    """`content` is equal when headings and text are; `sketch` holds the smallest shingle hashes, ascending."""

    content: str
    sketch: bytes


def signature(title: str, pieces: Sequence[Piece]) -> Signature:
    """The signature of a document. Another title does not make a text another one, unless there is hardly any text."""
    body = squeeze("".join(piece.text for piece in pieces))
    parts = [*(squeeze("\x1e".join([*piece.path, piece.text])) for piece in pieces)]
    if len(body) < SHORTEST + SHINGLE:
        parts.append(squeeze(title))
    content = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return Signature(content, _sketch(body).tobytes())


def share(one: Signature, other: Signature) -> float:
    """The estimated share 0..1 of shingles in common; 0 when either text is too short to tell."""
    first, second = _hashes(one), _hashes(other)
    if min(first.size, second.size) < SHORTEST:
        return 0.0
    full = max(first.size, second.size) == SKETCH
    union = np.union1d(first, second)[: SKETCH if full else None]
    both = np.intersect1d(first, second, assume_unique=True)
    return float(np.isin(union, both, assume_unique=True).sum() / union.size)


def nearest(wanted: Signature, others: Sequence[Signature]) -> tuple[int, float]:
    """Position and share of the most alike of `others`, (-1, 0.0) when none is anything like it."""
    shares = [(share(wanted, others[i]), -i) for i in _plausible(wanted, others)]
    best, position = max(shares, default=(0.0, 1))
    return -position, best


def _plausible(wanted: Signature, others: Sequence[Signature]) -> list[int]:
    """Those whose smallest hashes are found in the wanted text often enough to be near it: one look at all of them."""
    heads = [_hashes(other)[:HEAD] for other in others]
    if not heads or not wanted.sketch:
        return []
    mine, theirs = _hashes(wanted), np.concatenate(heads)
    places = np.minimum(np.searchsorted(mine, theirs), mine.size - 1)
    owner = np.repeat(np.arange(len(heads)), [head.size for head in heads])
    found = np.bincount(owner, weights=mine[places] == theirs, minlength=len(heads))
    sizes = np.array([max(head.size, 1) for head in heads])
    plausible: list[int] = np.flatnonzero(found >= NEAR / 2 * sizes).tolist()
    return plausible


def _hashes(signed: Signature) -> NDArray[np.uint64]:
    return np.frombuffer(signed.sketch, dtype="<u8")


def _sketch(text: str) -> NDArray[np.uint64]:
    """The `SKETCH` smallest distinct hashes of all windows of four characters."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if points.size < SHINGLE:
        return np.empty(0, dtype="<u8")
    windows = np.lib.stride_tricks.sliding_window_view(points, SHINGLE)
    hashed = np.zeros(len(windows), dtype=np.uint64)
    for column in range(SHINGLE):
        hashed = (hashed ^ windows[:, column]) * _MIX
        hashed ^= hashed >> _SHIFT
    return np.unique(hashed)[:SKETCH].astype("<u8")
