"""Which margin-ratio floor binds one open contract.

The two sides of the business follow opposite rules. A *financing* contract keeps the floor of the day it
was opened, and so do its extensions; a later cut that covers outstanding contracts (2023-09-11) lets the
firm agree a lower ratio, nothing raises it. A *short* contract keeps the floor of its opening too, but an
extension brings it under the rule for extensions in force on the day it is extended (since 2024-07-22).
What the firm has set for contracts opened on that day, or for all of them, counts where it asks for more.
"""

from datetime import date

from risk.account import ClientClass, Contract
from risk.rulebook.integrity import tighter
from risk.rulebook.model import Row, Rulebook

MARGIN_RATIO = {"financing": "financing_margin_ratio", "short": "short_margin_ratio"}


def for_contract(
    rules: Rulebook, contract: Contract, client_class: ClientClass, as_of: date, *, agreed: bool = True
) -> Row | None:
    """The floor that binds `contract` on `as_of`; None where no rule is known for its opening day.

    A cut of outstanding contracts counts only where the firm agreed to it: `agreed` False leaves it out.
    """
    if contract.kind == "financing":
        return _financing_floor(rules, contract, client_class, as_of, agreed)
    return _short_floor(rules, contract, client_class, as_of)


def _financing_floor(
    rules: Rulebook, contract: Contract, client_class: ClientClass, as_of: date, agreed: bool
) -> Row | None:
    param = MARGIN_RATIO["financing"]
    opening, house = rules.rule_and_house(param, contract.opened, client_class=client_class)
    if opening is None or opening.number is None:
        return opening
    cuts = [
        row
        for row in rules.history(param, client_class=client_class)
        if agreed
        and row.layer != "firm"
        and row.applies_to == "all"
        and row.number is not None
        and contract.opened < row.valid_from <= as_of
    ]
    floor = min((opening, *cuts), key=lambda row: row.number or 0)
    return _with_house(rules, tighter(floor, house), param, client_class, as_of)


def _short_floor(rules: Rulebook, contract: Contract, client_class: ClientClass, as_of: date) -> Row | None:
    param = MARGIN_RATIO["short"]
    opening = rules.in_force(param, contract.opened, client_class=client_class)
    days = [day for day in contract.extended if day <= as_of]
    at_extension = [
        row
        for row in rules.history(param, client_class=client_class)
        if row.applies_to == "extension" and days and row.covers(max(days))
    ]
    rule = max((r for r in at_extension if r.layer != "firm"), key=lambda r: len(r.scope), default=None)
    house = max((r for r in at_extension if r.layer == "firm"), key=lambda r: len(r.scope), default=None)
    return _with_house(rules, tighter(rule, house) or opening, param, client_class, as_of)


def _with_house(
    rules: Rulebook, floor: Row | None, param: str, client_class: ClientClass, as_of: date
) -> Row | None:
    """The floor, or what the firm asks for all contracts on `as_of` where that is more."""
    house = rules.rule_and_house(param, as_of, client_class=client_class)[1]
    return floor if house is None or house.applies_to != "all" else tighter(floor, house)
