"""A linear classifier over letters, words and concepts, with the gates that keep it from guessing.

Here it predicts and is kept in a file; `bot.nlu.training` makes one. Predicting needs NumPy only. The *margin* (best minus second) says
which intent, the *gap* (best minus `oos`) says whether any; both count for less the more of a text no example of ours holds.
"""

import json
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
Flags = NDArray[np.bool_]
Concepts = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights by feature and intent, which features the examples inside our field hold, and the gates."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    inside: Flags
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
    unheard = strangeness(text, classifier.vocabulary, classifier.inside)
    return classifier.gates.judge(classifier.labels, scores(classifier, text), unheard)


def strangeness(text: str, vocabulary: Mapping[str, int], inside: Flags) -> float:
    """The share, 0 to 1, of a text's Latin words and pairs of Han characters that no example inside our field holds."""
    units = _UNITS.findall(_DROPPED.sub(" ", text[:QUERY_LIMIT]))
    latin = [bool(_LATIN.fullmatch(unit)) for unit in units]
    said = [unit for unit, word in zip(units, latin, strict=True) if word]
    said += [f"{a}_{b}" for (a, x), (b, y) in pairwise(zip(units, latin, strict=True)) if not (x and y)]
    strange = [gram not in vocabulary or not inside[vocabulary[gram]] for gram in said]
    return sum(strange) / len(strange) if strange else 0.0


def scores(classifier: Classifier, text: str) -> Floats:
    """Decision values in the order of `labels`."""
    columns, values, _ = vectors(classifier.vocabulary, classifier.idf, [features(text, classifier.concepts)])
    result: Floats = values @ classifier.weights[columns] + classifier.bias
    return result


def vectors(
    vocabulary: Mapping[str, int], idf: Floats, found: Sequence[tuple[list[str], list[str]]]
) -> tuple[Columns, Floats, Columns]:
    """Sparse rows (columns, values, where each row ends): letters and concepts each of unit length, concepts at their share."""
    counts = [Counter(filter(vocabulary.__contains__, grams)) for blocks in found for grams in blocks]
    sizes = [len(block) for block in counts]
    columns = np.fromiter((vocabulary[gram] for block in counts for gram in block), dtype=np.int32)
    times = np.fromiter((n for block in counts for n in block.values()), dtype=np.float32)
    values = (1 + np.log(times)) * idf[columns]
    block_of = np.repeat(np.arange(len(sizes)), sizes)
    squared = np.bincount(block_of, values.astype(float) ** 2, minlength=len(sizes))
    lengths = np.where(squared > 0, np.sqrt(squared), 1).reshape(-1, 2)
    scale = (np.array([1, CONCEPT_SHARE]) / lengths).ravel().astype(np.float32)
    return columns, values * scale[block_of], np.cumsum(sizes, dtype=np.int32)[1::2]


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
        inside=classifier.inside,
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
                inside=kept["inside"],
                gates=Gates(*(float(value) for value in kept["gates"])),
                concepts=concepts,
            )
    except (OSError, ValueError, KeyError, EOFError):
        return None
