"""A forced liquidation as it is answered: each sale in turn, what could not be sold and why, and what remains owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from risk.figure import Figure, RuleRef, trace
from risk.finding import Finding
from risk.money import to_text
from risk.trading import Step

Outcome = Literal["restored", "debt_gone", "not_restored", "nothing_to_do", "indeterminate"]
OrderSource = Literal["contract", "asked", "assumed"]


@dataclass(frozen=True, slots=True)
class Unsold:
    """Shares that stay, and why: bars of `risk.disposal`, `not_in_order`, or `not_needed`."""

    security: str
    quantity: int
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"security": self.security, "quantity": self.quantity, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Liquidation:
    """One run by one order. `until` is the ratio at which it stops, None where all debt is to go.

    `figures` hold totals and what it led to: plan_traded, plan_costs, residual_debt, and of the account afterwards
    total_assets, total_liabilities, net_assets, maintenance_ratio.
    """

    order: tuple[str, ...]
    order_source: OrderSource
    until: Fraction | None
    before: Figure
    steps: tuple[Step, ...]
    unsold: tuple[Unsold, ...]
    outcome: Outcome
    figures: Mapping[str, Figure]
    rule: tuple[RuleRef, ...]
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sold(self) -> Mapping[str, int]:
        """Shares sold, by security."""
        total: dict[str, int] = {}
        for step in self.steps:
            if step.kind == "sell_to_repay" and step.security and step.quantity:
                total[step.security] = total.get(step.security, 0) + step.quantity
        return total

    @property
    def trace_id(self) -> str:
        """A hash of the whole run: equal on any day for equal input."""
        return trace(self._json())

    def as_json(self) -> dict[str, object]:
        return self._json() | {"trace_id": self.trace_id}

    def _json(self) -> dict[str, object]:
        return {
            "order_rule": {
                "order": list(self.order),
                "source": self.order_source,
                "rule": [each.as_json() for each in self.rule],
            },
            "until": None if self.until is None else to_text(self.until),
            "before": self.before.as_json(),
            "orders": [step.as_json() for step in self.steps],
            "sold": dict(self.sold),
            "unsold": [each.as_json() for each in self.unsold],
            "outcome": self.outcome,
            "after": {name: figure.as_json() for name, figure in self.figures.items()},
            "missing": list(self.missing),
            "findings": [each.as_json() for each in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The same account by two orders, side by side; `differences` are those of the second against the first."""

    first: Liquidation
    second: Liquidation
    differences: Mapping[str, Figure]

    @property
    def trace_id(self) -> str:
        """A hash of both runs."""
        return trace({"first": self.first.trace_id, "second": self.second.trace_id})

    def as_json(self) -> dict[str, object]:
        codes = dict.fromkeys((*self.first.sold, *self.second.sold))
        return {
            "first": self.first.as_json(),
            "second": self.second.as_json(),
            "sold": {
                code: {"first": self.first.sold.get(code, 0), "second": self.second.sold.get(code, 0)}
                for code in codes
            },
            "differences": {name: figure.as_json() for name, figure in self.differences.items()},
            "trace_id": self.trace_id,
        }
