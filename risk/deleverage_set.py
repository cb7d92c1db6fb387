"""Plans as they are answered: steps with their figures, what they add up to, and what stands in the way of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from risk.figure import Figure, trace
from risk.finding import Finding
from risk.money import to_text
from risk.trading import Step

PlanName = Literal["cheapest", "least_sold", "fewest", "only_cash", "only_sell"]
PLAN_NAMES: tuple[PlanName, ...] = ("cheapest", "least_sold", "fewest", "only_cash", "only_sell")


@dataclass(frozen=True, slots=True)
class Blocking:
    """A condition in the way. `alone` says that taking it away is enough; else all those named together are.

    `securities` are those it keeps from being traded, where it is about securities.
    """

    condition: str
    alone: bool
    securities: tuple[str, ...]
    text: str
    text_zh: str

    def as_json(self) -> dict[str, object]:
        return {
            "condition": self.condition,
            "alone": self.alone,
            "securities": list(self.securities),
            "text": self.text,
            "text_zh": self.text_zh,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan. A feasible one reaches the target by exact computation; else `blocking` says why there is none.

    `within` is how far in yuan it may lie from the best of its objective, and `proven` says that it is the best.
    """

    name: PlanName
    steps: tuple[Step, ...]
    traded: Figure
    costs: Figure
    outside_cash: Figure
    after: Figure
    within: Fraction
    proven: bool
    blocking: tuple[Blocking, ...] = ()

    @property
    def feasible(self) -> bool:
        return not self.blocking

    @property
    def orders(self) -> int:
        """Orders at the exchange: repayments in cash are none."""
        return sum(step.security is not None for step in self.steps)

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "feasible": self.feasible,
            "blocking": [each.as_json() for each in self.blocking],
            "steps": [step.as_json() for step in self.steps],
            "orders": self.orders,
            "traded": self.traded.as_json(),
            "costs": self.costs.as_json(),
            "outside_cash": self.outside_cash.as_json(),
            "after": self.after.as_json(),
            "within": to_text(self.within, 2),
            "proven": self.proven,
        }


@dataclass(frozen=True, slots=True)
class PlanSet:
    """The plan by the stated objective beside the others; no plan where nothing is owed or something is `missing`."""

    target: Fraction
    objective: PlanName
    before: Figure
    plans: Mapping[PlanName, Plan]
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def chosen(self) -> Plan | None:
        """The plan by the stated objective."""
        return self.plans.get(self.objective)

    @property
    def trace_id(self) -> str:
        """A hash of every plan: equal on any day for equal input."""
        content = self._json()
        return trace(content)

    def as_json(self) -> dict[str, object]:
        return self._json() | {"trace_id": self.trace_id}

    def _json(self) -> dict[str, object]:
        return {
            "target": to_text(self.target),
            "objective": self.objective,
            "before": self.before.as_json(),
            **(self.chosen.as_json() if self.chosen else self._nothing()),
            "alternatives": [plan.as_json() for name, plan in self.plans.items() if name != self.objective],
            "missing": list(self.missing),
            "findings": [each.as_json() for each in self.findings],
        }

    def _nothing(self) -> dict[str, object]:
        """Without a plan: nothing is owed, and nothing is to be done, or something is missing."""
        return {"feasible": not self.missing, "blocking": [], "steps": [], "after": self.before.as_json()}
