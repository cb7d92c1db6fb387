"""Is the best passage an answer at all? The signs of it (`Signals`) are weighed by a logistic model fitted, when an
index is built, on the questions of `calibration.yaml`. Thresholds do not carry over between corpora, so the only one
written into the code is for a home that holds too little to fit any."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.index import Evidence, Index
from knowledge.lexical import Scores
from knowledge.model import Passage
from knowledge.normalise import fold
from knowledge.query import Query

KEPT = 0.95
AIM = 0.97
"""What the threshold keeps of the questions it is fitted on, so that of others about `KEPT` are kept."""
_RIDGE = 0.1
ENOUGH = 10.0


class Signals(NamedTuple):
    """Each about 0..1. `covered`: share of the question's topic in the passage, by rarity; `nearest`: likeness to
    the nearest question the passage answers; `ratio`: score against the highest possible; `known`: share of the
    topic the whole knowledge base has heard of; `missing`: rarity of the rarest word of the topic that the passage
    lacks; `foreign`: 1 when the question names another product or matter and the passage does not; `matter`: how much
    of the trade passage and question share in absolute terms, whatever else the question tells."""

    covered: float
    nearest: float
    ratio: float
    known: float
    missing: float
    foreign: float
    matter: float


_DIRECTION = np.array([0.0, 1.0, 1.0, 1.0, 1.0, -1.0, -1.0, 1.0])
"""Which way each sign may point (the first is the bias)."""

NOTHING = Signals(0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""What a question shows that shares no word with any passage."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weights` (bias first) turn signals into a confidence; at or above `threshold` a question is answerable.
    `doubtful` bounds the band around it in which a second opinion is worth its time. The last two figures say
    what the threshold did on the calibration questions."""

    weights: tuple[float, ...]
    threshold: float
    doubtful: tuple[float, float]
    answerable_kept: float
    unanswerable_rejected: float

    def confidence(self, signals: Signals) -> float:
        return float(_sigmoid(np.dot(self.weights, [1.0, *signals])))

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        data = json.loads(text)
        return cls(
            tuple(data["weights"]),
            data["threshold"],
            (data["doubtful"][0], data["doubtful"][1]),
            data["answerable_kept"],
            data["unanswerable_rejected"],
        )


FALLBACK = Calibration((-3.0, 5.0, 0.5, 2.0, 1.5, -1.0, -2.5, 0.0), 0.5, (0.2, 0.8), 0.0, 0.0)
"""For a home that holds too few of the documents the calibration questions are about."""


@dataclass(frozen=True, slots=True)
class CalibrationSet:
    """`answerable` pairs a question with the document that answers it; `near` ones ask the like of other products and
    firms, `far` ones of anything else."""

    as_of: str
    answerable: tuple[tuple[str, str], ...]
    near: tuple[str, ...]
    far: tuple[str, ...]

    @property
    def unanswerable(self) -> tuple[str, ...]:
        return (*self.near, *self.far)

    @property
    def fingerprint(self) -> str:
        """Names the questions: equal fingerprints, equal calibration."""
        return hashlib.sha256(repr((self.as_of, self.answerable, self.unanswerable)).encode()).hexdigest()[
            :12
        ]


@cache
def calibration_set() -> CalibrationSet:
    """The packaged calibration questions."""
    import yaml

    path = Path(__file__).with_name("calibration.yaml")
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    pairs = tuple((item["q"], item["document"]) for item in data["answerable"])
    return CalibrationSet(str(data["as_of"]), pairs, tuple(data["near"]), tuple(data["far"]))


def measure(index: Index, query: Query, evidence: Evidence, position: int) -> Signals:
    """The signs for the passage at `position`."""
    return Signals(
        covered=float(evidence.covered[position]),
        nearest=float(evidence.likeness[position]),
        ratio=min(float(evidence.total[position]) / max(index.text.ceiling(query.weights), 1e-9), 1.0),
        known=index.everything.known(query),
        missing=index.everything.rarest_missing(query, position),
        foreign=float(_foreign(index.passages[position], query)),
        matter=float(1 - np.exp(-evidence.shared[position] / ENOUGH)),
    )


def _foreign(passage: Passage, query: Query) -> bool:
    """Whether the question names another product or matter that the passage does not."""
    if not query.other_subjects:
        return False
    everything = fold("\n".join([passage.header, passage.text, *passage.asks]))
    return any(subject not in everything for subject in query.other_subjects)


def fit(answerable: Sequence[Signals], unanswerable: Sequence[Signals]) -> Calibration:
    """Logistic regression with a small ridge by Newton's method, and the threshold that keeps `AIM` of the
    answerable questions, or the middle of the gap where the two kinds do not overlap."""
    features = np.array([[1.0, *signals] for signals in [*answerable, *unanswerable]])
    labels = np.array([1.0] * len(answerable) + [0.0] * len(unanswerable))
    weights = _logistic(features, labels)
    chances = _sigmoid(features @ weights)
    good, bad = chances[: len(answerable)], chances[len(answerable) :]
    threshold = float(np.quantile(good, 1 - AIM, method="lower"))
    if bad.max() < good.min():
        threshold = float((bad.max() + good.min()) / 2)
    doubtful = (float(np.quantile(bad, 0.5)), float(max(np.quantile(good, 0.25), threshold)))
    return Calibration(
        tuple(float(round(weight, 6)) for weight in weights),
        round(threshold, 6),
        (round(min(doubtful[0], threshold), 6), round(doubtful[1], 6)),
        float(np.mean(good >= threshold)),
        float(np.mean(bad < threshold)),
    )


def _logistic(features: Scores, labels: Scores) -> Scores:
    """Newton's method. A sign that came out against its meaning is chance on a small set: it is left out."""
    used = np.ones(features.shape[1], dtype=bool)
    while True:
        weights = np.zeros(features.shape[1])
        weights[used] = _newton(features[:, used], labels)
        wrong = used & (weights * _DIRECTION < 0)
        if not wrong.any():
            return weights
        used &= ~wrong


def _newton(features: Scores, labels: Scores) -> Scores:
    weights = np.zeros(features.shape[1])
    ridge = _RIDGE * np.eye(len(weights))
    for _ in range(25):
        chances = _sigmoid(features @ weights)
        gradient = features.T @ (chances - labels) + ridge @ weights
        curvature = (features.T * (chances * (1 - chances))) @ features + ridge
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def _sigmoid(value: Scores) -> Scores:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -40, 40))))
