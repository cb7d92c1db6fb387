"""What repaying one contract that was not repaid when it came due would take: the account is sold down for that contract alone.

A margin purchase: own cash repays, then the shares bought under it are sold, then collateral in the contract's order. A short
sale: it is bought back with the cash there is, own cash pays its fee, then collateral in that order makes up what lacks. Debts
under other contracts are no part of it. That cash and the contract's own shares go first is firm-set.
"""

from collections.abc import Mapping
from dataclasses import replace

from risk.account import ZERO, Contract, Snapshot
from risk.liquidation import LiquidationRequest, liquidate
from risk.liquidation_orders import ASSUMED, CASH, RULES, SHORTS
from risk.liquidation_run import Liquidation
from risk.margin import maintenance_ratio
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.trading import own_cash
from risk.valuation import value

_OWN_FIGURES = ("plan_traded", "plan_costs", "residual_debt")


def close_contract(s: Snapshot, rules: Rulebook, row: Contract, volumes: Mapping[str, int]) -> Liquidation:
    """The run that repays the contract `row` of the account, or as much of it as can be.

    `before` is the ratio of the whole account, `residual_debt` what the account cannot repay of this contract.
    """
    alone = _alone(s, row)
    first = (SHORTS, CASH) if row.kind == "short" else (CASH, row.security)
    held = {each.security for each in alone.collateral} | {each.security for each in alone.financing}
    known = {CASH, SHORTS, *RULES, *held}
    agreed = (name for name in s.terms.liquidation_order or ASSUMED if name in known)
    order = tuple(dict.fromkeys((*first, *agreed)))
    run = liquidate(alone, rules, LiquidationRequest(order=order, until="no_debt", volumes=volumes))
    figures = {name: run.figures[name] for name in _OWN_FIGURES if name in run.figures}
    return replace(run, before=maintenance_ratio(Sheet(value(s), rules)), figures=figures, findings=())


def _alone(s: Snapshot, row: Contract) -> Snapshot:
    """The account as if the contract were its only debt; the proceeds of other short sales repay no loan."""
    if row.kind == "short":
        return replace(s, fees=ZERO, financing=(), shorts=(row,))
    return replace(s, cash=own_cash(s), fees=ZERO, financing=(row,), shorts=())
