"""What may leave the account: cash, and each holding on its own, in whole shares.

Above the withdrawal line (300 %) securities may leave as long as the ratio stays on the line and the available
margin does not become negative: a share costs it price × conversion rate. Other collateral does not count in
the test of the line. A suspended holding may leave, an unsettled one may not. Each quantity is what may leave if
nothing else does. 细则 (2019) Art. 43.
"""

from dataclasses import dataclass
from fractions import Fraction

from risk import margin
from risk.account import ZERO, Snapshot
from risk.figure import Figure, Input
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import PricedHolding, value

Answer = tuple[Fraction | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WithdrawableHolding:
    """One row of the collateral, by its path in the book, and the shares of it that may leave."""

    path: str
    security: str
    shares: Figure


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """`cash` and each of `holdings` are alternatives: taking one leaves less of the others."""

    cash: Figure
    holdings: tuple[WithdrawableHolding, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "cash": self.cash.as_json(),
            "securities": [
                {"path": each.path, "security": each.security, "shares": each.shares.as_json()}
                for each in self.holdings
            ],
        }


def withdrawals(s: Snapshot, rules: Rulebook) -> Withdrawals:
    """The cash, and of each holding the shares, that may leave the account. Never raises."""
    sheet = Sheet(value(s), rules)
    available = margin.available_margin(sheet)
    cash = margin.withdrawable(sheet, available)
    return Withdrawals(cash, tuple(_holding(sheet, available, row) for row in sheet.valuation.holdings))


def _holding(sheet: Sheet, available: Figure, row: PricedHolding) -> WithdrawableHolding:
    held = row.holding
    line, rule = margin.withdrawal_line(sheet)
    answer, missing = _shares(sheet, available, row, line.value)
    inputs = (
        sheet.assets(),
        sheet.liabilities(),
        sheet.money("available_margin", available.value, "available_margin", priced=True),
        sheet.money("other_collateral", sheet.snapshot.other_collateral, "other_collateral"),
        Input("sellable", Fraction(held.settled), "shares", row.path),
        Input("price", row.price, "price", row.path, sheet.priced_at),
        Input("conversion_rate", held.conversion_rate, "ratio", row.path),
        line,
    )
    figure = sheet.figure(
        f"withdrawable_shares.{held.security}",
        answer,
        "higher_safer",
        inputs,
        unit="shares",
        rule=rule,
        missing=missing,
    )
    return WithdrawableHolding(row.path, held.security, figure)


def _shares(sheet: Sheet, available: Figure, row: PricedHolding, line: Fraction | None) -> Answer:
    held, ratio = row.holding, sheet.ratio
    may_leave = Fraction(held.settled)
    if sheet.valuation.liabilities == 0:
        return may_leave, ()
    if ratio is None:
        return None, sheet.valuation.missing
    if line is None:
        return None, ("withdrawal_line",)
    if not ratio.above(line):
        return ZERO, ()
    if available.value is None or held.conversion_rate is None or row.price is None:
        return None, available.missing
    above_line = ratio.numerator - sheet.snapshot.other_collateral - line * ratio.denominator
    if available.value < 0 or above_line < 0:
        return ZERO, ()
    most = [may_leave, *_quotient(above_line, row.price)]
    most += _quotient(available.value, row.price * held.conversion_rate)
    return Fraction(min(most).__floor__()), ()


def _quotient(room: Fraction, cost: Fraction) -> tuple[Fraction, ...]:
    """How many shares fit into `room`; what costs nothing is not bounded by it."""
    return (room / cost,) if cost else ()
