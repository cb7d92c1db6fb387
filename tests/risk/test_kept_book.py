"""What `write_book` writes, `read_kept` gives back."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction

from risk.account import Contract, DeadlineRule, Holding, Incoming, Snapshot
from risk.book_file import read_book
from risk.book_writer import write_book
from risk.kept_book import read_kept
from risk.rulebook import CN
from risk.sheet import Sheet
from risk.valuation import value
from tests.risk.books import random_book
from tests.scale import scaled


def kept(snapshot: Snapshot) -> Snapshot:
    return read_kept(json.loads(json.dumps(write_book(snapshot))))


def test_random_accounts_come_back_as_they_were() -> None:
    for seed in range(scaled(100)):
        snapshot = read_book(random_book(seed))
        assert kept(snapshot) == replace(snapshot, taken_at=None, price_time=None)


def test_so_does_what_no_handed_in_file_may_hold() -> None:
    handed_in = read_book(random_book(1))
    terms = replace(
        handed_in.terms,
        minimum_line=None,
        withdrawal_line=None,
        call_deadline=DeadlineRule(2, time(14, 30)),
        clauses={"notice": "13.4"},
        liquidation_order=("cash", "value"),
    )
    snapshot = replace(
        handed_in,
        terms=terms,
        cash=Fraction(-1, 10000),
        incoming=(
            Incoming(None, None, Fraction(5), date(2026, 11, 23)),
            Incoming("600519.SH", 100, None, date(2026, 11, 24)),
        ),
    )
    assert kept(snapshot) == snapshot


def test_a_price_of_an_earlier_day_keeps_its_own_time_and_is_named_in_the_figures() -> None:
    closed = datetime(2026, 11, 20, 15, tzinfo=timezone(timedelta(hours=8)))
    book = read_book({**random_book(1), "cash": "1000"})
    stood_in = replace(
        book,
        collateral=(
            Holding(
                "600519.SH",
                100,
                Fraction(1480),
                Fraction("0.7"),
                price_time=closed,
                stand_in="session_before",
            ),
            Holding(
                "000858.SZ", 100, Fraction(130), Fraction("0.7"), price_time=closed, stand_in="suspended"
            ),
        ),
        financing=(),
        shorts=(replace(short(), price_time=closed),),
    )
    assert kept(stood_in) == stood_in
    sheet = Sheet(value(stood_in), CN)
    first, second = (sheet.market_value(each) for each in sheet.valuation.holdings)
    assert (first.time, first.source) == (
        closed,
        "600519.SH 100 × 1480 (price of the session before, firm-set)",
    )
    assert second.source.endswith("(last price before the suspension, firm-set)")
    assert sheet.market_value(sheet.valuation.shorts[0]).time == closed


def short() -> Contract:
    day = date(2026, 11, 2)
    return Contract(
        "S1", "short", "600036.SH", 10, Fraction(36), Fraction(360), None, None, day, interest=Fraction(1)
    )
