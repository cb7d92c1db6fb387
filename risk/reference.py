"""What the reference jurisdictions share: the sheet their figures are made on, an evaluated book, a set of cures.

Hong Kong and the United States are computed for reference and education. Their measures have names of their
own and run in their own direction, so that no figure of one place can be read as that of another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from risk.figure import Direction, Figure, Input, RuleRef, trace
from risk.finding import Finding
from risk.money import to_text
from risk.rulebook import REFERENCE, Rulebook, RulebookError
from risk.rulebook.model import Row

ReferenceBand = Literal["safe", "warning", "call", "forced_sale", "no_debt", "indeterminate"]
Formulas = Mapping[str, tuple[str, str]]
Reason = tuple[str, str]
"""Why something cannot work, in English and in Chinese."""

CONTRACT = "client agreement"


@dataclass(frozen=True, slots=True)
class ReferenceSheet:
    """Makes the figures of one account: `taken` is the snapshot's moment, `priced` that of its prices."""

    jurisdiction: str
    currency: str
    taken: date
    priced: date
    formulas: Formulas

    def figure(
        self,
        name: str,
        value: Fraction | None,
        direction: Direction | None,
        inputs: Sequence[Input],
        *,
        unit: str | None = None,
        rule: Sequence[RuleRef] = (),
        missing: Sequence[str] = (),
    ) -> Figure:
        """A figure under the formula of its name; without value while anything is missing."""
        chinese, english = self.formulas[name.partition(".")[0]]
        return Figure(
            name=name,
            value=None if missing else value,
            unit=unit or self.currency,
            direction=direction,
            formula=chinese,
            inputs=tuple(inputs),
            rule=tuple(rule),
            as_of=self.taken,
            price_time=self.priced,
            missing=tuple(dict.fromkeys(missing)),
            english=english,
        )

    def money(self, name: str, value: Fraction | None, source: str | None = None) -> Input:
        return Input(name, value, self.currency, source or name, self.taken)

    def of(self, figure: Figure) -> Input:
        """A figure as the input of another one."""
        return Input(figure.name, figure.value, figure.unit, figure.name, self.priced)

    def ratio(self, name: str, value: Fraction | None, source: str = "contract") -> Input:
        return Input(name, value, "ratio", source, None)


def of_contract(name: str, value: Fraction) -> RuleRef:
    """A line or percentage of the client's agreement as the rule it is."""
    return RuleRef(name, to_text(value), "contract", CONTRACT, None, None, None, "contract")


def quoted(*rows: Row | None) -> tuple[RuleRef, ...]:
    """The rows that are known, as a figure quotes them."""
    return tuple(row.ref() for row in rows if row is not None)


def belongs(rules: Rulebook, jurisdiction: str) -> None:
    """Raise `RulebookError` where a book would be judged by another place's rules."""
    if rules.jurisdiction != jurisdiction:
        raise RulebookError(
            f"a {jurisdiction} book needs the {jurisdiction} rulebook, not {rules.jurisdiction}"
        )


@dataclass(frozen=True, slots=True)
class ReferenceEvaluation:
    """The figures of one reference account by name, its band and findings. `measure` is the ratio of the place."""

    id: str | None
    jurisdiction: str
    measure: str
    figures: Mapping[str, Figure]
    band: ReferenceBand
    findings: tuple[Finding, ...]

    @property
    def trace_id(self) -> str:
        """A hash of all figures, the band and the findings: equal on any day for equal input."""
        return trace(
            {
                "band": self.band,
                "figures": {name: figure.trace_id for name, figure in self.figures.items()},
                "findings": [finding.as_json() for finding in self.findings],
            }
        )

    def as_json(self) -> dict[str, object]:
        label_zh, label = REFERENCE[self.jurisdiction]
        return {
            "id": self.id,
            "jurisdiction": self.jurisdiction,
            "measure": self.measure,
            "reference": label,
            "reference_zh": label_zh,
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "band": self.band,
            "findings": [finding.as_json() for finding in self.findings],
            "trace_id": self.trace_id,
        }


@dataclass(frozen=True, slots=True)
class ReferenceCure:
    """One way to meet a call. When it counts is the firm's matter, so no day is given."""

    kind: str
    security: str | None
    quantity: int | None
    amount: Figure
    after: Figure
    reason: Reason | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "security": self.security,
            "quantity": self.quantity,
            "amount": self.amount.as_json(),
            "after": self.after.as_json(),
            "counts_from": None,
            "last_start": None,
            "feasible": self.reason is None,
            "reason": self.reason[0] if self.reason else None,
            "reason_zh": self.reason[1] if self.reason else None,
        }


@dataclass(frozen=True, slots=True)
class ReferenceCures:
    """Every way to meet the call; empty when there is none. `target` is None where none is known."""

    jurisdiction: str
    target: Fraction | None
    cures: tuple[ReferenceCure, ...]

    def as_json(self) -> dict[str, object]:
        label_zh, label = REFERENCE[self.jurisdiction]
        return {
            "jurisdiction": self.jurisdiction,
            "reference": label,
            "reference_zh": label_zh,
            "target": None if self.target is None else to_text(self.target),
            "cures": [cure.as_json() for cure in self.cures],
        }


def lots_up(amount: Fraction, price: Fraction, lot: int) -> int:
    """The least quantity in whole lots worth at least `amount` at `price` > 0."""
    return (amount / (price * lot)).__ceil__() * lot


def moments(as_of: date, taken: datetime | None, priced: datetime | None) -> tuple[date, date]:
    """When a snapshot was taken and priced, or its day where only that is known."""
    return taken or as_of, priced or as_of
