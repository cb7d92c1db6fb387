"""What `write_book` writes, `read_kept` gives back."""

import json
from dataclasses import replace
from datetime import date, time
from fractions import Fraction

from risk.account import DeadlineRule, Incoming, Snapshot
from risk.book_file import read_book
from risk.book_writer import write_book
from risk.kept_book import read_kept
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
