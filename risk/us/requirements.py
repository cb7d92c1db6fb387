"""What must stay in the account, per position: the highest of the exchange's rule, the agreement and the house.

A short position is counted per share and by price: from 5.00 the larger of 5.00 and 30 %, below it the larger
of 2.50 and the full price. Per share it never rises when the price falls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.figure import RuleRef
from risk.reference import of_contract, quoted
from risk.rulebook import Rulebook
from risk.us.account import ZERO, UsPosition, UsTerms


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage (or money per share) that governs, with the rules it comes from; None where a rule is
    missing.
    """

    value: Fraction | None
    rules: tuple[RuleRef, ...] = ()
    missing: tuple[str, ...] = ()


def rule_rate(rules: Rulebook, param: str, as_of: date, **scope: str) -> Rate:
    """The rule alone; where none is known on that day, the parameter and the day are named."""
    row = rules.in_force(param, as_of, **scope)
    number = row.number if row else None
    return Rate(number, quoted(row), () if number is not None else (f"{param}@{as_of.isoformat()}",))


def highest(rule: Rate, *agreed: tuple[str, Fraction | None]) -> Rate:
    """The rule, or what the client's agreement asks above it."""
    if rule.value is None:
        return rule
    known = [(value, name) for name, value in agreed if value is not None and value > rule.value]
    if not known:
        return rule
    value, name = max(known)
    return Rate(value, (*rule.rules, of_contract(name, value)))


def long_rate(rules: Rulebook, terms: UsTerms, row: UsPosition, as_of: date, param: str) -> Rate:
    """The maintenance percentage of a long position under `param`; a non-margin security counts in full."""
    if not row.marginable:
        return rule_rate(rules, "regt_non_margin", as_of)
    return highest(
        rule_rate(rules, param, as_of),
        ("maintenance", terms.maintenance),
        ("house_maintenance", terms.house_maintenance),
        ("house_maintenance", row.house_maintenance),
    )


def initial_rate(rules: Rulebook, terms: UsTerms, as_of: date) -> Rate:
    """The Regulation T percentage of a purchase."""
    return highest(rule_rate(rules, "regt_initial_long", as_of), ("initial", terms.initial))


def initial_short_rate(rules: Rulebook, terms: UsTerms, as_of: date) -> Rate:
    """What a short sale needs on top of its proceeds, of its market value."""
    rule = rule_rate(rules, "regt_initial_short", as_of)
    on_top = None if rule.value is None else rule.value - 1
    return highest(Rate(on_top, rule.rules, rule.missing), ("initial", terms.initial))


def short_per_share(rules: Rulebook, house: Sequence[Fraction | None], price: Fraction, as_of: date) -> Rate:
    """The maintenance requirement of one share sold short at `price`; `house` are percentages of the firm."""
    threshold = rule_rate(rules, "low_price_threshold", as_of)
    if threshold.value is None:
        return threshold
    band = "from_threshold" if price >= threshold.value else "below_threshold"
    share = rule_rate(rules, "maintenance_short_ratio", as_of, price_band=band)
    least = rule_rate(rules, "maintenance_short_per_share", as_of, price_band=band)
    if share.value is None or least.value is None:
        return Rate(None, (), (*share.missing, *least.missing))
    agreed = [each for each in house if each is not None and each > share.value]
    lines = tuple(of_contract("house_maintenance", each) for each in agreed)
    return Rate(
        max(least.value, *(each * price for each in (share.value, *agreed))),
        (*share.rules, *least.rules, *lines),
    )


def worth(row: UsPosition) -> Fraction | None:
    """Quantity at its price; nothing held is worth nothing whatever the price."""
    if row.quantity == 0:
        return ZERO
    return None if row.price is None else row.quantity * row.price
