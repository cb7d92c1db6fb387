"""How much of an account is one security, and how much the firm lets an order make of it.

Own holdings and what was bought on margin count together against total assets; a short counts its market
value. The limit is read in the band of the maintenance ratio: below 180 % half of all assets, below 240 % 70 %,
none above, as the firm's rows say; product clients have a table of their own. It binds orders that add to the
security, not prices that move.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from risk.account import ZERO
from risk.figure import Figure, Input
from risk.money import parse, total
from risk.ratio import Ratio
from risk.rulebook.model import Row, Rulebook
from risk.sheet import Sheet
from risk.valuation import Priced, security_of

LIMIT = "concentration_limit"
NO_LIMIT = 1
_FROM, _CLASS = "ratio_from", "client_class"


@lru_cache(64)
def table(rules: Rulebook, client_class: str, as_of: date) -> tuple[Row, ...]:
    """The limits of a client's class, or those of everyone where the class has none, lowest ratio first."""
    rows = [row for row in rules.rows(LIMIT) if row.covers(as_of) and row.number is not None]
    own = [row for row in rows if row.scope.get(_CLASS) == client_class]
    return tuple(sorted(own or [row for row in rows if _CLASS not in row.scope], key=ratio_from))


def ratio_from(row: Row) -> Fraction:
    """The maintenance ratio from which a limit applies."""
    return parse(row.scope.get(_FROM, "0"), _FROM)


def limit_at(rows: Sequence[Row], ratio: Ratio | None) -> Row | None:
    """The limit in the band of `ratio`; None where nothing is owed, the ratio is unknown or no row is known."""
    if ratio is None or not ratio.defined:
        return None
    return next((row for row in reversed(rows) if ratio.at_least(ratio_from(row))), None)


def concentrations(sheet: Sheet) -> list[Figure]:
    """One figure per security owned, as collateral or bought on margin: `concentration.<code>`."""
    owned: dict[str, list[Priced]] = {}
    for row in sheet.valuation.longs:
        owned.setdefault(security_of(row), []).append(row)
    limit = _limit(sheet)
    return [_share(sheet, f"concentration.{code}", rows, limit) for code, rows in owned.items()]


def concentration(sheet: Sheet, code: str) -> Figure:
    """The share of `code` in total assets, 0 where none is owned, with the limit of the ratio's band."""
    rows = [row for row in sheet.valuation.longs if security_of(row) == code]
    return _share(sheet, f"concentration.{code}", rows, _limit(sheet))


def short_concentration(sheet: Sheet, code: str) -> Figure:
    """The market value of `code` owed, against total assets: `short_concentration.<code>`."""
    rows = [row for row in sheet.valuation.shorts if row.contract.security == code]
    return _share(sheet, f"short_concentration.{code}", rows, _limit(sheet))


def _limit(sheet: Sheet) -> Row | None:
    snapshot = sheet.snapshot
    return limit_at(table(sheet.rules, snapshot.client_class, snapshot.as_of), sheet.ratio)


def _share(sheet: Sheet, name: str, rows: Sequence[Priced], row: Row | None) -> Figure:
    valuation = sheet.valuation
    worth = total(row.market_value or ZERO for row in rows)
    unpriced = tuple(f"{security_of(row)}.price" for row in rows if row.market_value is None)
    missing = tuple(dict.fromkeys((*valuation.missing_assets, *unpriced)))
    limit = () if row is None else (Input(LIMIT, row.number, "ratio", "rulebook"),)
    return sheet.figure(
        name,
        None if valuation.assets is None else Ratio(worth, valuation.assets).value,
        "lower_safer",
        (*(sheet.market_value(each) for each in rows), sheet.assets(), *limit),
        unit="ratio",
        rule=() if row is None else (row.ref(),),
        missing=missing,
    )
