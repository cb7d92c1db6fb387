"""How an extension of one contract stands today: the conditions of `risk`, and what an approval would make of the contract."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts.margin_calls import margin_call
from account_api.accounts.view import View
from account_api.context import Context
from account_api.decisions.applicant import flag
from account_api.errors import NotFound, StateChanged
from account_api.extensions import queries
from account_api.planning.position import position
from risk import account as risk_account
from risk.decision import Decision
from risk.evaluation import evaluate
from risk.extension import Extension, check_extension, extended_due
from risk.rulebook import floors


@dataclass(frozen=True, slots=True)
class Checked:
    """An open contract, the decision about its extension, and its due day and margin ratio after one."""

    contract: risk_account.Contract
    months: int
    decision: Decision
    due_after: date | None
    margin_ratio_after: Fraction


def check(ctx: Context, session: Session, view: View, contract_id: str, months: int) -> Checked:
    """Raises NotFound for a contract that is not the account's, StateChanged for one that is closed."""
    account = position(view)
    contract = _open(session, view, account, contract_id)
    call = margin_call(ctx, session, view, ctx.clock.local())
    asked = Extension(
        view.as_of,
        contract.due,
        months,
        evaluate(account, ctx.rules).figures["maintenance_ratio"],
        len(contract.extended),
        call is not None,
        flag(view.client, "blacklisted"),
    )
    due = None if contract.due is None else extended_due(contract.due, months)
    return Checked(contract, months, check_extension(asked, ctx.rules), due, _margin(ctx, view, contract))


def _open(
    session: Session, view: View, account: risk_account.Snapshot, contract_id: str
) -> risk_account.Contract:
    for _, each in account.contracts():
        if each.contract == contract_id and (each.quantity or each.amount):
            return each
    if queries.contract(session, view.account.account_id, contract_id) is None:
        raise NotFound("There is no such contract.", "没有该合约。")
    raise StateChanged("This contract has been closed.", "该合约已了结，无法展期。")


def _margin(ctx: Context, view: View, contract: risk_account.Contract) -> Fraction:
    """The ratio after an extension today: that of the contract, or what the rules then ask for where it is more."""
    later = replace(contract, extended=(*contract.extended, view.as_of))
    floor = floors.for_contract(ctx.rules, later, view.client.client_class, view.as_of)
    known = contract.margin_ratio or Fraction(0)
    return known if floor is None or floor.number is None else max(known, floor.number)
