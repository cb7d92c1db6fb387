"""The optional dense side: vectors of any embedding model beside the lexical score. Its weight is fitted on the
calibration questions, chosen on one half and tried on the other; a model that does not help there is refused. A model
that cannot be reached changes nothing: the lexical answer stands as if none were configured."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.confidence import CalibrationSet, calibration_set
from knowledge.eligibility import Scope
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.lexical import Scores
from knowledge.model import Passage
from knowledge.query import prepare
from knowledge.ranking import Ranking, fused, nearest, rank
from knowledge.settings import KnowledgeSettings

GRID = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
LEAST_GAIN = 0.002
PAUSE_SECONDS = 60.0
FEWEST = 40

Matrix = NDArray[np.float32]
State = Literal["off", "on", "refused", "failed"]


class Embedder(Protocol):
    """What is used of LangChain's `Embeddings`."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


@dataclass(slots=True)
class _Line:
    """The connection to the model: after a failure nobody waits for it until some time has passed."""

    embedder: Embedder
    monotonic: Callable[[], float]
    silent_until: float = float("-inf")

    def vector(self, question: str) -> NDArray[np.float64] | None:
        if self.monotonic() < self.silent_until:
            return None
        try:
            return _unit(np.array(self.embedder.embed_query(question), dtype=np.float64))
        except Exception:  # whatever a foreign client raises, the lexical answer stands
            self.silent_until = self.monotonic() + PAUSE_SECONDS
            return None


@dataclass(frozen=True, slots=True)
class Dense:
    """`state`: `off` when none is configured, `refused` when it did not help, `failed` when it could not be asked.
    `gain` is what it added to the mean reciprocal rank of the halves it was not fitted on."""

    state: State = "off"
    weight: float = 0.0
    gain: float = 0.0
    vectors: Matrix = field(
        default_factory=lambda: np.zeros((0, 0), dtype=np.float32), repr=False, compare=False
    )
    line: _Line | None = field(default=None, repr=False, compare=False)

    def likeness(self, question: str) -> Scores | None:
        """Cosine of every passage and the question; None when the model is off or does not answer."""
        if self.state != "on" or self.line is None:
            return None
        vector = self.line.vector(question)
        if vector is None or len(vector) != self.vectors.shape[1]:
            return None
        return np.asarray(self.vectors @ vector, dtype=np.float64)


OFF = Dense()


def configured(settings: KnowledgeSettings, index: Index, glossary: Glossary) -> Dense:
    """The model that the settings name, if it helps on the calibration questions."""
    if settings.embeddings_url is None:
        return OFF
    from knowledge.http_embeddings import (  # httpx and langchain_core, only if used
        HttpEmbeddings,
        KeptVectors,
    )

    model = HttpEmbeddings(settings.embeddings_url, settings.embeddings_model, settings.embeddings_key)
    kept = KeptVectors(settings.vectors_file, model)
    return fitted(index, glossary, calibration_set(), model, kept, time.monotonic)


class Trial(NamedTuple):
    """A calibration question as ranked by words alone, the model's likeness, and the document that answers."""

    ranking: Ranking
    likeness: Scores
    document: str


def text_of(passage: Passage) -> str:
    """What of a passage is embedded."""
    return f"{passage.header}\n{passage.text}"


def fitted(
    index: Index,
    glossary: Glossary,
    questions: CalibrationSet,
    embedder: Embedder,
    vectors_of: Callable[[Sequence[str]], Any],
    monotonic: Callable[[], float],
) -> Dense:
    """Embed what the index holds, fit the weight, and say whether the model is used. `vectors_of` gives the vectors
    of texts, from a store of its own where they are known; it may raise whatever the model raises."""
    held = {passage.document_id for passage in index.passages}
    known = [(question, document) for question, document in questions.answerable if document in held]
    if len(known) < FEWEST:
        return Dense("refused")
    try:
        matrix = _units(np.array(vectors_of([text_of(passage) for passage in index.passages])))
        asked = _units(np.array(vectors_of([question for question, _ in known])))
    except Exception:  # as above: no model, no dense side
        return Dense("failed")
    likeness = asked @ matrix.T
    scope = Scope(date.fromisoformat(questions.as_of))
    rankings = [rank(index, prepare(question, glossary), scope) for question, _ in known]
    trials = [
        Trial(ranking, alike.astype(np.float64), document)
        for ranking, alike, (_, document) in zip(rankings, likeness, known, strict=True)
        if ranking.order
    ]
    verdict = weigh(index, trials)
    return (
        replace(verdict, vectors=matrix, line=_Line(embedder, monotonic))
        if verdict.state == "on"
        else verdict
    )


def weigh(index: Index, trials: Sequence[Trial]) -> Dense:
    """The weight that is best on all trials, if on either half the weight chosen on the other half does no harm and
    both together gain something."""
    grid = (0.0, *GRID)
    ranks = np.array([[_reciprocal(index, trial, weight) for trial in trials] for weight in grid])
    gains = []
    for half in (0, 1):
        chosen = int(np.argmax(np.round(ranks[:, half::2].mean(axis=1), 9)))
        other = ranks[:, 1 - half :: 2]
        gains.append(float(other[chosen].mean() - other[0].mean()))
    gain = round(sum(gains) / 2, 6)
    best = grid[int(np.argmax(np.round(ranks.mean(axis=1), 9)))]
    helps = min(gains) >= 0 and gain >= LEAST_GAIN and best > 0
    return Dense("on", best, gain) if helps else Dense("refused", 0.0, gain)


def _reciprocal(index: Index, trial: Trial, weight: float) -> float:
    ranking = with_likeness(index, trial.ranking, trial.likeness, weight) if weight else trial.ranking
    places = (
        place for place, i in enumerate(ranking.order, 1) if index.passages[i].document_id == trial.document
    )
    return 1 / next(places, np.inf)


def with_likeness(index: Index, ranking: Ranking, likeness: Scores, weight: float) -> Ranking:
    """The ranking with the model's say."""
    return fused(index, ranking, nearest(index, ranking, likeness), likeness, weight)


def _units(matrix: NDArray[Any]) -> Matrix:
    if matrix.ndim != 2 or not np.isfinite(matrix).all():
        raise ValueError("vectors must be finite and of one length")
    return np.asarray(
        matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12), dtype=np.float32
    )


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    if vector.ndim != 1 or not np.isfinite(vector).all():
        raise ValueError("a vector must be a finite list of numbers")
    return vector / max(float(np.sqrt(vector @ vector)), 1e-12)
