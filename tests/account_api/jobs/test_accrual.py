"""The end of a session: a row of the day for every account, interest as `risk` counts it, nothing twice."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from account_api.accounts import queries as accounts
from account_api.accounts.tables import Contract, ContractDay
from account_api.clock import BOOKING_ZONE
from account_api.feed.reconciliation import reconciled
from account_api.jobs.accrual import last_closed, roll_days
from risk.interest import accrue, days_used
from risk.sessions import cn_calendar

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def priced_on(firm: Any, day: date) -> None:
    """The prices of Friday once more, on another day."""
    with firm.context.transaction() as session:
        session.execute(
            text(
                "INSERT INTO prices (code, day, price, at) SELECT code, :day, price, at FROM prices"
                " WHERE day = :friday"
            ),
            {"day": day, "friday": FRIDAY},
        )


def evening(firm: Any, day: date) -> datetime:
    firm.now = datetime(day.year, day.month, day.day, 15, 30, tzinfo=BOOKING_ZONE)
    now: datetime = firm.now
    return now


def states(firm: Any, day: date) -> dict[str, ContractDay]:
    with firm.context.transaction(writes=False) as session:
        found = session.exec(select(ContractDay).where(ContractDay.day == day))
        return {row.contract_id: row for row in found}


def test_interest_of_the_days_between_two_sessions_is_what_risk_counts(either: Any) -> None:
    priced_on(either, MONDAY)
    before = states(either, FRIDAY)
    rolled = roll_days(either.context, evening(either, MONDAY))
    after = states(either, MONDAY)
    assert rolled >= 4 and set(after) == set(before)
    checked = 0
    with either.context.transaction(writes=False) as session:
        for contract_id, row in after.items():
            contract = session.get_one(Contract, contract_id)
            if contract.fee_basis == "market_value":
                continue
            terms = accounts.terms(session, contract.account_id, MONDAY)
            assert terms is not None
            was, principal = before[contract_id], Fraction(before[contract_id].amount)
            sums = [
                accrue(
                    principal,
                    Fraction(contract.annual_rate),
                    days_used(contract.opened, day),
                    terms.day_basis,
                )
                for day in (FRIDAY, MONDAY)
            ]
            assert Fraction(row.interest) - Fraction(was.interest) == sums[1] - sums[0] > 0
            checked += 1
    assert checked >= 4


def test_nothing_is_counted_twice_and_the_ledger_adds_up(own_firm: Any) -> None:
    priced_on(own_firm, MONDAY)
    now = evening(own_firm, MONDAY)
    assert roll_days(own_firm.context, now) > 0
    interest = {key: row.interest for key, row in states(own_firm, MONDAY).items()}
    assert roll_days(own_firm.context, now) == 0
    assert {key: row.interest for key, row in states(own_firm, MONDAY).items()} == interest
    with own_firm.context.transaction(writes=False) as session:
        assert reconciled(session, None, None).differences == []
    assert own_firm.audit_actions().count("accrual.done") == 1


def test_a_day_missed_is_counted_with_the_next(own_firm: Any) -> None:
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        priced_on(own_firm, day)
    roll_days(own_firm.context, evening(own_firm, MONDAY + timedelta(days=1)))
    late = {key: row.interest for key, row in states(own_firm, MONDAY + timedelta(days=1)).items()}
    assert states(own_firm, MONDAY) == {} and len(late) >= 4
    assert all(isinstance(each, Decimal) for each in late.values())


def test_a_day_without_any_price_and_a_day_that_is_not_over_are_left_alone(own_firm: Any) -> None:
    assert roll_days(own_firm.context, evening(own_firm, MONDAY)) == 0
    priced_on(own_firm, MONDAY)
    evening(own_firm, MONDAY)
    assert roll_days(own_firm.context, own_firm.now.replace(hour=14)) == 0


def test_the_last_session_that_is_over() -> None:
    session = cn_calendar().is_session
    assert last_closed(datetime(2026, 11, 22, 12, tzinfo=BOOKING_ZONE), session) == FRIDAY
    assert last_closed(datetime(2026, 11, 23, 14, 59, tzinfo=BOOKING_ZONE), session) == FRIDAY
    assert last_closed(datetime(2026, 11, 23, 15, 0, tzinfo=BOOKING_ZONE), session) == MONDAY
    assert (
        last_closed(datetime(2026, 11, 23, 15, 0, tzinfo=BOOKING_ZONE), lambda day: day == FRIDAY) == FRIDAY
    )
