"""What an account owner can ask: terms, figures, positions, history. Every number comes from `risk`."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts import view as views
from account_api.accounts.contract import (
    AccountPublic,
    CallDeadlinePublic,
    ContractPublic,
    CreditLinePublic,
    FiguresPublic,
    HistoryDayPublic,
    HistoryPublic,
    HoldingPublic,
    PositionsPublic,
    TermsPublic,
)
from account_api.accounts.tables import ContractTerms
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.market import queries as market
from account_api.market.tables import Security
from account_api.texts import plain
from risk.evaluation import evaluate
from risk.figure import trace
from risk.money import to_text
from risk.rulebook import Rulebook
from risk.valuation import PricedContract, PricedHolding, value

HISTORY_DAYS = 10


def account(view: View) -> AccountPublic:
    """The account without its figures. The name is masked."""
    line = view.account.credit_line
    return AccountPublic.model_validate(
        {
            **view.origin(),
            "name_masked": view.client.name_masked,
            "currency": view.account.currency,
            "jurisdiction": view.account.jurisdiction,
            "terms": terms(view.terms),
            "credit_line": None if line is None else plain(line),
        }
    )


def figures(view: View, rules: Rulebook) -> FiguresPublic:
    """Every figure; without a position they are all indeterminate and name what is missing."""
    origin = {**view.origin(), "currency": view.account.currency, "terms": terms(view.terms)}
    if view.snapshot is not None:
        return FiguresPublic.model_validate({**evaluate(view.snapshot, rules).as_json(), **origin})
    unknown = {name: view.unknown(name) for name in views.ALWAYS_SHOWN}
    return FiguresPublic.model_validate(
        {
            **origin,
            "band": "indeterminate",
            "figures": {name: figure.as_json() for name, figure in unknown.items()},
            "findings": [],
            "trace_id": trace({name: figure.trace_id for name, figure in unknown.items()}),
        }
    )


def history(session: Session, view: View, rules: Rulebook) -> HistoryPublic:
    """The band and the maintenance ratio of the last position days."""
    newest_first = [
        (snapshot.as_of, evaluate(snapshot, rules))
        for snapshot in views.backwards(session, view, HISTORY_DAYS)
    ]
    days = [
        HistoryDayPublic(
            date=day,
            band=found.band,
            maintenance_ratio=found.figures["maintenance_ratio"].as_json(),
        )
        for day, found in reversed(newest_first)
    ]
    return HistoryPublic(client_id=view.client.client_id, days=days, reference_days=[])


def positions(session: Session, view: View, named: Mapping[str, Security] | None = None) -> PositionsPublic:
    """Holdings and open contracts of the position day, priced; `named` are the securities by code where they were read before."""
    if view.snapshot is None:
        unknown = dict.fromkeys(("cash", "other_collateral", "fees"))
        return PositionsPublic.model_validate({**view.origin(), **unknown, "holdings": [], "contracts": []})
    priced = value(view.snapshot)
    names = market.named(session, view.codes) if named is None else named
    return PositionsPublic.model_validate(
        {
            **view.origin(),
            "cash": to_text(view.snapshot.cash),
            "other_collateral": to_text(view.snapshot.other_collateral),
            "fees": to_text(view.snapshot.fees),
            "holdings": [_holding(row, names) for row in priced.holdings],
            "contracts": [_contract(row, names, view.as_of) for row in priced.contracts],
        }
    )


def credit_lines(session: Session, client: Client) -> list[CreditLinePublic]:
    """What the client's credit line was over time, the newest first."""
    return [
        CreditLinePublic(valid_from=row.valid_from, amount=plain(row.amount), reason=row.reason)
        for row in queries.credit_lines(session, client.client_id)
    ]


def terms(row: ContractTerms | None) -> TermsPublic | None:
    """The contract as shown: lines as decimal strings of a ratio; None where none was in force."""
    if row is None:
        return None
    return TermsPublic(
        warning_line=plain(row.warning_line),
        liquidation_line=plain(row.liquidation_line),
        restore_line=plain(row.restore_line),
        minimum_line=None if row.minimum_line is None else plain(row.minimum_line),
        withdrawal_line=plain(row.withdrawal_line),
        day_basis=row.day_basis,
        call_deadline=CallDeadlinePublic(trading_days=row.call_trading_days, time=row.call_time),
        clauses=row.clauses,
    )


def _holding(row: PricedHolding, names: Mapping[str, Security]) -> HoldingPublic:
    held = row.holding
    return HoldingPublic(
        security=held.security,
        name=names[held.security].name,
        name_en=names[held.security].name_en,
        quantity=held.quantity,
        price=_text(row.price),
        market_value=_text(row.market_value),
        conversion_rate=_text(held.conversion_rate),
        status=held.status,
    )


def _contract(row: PricedContract, names: Mapping[str, Security], as_of: date) -> ContractPublic:
    owed = row.contract
    return ContractPublic(
        contract=owed.contract,
        kind=owed.kind,
        security=owed.security,
        name=names[owed.security].name,
        name_en=names[owed.security].name_en,
        quantity=owed.quantity,
        price=_text(owed.price),
        market_value=_text(row.market_value),
        amount=to_text(owed.amount),
        opened=owed.opened,
        due=owed.due,
        days_to_due=None if owed.due is None else (owed.due - as_of).days,
        annual_rate=_text(owed.annual_rate),
        interest=_text(row.interest),
        margin_ratio=_text(owed.margin_ratio),
        fee_basis=owed.fee_basis if owed.kind == "short" else None,
    )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else to_text(value)
