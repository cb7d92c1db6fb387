"""The one place where rows become a `risk.account.Snapshot`.

The snapshot is taken from one position day; its prices are those of exactly that day, so an unpriced
security stays unknown instead of being valued at yesterday's price. Decimals become exact fractions here, and
instants those of the booking zone, which figures show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.tables import AccountDay, Contract, ContractDay, ContractTerms, CreditAccount
from account_api.accounts.tables import Holding as HoldingRow
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.market import queries as market
from account_api.market.tables import Price, Security, SecurityTerms
from risk import account as risk_account
from risk.account import DeadlineRule, Snapshot, Terms


@dataclass(frozen=True, slots=True)
class _Market:
    """What is known of the securities of one account on one day."""

    securities: Mapping[str, Security]
    terms: Mapping[str, SecurityTerms]
    prices: Mapping[str, Price]

    def price(self, code: str) -> Fraction | None:
        known = self.prices.get(code)
        return None if known is None else Fraction(known.price)

    def conversion_rate(self, code: str) -> Fraction | None:
        known = self.terms.get(code)
        return None if known is None else Fraction(known.conversion_rate)

    def time(self) -> datetime | None:
        newest = max((price.at for price in self.prices.values()), default=None)
        return newest and newest.astimezone(BOOKING_ZONE)


def read(
    session: Session,
    client: Client,
    account: CreditAccount,
    terms: ContractTerms,
    day: AccountDay,
    as_of: date,
) -> Snapshot:
    """The account as it stood at the close of `day`, to be judged by the rules of `as_of`."""
    holdings = queries.holdings(session, account.account_id, day.day)
    contracts = queries.contracts(session, account.account_id, day.day)
    held = {holding.security for holding in holdings} | {contract.security for contract, _ in contracts}
    known = _market(session, day.day, held)
    open_contracts = tuple(_contract(contract, state, known) for contract, state in contracts)
    return Snapshot(
        id=client.client_id,
        as_of=as_of,
        terms=read_terms(terms),
        cash=Fraction(day.cash),
        other_collateral=Fraction(day.other_collateral),
        fees=Fraction(day.fees),
        collateral=tuple(_holding(row, known) for row in holdings),
        financing=tuple(each for each in open_contracts if each.kind == "financing"),
        shorts=tuple(each for each in open_contracts if each.kind == "short"),
        credit_line=_fraction(account.credit_line),
        jurisdiction=account.jurisdiction,
        currency=account.currency,
        client_class=client.client_class,
        taken_at=day.taken_at.astimezone(BOOKING_ZONE),
        price_time=known.time(),
    )


def read_terms(row: ContractTerms) -> Terms:
    """The contract's lines as exact ratios; raises nothing, for the columns refuse what is no ratio or time."""
    return Terms(
        warning_line=Fraction(row.warning_line),
        liquidation_line=Fraction(row.liquidation_line),
        restore_line=Fraction(row.restore_line),
        minimum_line=_fraction(row.minimum_line),
        withdrawal_line=Fraction(row.withdrawal_line),
        day_basis=row.day_basis,
        call_deadline=DeadlineRule(row.call_trading_days, time.fromisoformat(row.call_time)),
        clauses=row.clauses,
        liquidation_order=tuple(row.liquidation_order or ()),
    )


def _market(session: Session, day: date, codes: set[str]) -> _Market:
    return _Market(
        securities=market.named(session, codes),
        terms=market.terms(session, day, codes),
        prices=market.prices(session, day, codes),
    )


def _holding(row: HoldingRow, known: _Market) -> risk_account.Holding:
    security, terms = known.securities[row.security], known.terms.get(row.security)
    return risk_account.Holding(
        security=row.security,
        quantity=row.quantity,
        price=known.price(row.security),
        conversion_rate=known.conversion_rate(row.security),
        status="normal" if terms is None else terms.status,
        lot=security.lot,
        asset_class=security.asset_class,
    )


def _contract(row: Contract, state: ContractDay, known: _Market) -> risk_account.Contract:
    return risk_account.Contract(
        contract=row.contract_id,
        kind=row.kind,
        security=row.security,
        quantity=state.quantity,
        price=known.price(row.security),
        amount=Fraction(state.amount),
        conversion_rate=known.conversion_rate(row.security),
        margin_ratio=Fraction(row.margin_ratio),
        opened=row.opened,
        due=row.due,
        extended=tuple(date.fromisoformat(day) for day in row.extended),
        annual_rate=Fraction(row.annual_rate),
        fee_basis=row.fee_basis,
        interest=Fraction(state.interest),
    )


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
