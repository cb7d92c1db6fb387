"""A linear classifier over letters, words and concepts, with the gates that keep it from guessing.

Trained from the examples at first start (LinearSVC, C = 0.5, on TF-IDF) and kept in a directory under the hash of data and code; predicting
needs NumPy only. The gates are set by cross-validation inside the examples, with out-of-scope sentences weighted to at least 30 %: the
*margin* (best minus second) says which intent, the *gap* (best minus `oos`) says whether any.
"""

import json
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.examples import Example
from bot.nlu.gates import Gates, Prediction, calibrate

OOS: Final = "oos"
FOLDS: Final = 4
QUERY_LIMIT: Final = 200
CONCEPT_SHARE: Final = np.float32(0.7)
REGULARISATION: Final = 0.5
_UNITS = re.compile(r"[a-z']+|[^\sa-z]")
_LATIN = re.compile(r"[a-z']+")
_DROPPED = re.compile(r"[,.?!。;:、~\"()…\-]")
Floats = NDArray[np.float32]
Columns = NDArray[np.int32]
Concepts = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights by feature and intent, and the gates."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    gates: Gates
    concepts: Concepts


def features(text: str, concepts: Concepts) -> tuple[list[str], list[str]]:
    """The letters and the concepts of a text.

    Letters: Han characters and Latin words, alone and in pairs, borders marked, with 3-5-grams inside longer Latin words. Concepts:
    each one found, alone and in pairs, since a linear model cannot put two together by itself.
    """
    cut = text[:QUERY_LIMIT]
    units = ["^", *_UNITS.findall(_DROPPED.sub(" ", cut)), "$"]
    grams = units[1:-1] + [f"{a}_{b}" for a, b in pairwise(units)]
    for unit in units[1:-1]:
        if len(unit) > 3 and _LATIN.fullmatch(unit):
            padded = f" {unit} "
            grams += [padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    named = [name for name, words in concepts.items() if words.search(cut)] or ["none"]
    return grams, [f"<{name}>" for name in named] + [f"<{a}&{b}>" for a, b in combinations(named, 2)]


def predict(classifier: Classifier, text: str) -> Prediction:
    """Classify one masked normal-form text."""
    return classifier.gates.judge(classifier.labels, scores(classifier, text))


def scores(classifier: Classifier, text: str) -> Floats:
    """Decision values in the order of `labels`."""
    columns, values = _vector(classifier.vocabulary, classifier.idf, features(text, classifier.concepts))
    result: Floats = values @ classifier.weights[columns] + classifier.bias
    return result


def _vector(
    vocabulary: Mapping[str, int], idf: Floats, found: tuple[list[str], list[str]]
) -> tuple[Columns, Floats]:
    """One sparse row: letters and concepts each of unit length, concepts at their share."""
    letters = _block(vocabulary, idf, found[0])
    concepts = _block(vocabulary, idf, found[1])
    return np.concatenate([letters[0], concepts[0]]), np.concatenate(
        [letters[1], concepts[1] * CONCEPT_SHARE]
    )


def _block(vocabulary: Mapping[str, int], idf: Floats, grams: Sequence[str]) -> tuple[Columns, Floats]:
    counts = Counter(vocabulary[gram] for gram in grams if gram in vocabulary)
    columns = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
    values = (
        np.fromiter((1 + math.log(n) for n in counts.values()), dtype=np.float32, count=len(counts))
        * idf[columns]
    )
    norm = np.float32(np.sqrt((values**2).sum()) or 1)
    return columns, values / norm


def load_or_train(
    key: str, concepts: Concepts, cache: Path | None, examples: Callable[[], Sequence[Example]]
) -> Classifier:
    """The classifier kept under `key` in the directory `cache`, else trained on the examples and kept there."""
    path = cache / f"intents-{key}.npz" if cache else None
    kept = _load(path, concepts) if path else None
    if kept is not None:
        return kept
    trained = train(examples(), concepts)
    if path:
        _save(trained, path)
    return trained


def train(examples: Sequence[Example], concepts: Concepts) -> Classifier:
    """Fit weights on all examples and gates on held-out folds; deterministic, 2-4 s with scikit-learn's import."""
    labels = tuple(sorted({example.intent for example in examples}))
    found = [features(example.text, concepts) for example in examples]
    vocabulary, idf = _vocabulary(found)
    matrix = _matrix([_vector(vocabulary, idf, one) for one in found], len(vocabulary))
    weights, bias = _fit(matrix, examples, labels)
    asked = [i for i, example in enumerate(examples) if not example.ruled]
    held_out = held_out_scores(matrix, examples, labels)[asked]
    variants = Counter(example.pattern for example in examples)
    votes = [1 / variants[examples[i].pattern] for i in asked]
    gates = calibrate(held_out, [examples[i].intent for i in asked], votes, labels)
    return Classifier(labels, vocabulary, idf, weights, bias, gates, concepts)


def _vocabulary(found: Sequence[tuple[list[str], list[str]]]) -> tuple[dict[str, int], Floats]:
    document_frequency = Counter(gram for grams, named in found for gram in {*grams, *named})
    vocabulary = {gram: column for column, gram in enumerate(sorted(document_frequency))}
    idf = [math.log((1 + len(found)) / (1 + document_frequency[gram])) + 1 for gram in vocabulary]
    return vocabulary, np.array(idf, dtype=np.float32)


def _matrix(rows: Sequence[tuple[Columns, Floats]], width: int) -> Any:
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    data, columns = np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows])
    return csr_matrix((data, columns, ends), shape=(len(rows), width))


def _fit(matrix: Any, examples: Sequence[Example], labels: Sequence[str]) -> tuple[Floats, Floats]:
    """One-against-rest weights (features x labels); variants of one pattern share that pattern's weight."""
    from sklearn.svm import LinearSVC

    variants = Counter(example.pattern for example in examples)
    weight = np.array([1 / math.sqrt(variants[example.pattern]) for example in examples])
    target = np.array([labels.index(example.intent) for example in examples])
    svc = LinearSVC(C=REGULARISATION, random_state=0, max_iter=3000)
    svc.fit(matrix, target, sample_weight=weight)
    return svc.coef_.T.astype(np.float32), svc.intercept_.astype(np.float32)


def held_out_scores(matrix: Any, examples: Sequence[Example], labels: Sequence[str]) -> Floats:
    """Decision values of every example from a model that saw no variant of its pattern."""
    fold_of = np.array([example.pattern % FOLDS for example in examples])
    result = np.zeros((len(examples), len(labels)), dtype=np.float32)
    for fold in range(FOLDS):
        seen = np.flatnonzero(fold_of != fold)
        weights, bias = _fit(matrix[seen], [examples[int(i)] for i in seen], labels)
        result[fold_of == fold] = matrix[fold_of == fold] @ weights + bias
    return result


def _save(classifier: Classifier, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.{os.getpid()}.npz")  # two processes may train at once
    np.savez(
        draft,
        labels=np.array(classifier.labels),
        vocabulary=np.array(json.dumps(list(classifier.vocabulary))),
        idf=classifier.idf,
        weights=classifier.weights,
        bias=classifier.bias,
        gates=np.array(classifier.gates.as_tuple()),
    )
    draft.replace(path)


def _load(path: Path, concepts: Concepts) -> Classifier | None:
    """A kept classifier; an unreadable file counts as none and is written anew."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            grams = json.loads(str(kept["vocabulary"]))
            return Classifier(
                labels=tuple(str(label) for label in kept["labels"]),
                vocabulary={gram: column for column, gram in enumerate(grams)},
                idf=kept["idf"],
                weights=kept["weights"],
                bias=kept["bias"],
                gates=Gates(*(float(value) for value in kept["gates"])),
                concepts=concepts,
            )
    except (OSError, ValueError, KeyError, EOFError):
        return None
