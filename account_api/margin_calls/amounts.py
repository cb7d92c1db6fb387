"""The figures a call is told with: the ratio, what is lacking to the restore line, what is owed under a contract."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from risk.account import ZERO, Snapshot
from risk.calls.model import Kind
from risk.figure import Figure
from risk.margin import maintenance_ratio, shortfall_to_restore
from risk.money import display_ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.traced import given, traced
from risk.valuation import value

OWED_FORMULA = ("到期应还 = 未还本金 + 利息费用", "due = principal outstanding + interest and fees")


def figures_of(account: Snapshot, rules: Rulebook, contract: str | None) -> Mapping[str, Figure]:
    """By the names that texts of notices use: `ratio` and `amount`."""
    sheet = Sheet(value(account), rules)
    ratio = maintenance_ratio(sheet)
    if contract is not None:
        return {"ratio": ratio, "amount": owed_figure(account, contract)}
    return {"ratio": ratio, "amount": shortfall_to_restore(sheet)}


def owed_figure(account: Snapshot, contract: str) -> Figure:
    """Principal and interest of one contract, for a short its market value and fee; nothing once it is repaid."""
    principal, interest, missing = _sides_of(account, contract)
    total = None if principal is None or interest is None else principal + interest
    inputs = (
        given("principal", principal, account.currency, contract),
        given("interest", interest, account.currency, contract),
    )
    return traced(
        "due_under_contract",
        total,
        account.currency,
        OWED_FORMULA,
        inputs,
        account.as_of,
        direction="lower_safer",
        missing=missing,
    )


def _sides_of(account: Snapshot, contract: str) -> tuple[Fraction | None, Fraction | None, tuple[str, ...]]:
    """Principal and interest of a contract, and what is missing of them."""
    row = next((each for each in value(account).contracts if each.contract.contract == contract), None)
    if row is None:
        return ZERO, ZERO, ()
    principal = row.market_value if row.contract.kind == "short" else row.contract.amount
    lacking = ((principal, f"{row.contract.security}.price"), (row.interest, f"{contract}.interest"))
    return principal, row.interest, tuple(name for number, name in lacking if number is None)


def lines_shown(account: Snapshot, kind: Kind) -> dict[str, str]:
    """The line that began a call and the line that ends it, as contracts write them."""
    terms = account.terms
    line = (
        terms.minimum_line if kind == "minimum" and terms.minimum_line is not None else terms.liquidation_line
    )
    return {"line": display_ratio(line, "down"), "restore": display_ratio(terms.restore_line, "down")}


def money(figure: Figure) -> Decimal | None:
    """The amount as it is shown, to the fen; None where it is unknown."""
    return None if figure.value is None else Decimal(figure.display.replace(",", ""))
