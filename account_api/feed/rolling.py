"""Many accounts carried into a day at once: the same lines, interest counted on by the rule of `lines`, in a few statements.

What is held is copied by the database itself; what is owed comes through here, for its interest. One account at a time this
costs a handful of statements each, while every other writer waits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.accounts.tables import AccountDay, Contract, ContractDay, CreditAccount
from account_api.db import insert_all
from account_api.feed import ledger, many_accounts
from account_api.feed.lines import ZERO, Counting, DayLines, Line, rolled

AT_ONCE = 2000
"""Accounts in one round of statements; below what a database takes as parameters of one."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What interest is counted with: day bases by account and since when, and prices by security and day."""

    bases: Mapping[str, Sequence[tuple[date, int]]]
    prices: Mapping[tuple[str, date], Fraction]

    def day_basis(self, account_id: str, day: date) -> int:
        """The basis of the newest terms that had begun by `day`."""
        begun = [basis for since, basis in self.bases.get(account_id, ()) if since <= day]
        return begun[-1] if begun else ledger.DAY_BASIS


def roll_all(session: Session, accounts: Sequence[CreditAccount], day: date, at: datetime) -> int:
    """Gives each of these accounts (held still by the caller) a row of `day` where its ledger ends before it; how many had
    none. An account without a ledger has none to roll.
    """
    return sum(
        _roll(session, [each.account_id for each in accounts[first : first + AT_ONCE]], day, at)
        for first in range(0, len(accounts), AT_ONCE)
    )


def _roll(session: Session, accounts: Sequence[str], day: date, at: datetime) -> int:
    newest = many_accounts.ending_before(session, accounts, day)
    if not newest:
        return 0
    owed = many_accounts.outstanding(session, [each.account_id for each in newest], day)
    insert_all(session, AccountDay, [_carried(each, day, at) for each in newest])
    many_accounts.copy_holdings(session, {each.account_id for each in newest}, day)
    insert_all(session, ContractDay, list(_counted_on(owed, day, _facts(session, owed))))
    return len(newest)


def _carried(row: AccountDay, day: date, at: datetime) -> dict[str, Any]:
    sums = row.model_dump(include={"account_id", "cash", "fees", "other_collateral"})
    return {**sums, "day": day, "taken_at": at}


def _facts(session: Session, owed: Sequence[tuple[Contract, ContractDay]]) -> _Facts:
    valued = {contract.security for contract, _ in owed if contract.fee_basis == "market_value"}
    since = min((state.day for _, state in owed), default=date.max)
    accounts = {contract.account_id for contract, _ in owed}
    return _Facts(many_accounts.day_bases(session, accounts), ledger.prices_since(session, valued, since))


def _counted_on(
    owed: Sequence[tuple[Contract, ContractDay]], day: date, facts: _Facts
) -> Iterator[dict[str, Any]]:
    """The rows of what is still outstanding, each a day's lines of one contract rolled on."""
    for contract, state in owed:
        name = contract.contract_id
        basis = facts.day_basis(contract.account_id, state.day)
        counting = Counting({name: ledger.bond_of(contract)}, basis, facts.prices)
        after = rolled(DayLines(state.day, _lines(state)), day, counting)
        if after:
            yield {
                "contract_id": name,
                "day": day,
                "quantity": int(after.get(Line("quantity", name), ZERO)),
                "amount": after.get(Line("amount", name), ZERO),
                "interest": after.get(Line("interest", name), ZERO),
            }


def _lines(state: ContractDay) -> dict[Line, Decimal]:
    name = state.contract_id
    known = {
        Line("quantity", name): Decimal(state.quantity),
        Line("amount", name): state.amount,
        Line("interest", name): state.interest,
    }
    return {line: amount for line, amount in known.items() if amount}
