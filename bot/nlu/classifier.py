"""A linear classifier over letters, words and concepts, with the gates that keep it from guessing.

Here it predicts and is kept in a file; `bot.nlu.training` makes one. Predicting needs NumPy only. The *margin* (best minus second) says
which intent, the *gap* (best minus `oos`) says whether any.
"""

import json
import math
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.gates import Gates, Prediction

OOS: Final = "oos"
QUERY_LIMIT: Final = 200
CONCEPT_SHARE: Final = np.float32(0.7)
DOMAIN: Final = frozenset(
    {
        *(
            "margin_trading",
            "ratio",
            "lines",
            "call",
            "liquidation",
            "contract",
            "expiry",
            "interest",
            "conversion",
        ),
        *(
            "margin_ratio",
            "available",
            "debt",
            "assets",
            "cash",
            "repay",
            "short",
            "eligible",
            "collateral",
            "law",
        ),
        *("concentration", "credit", "loan_rate", "holdings", "admission", "opened_anew", "service_facts"),
        *("order_kinds", "leverage"),
    }
)
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
    each one found, alone and in pairs, since a linear model cannot put two together by itself; that none of margin lending is among
    them is one more.
    """
    cut = text[:QUERY_LIMIT]
    units = ["^", *_UNITS.findall(_DROPPED.sub(" ", cut)), "$"]
    grams = units[1:-1] + [f"{a}_{b}" for a, b in pairwise(units)]
    for unit in units[1:-1]:
        if len(unit) > 3 and _LATIN.fullmatch(unit):
            padded = f" {unit} "
            grams += [padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    named = [name for name, words in concepts.items() if words.search(cut)] or ["none"]
    if DOMAIN.isdisjoint(named):
        named.append("elsewhere")
    return grams, [f"<{name}>" for name in named] + [f"<{a}&{b}>" for a, b in combinations(named, 2)]


def predict(classifier: Classifier, text: str) -> Prediction:
    """Classify one masked normal-form text."""
    return classifier.gates.judge(classifier.labels, scores(classifier, text))


def scores(classifier: Classifier, text: str) -> Floats:
    """Decision values in the order of `labels`."""
    columns, values = vector(classifier.vocabulary, classifier.idf, features(text, classifier.concepts))
    result: Floats = values @ classifier.weights[columns] + classifier.bias
    return result


def vector(
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


def save(classifier: Classifier, path: Path) -> None:
    """Keep a classifier; whoever reads meanwhile sees the old file or the new one, never half of it."""
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


def load(path: Path, concepts: Concepts) -> Classifier | None:
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
