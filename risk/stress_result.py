"""A stress test as it is answered: the account before and after, each line, the prices supposed, what would cure it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from risk.account import ZERO
from risk.evaluation import Evaluation
from risk.figure import Figure, trace
from risk.finding import Finding
from risk.money import to_text
from risk.stress_scenarios import Scenario

Kind = Literal["held", "recomputed"]
State = Literal["above", "on", "below", "no_debt", "indeterminate"]
KINDS: tuple[Kind, ...] = ("held", "recomputed")
CURES = ("cure_repay_outside_cash", "cure_add_collateral", "cure_sell_to_repay")


@dataclass(frozen=True, slots=True)
class Requirement:
    """By what the account is judged afterwards; the cut of conversion rates and the rise of lines are supposed."""

    kind: Kind = "held"
    conversion_cut: Fraction = ZERO
    line_rise: Fraction = ZERO

    def as_json(self) -> dict[str, object]:
        text, text_zh = self.texts
        return {
            "kind": self.kind,
            "conversion_cut": to_text(self.conversion_cut),
            "line_rise": to_text(self.line_rise),
            "text": text,
            "text_zh": text_zh,
        }

    @property
    def texts(self) -> tuple[str, str]:
        """What the requirement says, in English and in Chinese."""
        if self.kind == "held":
            return "lines and conversion rates stay as they are", "各线与折算率保持不变"
        cut, rise = to_text(self.conversion_cut), to_text(self.line_rise)
        return (
            f"conversion rates read again against the caps and cut by {cut}, lines raised by {rise}",
            f"折算率按现行上限重新取值并下调 {cut}，各线上调 {rise}",
        )


HELD = Requirement()


@dataclass(frozen=True, slots=True)
class LineStand:
    """One line before and after. `distance` is that of the ratio, `room` that in money, both after the scenario."""

    line: str
    value: Fraction
    before: State
    after: State
    distance: Figure
    room: Figure

    @property
    def crossed(self) -> bool:
        """Whether the account was on the line or above it and no longer is."""
        return self.before in ("above", "on") and self.after == "below"

    def as_json(self) -> dict[str, object]:
        return {
            "line": self.line,
            "value": to_text(self.value),
            "before": self.before,
            "after": self.after,
            "crossed": self.crossed,
            "distance": self.distance.as_json(),
            "room": self.room.as_json(),
        }


@dataclass(frozen=True, slots=True)
class StressResult:
    """One scenario done to one account. `missing` names what keeps any of it indeterminate."""

    scenario: Scenario
    requirement: Requirement
    before: Evaluation
    after: Evaluation
    lines: tuple[LineStand, ...]
    prices: tuple[Figure, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def cures(self) -> Mapping[str, Figure]:
        """What it would then take to come back to the restore line, by each of the three ways."""
        return {name: self.after.figures[name] for name in CURES}

    @property
    def trace_id(self) -> str:
        """A hash of the scenario, the requirement and everything computed."""
        return trace(self._json())

    def as_json(self) -> dict[str, object]:
        return self._json() | {"trace_id": self.trace_id}

    def _json(self) -> dict[str, object]:
        return {
            "scenario": self.scenario.as_json(),
            "requirement": self.requirement.as_json(),
            "before": {name: figure.as_json() for name, figure in self.before.figures.items()},
            "after": {name: figure.as_json() for name, figure in self.after.figures.items()},
            "band_before": self.before.band,
            "band_after": self.after.band,
            "lines": [each.as_json() for each in self.lines],
            "cures": {name: figure.as_json() for name, figure in self.cures.items()},
            "prices": [each.as_json() for each in self.prices],
            "missing": list(self.missing),
            "findings": [each.as_json() for each in self.findings],
        }
