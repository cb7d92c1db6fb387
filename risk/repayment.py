"""Money repaid to an account's debts, contract by contract: interest before principal, in an order that is data.

The order names contracts, which come first as they are named, and then one rule for the rest: `due` (the nearest
due day first), `opened` (the oldest first), `rate` (the dearest first) or `book` (as the book has them). Fees of
the account come before every contract. A short contract takes its interest only: its securities are returned.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from risk.account import ZERO, Contract, Snapshot
from risk.fields import BookError, refuse
from risk.money import to_text

DEFAULT_ORDER = ("due",)
_RULES: Mapping[str, Callable[[Contract], Any]] = MappingProxyType(
    {
        "due": lambda row: (row.due or date.max, row.opened),
        "opened": lambda row: row.opened,
        "rate": lambda row: -(row.annual_rate or ZERO),
        "book": lambda _: 0,
    }
)
REPAYMENT_RULES = tuple(_RULES)


@dataclass(frozen=True, slots=True)
class Repaid:
    """What one contract received; `contract` None stands for the fees of the account."""

    contract: str | None
    interest: Fraction
    principal: Fraction

    def as_json(self) -> dict[str, str | None]:
        return {
            "contract": self.contract,
            "interest": to_text(self.interest),
            "principal": to_text(self.principal),
        }


def check_order(s: Snapshot, order: Sequence[str], path: str = "repay_first") -> None:
    """Raise `BookError` for a name that is neither a contract of the account nor a rule, or that comes twice."""
    known = {row.contract for _, row in s.contracts()} | set(REPAYMENT_RULES)
    errors = [refuse(f"{path}[{i}]", "not_one_of", name) for i, name in enumerate(order) if name not in known]
    errors += [refuse(f"{path}[{i}]", "duplicate", name) for i, name in enumerate(order) if name in order[:i]]
    if errors:
        raise BookError(errors)


def repay(
    s: Snapshot, money: Fraction, order: Sequence[str] = DEFAULT_ORDER
) -> tuple[Snapshot, tuple[Repaid, ...]]:
    """The account once `money`, at most what money can repay, has gone to its debts; its cash is not touched.

    Every interest of `s` is a number (see `risk.what_if.changed`).
    """
    fees = min(money, s.fees)
    left, repaid = money - fees, [Repaid(None, fees, ZERO)] if fees else []
    paid: dict[int, Contract] = {}
    for row in _in_order(s, order):
        owed = row.interest or ZERO
        interest = min(left, owed)
        principal = min(left - interest, row.amount) if row.kind == "financing" else ZERO
        left -= interest + principal
        if interest or principal:
            repaid.append(Repaid(row.contract, interest, principal))
            paid[id(row)] = replace(row, interest=owed - interest, amount=row.amount - principal)
    after = replace(
        s,
        fees=s.fees - fees,
        financing=tuple(paid.get(id(row), row) for row in s.financing),
        shorts=tuple(paid.get(id(row), row) for row in s.shorts),
    )
    return after, tuple(repaid)


def _in_order(s: Snapshot, order: Sequence[str]) -> list[Contract]:
    rule = next((name for name in order if name in _RULES), DEFAULT_ORDER[0])
    named = {name: i for i, name in enumerate(order)}
    rows = [row for _, row in s.contracts()]
    return sorted(rows, key=lambda row: (named.get(row.contract, len(named)), _RULES[rule](row)))
