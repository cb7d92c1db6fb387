"""A mixed-integer linear program, built variable by variable and row by row, and solved by HiGHS through scipy.

Numbers here are floats: whoever asks proves the answer exactly afterwards. The search is bounded by nodes, not by
time, so that equal programs have equal answers on any day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

Terms = Mapping[int, float]
_INFEASIBLE = 2
_LONGER = 10


@dataclass(frozen=True, slots=True)
class Optimum:
    """The values found, what they add up to, and the bound below which no answer lies."""

    values: tuple[float, ...]
    total: float
    bound: float


class IntegerProgram:
    """Variables from 0 up, rows that bound sums of them; lives for one question."""

    def __init__(self) -> None:
        self._upper: list[float] = []
        self._whole: list[int] = []
        self._rows: list[tuple[Terms, float, float]] = []

    def variable(self, upper: float = inf, *, whole: bool = False) -> int:
        """A new variable between 0 and `upper`; its number."""
        self._upper.append(upper)
        self._whole.append(int(whole))
        return len(self._upper) - 1

    def row(self, terms: Terms, low: float = -inf, high: float = inf) -> None:
        """The sum of `terms` lies between `low` and `high`."""
        self._rows.append((terms, low, high))

    def minimise(self, goal: Terms, nodes: int, gap: float = 0.0) -> Optimum | None:
        """The least sum of `goal`, but for a share of `gap`, or the least that `nodes` nodes of the search find.

        None where no values keep every row; a search that ends without knowing goes on ten times as long.
        """
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        matrix = np.zeros((len(self._rows), len(self._upper)))
        for i, (terms, _, _) in enumerate(self._rows):
            for variable, factor in terms.items():
                matrix[i, variable] += factor
        costs = np.zeros(len(self._upper))
        for variable, factor in goal.items():
            costs[variable] += factor
        rows = LinearConstraint(
            matrix, np.array([low for _, low, _ in self._rows]), np.array([high for _, _, high in self._rows])
        )
        found = milp(
            costs,
            integrality=np.array(self._whole),
            bounds=Bounds(0, np.array(self._upper)),
            constraints=rows,
            options={"node_limit": nodes, "mip_rel_gap": gap},
        )
        if found.x is None:
            return None if found.status == _INFEASIBLE else self.minimise(goal, nodes * _LONGER, gap)
        return Optimum(tuple(float(each) for each in found.x), float(found.fun), float(found.mip_dual_bound))


def plus(*parts: Terms) -> dict[int, float]:
    """The sum of linear terms."""
    total: dict[int, float] = {}
    for part in parts:
        for variable, factor in part.items():
            total[variable] = total.get(variable, 0.0) + factor
    return total


def times(factor: float, terms: Terms) -> dict[int, float]:
    """Linear terms times a number."""
    return {variable: factor * each for variable, each in terms.items()}
