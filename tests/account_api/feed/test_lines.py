"""Properties of the lines: when events come does not matter, what is turned back leaves nothing, nothing falls below zero unseen."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from account_api.feed.lines import (
    ZERO,
    Bond,
    Counting,
    DayLines,
    Line,
    Posting,
    added,
    between,
    beyond,
    rolled,
    shortage,
    turned,
    worked_in,
)
from tests.scale import trying

FIRST = date(2026, 11, 16)
DAYS = tuple(FIRST + timedelta(days=n) for n in range(5))
LOAN = Bond("F1", "financing", "600036.SH", date(2026, 8, 17), Fraction("0.065"), "proceeds")
FEE = Bond("S1", "short", "600030.SH", date(2026, 9, 1), Fraction("0.085"), "market_value")
PRICES = {("600030.SH", day): Fraction(28 + n) for n, day in enumerate(DAYS[:3])}
COUNTING = Counting({"F1": LOAN, "S1": FEE}, 360, PRICES)
NAMES = (
    Line("cash"),
    Line("fees"),
    Line("holding", "600519.SH"),
    Line("amount", "F1"),
    Line("quantity", "S1"),
)
OPENING = {
    Line("cash"): Decimal(50_000),
    Line("amount", "F1"): Decimal(600_000),
    Line("amount", "S1"): Decimal(9),
}

AMOUNTS = st.integers(-(10**6), 10**6).map(lambda units: Decimal(units) / 100)
POSTING = st.builds(Posting, st.sampled_from(NAMES), AMOUNTS)
EVENT = st.tuples(st.integers(1, len(DAYS) - 1), st.lists(POSTING, max_size=3))


def fed(events: list[tuple[int, list[Posting]]]) -> tuple[DayLines, ...]:
    """Five days of one account after the events, worked in as they come."""
    days = [DayLines(FIRST, OPENING)]
    for day in DAYS[1:]:
        days.append(DayLines(day, rolled(days[-1], day, COUNTING)))
    for at, postings in events:
        days[at:] = worked_in(days[at:], postings, COUNTING)
    return tuple(days)


@trying(50)
@given(events=st.lists(EVENT, max_size=8), order=st.randoms(use_true_random=False))
def test_late_or_in_order_the_days_come_out_the_same(
    events: list[tuple[int, list[Posting]]], order: object
) -> None:
    shuffled = list(events)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    in_order = sorted(events, key=lambda each: each[0])
    assert fed(shuffled) == fed(in_order)


@trying(50)
@given(events=st.lists(EVENT, max_size=8))
def test_every_day_is_the_day_before_rolled_on_plus_its_events(
    events: list[tuple[int, list[Posting]]],
) -> None:
    days = fed(events)
    for n, (before, after) in enumerate(pairwise(days), start=1):
        own = [posting for at, postings in events if at == n for posting in postings]
        assert after.lines == added(rolled(before, after.day, COUNTING), own)


@trying(50)
@given(events=st.lists(EVENT, max_size=6), last=EVENT)
def test_a_counter_event_of_the_same_day_leaves_no_trace(
    events: list[tuple[int, list[Posting]]], last: tuple[int, list[Posting]]
) -> None:
    at, postings = last
    assert fed([*events, last, (at, list(turned(postings)))]) == fed(events)


@trying(50)
@given(
    before=st.dictionaries(st.sampled_from(NAMES), AMOUNTS),
    after=st.dictionaries(st.sampled_from(NAMES), AMOUNTS),
)
def test_what_lies_between_leads_from_one_to_the_other(
    before: dict[Line, Decimal], after: dict[Line, Decimal]
) -> None:
    assert added(before, between(before, after)) == {line: amount for line, amount in after.items() if amount}


@trying(50)
@given(events=st.lists(EVENT, max_size=6), last=EVENT)
def test_a_line_is_short_if_and_only_if_it_falls_below_zero(
    events: list[tuple[int, list[Posting]]], last: tuple[int, list[Posting]]
) -> None:
    was, now = fed(events), fed([*events, last])
    fallen = [
        (each.day, line, -amount)
        for before, each in zip(was, now, strict=True)
        for line, amount in each.lines.items()
        if amount < 0 and amount < before.lines.get(line, ZERO)
    ]
    found = shortage(was, now)
    assert (found is None) == (fallen == [])
    assert found is None or (found.day, found.line, found.lacking) in fallen


def test_interest_never_adds_up_its_rounding() -> None:
    daily = DayLines(FIRST, {Line("amount", "F1"): Decimal("386983.32")})
    for day in DAYS[1:]:
        daily = DayLines(day, rolled(daily, day, COUNTING))
    once = rolled(DayLines(FIRST, {Line("amount", "F1"): Decimal("386983.32")}), DAYS[-1], COUNTING)
    assert daily.lines == once


def test_a_fee_on_a_market_value_is_counted_on_the_days_price_or_the_last_one_known() -> None:
    owed = {Line("amount", "S1"): Decimal(1), Line("quantity", "S1"): Decimal(10_000)}
    priced = rolled(DayLines(DAYS[0], owed), DAYS[1], COUNTING)
    assert priced[Line("interest", "S1")] == Decimal("66.11"), "28 × 10,000 at 8.5 % for a day"
    later = rolled(DayLines(DAYS[3], owed), DAYS[4], COUNTING)
    assert later[Line("interest", "S1")] == Decimal("70.83"), "30 × 10,000: the last price there was"
    unpriced = replace(COUNTING, prices={})
    assert Line("interest", "S1") not in rolled(DayLines(DAYS[3], owed), DAYS[4], unpriced)


def test_a_line_that_outgrows_its_column_is_named() -> None:
    big = DayLines(FIRST, {Line("cash"): Decimal(10) ** 14 + 1})
    assert beyond([DayLines(FIRST, OPENING), big]) == Line("cash") and beyond([]) is None
