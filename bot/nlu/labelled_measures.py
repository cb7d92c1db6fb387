"""How good a labelled classifier is on rows it has not seen, with thresholds that only its training rows have set.

`oos` marks what lies out of scope. The thresholds come from cross-validation inside the training rows: one for *whether any* label
fits, two for *which one to act on*. Every measure is a share of rows, 0 to 1; one that has no rows to be measured on is None.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.labelled import Linear, train

OOS: Final = "oos"
FOLDS: Final = 3
PRECISION: Final = 0.98
OOS_SHARE: Final = 0.30  # the least weight of what lies outside where a gate is set
KEPT: Final = 0.95  # of what lies inside, where no row outside tells where to draw the line
_STEPS: Final = 40
_SIGNIFICANT: Final = 4


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and its label."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One text judged: the best label inside, its lead over the second, and how far it lies inside."""

    best: str
    lead: float
    inside: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Inside from `inside` up; acted on from `lead` and `gap` up."""

    inside: float
    lead: float
    gap: float


@dataclass(frozen=True, slots=True)
class Measures:
    """`accuracy` names `oos` below the threshold (where training has shown it), `in_scope_accuracy` never does."""

    accuracy: float
    coverage_at_98: float
    precision_at_that_gate: float | None
    in_scope_accuracy: float | None
    oos_recall: float | None
    oos_auroc: float | None
    ms_p50: float

    def as_json(self) -> dict[str, float | None]:
        """The measures by name."""
        return {k: v if v is None else round(v, _SIGNIFICANT) for k, v in asdict(self).items()}


def judge(model: Linear, text: str) -> Judged:
    """The verdict on one text: the lead is over any other label, `oos` too; inside is `best - oos`, or the best score alone."""
    scores = model.scores(text)
    outside = float(scores[model.labels.index(OOS)]) if OOS in model.labels else None
    within = [i for i, label in enumerate(model.labels) if label != OOS]
    best = max(within, key=lambda i: float(scores[i]))
    top = float(scores[best])
    second = max((float(scores[i]) for i in range(len(scores)) if i != best), default=top)
    return Judged(model.labels[best], top - second, top if outside is None else top - outside)


def evaluated(rows: Sequence[Labelled], test: Sequence[Labelled]) -> Measures:
    """Train on `rows`, set the thresholds within them, measure on `test` (with what lies outside among it)."""
    thresholds = thresholds_of(rows)
    model = _trained(rows)
    judged, millis = [], []
    for row in test:
        started = time.perf_counter()
        judged.append(judge(model, row.text))
        millis.append((time.perf_counter() - started) * 1000)
    return _measures(
        judged, [row.label for row in test], thresholds, float(np.median(millis)), OOS in model.labels
    )


def thresholds_of(rows: Sequence[Labelled]) -> Thresholds:
    """Thresholds from folds of the training rows, each judged by a model that has not seen it."""
    truth, judged = _held_out(rows)
    outside = np.array([label == OOS for label in truth])
    inside = np.array([one.inside for one in judged])
    lead = np.array([one.lead for one in judged])
    right = np.array([one.best == label for one, label in zip(judged, truth, strict=True)])
    weight = np.where(
        outside, max(1.0, OOS_SHARE / (1 - OOS_SHARE) * (~outside).sum() / max(1, outside.sum())), 1.0
    )
    return Thresholds(_border(inside, outside), *_gate(lead, inside, right, weight))


def _trained(rows: Sequence[Labelled]) -> Linear:
    return train([row.text for row in rows], [row.label for row in rows])


def _held_out(rows: Sequence[Labelled]) -> tuple[list[str], list[Judged]]:
    """Truth and verdict of every row; the rows of a label are dealt over the folds in turn."""
    seen: dict[str, int] = defaultdict(int)
    folds: list[list[Labelled]] = [[] for _ in range(FOLDS)]
    for row in rows:
        folds[seen[row.label] % FOLDS].append(row)
        seen[row.label] += 1
    truth, judged = [], []
    for fold in range(FOLDS):
        rest = [row for other in range(FOLDS) if other != fold for row in folds[other]]
        model = _trained(rest) if folds[fold] and {row.label for row in rest} - {OOS} else None
        for row in folds[fold] if model else ():
            truth.append(row.label)
            judged.append(judge(model, row.text))  # type: ignore[arg-type]
    return truth, judged


def _border(inside: NDArray[np.float64], outside: NDArray[np.bool_]) -> float:
    """Where what is kept inside and what is found outside are together most; with nothing outside, where `KEPT` stay inside."""
    if not outside.any():
        return float(np.quantile(inside, 1 - KEPT)) if len(inside) else 0.0
    order = np.argsort(inside, kind="stable")
    found = np.cumsum(outside[order]) / outside.sum()
    lost = np.cumsum(~outside[order]) / max(1, (~outside).sum())
    return float(np.nextafter(inside[order[int((found - lost).argmax())]], np.inf))


def _gate(
    lead: NDArray[np.float64],
    inside: NDArray[np.float64],
    right: NDArray[np.bool_],
    weight: NDArray[np.float64],
) -> tuple[float, float]:
    """The pair of thresholds under which most is acted on rightly, at `PRECISION`; else one that nothing reaches."""
    most, found = 0.0, (float("inf"), float("inf"))
    steps = np.linspace(0, 0.975, _STEPS)
    for at_lead in np.quantile(lead, steps) if len(lead) else ():
        for at_gap in np.quantile(inside, steps):
            acted = weight * ((lead >= at_lead) & (inside >= at_gap))
            good = float((acted * right).sum())
            if good > most and good >= PRECISION * float(acted.sum()):
                most, found = good, (float(at_lead), float(at_gap))
    return found


def _measures(
    judged: Sequence[Judged], truth: Sequence[str], at: Thresholds, ms_p50: float, knows_outside: bool
) -> Measures:
    outside = np.array([label == OOS for label in truth])
    refused = np.array([one.inside < at.inside for one in judged])
    right = np.array([one.best == label for one, label in zip(judged, truth, strict=True)])
    acted = np.array([one.lead >= at.lead and one.inside >= at.gap for one in judged])
    named = np.where(refused, outside, right) if knows_outside else right
    return Measures(
        accuracy=float(named.mean()),
        coverage_at_98=float(acted[~outside].mean()) if (~outside).any() else 0.0,
        precision_at_that_gate=_share(right[acted]),
        in_scope_accuracy=_share(right[~outside]),
        oos_recall=_share(refused[outside]),
        oos_auroc=_auroc(np.array([one.inside for one in judged]), outside),
        ms_p50=ms_p50,
    )


def _share(rows: NDArray[np.bool_]) -> float | None:
    return float(rows.mean()) if len(rows) else None


def _auroc(inside: NDArray[np.float64], outside: NDArray[np.bool_]) -> float | None:
    """How often a row inside scores above one outside, ties half."""
    ours, others = np.sort(inside[~outside]), inside[outside]
    if not len(ours) or not len(others):
        return None
    above = len(ours) - np.searchsorted(ours, others, "right")
    ties = np.searchsorted(ours, others, "right") - np.searchsorted(ours, others, "left")
    return float((above + ties / 2).sum() / (len(ours) * len(others)))
