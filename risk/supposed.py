"""An account after what is supposed of it: each change done to what the ones before it left.

Trades, transfers and another account altogether stand in `risk.supposed_trades`, other rules in `risk.supposed_rules`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from risk.account import ZERO, Contract, Holding, Snapshot, Terms
from risk.change_kinds import (
    CREDIT_LINE,
    EVERY_SECURITY,
    Cash,
    Change,
    Days,
    Haircut,
    Line,
    NewTerms,
    OtherAccount,
    OtherRules,
    Price,
    Remove,
    Repay,
    Suspend,
    Trade,
    Transfer,
)
from risk.fields import BookError, refuse
from risk.interest import accrue, accrued, principal_of
from risk.money import to_text
from risk.repayment import repay
from risk.rulebook.floors import MARGIN_RATIO
from risk.supposed_trades import another, money_owed, traded, transferred
from risk.touch import LINES

_LINE_ORDER = (
    ("warning_line", "liquidation_line"),
    ("restore_line", "liquidation_line"),
    ("liquidation_line", "minimum_line"),
)
"""Pairs of lines of which the first is never below the second."""


def changed(snapshot: Snapshot, changes: Sequence[Change]) -> Snapshot:
    """The account after changes, with its interest so far fixed. Raises `BookError` naming the path of a change that
    does not fit it: a security or contract it does not have, more taken or repaid than there is, lines out of order.
    """
    supposed = _each_contract(snapshot, lambda row: replace(row, interest=_so_far(row, snapshot)))
    for i, change in sorted(enumerate(changes), key=lambda one: not isinstance(one[1], NewTerms)):
        supposed = _after(supposed, change, f"changes[{i}]")
    return supposed


def _after(s: Snapshot, change: Change, path: str) -> Snapshot:
    match change:
        case Price():
            return _repriced(s, change, path)
        case Days():
            return _later(s, change.n)
        case Haircut():
            return _reweighted(s, change, path)
        case Suspend():
            return _suspended(s, change, path)
        case Cash():
            return _paid_in(s, change, path)
        case Repay():
            return _repaid(s, change, path)
        case Trade():
            return traded(s, change, path)
        case Transfer():
            return transferred(s, change, path)
        case Remove():
            return _removed(s, change, path)
        case Line():
            return _lined(s, change, path)
        case OtherRules():
            return _ruled(s, change)
        case OtherAccount():
            return another(s, change)
        case _:
            return _agreed(s, change, path)


def _repriced(s: Snapshot, change: Price, path: str) -> Snapshot:
    def moved(price: Fraction | None) -> Fraction | None:
        if change.pct is None:
            return change.to
        return None if price is None else price * (1 + change.pct / 100)

    def holding(row: Holding) -> Holding:
        if row.fair_value is None:
            return replace(row, price=moved(row.price))
        return replace(row, price=moved(row.price), fair_value=moved(row.fair_value))

    if change.security == EVERY_SECURITY:
        named = frozenset(code for code, price in _prices(s) if price is not None)
    else:
        named = _named(s, change.security, path)
    return _rows(s, named, holding, lambda row: replace(row, price=moved(row.price)))


def _later(s: Snapshot, days: int) -> Snapshot:
    passed = timedelta(days=days)
    aged = _each_contract(s, lambda row: _accrued_on(row, s, days))
    taken = None if s.taken_at is None else s.taken_at + passed
    return replace(aged, as_of=s.as_of + passed, taken_at=taken)


def _accrued_on(row: Contract, s: Snapshot, days: int) -> Contract:
    """The contract with the interest of `days` more; unknown from then on where a datum it needs is unknown."""
    so_far, principal, basis = row.interest, principal_of(row), s.terms.day_basis
    if so_far is None or principal is None or row.annual_rate is None or basis is None:
        return replace(row, interest=None, annual_rate=None)
    return replace(row, interest=so_far + accrue(principal, row.annual_rate, days, basis))


def _reweighted(s: Snapshot, change: Haircut, path: str) -> Snapshot:
    return _rows(
        s,
        _named(s, change.security, path),
        lambda row: replace(row, conversion_rate=change.to),
        lambda row: replace(row, conversion_rate=change.to),
    )


def _suspended(s: Snapshot, change: Suspend, path: str) -> Snapshot:
    def holding(row: Holding) -> Holding:
        worth = row.fair_value if change.fair_value is None else change.fair_value
        return replace(row, status="suspended", fair_value=worth)

    def contract(row: Contract) -> Contract:
        return row if change.fair_value is None else replace(row, price=change.fair_value)

    return _rows(s, _named(s, change.security, path), holding, contract)


def _paid_in(s: Snapshot, change: Cash, path: str) -> Snapshot:
    if change.amount < -s.cash:
        raise BookError([refuse(f"{path}.amount", "out_of_range", to_text(change.amount))])
    return replace(s, cash=s.cash + change.amount)


def _repaid(s: Snapshot, change: Repay, path: str) -> Snapshot:
    if change.contract is None:
        if change.amount > money_owed(s):
            raise BookError([refuse(f"{path}.amount", "out_of_range", to_text(change.amount))])
        return repay(s, change.amount)[0]
    row = next((row for _, row in s.contracts() if row.contract == change.contract), None)
    if row is None:
        raise BookError([refuse(f"{path}.contract", "not_one_of", change.contract)])
    interest = row.interest or ZERO
    most = interest + (row.amount if row.kind == "financing" else ZERO)
    if change.amount > most:
        raise BookError([refuse(f"{path}.amount", "out_of_range", to_text(change.amount))])
    first = min(change.amount, interest)
    rest = replace(
        row,
        interest=None if row.interest is None else interest - first,
        amount=row.amount - (change.amount - first),
    )
    return _each_contract(s, lambda each: rest if each is row else each)


def _removed(s: Snapshot, change: Remove, path: str) -> Snapshot:
    """Own rows and those bought on margin count for nothing; what is sold short is no collateral."""
    named = _named(s, change.security, path)
    return replace(
        s,
        collateral=tuple(
            replace(row, conversion_rate=ZERO) if row.security in named else row for row in s.collateral
        ),
        financing=tuple(
            replace(row, conversion_rate=ZERO) if row.security in named else row for row in s.financing
        ),
    )


def _lined(s: Snapshot, change: Line, path: str) -> Snapshot:
    if change.line == CREDIT_LINE:
        return replace(s, credit_line=change.to)
    given: dict[str, Any] = {change.line: change.to}
    return _agreed(s, NewTerms(**given), path)


def _ruled(s: Snapshot, change: OtherRules) -> Snapshot:
    """A margin ratio that is supposed holds for the contracts there are, too."""
    kind = next((kind for kind, param in MARGIN_RATIO.items() if param == change.param), None)
    if kind is None:
        return s
    return _each_contract(s, lambda row: replace(row, margin_ratio=change.to) if row.kind == kind else row)


def _agreed(s: Snapshot, change: NewTerms, path: str) -> Snapshot:
    names = (*LINES, "day_basis")
    given: dict[str, Any] = {
        name: getattr(change, name) for name in names if getattr(change, name) is not None
    }
    clauses = {name: clause for name, clause in s.terms.clauses.items() if name not in given}
    terms = replace(s.terms, **given, clauses=clauses)
    _check_order(terms, given, path)
    basis = change.fee_basis
    shorts = s.shorts if basis is None else tuple(replace(row, fee_basis=basis) for row in s.shorts)
    return replace(s, terms=terms, shorts=shorts)


def _check_order(terms: Terms, given: dict[str, Any], path: str) -> None:
    """Raises `BookError` where a line given is out of order with the others."""
    if "restore_line" in given and terms.restore_line <= 1:
        raise BookError([refuse(f"{path}.restore_line", "out_of_range", to_text(terms.restore_line))])
    for higher, lower in _LINE_ORDER:
        above, below = getattr(terms, higher), getattr(terms, lower)
        named = next((name for name in (higher, lower) if name in given), None)
        if named and below is not None and above < below:
            raise BookError([refuse(f"{path}.{named}", "line_order", to_text(given[named]))])


def _so_far(row: Contract, s: Snapshot) -> Fraction | None:
    return accrued(row, s.as_of, s.terms.day_basis)


def _each_contract(s: Snapshot, change: Callable[[Contract], Contract]) -> Snapshot:
    return replace(
        s,
        financing=tuple(change(row) for row in s.financing),
        shorts=tuple(change(row) for row in s.shorts),
    )


def _rows(
    s: Snapshot,
    named: frozenset[str],
    holding: Callable[[Holding], Holding],
    contract: Callable[[Contract], Contract],
) -> Snapshot:
    """The account with every row of the securities named changed, owned and owed alike."""
    owed = _each_contract(s, lambda row: contract(row) if row.security in named else row)
    owned = tuple(holding(row) if row.security in named else row for row in s.collateral)
    return replace(owed, collateral=owned)


def _named(s: Snapshot, security: str, path: str) -> frozenset[str]:
    if security not in dict(_prices(s)):
        raise BookError([refuse(f"{path}.security", "not_one_of", security)])
    return frozenset((security,))


def _prices(s: Snapshot) -> Iterator[tuple[str, Fraction | None]]:
    yield from ((row.security, row.price) for row in s.collateral)
    yield from ((row.security, row.price) for _, row in s.contracts())
