"""When to act on a classification, when to ask back, when to call it out of scope - thresholds and how they are set."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.model import Gate

PRECISION: Final = 0.98
OOS_SHARE: Final = 0.30
MOST_IN_SCOPE_REFUSED: Final = 0.02
_STEPS: Final = 40
_OOS: Final = "oos"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best intent, how sure, whether to act on it, and the best three."""

    intent: str
    confidence: float
    gate: Gate
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """Act when margin and gap reach theirs; out of scope when `oos` leads by `refuse`; `sharpness` scales scores to shares."""

    margin: float
    gap: float
    refuse: float
    sharpness: float

    def as_tuple(self) -> tuple[float, ...]:
        """The four thresholds in order."""
        return astuple(self)

    def judge(self, labels: Sequence[str], values: Floats) -> Prediction:
        """The verdict on one text's decision values."""
        shares = _softmax(values[None, :] * self.sharpness)[0]
        order = np.argsort(-values, kind="stable")
        best, second = int(order[0]), int(order[1])
        lead = float(values[best] - values[second])
        gap = float(values[best] - values[labels.index(_OOS)]) if _OOS in labels else lead
        gate: Gate = "clarify"
        if labels[best] == _OOS:
            gate = "oos" if lead >= self.refuse else "clarify"
        elif lead >= self.margin and gap >= self.gap:
            gate = "act"
        top = tuple((labels[i], round(float(shares[i]), 4)) for i in order[:3])
        return Prediction(labels[best], top[0][1], gate, top)


def calibrate(held_out: Floats, truth: Sequence[str], labels: Sequence[str]) -> Gates:
    """Thresholds with the widest coverage at 98 % precision on held-out scores, out-of-scope weighted to at least 30 %."""
    target = np.array([labels.index(intent) for intent in truth])
    oos = labels.index(_OOS)
    ranked = np.sort(held_out, axis=1)
    best = held_out.argmax(axis=1)
    lead = ranked[:, -1] - ranked[:, -2]
    gap = ranked[:, -1] - held_out[:, oos]
    weight = _weights(target == oos)
    margin_at, gap_at = _widest(lead, gap, best == target, (best != oos), weight)
    refused = np.sort(lead[(best == oos) & (target != oos)])[::-1]
    allowed = int(MOST_IN_SCOPE_REFUSED * (target != oos).sum())
    refuse = float(refused[allowed]) if allowed < len(refused) else 0.0
    return Gates(margin_at, gap_at, refuse, _sharpness(held_out, target))


def _weights(is_oos: NDArray[np.bool_]) -> NDArray[np.float64]:
    inside, outside = int((~is_oos).sum()), int(is_oos.sum())
    needed = OOS_SHARE / (1 - OOS_SHARE) * inside
    return np.where(is_oos, max(1.0, needed / max(1, outside)), 1.0)


def _widest(
    lead: Floats,
    gap: Floats,
    right: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    weight: NDArray[np.float64],
) -> tuple[float, float]:
    best, found = -1.0, (float(lead.max()), float(gap.max()))
    for at_lead in np.quantile(lead[inside], np.linspace(0, 0.9, _STEPS)):
        for at_gap in np.quantile(gap[inside], np.linspace(0, 0.9, _STEPS)):
            acted = inside & (lead >= at_lead) & (gap >= at_gap)
            total = float(weight[acted].sum())
            good = float(weight[acted & right].sum())
            if total and good / total >= PRECISION and good > best:
                best, found = good, (float(at_lead), float(at_gap))
    return found


def _sharpness(held_out: Floats, target: NDArray[np.int64]) -> float:
    """The temperature under which the held-out truth is likeliest."""
    rows = np.arange(len(target))
    candidates = np.linspace(1, 12, 45)
    losses = [-np.log(_softmax(held_out * k)[rows, target] + 1e-9).mean() for k in candidates]
    return float(candidates[int(np.argmin(losses))])


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    result: Floats = raised / raised.sum(axis=1, keepdims=True)
    return result
