"""Inserting the demo firm: securities, prices of one week, personas with their ledgers, staff, firm
parameters.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, select

from account_api.accounts.tables import (
    AccountDay,
    Contract,
    ContractDay,
    ContractTerms,
    CreditAccount,
    Holding,
)
from account_api.audit import Event
from account_api.auth.roles import Role
from account_api.auth.tables import User
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.columns import METADATA, Row
from account_api.consents.tables import Consent
from account_api.context import Context
from account_api.demo import abroad, agreements, announced, applications, calls, history
from account_api.demo.firm_facts import CLAUSES, FINANCING_RATE, INTERNAL, SHORT_RATE, SHOWN, STAFF
from account_api.demo.persona import Owed, Persona, Position
from account_api.demo.personas import PERSONAS, WANT_LESSONS, WATCH
from account_api.firm.tables import FirmParameter
from account_api.market.tables import Price, Security, SecurityTerms, ShortInventory
from risk.account import Contract as RiskContract
from risk.interest import accrued

WEEK = (
    (date(2026, 11, 16), Decimal("1.13")),
    (date(2026, 11, 17), Decimal("1.105")),
    (date(2026, 11, 18), Decimal("1.07")),
    (date(2026, 11, 19), Decimal("1.04")),
    (date(2026, 11, 20), Decimal("1.00")),
)
"""The demo week: each day's prices of shares as a multiple of Friday's. A week of falling prices."""

UNPRICED = (("301236.SZ", date(2026, 11, 20)),)
STEADY = frozenset({"cash_or_treasury"})
LISTED_SINCE = date(2026, 1, 19)
CLOSE = time(15, 0)
BOOKED = time(16, 0)
LENDABLE_WORTH = 3_000_000
LENDABLE_LOT = 100
DAY_BASIS = 360
LIQUIDATION_ORDER = ("cash", "value", "shorts")
NO_FLAGS = {"affiliate": False, "staff": False, "blacklisted": False, "material_default": False}
NOTHING_ELSE: Mapping[str, Any] = MappingProxyType({})


CLIENTS = (*PERSONAS, *abroad.PERSONAS)


def seed(context: Context, password: str) -> bool:
    """Inserts the demo firm in one transaction unless it is there; whether it did."""
    with context.transaction() as session:
        if session.exec(select(FirmParameter)).first() is not None:
            return False
        password_hash = context.passwords.hash(password)
        _insert(
            session,
            [
                *_firm(),
                *_market(),
                *_people(password_hash),
                *_ledgers(),
                *history.rows(),
                *abroad.rows(WEEK),
                *agreements.rows(),
            ],
        )
        announced.announce(context, session)
        agreements.ask(context, session)
        applications.apply(context, session)
        calls.begin(context, session)
        context.record(session, Event("demo.seeded", "system", detail={"clients": len(CLIENTS)}))
    return True


def _insert(session: Session, rows: list[Row]) -> None:
    """Table by table, those first that others refer to."""
    for table in METADATA.sorted_tables:
        session.add_all(row for row in rows if row.__tablename__ == table.name)
        session.flush()


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of securities.csv."""

    row: dict[str, str]

    def price_on(self, day: date, factor: Decimal) -> Decimal | None:
        if (self.row["code"], day) in UNPRICED:
            return None
        price = Decimal(self.row["price"])
        moved = price if self.row["asset_class"] in STEADY else price * factor
        return moved.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _lines() -> list[_Line]:
    text = files("account_api.demo").joinpath("data/securities.csv").read_text(encoding="utf-8")
    return [_Line(row) for row in csv.DictReader(text.splitlines())]


def _firm() -> Iterator[Row]:
    for shown, parameters in ((True, SHOWN), (False, INTERNAL)):
        for name, value in parameters.items():
            yield FirmParameter.of(name=name, value=value, shown=shown)


def _market() -> Iterator[Row]:
    lines = _lines()
    for line in lines:
        row = line.row
        code = row["code"]
        aliases = [code.partition(".")[0], *row["aliases"].split("|")]
        shared = {"code": code, "name": row["name"], "name_en": row["name_en"], "board": row["board"]}
        yield Security.of(**shared, aliases=aliases, asset_class=row["asset_class"])
    for line in lines:
        row = line.row
        yield SecurityTerms.of(
            code=row["code"],
            valid_from=LISTED_SINCE,
            conversion_rate=row["conversion_rate"],
            eligible_financing=row["financing"] == "yes",
            eligible_short=row["short"] == "yes",
            status=row["status"],
        )
        for day, factor in WEEK:
            price = line.price_on(day, factor)
            if price is not None:
                yield Price.of(code=row["code"], day=day, price=price, at=_at(day, CLOSE))
            if price is not None and row["short"] == "yes":
                yield ShortInventory.of(code=row["code"], day=day, quantity=_lendable(price))


def _lendable(price: Decimal) -> int:
    """The firm of the demo keeps about as much money's worth of every security to lend, in whole lots."""
    return int(LENDABLE_WORTH / price) // LENDABLE_LOT * LENDABLE_LOT


def _people(password_hash: str) -> Iterator[Row]:
    for persona in CLIENTS:
        yield Client.of(
            client_id=persona.user,
            name=persona.name,
            client_class=persona.client_class,
            group=persona.group,
            birth_year=persona.profile.birth_year,
            risk_grade=persona.profile.risk_grade,
            suitability_until=persona.profile.suitability_until,
            trading_since=persona.profile.trading_since,
            average_assets_20d=persona.profile.average_assets_20d,
            **_known(persona),
        )
    for persona in CLIENTS:
        yield User.of(
            username=persona.user,
            role=Role.client,
            display_name=persona.name,
            client_id=persona.user,
            password_hash=password_hash,
        )
    for persona in WANT_LESSONS:
        yield Consent.of(client_id=persona.user, education=True, since=_at(WEEK[0][0], BOOKED))
    for username, role, display_name, group in STAFF:
        yield User.of(
            username=username, role=role, display_name=display_name, group=group, password_hash=password_hash
        )


def _known(persona: Persona) -> dict[str, Any]:
    """What admission and credit ask besides. An assessment holds for two years."""
    year, until = persona.profile.birth_year, persona.profile.suitability_until
    return {
        "born": None if year is None else history.born(year),
        "assessed_on": None if until is None else until.replace(year=until.year - 2, day=min(until.day, 28)),
        "shareholding": "0",
        "flags": dict(NO_FLAGS),
        "credit_profile": history.CREDIT_PROFILES.get(persona.user, {}),
    }


def _ledgers() -> Iterator[Row]:
    for persona in PERSONAS:
        if persona.position is not None:
            yield from _ledger(persona, persona.position)


def _ledger(persona: Persona, position: Position) -> Iterator[Row]:
    account_id = f"{persona.user}-credit"
    yield CreditAccount.of(
        account_id=account_id,
        client_id=persona.user,
        opened=position.opened,
        credit_line=position.credit_line,
    )
    yield from _versions(account_id, persona, position.opened)
    for owed in position.owed:
        yield _contract(account_id, persona, owed)
    for day, _ in WEEK:
        yield AccountDay.of(
            account_id=account_id,
            day=day,
            cash=position.cash,
            other_collateral="0",
            fees="0",
            taken_at=_at(day, BOOKED),
        )
        for held in position.held:
            yield Holding.of(account_id=account_id, day=day, security=held.security, quantity=held.quantity)
        for owed in position.owed:
            yield ContractDay.of(
                contract_id=owed.contract,
                day=day,
                quantity=owed.quantity,
                amount=owed.amount,
                interest=_interest(owed, day),
            )


def _versions(account_id: str, persona: Persona, opened: date) -> Iterator[ContractTerms]:
    """The contract, and where it was changed what stood in it before."""
    if persona is WATCH:
        yield _terms(account_id, opened, history.OLD_TERMS)
        yield _terms(account_id, history.CHANGED_ON)
    else:
        yield _terms(account_id, opened)


def _terms(account_id: str, valid_from: date, otherwise: Mapping[str, Any] = NOTHING_ELSE) -> ContractTerms:
    terms: dict[str, Any] = {
        "warning_line": "1.40",
        "liquidation_line": "1.30",
        "restore_line": "1.40",
        "minimum_line": "1.10",
        "withdrawal_line": "3.00",
        "day_basis": DAY_BASIS,
        "call_trading_days": 1,
        "call_time": "15:00",
        "clauses": dict(CLAUSES),
        "liquidation_order": list(LIQUIDATION_ORDER),
    }
    return ContractTerms.of(account_id=account_id, valid_from=valid_from, **{**terms, **otherwise})


def _contract(account_id: str, persona: Persona, owed: Owed) -> Contract:
    short = owed.kind == "short"
    return Contract.of(
        contract_id=owed.contract,
        account_id=account_id,
        kind=owed.kind,
        security=owed.security,
        opened=owed.opened,
        due=owed.due,
        annual_rate=SHORT_RATE if short else FINANCING_RATE,
        margin_ratio="1.20" if short and persona.client_class == "private_fund" else "1.00",
        fee_basis="proceeds",
    )


def _interest(owed: Owed, day: date) -> Decimal:
    """What `risk` counts up to `day`, and what was carried over."""
    rate = Fraction(SHORT_RATE if owed.kind == "short" else FINANCING_RATE)
    terms = RiskContract(
        contract=owed.contract,
        kind=owed.kind,
        security=owed.security,
        quantity=owed.quantity,
        price=None,
        amount=Fraction(owed.amount),
        conversion_rate=None,
        margin_ratio=None,
        opened=owed.opened,
        annual_rate=rate,
    )
    counted = accrued(terms, day, DAY_BASIS)
    assert counted is not None
    return Decimal(counted.numerator) / Decimal(counted.denominator) + Decimal(owed.carried)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=BOOKING_ZONE)
