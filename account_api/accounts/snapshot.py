"""The one place where rows become a `risk.account.Snapshot`.

The snapshot is taken from one position day; its prices are those of that day, and where a security has none, `market.quotes`
says whether an earlier one may stand in. Decimals become exact fractions here, and instants those of the booking zone, which
figures show.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.past import Past, past
from account_api.accounts.tables import (
    AccountDay,
    Contract,
    ContractDay,
    ContractTerms,
    ContractVersion,
    CreditAccount,
)
from account_api.accounts.tables import Holding as HoldingRow
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.market import queries as market
from account_api.market.quotes import Quote, quotes
from account_api.market.tables import Security, SecurityTerms
from risk import account as risk_account
from risk.account import DeadlineRule, Snapshot, Terms


@dataclass(frozen=True, slots=True)
class Market:
    """What is known of securities on one day."""

    securities: Mapping[str, Security]
    terms: Mapping[str, SecurityTerms]
    prices: Mapping[str, Quote]

    def price(self, code: str) -> Fraction | None:
        known = self.prices.get(code)
        return None if known is None else Fraction(known.price)

    def conversion_rate(self, code: str) -> Fraction | None:
        known = self.terms.get(code)
        return None if known is None else Fraction(known.conversion_rate)

    def time(self, codes: Collection[str]) -> datetime | None:
        """When the newest price of these securities was taken; the oldest, while one of the session before stands in."""
        known = [self.prices[code] for code in codes if code in self.prices]
        before = [each.at for each in known if each.stand_in == "session_before"]
        own = [each.at for each in known if each.stand_in is None]
        found = min(before) if before else max(own or [each.at for each in known], default=None)
        return found and found.astimezone(BOOKING_ZONE)

    def mixed(self, codes: Collection[str]) -> bool:
        """Whether prices of earlier days stand in among these securities', so that each names its own time."""
        return any(self.prices[code].stand_in is not None for code in codes if code in self.prices)


@dataclass(frozen=True, slots=True)
class Rows:
    """One position day of one account, as rows; `past` is what held on the day that it is judged as of."""

    client: Client
    account: CreditAccount
    terms: ContractTerms
    day: AccountDay
    holdings: Sequence[HoldingRow]
    contracts: Sequence[tuple[Contract, ContractDay]]
    past: Past


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
    known = market_of(session, day.day, held)
    then = past(session, as_of, (client.client_id,))
    return of_rows(Rows(client, account, terms, day, holdings, contracts, then), known, as_of)


def of_rows(rows: Rows, known: Market, as_of: date) -> Snapshot:
    """The same of rows that were read already, priced by `known`."""
    held = {row.security for row in rows.holdings} | {each.security for each, _ in rows.contracts}
    timed = known.mixed(held)
    contracts = tuple(
        _contract(contract, rows.past.contract(contract), state, known, timed)
        for contract, state in rows.contracts
    )
    return Snapshot(
        id=rows.client.client_id,
        as_of=as_of,
        terms=read_terms(rows.terms),
        cash=Fraction(rows.day.cash),
        other_collateral=Fraction(rows.day.other_collateral),
        fees=Fraction(rows.day.fees),
        collateral=tuple(_holding(row, known, timed) for row in rows.holdings),
        financing=tuple(each for each in contracts if each.kind == "financing"),
        shorts=tuple(each for each in contracts if each.kind == "short"),
        credit_line=_fraction(rows.past.line(rows.account)),
        jurisdiction=rows.account.jurisdiction,
        currency=rows.account.currency,
        client_class=rows.client.client_class,
        taken_at=rows.day.taken_at.astimezone(BOOKING_ZONE),
        price_time=known.time(held),
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


def market_of(session: Session, day: date, codes: set[str]) -> Market:
    """Securities, prices and terms of these codes on `day`."""
    return Market(
        securities=market.named(session, codes),
        terms=market.terms(session, day, codes),
        prices=quotes(session, day, codes),
    )


def _holding(row: HoldingRow, known: Market, timed: bool) -> risk_account.Holding:
    security, terms = known.securities[row.security], known.terms.get(row.security)
    quote = known.prices.get(row.security) if timed else None
    return risk_account.Holding(
        security=row.security,
        quantity=row.quantity,
        price=known.price(row.security),
        conversion_rate=known.conversion_rate(row.security),
        status="normal" if terms is None else terms.status,
        lot=security.lot,
        asset_class=security.asset_class,
        price_time=None if quote is None else quote.at.astimezone(BOOKING_ZONE),
        stand_in=None if quote is None else quote.stand_in,
    )


def _contract(
    row: Contract, then: Contract | ContractVersion, state: ContractDay, known: Market, timed: bool
) -> risk_account.Contract:
    quote = known.prices.get(row.security) if timed else None
    return risk_account.Contract(
        contract=row.contract_id,
        kind=row.kind,
        security=row.security,
        quantity=state.quantity,
        price=known.price(row.security),
        amount=Fraction(state.amount),
        conversion_rate=known.conversion_rate(row.security),
        margin_ratio=Fraction(then.margin_ratio),
        opened=row.opened,
        due=then.due,
        extended=tuple(date.fromisoformat(day) for day in then.extended),
        annual_rate=Fraction(row.annual_rate),
        fee_basis=row.fee_basis,
        interest=Fraction(state.interest),
        price_time=None if quote is None else quote.at.astimezone(BOOKING_ZONE),
        stand_in=None if quote is None else quote.stand_in,
    )


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
