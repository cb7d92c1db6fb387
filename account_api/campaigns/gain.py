"""How much was learned: the mean of after minus before over the same people, with a 95 % interval.

The interval is that of a paired t: the differences of n people have mean m and standard deviation s, and the interval
is m ± t(0.975, n−1)·s/√n. Pairing takes out how much people differ from each other, and t rather than a normal quantile
because a campaign may reach only a handful; a percentile bootstrap was not taken because it is too narrow for a handful.
With one person there is a mean and no interval, with nobody there is neither. The source is Student, “The probable error
of a mean”, Biometrika 6 (1908).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, stdev

CONFIDENCE = 0.95
METHOD = "paired t, 95 %, n − 1 degrees of freedom"


@dataclass(frozen=True, slots=True)
class Gain:
    """Percentage points: the mean and its interval, None where there are too few people."""

    points: float | None
    n: int
    low: float | None
    high: float | None


def gain(pairs: Sequence[tuple[Fraction, Fraction]]) -> Gain:
    """From (before, after) shares of 0..1, one pair a person."""
    differences = [float(100 * (after - before)) for before, after in pairs]
    n = len(differences)
    if n == 0:
        return Gain(None, 0, None, None)
    mean = fmean(differences)
    if n == 1:
        return Gain(round(mean, 2), 1, None, None)
    half = _quantile(n - 1) * stdev(differences) / n**0.5
    return Gain(round(mean, 2), n, round(max(mean - half, -100.0), 2), round(min(mean + half, 100.0), 2))


def _quantile(degrees: int) -> float:
    from scipy.special import stdtrit  # slow to import, and results are asked for seldom

    return float(stdtrit(degrees, (1 + CONFIDENCE) / 2))
