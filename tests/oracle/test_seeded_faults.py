"""A fault in the engine turns the comparison with the second implementation red, wherever it sits.

Each fault changes a line of the engine's source; the changed bodies are swapped into the loaded functions for as long
as the same books are compared that agree without it.
"""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.mutation.swapping import source_of, swapped
from tests.oracle.book_reading import Book
from tests.oracle.comparing import (
    cure_differences,
    figure_differences,
    floor_differences,
    move_differences,
    order_differences,
    owned,
    shown_differences,
    sum_differences,
)
from tests.oracle.random_books import random_cn_book

LIMITS = (Fraction(1), Fraction(300_000))

Fault = tuple[int, str, str, str]
"""The seed of a book that shows it, the module, a line of its source, and the line in its place."""

IN_THE_FIGURES: tuple[Fault, ...] = (
    (9, "risk.valuation", "snapshot.cash + snapshot.other_collateral + owned", "snapshot.cash + owned"),
    (0, "risk.valuation", "owed + interest + snapshot.fees", "owed + interest"),
    (0, "risk.valuation", "return self.contract.amount - self.market_value", "return ZERO"),
    (28, "risk.valuation", 'row.status in ("suspended", "delisting")', 'row.status == "delisting"'),
    (1, "risk.available", "if gained else FULL", "if True else FULL"),
    (0, "risk.available", "-contract.amount, contract.contract)", "contract.amount, contract.contract)"),
    (6, "risk.margin", "snapshot.cash - sheet.valuation.short_proceeds", "snapshot.cash"),
    (60, "risk.margin", "- snapshot.other_collateral - line", "- line"),
    (4, "risk.margin", "min(available.value, own_cash, above_line)", "min(own_cash, above_line)"),
    (0, "risk.interest", "(as_of - opened).days)", "(as_of - opened).days + 1)"),
    (
        3,
        "risk.interest",
        "money.round_fen(principal * annual_rate * days / day_basis)",
        "principal * annual_rate * days / day_basis",
    ),
    (
        4,
        "risk.interest",
        'contract.kind == "short" and contract.fee_basis == "market_value"',
        'contract.kind == "short"',
    ),
    (
        0,
        "risk.ratio",
        "self.numerator >= line * self.denominator",
        "self.numerator > line * self.denominator",
    ),
    (6, "risk.money", "(abs(x) + _HALF).__floor__()", "(abs(x)).__floor__()"),
)
IN_WHAT_IS_SHOWN: tuple[Fault, ...] = (
    (0, "risk.money", 'x.__ceil__() if direction == "up"', 'x.__ceil__() if direction == "down"'),
    (0, "risk.figure", 'self.direction == "lower_safer"', 'self.direction == "higher_safer"'),
)
IN_THE_FLOORS: tuple[Fault, ...] = (
    (21, "risk.rulebook.floors", "row.covers(max(days))", "row.covers(min(days))"),
    (21, "risk.rulebook.floors", "if day <= as_of]", "if day < date.min]"),
    (
        6,
        "risk.rulebook.floors",
        "rules.rule_and_house(param, contract.opened, client_class",
        "rules.rule_and_house(param, as_of, client_class",
    ),
)
IN_THE_CURES: tuple[Fault, ...] = (
    (1, "risk.cure_amounts", "liabilities - assets / target", "liabilities - assets"),
    (1, "risk.cure_amounts", "/ (target - 1))", "/ target)"),
    (1, "risk.cure_sides", "max(ZERO, self.cash - self.proceeds)", "self.cash"),
    (16, "risk.cure_sides", "repaid = min(worth, self.cash_debt)", "repaid = worth"),
    (
        0,
        "risk.cure_ways",
        "barred = each.obstacle if quantity else None",
        "barred = None if quantity else each.obstacle",
    ),
    (124, "risk.cure_ways", "elif needed > sides.cash_debt:", "elif needed > sides.debts:"),
    (1, "risk.cure_sides", "assets=self.assets - cost, debts", "assets=self.assets, debts"),
    (
        31,
        "risk.cure_mixes",
        "if sides.assets + total < sides.debts:",
        "if sides.assets < sides.debts - 10 * total:",
    ),
    (
        23,
        "risk.cure_mixes",
        "min(needed, total, sides.cash_debt)\n    after = sides.repaid_outside",
        "min(needed, total)\n    after = sides.repaid_outside",
    ),
    (
        34,
        "risk.cure_mixes",
        "min(needed, sides.own_cash, sides.cash_debt)",
        "min(needed, sides.cash, sides.cash_debt)",
    ),
    (1, "risk.tradable", "// self.lot) * self.lot\n\n    def size_for", "// 1) * 1\n\n    def size_for"),
    (16, "risk.tradable", "row.contract.opened != barred_on", "row.contract.opened"),
    (
        165,
        "risk.tradable",
        "row.holding.security, row.holding.settled, row.price",
        "row.holding.security, row.holding.quantity, row.price",
    ),
    (1, "risk.price_moves", "price * (1 + share)", "price * (1 - share)"),
)


def _cures(raw: Book) -> list[str]:
    sums = (name for limit in LIMITS for name in sum_differences(raw, limit))
    return [*cure_differences(raw), *order_differences(raw, owned(raw)), *sums, *move_differences(raw)]


def _shows(fault: Fault, differences: Callable[[Book], list[str]]) -> bool:
    """Whether the book agrees as long as the source is as it is, and no longer when the line is changed."""
    seed, module, line, changed = fault
    raw, source = random_cn_book(seed), source_of(module)
    assert source.count(line) == 1, f"{module} has no one line {line!r}"
    assert differences(raw) == []
    with swapped(module, source.replace(line, changed)) as functions:
        assert functions == 1
        return differences(raw) != []


@pytest.mark.parametrize("fault", IN_THE_FIGURES, ids=str)
def test_a_fault_in_the_figures_is_seen(fault: Fault) -> None:
    assert _shows(fault, figure_differences)


@pytest.mark.parametrize("fault", IN_WHAT_IS_SHOWN, ids=str)
def test_a_fault_in_what_is_shown_is_seen(fault: Fault) -> None:
    assert _shows(fault, shown_differences)


@pytest.mark.parametrize("fault", IN_THE_FLOORS, ids=str)
def test_a_fault_in_the_floors_is_seen(fault: Fault) -> None:
    assert _shows(fault, floor_differences)


@pytest.mark.parametrize("fault", IN_THE_CURES, ids=str)
def test_a_fault_in_the_cures_is_seen(fault: Fault) -> None:
    assert _shows(fault, _cures)


def test_the_list_of_faults_is_long_and_has_no_fault_twice() -> None:
    faults = IN_THE_FIGURES + IN_WHAT_IS_SHOWN + IN_THE_FLOORS + IN_THE_CURES
    assert len(set(faults)) == len(faults) >= 20
