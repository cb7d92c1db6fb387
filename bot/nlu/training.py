"""The classifier made from the examples at first start, and the gates made from them by whoever changes them.

The weights are those of a linear SVM with squared hinge loss (C = 2, one intent against the rest), found by Newton's method with
conjugate gradients in the primal (Keerthi and DeCoste, JMLR 6, 2005), for all intents at once: the optimum is unique, so the same
examples give the same weights. That takes a second or two; cross-validation for the gates takes longer and is done beforehand by
`python -m bot.nlu.calibrate`.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.nlu import classifier as rows_of
from bot.nlu.classifier import OOS, Classifier, Concepts, Flags, Floats, features, load, save, strangeness
from bot.nlu.examples import Example
from bot.nlu.gates import Gates, calibrate

FOLDS: Final = 4
REGULARISATION: Final = 2.0
_MOST_NEWTON: Final = 12
_FEWEST_GRADIENTS: Final = 5  # in the first Newton step, far from the optimum; one more in each that follows
_FLAT: Final = 0.05  # a gradient this small moves no weight by more
_EXACT: Final = 1e-4


def load_or_train(
    key: str, concepts: Concepts, gates: Gates, cache: Path | None, examples: Callable[[], Sequence[Example]]
) -> Classifier:
    """The classifier kept under `key` in the directory `cache`, else trained on the examples and kept there."""
    path = cache / f"intents-{key}.npz" if cache else None
    kept = load(path, concepts) if path else None
    if kept is not None:
        return kept
    trained = train(examples(), concepts, gates)
    if path:
        save(trained, path)
    return trained


def train(examples: Sequence[Example], concepts: Concepts, gates: Gates) -> Classifier:
    """Fit weights on all examples; deterministic."""
    labels = intents(examples)
    vocabulary, idf, matrix = vectors(examples, concepts)
    weights, bias = _fit(matrix, examples, labels)
    inside = _held_inside(matrix, examples, range(len(examples)))
    return Classifier(labels, vocabulary, idf, weights, bias, inside, gates, concepts)


def cross_validated(examples: Sequence[Example], concepts: Concepts) -> tuple[Gates, Floats, Floats]:
    """The gates that held-out folds of the examples give, the held-out scores themselves, and how strange each sentence was.

    Sentences that a rule catches are left out of the judgement; variants of one pattern share one vote.
    """
    labels = intents(examples)
    vocabulary, _, matrix = vectors(examples, concepts)
    held_out, strange = held_out_scores(vocabulary, matrix, examples, labels)
    asked = [i for i, example in enumerate(examples) if not example.ruled]
    variants = Counter(example.pattern for example in examples)
    votes = [1 / variants[examples[i].pattern] for i in asked]
    truth = [examples[i].intent for i in asked]
    return calibrate(held_out[asked], strange[asked], truth, votes, labels), held_out, strange


def intents(examples: Sequence[Example]) -> tuple[str, ...]:
    """The intents of the examples in the order of the scores."""
    return tuple(sorted({example.intent for example in examples}))


def vectors(examples: Sequence[Example], concepts: Concepts) -> tuple[dict[str, int], Floats, Any]:
    """The vocabulary, its inverse document frequencies, and one sparse row for each example."""
    from scipy.sparse import csr_matrix

    found = [features(example.text, concepts) for example in examples]
    document_frequency = Counter(gram for grams, named in found for gram in {*grams, *named})
    vocabulary = {gram: column for column, gram in enumerate(sorted(document_frequency))}
    idf = np.array(
        [math.log((1 + len(found)) / (1 + document_frequency[gram])) + 1 for gram in vocabulary],
        dtype=np.float32,
    )
    columns, values, ends = rows_of.vectors(vocabulary, idf, found)
    matrix = csr_matrix((values, columns, [0, *ends]), shape=(len(found), len(vocabulary)))
    return vocabulary, idf, matrix


def held_out_scores(
    vocabulary: Mapping[str, int], matrix: Any, examples: Sequence[Example], labels: Sequence[str]
) -> tuple[Floats, Floats]:
    """Decision values, and strangeness, of every example to a model that saw no variant of its pattern."""
    fold_of = np.array([example.pattern % FOLDS for example in examples])
    result = np.zeros((len(examples), len(labels)), dtype=np.float32)
    strange = np.zeros(len(examples), dtype=np.float32)
    for fold in range(FOLDS):
        seen = np.flatnonzero(fold_of != fold)
        weights, bias = _fit(matrix[seen], [examples[int(i)] for i in seen], labels)
        result[fold_of == fold] = matrix[fold_of == fold] @ weights + bias
        inside = _held_inside(matrix, examples, seen)
        for i in np.flatnonzero(fold_of == fold):
            strange[i] = strangeness(examples[int(i)].text, vocabulary, inside)
    return result, strange


def _held_inside(matrix: Any, examples: Sequence[Example], rows: Iterable[int]) -> Flags:
    """Which features any of the given rows inside our field holds."""
    ours = [int(row) for row in rows if examples[int(row)].intent != OOS]
    inside = np.zeros(matrix.shape[1], dtype=np.bool_)
    inside[matrix[ours].indices] = True
    return inside


def _fit(matrix: Any, examples: Sequence[Example], labels: Sequence[str]) -> tuple[Floats, Floats]:
    """One-against-rest weights (features x labels) and biases; variants of one pattern share that pattern's weight."""
    from scipy.sparse import csr_matrix, hstack

    rows = csr_matrix(hstack([matrix, np.ones((matrix.shape[0], 1), dtype=np.float32)], dtype=np.float32))
    variants = Counter(example.pattern for example in examples)
    cost = np.array(
        [[2 * REGULARISATION / math.sqrt(variants[e.pattern])] for e in examples], dtype=np.float32
    )
    side = np.full((len(examples), len(labels)), -1, dtype=np.float32)
    side[np.arange(len(examples)), [labels.index(example.intent) for example in examples]] = 1
    weights = np.zeros((rows.shape[1], len(labels)), dtype=np.float32)
    turned = csr_matrix(rows.T)
    for step in range(_MOST_NEWTON):
        scores = rows @ weights
        active = cost * (side * scores < 1)
        gradient = weights + turned @ (active * (scores - side))
        if np.abs(gradient).max() < _FLAT:
            break
        weights -= _solve(rows, turned, active, gradient, _FEWEST_GRADIENTS + step)
    return weights[:-1], weights[-1]


def _solve(rows: Any, turned: Any, active: Floats, gradient: Floats, most: int) -> Floats:
    """The Newton step of each column: at most so many conjugate gradients on identity + rows' active rows."""
    step, rest, direction = np.zeros_like(gradient), gradient.copy(), gradient.copy()
    norm = (rest**2).sum(axis=0)
    enough = _EXACT * norm
    for _ in range(most):
        curved = direction + turned @ (active * (rows @ direction))
        length = norm / np.maximum((direction * curved).sum(axis=0), 1e-20)
        step += length * direction
        rest -= length * curved
        before, norm = norm, (rest**2).sum(axis=0)
        if (norm <= enough).all():
            break
        direction *= norm / np.maximum(before, 1e-20)
        direction += rest
    result: Floats = step
    return result
