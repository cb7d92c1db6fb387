"""One account evaluated: every figure, the band it stands in, and what the checks noticed.

    >>> evaluate(read_book(json.load(file)), CN).figures["maintenance_ratio"].display
    '128.00%'

Bands compare exactly, and an account on a line is in the better band: `safe` from the warning line up,
`warning` from the liquidation line up, `call` below it; `no_debt` when nothing is owed, `indeterminate`
when a datum is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from risk import margin
from risk.account import Snapshot
from risk.checks import check
from risk.concentration import concentrations
from risk.cure_amounts import cure_figures
from risk.figure import Figure, trace
from risk.finding import Finding
from risk.margin_calls import Band
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import value


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one snapshot by name, its band and findings."""

    id: str | None
    figures: Mapping[str, Figure]
    band: Band
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
        return {
            "id": self.id,
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "band": self.band,
            "findings": [finding.as_json() for finding in self.findings],
            "trace_id": self.trace_id,
        }


def evaluate(s: Snapshot, rules: Rulebook) -> Evaluation:
    """Evaluate a snapshot under a rulebook. Never raises: what cannot be determined says so."""
    sheet = Sheet(value(s), rules)
    return Evaluation(s.id, {each.name: each for each in figures_of(sheet)}, band(sheet), check(sheet))


def figures_of(sheet: Sheet) -> tuple[Figure, ...]:
    """Every figure of an account."""
    available = margin.available_margin(sheet)
    return (
        margin.total_assets(sheet),
        margin.total_liabilities(sheet),
        margin.net_assets(sheet),
        margin.maintenance_ratio(sheet),
        available,
        margin.withdrawable(sheet, available),
        margin.shortfall_to_restore(sheet),
        margin.leverage(sheet),
        margin.accrued_interest(sheet),
        *concentrations(sheet),
        *cure_figures(sheet, sheet.snapshot.terms.restore_line),
    )


def band(sheet: Sheet) -> Band:
    """The band an account stands in."""
    terms, ratio = sheet.snapshot.terms, sheet.ratio
    if sheet.valuation.liabilities == 0:
        return "no_debt"
    if ratio is None:
        return "indeterminate"
    if ratio.at_least(terms.warning_line):
        return "safe"
    return "warning" if ratio.at_least(terms.liquidation_line) else "call"
