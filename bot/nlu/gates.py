"""When to act on a classification, when to ask back, when to call it out of scope - thresholds and how they are set."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.nlu.model import Gate

PRECISION: Final = 0.975  # acted on in the right family
EXACT: Final = 0.95  # acted on with the very intent
OOS_SHARE: Final = 0.35
STRANGE: Final = (
    0.75  # what a text wholly unheard of takes off the lead and the gap; the margin of training is 1
)
MOST_IN_SCOPE_REFUSED: Final = 0.02
GIVEN_UP: Final = 0.005
_STEPS: Final = 40
_OOS: Final = "oos"
FAMILIES: Final = (
    frozenset({"my_ratio", "my_figures", "my_positions", "margin_call", "what_if"}),
    frozenset({"rule_question", "rule_value"}),
)
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
    """Act when margin and gap reach theirs; out of scope when `oos` leads by `refuse`; `sharpness` scales scores to shares.

    The margin is the lead over the best intent outside the winner's family. A best intent that leads `oos` by less than `leave` is
    likelier none of ours than ours: it is called out of scope, but asked about.
    """

    margin: float
    gap: float
    refuse: float
    leave: float
    sharpness: float

    def as_tuple(self) -> tuple[float, ...]:
        """The five thresholds in order."""
        return astuple(self)

    def judge(self, labels: Sequence[str], values: Floats, strange: float = 0.0) -> Prediction:
        """The verdict on one text's decision values, `strange` being the share of it that no example of ours holds."""
        shares = _softmax(values[None, :] * self.sharpness)[0]
        order = np.argsort(-values, kind="stable")
        best = int(order[0])
        lead = float(_lead(values[None, :], labels)[0])
        gap = float(values[best] - values[labels.index(_OOS)]) if _OOS in labels else lead
        doubt = STRANGE * strange
        top = tuple((labels[i], round(float(shares[i]), 4)) for i in order[:3])
        gate: Gate = "clarify"
        if labels[best] == _OOS:
            gate = "oos" if lead >= self.refuse else "clarify"
        elif gap - doubt < self.leave:
            return Prediction(_OOS, round(float(shares[labels.index(_OOS)]), 4), gate, top)
        elif lead - doubt >= self.margin and gap - doubt >= self.gap:
            gate = "act"
        return Prediction(labels[best], top[0][1], gate, top)


def calibrate(
    held_out: Floats, strange: Floats, truth: Sequence[str], votes: Sequence[float], labels: Sequence[str]
) -> Gates:
    """Thresholds that act most often at the precisions above on held-out scores, out-of-scope weighted to at least `OOS_SHARE`.

    `votes` weighs each row: variants of one pattern share one vote; `strange` is each row's share of what was unheard of.
    """
    target = np.array([labels.index(intent) for intent in truth])
    oos = labels.index(_OOS)
    best = held_out.argmax(axis=1)
    family = np.array([_family(label) for label in labels])
    lead = _lead(held_out, labels)
    doubt = STRANGE * strange
    gap = held_out.max(axis=1) - held_out[:, oos] - doubt
    right = np.stack([family[best] == family[target], best == target])
    weights = _weights(target == oos, np.array(votes))
    margin_at, gap_at = _widest(lead - doubt, gap, right, best != oos, weights)
    refused = np.sort(lead[(best == oos) & (target != oos)])[::-1]
    allowed = int(MOST_IN_SCOPE_REFUSED * (target != oos).sum())
    refuse = float(refused[allowed]) if allowed < len(refused) else 0.0
    leave = _likeliest(
        gap[best != oos], right[1, best != oos], (target == oos)[best != oos], weights[best != oos]
    )
    return Gates(margin_at, gap_at, refuse, min(leave, margin_at), _sharpness(held_out, target))


def _family(label: str) -> str:
    """Intents answered from one place; taking one for its sister answers beside the point, not from the wrong source."""
    return next((min(family) for family in FAMILIES if label in family), label)


def _lead(values: Floats, labels: Sequence[str]) -> Floats:
    """By how much the best intent of each row leads the best one outside its family."""
    family = np.array([_family(label) for label in labels])
    sister = family[None, :] == family[values.argmax(axis=1)][:, None]
    result: Floats = values.max(axis=1) - np.where(sister, -np.inf, values).max(axis=1)
    return result


def _likeliest(
    gap: Floats, right: NDArray[np.bool_], outside: NDArray[np.bool_], weight: NDArray[np.float64]
) -> float:
    """The largest lead over `oos` at which calling what has less outside costs no more than `GIVEN_UP` of all that is named rightly.

    Real messages hold more that is strange than examples do, so the doubt goes to what lies outside.
    """
    order = np.argsort(gap, kind="stable")
    gained = np.cumsum(((outside.astype(float) - right) * weight)[order])
    fair = np.flatnonzero(gained >= -GIVEN_UP * float((right * weight).sum()))
    return float(gap[order[fair[-1]]]) if len(fair) else 0.0


def _weights(is_oos: NDArray[np.bool_], votes: NDArray[np.float64]) -> NDArray[np.float64]:
    inside, outside = float(votes[~is_oos].sum()), float(votes[is_oos].sum())
    needed = OOS_SHARE / (1 - OOS_SHARE) * inside
    return np.where(is_oos, votes * max(1.0, needed / max(1.0, outside)), votes)


def _widest(
    lead: Floats,
    gap: Floats,
    right: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    weight: NDArray[np.float64],
) -> tuple[float, float]:
    """The pair of thresholds under which most is acted on; `right` holds two rows, by family and exact."""
    most, found = 0.0, (float(lead.max()), float(gap.max()))
    steps = np.linspace(0, 0.95, _STEPS)
    for at_lead in np.quantile(lead[inside], steps):
        for at_gap in np.quantile(gap[inside], steps):
            acted = np.where(inside & (lead >= at_lead) & (gap >= at_gap), weight, 0.0)
            total = float(acted.sum())
            by_family, exact = (right * acted).sum(axis=1)
            if by_family >= PRECISION * total and exact >= EXACT * total and by_family > most:
                most, found = float(by_family), (float(at_lead), float(at_gap))
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
