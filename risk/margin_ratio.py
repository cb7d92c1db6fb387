"""Which margin ratio a contract must carry: the floor of its dates, and what the firm's formula asks beyond it.

A firm may ask for more the less its collateral is worth: with a conversion rate of 65 % the formula
"1.00+(1-rate)" gives 135 %, and "max(1.70-rate,1.00)" gives 105 %; the second never falls below 100 %. The
formula is a row of the rulebook, of the day the contract was opened. It can only tighten: where the floor
asks for more, the floor governs.
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ClientClass, Contract
from risk.figure import RuleRef
from risk.money import AmountError, parse
from risk.rulebook.floors import MARGIN_RATIO, for_contract
from risk.rulebook.model import Rulebook

FLOOR = "floor"
_BASE = re.compile(r"([0-9.]+)\+\(1-rate\)")
_MAX = re.compile(r"max\(([0-9.]+)-rate,([0-9.]+)\)")


class FormulaError(ValueError):
    """A text that is no formula of a margin ratio."""


@dataclass(frozen=True, slots=True)
class Formula:
    """`max(start − rate, least)`, the form that both published formulas have."""

    start: Fraction
    least: Fraction

    def ratio(self, conversion_rate: Fraction) -> Fraction:
        return max(self.start - conversion_rate, self.least)


@dataclass(frozen=True, slots=True)
class Demanded:
    """The ratio that is asked for, the rules behind it, and what it could not be known without.

    `house` says that the firm's formula asks for more than the floor of the rules does.
    """

    value: Fraction | None
    rule: tuple[RuleRef, ...]
    missing: tuple[str, ...] = ()
    house: bool = False


def read_formula(text: str) -> Formula:
    """The formula written in a row. Raises `FormulaError` for anything but the two forms with a rate."""
    written = text.replace(" ", "")
    base, greatest = _BASE.fullmatch(written), _MAX.fullmatch(written)
    try:
        if base:
            start = parse(base[1], "base")
            return Formula(start + 1, start)
        if greatest:
            return Formula(parse(greatest[1], "start"), parse(greatest[2], "least"))
    except AmountError as error:
        raise FormulaError(text) from error
    raise FormulaError(text)


def demanded(rules: Rulebook, contract: Contract, client_class: ClientClass, as_of: date) -> Demanded:
    """What `contract` must carry on `as_of` unless the firm agreed to a cut of outstanding contracts.

    Without value where no rule is known or the formula lacks a rate.
    """
    floor = for_contract(rules, contract, client_class, as_of, agreed=False)
    least = None if floor is None else floor.number
    refs = () if floor is None else (floor.ref(),)
    param = f"{MARGIN_RATIO[contract.kind]}_formula"
    row = rules.in_force(param, contract.opened, client_class=client_class)
    if row is None or row.value == FLOOR:
        return Demanded(least, refs)
    refs = (*refs, row.ref())
    try:
        formula = read_formula(row.value)
    except FormulaError:
        return Demanded(None, refs, (param,))
    if contract.conversion_rate is None:
        return Demanded(None, refs, (f"{contract.contract}.conversion_rate",))
    asked = formula.ratio(contract.conversion_rate)
    if least is not None and least >= asked:
        return Demanded(least, refs)
    return Demanded(asked, refs, house=True)
