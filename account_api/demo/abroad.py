"""The two demo clients booked elsewhere, for reference: a Hong Kong and a United States margin account, both called.

Their positions come as book files, one a day, as a broker there would report them: Hong Kong in the
afternoon, New York the morning after on the clock of the demo firm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from account_api.accounts.tables import CreditAccount, ReferenceBook
from account_api.clock import BOOKING_ZONE
from account_api.columns import Row
from account_api.demo.persona import Persona, Profile

OPENED = date(2025, 9, 8)
EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=BOOKING_ZONE)
"""When the demo firm stands still; what is reported later is not there yet."""

HONG_KONG = Persona(
    user="demo-hk",
    name="黎孖展",
    group="west",
    profile=Profile(1984, "C4", date(2027, 6, 30), date(2013, 4, 15), "480000"),
    position=None,
)
"""107.85 % of what the securities count for: above the call line of 105 %, 24,000 to the target."""

UNITED_STATES = Persona(
    user="demo-us",
    name="苏美洲",
    group="west",
    profile=Profile(1991, "C4", date(2027, 9, 30), date(2018, 10, 8), "72000"),
    position=None,
)
"""Equity of 26,000 against a house requirement of 28,800: called for 2,800."""

PERSONAS = (HONG_KONG, UNITED_STATES)


@dataclass(frozen=True, slots=True)
class _Booked:
    """Where a persona is booked: when the day's prices stand, counted from its midnight in Shanghai."""

    jurisdiction: str
    currency: str
    priced: timedelta
    reported: timedelta


_PLACES = {
    HONG_KONG.user: _Booked("HK", "HKD", timedelta(hours=16), timedelta(hours=16, minutes=20)),
    UNITED_STATES.user: _Booked("US", "USD", timedelta(hours=29), timedelta(hours=30)),
}


def rows(week: tuple[tuple[date, Decimal], ...]) -> Iterator[Row]:
    """The accounts, and a book for every day of the week that has been reported."""
    for user, place in _PLACES.items():
        account_id = f"{user}-margin"
        yield CreditAccount.of(
            account_id=account_id,
            client_id=user,
            jurisdiction=place.jurisdiction,
            currency=place.currency,
            opened=OPENED,
        )
        for day, factor in _reported(week, place):
            midnight = datetime.combine(day, time(), tzinfo=BOOKING_ZONE)
            yield ReferenceBook.of(
                account_id=account_id,
                day=day,
                book=_BOOKS[user](day, factor),
                taken_at=midnight + place.reported,
                priced_at=midnight + place.priced,
            )


def _reported(week: tuple[tuple[date, Decimal], ...], place: _Booked) -> Iterator[tuple[date, Decimal]]:
    """The days that were reported, each at its distance from the last of them, which has factor one."""
    midnights = (datetime.combine(day, time(), tzinfo=BOOKING_ZONE) for day, _ in week)
    known = [midnight.date() for midnight in midnights if midnight + place.reported <= EVENING]
    factors = [factor for _, factor in week][-len(known) :]
    return zip(known, factors, strict=True)


def _hong_kong(day: date, factor: Decimal) -> dict[str, Any]:
    return {
        "id": HONG_KONG.user,
        "jurisdiction": "HK",
        "currency": "HKD",
        "as_of": day.isoformat(),
        "loan": "330000",
        "credit_limit": "500000",
        "terms": {"call_line": "1.05", "target_line": "1.00", "forced_sale_line": "1.15", "day_basis": 365},
        "collateral": [
            _held("00700.HK", 600, "500.00", factor, lot=100, lending_ratio="0.60"),
            _held("00005.HK", 2000, "90.00", factor, lot=400, lending_ratio="0.70"),
        ],
    }


def _united_states(day: date, factor: Decimal) -> dict[str, Any]:
    return {
        "id": UNITED_STATES.user,
        "jurisdiction": "US",
        "currency": "USD",
        "as_of": day.isoformat(),
        "debit": "46000",
        "sma": "0",
        "terms": {
            "initial": "0.50",
            "maintenance": "0.25",
            "house_maintenance": "0.40",
            "intraday_cutover": "2026-09-01",
        },
        "long": [_held("AAPL", 200, "240.00", factor), _held("KO", 300, "80.00", factor)],
    }


def _held(code: str, quantity: int, price: str, factor: Decimal, **more: Any) -> dict[str, Any]:
    moved = (Decimal(price) * factor).quantize(Decimal("0.01"))
    return {"security": code, "quantity": quantity, "price": f"{moved:f}", **more}


_BOOKS = {HONG_KONG.user: _hong_kong, UNITED_STATES.user: _united_states}
