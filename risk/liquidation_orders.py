"""The orders of a forced liquidation as data: what goes first, by names that a contract or a firm lists.

| name | what it stands for |
|---|---|
| `cash` | the account's own cash repays |
| `shorts` | what is sold short is bought back, in the book's order, with all the cash there is |
| a security | that security is sold |
| `liquidity` | what is left, the largest average daily turnover first |
| `loss` | what is left, the largest loss on what was bought on margin first; own shares, whose cost is unknown, last |
| `opened` | what is left, by the oldest margin purchase of it; own shares last |
| `value` | what is left, the largest market value first |
| `book` | what is left, as the book has it |

What an order names neither itself nor by a rule is not sold. Where the contract names no order, `ASSUMED` is taken
and said to be assumed.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from risk.account import ZERO
from risk.disposal import Stock
from risk.fields import BookError, refuse
from risk.valuation import Valuation, security_of

CASH, SHORTS = "cash", "shorts"
ASSUMED = (CASH, "value", SHORTS)
LIQUIDITY = "liquidity"
Sorting = Callable[[Stock, Valuation, Mapping[str, int]], Any]


def _turnover(stock: Stock, _: Valuation, volumes: Mapping[str, int]) -> Fraction:
    return -stock.price * volumes.get(stock.security, 0)


def _gain(stock: Stock, valuation: Valuation, _: Mapping[str, int]) -> Fraction:
    rows = [row for row in valuation.financing if row.contract.security == stock.security]
    return sum((row.floating or ZERO for row in rows), ZERO)


def _opened(stock: Stock, valuation: Valuation, _: Mapping[str, int]) -> date:
    rows = (row.contract for row in valuation.financing if row.contract.security == stock.security)
    return min((row.opened for row in rows), default=date.max)


def _worth(stock: Stock, _: Valuation, __: Mapping[str, int]) -> Fraction:
    return -stock.price * (stock.settled + stock.unsettled)


def _as_it_stands(_: Stock, __: Valuation, ___: Mapping[str, int]) -> Fraction:
    return ZERO


RULES: Mapping[str, Sorting] = MappingProxyType(
    {LIQUIDITY: _turnover, "loss": _gain, "opened": _opened, "value": _worth, "book": _as_it_stands}
)


def check_liquidation_order(valuation: Valuation, order: Sequence[str], path: str) -> None:
    """Raise `BookError` for a name that means nothing for this account, or comes twice, or a second rule."""
    known = {CASH, SHORTS, *RULES, *(security_of(row) for row in valuation.longs)}
    errors = []
    for i, name in enumerate(order):
        if name not in known:
            errors.append(refuse(f"{path}[{i}]", "not_one_of", name))
        elif name in order[:i]:
            errors.append(refuse(f"{path}[{i}]", "duplicate", name))
        elif name in RULES and any(each in RULES for each in order[:i]):
            errors.append(refuse(f"{path}[{i}]", "contradicts", name))
    if errors:
        raise BookError(errors)


def sorted_by(
    rule: str, stocks: Sequence[Stock], valuation: Valuation, volumes: Mapping[str, int]
) -> list[Stock]:
    """The stocks in the order of a rule; those it does not tell apart stay in the book's order."""
    sorting = RULES[rule]
    return sorted(stocks, key=lambda stock: sorting(stock, valuation, volumes))
