"""What changed in a client's contract: every version, and beside each what it says otherwise than the one before."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from account_api.accounts import queries, service
from account_api.accounts.contract import (
    ContractChangePublic,
    ContractChangesPublic,
    ContractVersionPublic,
    LoanVersionPublic,
)
from account_api.accounts.tables import ContractTerms, ContractVersion
from account_api.accounts.view import View
from account_api.texts import plain

CLAUSES, ORDER = "clauses", "liquidation_order"


def contract_changes(session: Session, view: View, since: date | None) -> ContractChangesPublic:
    """The versions and their differences, oldest first; those that began on or after `since`, or all of them."""
    rows = queries.versions(session, view.account.account_id)
    earlier = queries.versions_after(session, date.min, [view.client.client_id])
    start = date.min if since is None else since
    changes = [change for before, after in pairwise(rows) for change in _between(before, after)]
    return ContractChangesPublic(
        client_id=view.client.client_id,
        versions=[_version(row) for row in rows],
        changes=[each for each in changes if each.valid_from >= start],
        loans=[_loan(row) for row in reversed(list(earlier)) if row.until >= start],
    )


def _loan(row: ContractVersion) -> LoanVersionPublic:
    said = row.model_dump(include={"until", "due", "extended"})
    return LoanVersionPublic(contract=row.contract_id, margin_ratio=plain(row.margin_ratio), **said)


def _version(row: ContractTerms) -> ContractVersionPublic:
    shown = service.terms(row)
    assert shown is not None
    return ContractVersionPublic(
        valid_from=row.valid_from, terms=shown, liquidation_order=row.liquidation_order
    )


def _between(before: ContractTerms, after: ContractTerms) -> Iterator[ContractChangePublic]:
    """Every term that the two say differently; a clause that was renumbered is a change named clauses.<name>."""
    was, is_now = _said(before), _said(after)
    for name in dict.fromkeys((*was, *is_now)):
        if was.get(name) != is_now.get(name):
            yield ContractChangePublic(
                valid_from=after.valid_from,
                name=name,
                before=was.get(name),
                after=is_now.get(name),
                clause=after.clauses.get(name.removeprefix(f"{CLAUSES}.")),
            )


def _said(row: ContractTerms) -> dict[str, Any]:
    """One version flat: terms by name as they are shown, then its clauses."""
    shown = service.terms(row)
    assert shown is not None
    terms = shown.model_dump(exclude={CLAUSES})
    return {
        **terms,
        ORDER: row.liquidation_order,
        **{f"{CLAUSES}.{name}": no for name, no in row.clauses.items()},
    }
