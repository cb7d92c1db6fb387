"""A linear classifier for any labelled texts, Chinese or English, that knows nothing of margin lending.

The product's own learns from patterns with concepts; this one takes rows as they come, so that the method can be measured on sets made
elsewhere. Features: Han characters in runs of one to three, Latin words alone and in pairs, and two to five letters within a word. The
weights are those of a linear SVM with squared hinge loss, one label against the rest, found by dual coordinate descent (Hsieh and
others, ICML 2008) for all labels at once.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Row = tuple[NDArray[np.int32], Floats]  # columns and values of one text, sparse

LONGEST: Final = 1000
_COST: Final = 0.5
_FEW: Final = 1_000  # rows up to which a letter group seen once is kept
_EPOCHS: Final = 6  # what twenty decide differently is below what chance would change
_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+(?:'[^\W\u3400-\u9fff]+)?|[^\w\s]")
_HAN: Final = (1, 2, 3)
_LETTERS: Final = (2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature and label (features x labels), the last row being the bias."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats

    def scores(self, text: str) -> Floats:
        """Decision values of one text, in the order of `labels`."""
        columns, values = _row(grams(text), self.vocabulary, self.idf)
        result: Floats = values @ self.weights[columns]
        return result


def grams(text: str) -> tuple[list[str], list[str]]:
    """The words and the letter groups of a text; Han characters count as letters."""
    runs = _RUNS.findall(unicodedata.normalize("NFKC", text[:LONGEST]).lower())
    words = [run for run in runs if not _is_han(run)]
    letters = [gram for run in runs for gram in _within(run)]
    return words + [f"{a} {b}" for a, b in pairwise(words)], letters + _across(runs)


def _is_han(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff"


def _within(run: str) -> Iterator[str]:
    text, sizes = (run, _HAN) if _is_han(run) else (f" {run} ", _LETTERS)
    return (text[i : i + n] for n in sizes for i in range(len(text) - n + 1))


def _across(runs: Sequence[str]) -> list[str]:
    """Where a text in Han characters begins and ends says what it is: 怎么…, …吗."""
    han = [run for run in runs if _is_han(run)]
    return [f"^{han[0][0]}", f"{han[-1][-1]}$"] if han else []


def features(texts: Sequence[str]) -> tuple[dict[str, int], Floats, list[Row]]:
    """The vocabulary of some texts, its inverse document frequencies, and a row for each."""
    found = [grams(text) for text in texts]
    seen = Counter(gram for words, letters in found for gram in {*words, *letters})
    words = {gram for row, _ in found for gram in row}
    least = 2 if len(texts) > _FEW else 1
    vocabulary = {gram: i for i, gram in enumerate(g for g in seen if seen[g] >= least or g in words)}
    idf = np.array([math.log((1 + len(texts)) / (1 + seen[gram])) + 1 for gram in vocabulary], np.float32)
    return vocabulary, idf, [_row(one, vocabulary, idf) for one in found]


def _row(found: tuple[list[str], list[str]], vocabulary: Mapping[str, int], idf: Floats) -> Row:
    """Words and letters each of unit length, and a one for the bias in the last column."""
    blocks = [_block(part, vocabulary, idf) for part in found]
    columns = [part[0] for part in blocks] + [np.array([len(vocabulary)], np.int32)]
    return np.concatenate(columns), np.concatenate([part[1] for part in blocks] + [np.ones(1, np.float32)])


def _block(found: Sequence[str], vocabulary: Mapping[str, int], idf: Floats) -> Row:
    counts = Counter(vocabulary[gram] for gram in found if gram in vocabulary)
    columns = np.fromiter(counts.keys(), np.int32, len(counts))
    values = np.fromiter((1 + math.log(n) for n in counts.values()), np.float32, len(counts)) * idf[columns]
    return columns, values / np.float32(np.linalg.norm(values) or 1)


def fit(rows: Sequence[Row], truth: Sequence[int], labels: int, width: int) -> Floats:
    """Weights (`width` + bias x labels) for rows whose labels are `truth`; the same rows give the same weights."""
    side = np.full((len(rows), labels), -1, np.float32)
    side[np.arange(len(rows)), list(truth)] = 1
    damping = np.float32(1 / (2 * _COST))
    curvature = [float(values @ values) + damping for _, values in rows]
    weights = np.zeros((width + 1, labels), np.float32)
    held = np.zeros((len(rows), labels), np.float32)
    order = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        for i in order.permutation(len(rows)):
            columns, values = rows[i]
            slope = side[i] * (values @ weights[columns]) - 1 + damping * held[i]
            step = np.maximum(held[i] - slope / curvature[i], 0) - held[i]
            moved = np.flatnonzero(step)
            if not len(moved):
                continue
            held[i] += step
            weights[np.ix_(columns, moved)] += np.outer(values, (step * side[i])[moved])
    return weights


def train(texts: Sequence[str], said: Sequence[str]) -> Linear:
    """Learn from texts and their labels."""
    labels = tuple(sorted(set(said)))
    vocabulary, idf, rows = features(texts)
    place = {label: i for i, label in enumerate(labels)}
    return Linear(
        labels, vocabulary, idf, fit(rows, [place[one] for one in said], len(labels), len(vocabulary))
    )
