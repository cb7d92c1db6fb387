"""Interest to come: which days count, where periods end, what is overdue, and what it adds up to."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest

from risk.evaluation import evaluate
from risk.fields import BookError
from risk.figure import trace
from risk.interest_periods import InterestRule, Period, counted_days, days_going_on, periods
from risk.interest_schedule import Schedule, schedule
from risk.rulebook import CN
from tests.risk.books import Book, book, financing, short, snapshot


def _periods(
    opened: str, until: str, rule: InterestRule, due: str | None = None
) -> list[tuple[str, str, int, int]]:
    last = date.fromisoformat(until)
    days = counted_days(date.fromisoformat(opened), last, rule.counts)
    end = None if due is None else date.fromisoformat(due)
    found = periods(Fraction(360_000), Fraction("0.10"), 360, days, last, end, rule)
    return [(each.first.isoformat(), each.last.isoformat(), each.days, each.penalty_days) for each in found]


@pytest.mark.parametrize(
    ("counts", "first", "last", "days"),
    [
        ("first", "2026-10-08", "2026-10-10", 3),
        ("last", "2026-10-09", "2026-10-11", 3),
        ("both", "2026-10-08", "2026-10-11", 4),
    ],
)
def test_the_contract_says_which_ends_count(counts: Any, first: str, last: str, days: int) -> None:
    assert _periods("2026-10-08", "2026-10-11", InterestRule(counts)) == [(first, last, days, 0)]


def test_opened_and_repaid_on_one_day_is_a_day_only_where_both_ends_count() -> None:
    for counts, days in (("first", 0), ("last", 0), ("both", 1)):
        found = _periods("2026-10-08", "2026-10-08", InterestRule(counts))  # type: ignore[arg-type]
        assert sum(each[2] for each in found) == days


def test_months_are_settled_on_their_day_or_on_their_last() -> None:
    assert _periods("2026-01-20", "2026-04-10", InterestRule(monthly_day=31)) == [
        ("2026-01-20", "2026-01-30", 11, 0),
        ("2026-01-31", "2026-02-27", 28, 0),
        ("2026-02-28", "2026-03-30", 31, 0),
        ("2026-03-31", "2026-04-09", 10, 0),
    ]
    assert len(_periods("2026-01-20", "2026-02-20", InterestRule(monthly_day=20))) == 1
    assert len(_periods("2026-01-20", "2026-02-20", InterestRule("both", 20))) == 1


def test_from_the_due_day_on_the_penalty_rate_takes_the_place_of_the_contracts() -> None:
    rule = InterestRule(penalty_rate=Fraction("0.15"))
    assert _periods("2026-10-08", "2026-10-18", rule, due="2026-10-15") == [
        ("2026-10-08", "2026-10-17", 10, 3)
    ]
    assert _periods("2026-10-08", "2026-10-18", rule, due="2026-10-18")[0][3] == 0
    assert _periods("2026-10-08", "2026-10-18", rule, due="2026-10-01")[0][3] == 10
    assert _periods("2026-10-08", "2026-10-18", rule)[0][3] == 0
    assert _periods("2026-10-08", "2026-10-18", InterestRule(), due="2026-10-15")[0][3] == 0
    days = counted_days(date(2026, 10, 8), date(2026, 10, 18), "first")
    late = periods(
        Fraction(360_000), Fraction("0.10"), 360, days, date(2026, 10, 18), date(2026, 10, 15), rule
    )
    assert late[0].interest == 7 * 100 + 3 * 150


def test_each_period_is_rounded_once() -> None:
    days = counted_days(date(2026, 1, 1), date(2026, 4, 1), "first")
    found = periods(
        Fraction(1_000), Fraction("0.065"), 360, days, date(2026, 4, 1), None, InterestRule(monthly_day=1)
    )
    assert [each.interest for each in found] == [Fraction("5.60"), Fraction("5.06"), Fraction("5.60")]
    whole = periods(Fraction(1_000), Fraction("0.065"), 360, days, date(2026, 4, 1), None, InterestRule())
    assert whole == (Period(date(2026, 1, 1), date(2026, 3, 31), 0, Fraction("16.25"), date(2026, 4, 1)),)


def test_what_has_been_counted_is_not_counted_again() -> None:
    today, until = date(2026, 11, 20), date(2026, 11, 23)
    assert days_going_on(today, until, "first") == (date(2026, 11, 20), date(2026, 11, 22))
    assert days_going_on(today, until, "last") == days_going_on(today, until, "both")
    assert days_going_on(today, until, "both") == (date(2026, 11, 21), date(2026, 11, 23))


def _schedule(
    raw: Book, until: str, rule: InterestRule = InterestRule(), contract: str | None = None
) -> Schedule:
    return schedule(snapshot(raw), CN, date.fromisoformat(until), rule, contract)


def test_up_to_the_day_of_the_book_it_is_the_accrued_interest() -> None:
    raw = book(cash="20000", financing=[financing(interest=None)], shorts=[short(interest="12.34")])
    found = _schedule(raw, "2026-11-20")
    accrued = evaluate(snapshot(raw), CN).figures["accrued_interest"]
    assert found.total.value == accrued.value == Fraction("2717.36") + Fraction("12.34")
    assert found.contracts[1].periods == () and found.contracts[1].carried == Fraction("12.34")


def test_given_interest_goes_on_from_the_day_of_the_position() -> None:
    raw = book(cash="20000", financing=[financing(interest="1000.00", amount="360000", annual_rate="0.10")])
    assert _schedule(raw, "2026-11-30").total.value == 2_000
    evening = datetime(2026, 11, 18, 16, tzinfo=timezone(timedelta(hours=8)))
    account = replace(snapshot(raw), taken_at=evening)
    assert schedule(account, CN, date(2026, 11, 30)).total.value == 2_200


def test_a_fee_on_market_value_is_counted_on_the_value_of_today() -> None:
    raw = book(cash="12500", shorts=[short(interest=None, fee_basis="market_value", annual_rate="0.09")])
    assert _schedule(raw, "2026-11-20").total.value == Fraction("129.00")
    raw["shorts"][0]["price"] = None
    found = _schedule(raw, "2026-11-20")
    assert (found.total.value, found.total.missing) == (None, ("S1.interest",))


def test_what_cannot_be_counted_on_names_the_contract() -> None:
    raw = book(cash="1", financing=[financing(interest="5", annual_rate=None)])
    assert _schedule(raw, "2026-11-20").total.value == 5
    assert _schedule(raw, "2026-11-21").total.missing == ("F1.interest",)
    raw = book(cash="1", financing=[financing(interest=None)])
    raw["terms"].pop("day_basis")
    assert _schedule(raw, "2026-12-20").contracts[0].total.missing == ("F1.interest",)


def test_what_is_to_be_repaid_is_the_amount_financed_with_its_interest_and_a_short_is_given_back_in_shares() -> (
    None
):
    raw = book(
        cash="20000",
        financing=[financing(interest="1000.00", amount="360000", annual_rate="0.10")],
        shorts=[short(interest="20")],
    )
    found = _schedule(raw, "2026-11-30")
    repayment = found.contracts[0].repayment
    assert repayment is not None and repayment.value == 362_000
    assert [each.value for each in repayment.inputs] == [360_000, 2_000]
    assert found.contracts[1].repayment is None
    assert found.as_json()["contracts"][1]["repayment"] is None  # type: ignore[index]


def test_what_is_overdue_says_how_much_more_it_costs_than_at_the_rate_of_its_contract() -> None:
    raw = book(
        cash="20000",
        financing=[financing(interest="0", amount="360000", annual_rate="0.10", due="2026-11-23")],
    )
    rule = InterestRule(penalty_rate=Fraction("0.15"))
    assert _schedule(raw, "2026-11-30", rule).contracts[0].penalty_more.value == 7 * 50
    assert _schedule(raw, "2026-11-23", rule).contracts[0].penalty_more.value == 0
    monthly = InterestRule(monthly_day=25, penalty_rate=Fraction("0.15"))
    more = _schedule(raw, "2026-11-30", monthly).contracts[0].penalty_more
    assert [each.value for each in more.inputs] == [2 * 50, 5 * 50]
    assert _schedule(raw, "2026-11-30").contracts[0].penalty_more.value == 0


def test_where_interest_cannot_be_counted_neither_can_the_repayment() -> None:
    raw = book(cash="1", financing=[financing(interest="5", annual_rate=None)])
    found = _schedule(raw, "2026-11-21").contracts[0]
    assert found.repayment is not None
    assert found.repayment.missing == found.penalty_more.missing == ("F1.interest",)


def test_one_contract_can_be_asked_for_and_an_unknown_one_is_refused() -> None:
    raw = book(cash="20000", financing=[financing(interest="10")], shorts=[short(interest="20")])
    assert _schedule(raw, "2026-11-20", contract="S1").total.value == 20
    for until, contract, field in (("2026-11-20", "X", "contract"), ("2026-11-19", None, "until")):
        with pytest.raises(BookError) as caught:
            _schedule(raw, until, contract=contract)
        assert [each.field for each in caught.value.errors] == [field]


def test_an_account_without_contracts_owes_no_interest() -> None:
    found = _schedule(book(), "2027-01-01")
    assert found.contracts == () and found.total.value == 0


def test_a_schedule_is_json_whose_figures_can_be_traced_again() -> None:
    raw = book(
        cash="20000", financing=[financing(interest=None, due="2026-12-01")], shorts=[short(price=None)]
    )
    raw["shorts"][0] |= {"fee_basis": "market_value", "annual_rate": None}
    rule = InterestRule(monthly_day=20, penalty_rate=Fraction("0.0975"))
    shown = json.loads(json.dumps(_schedule(raw, "2026-12-10", rule).as_json()))
    assert (shown["settlement"], shown["monthly_day"], shown["penalty_rate"]) == ("monthly", 20, "0.0975")
    first, other = shown["contracts"]
    assert first["periods"][-1] == {
        "first": "2026-11-20",
        "last": "2026-12-09",
        "days": 20,
        "penalty_days": 9,
        "interest": "1548.26",
        "settled_on": "2026-12-10",
    }
    assert first["total"]["inputs"][-1]["source"] == (
        "2026-11-20…2026-12-09: 350000 × 0.065 × 11 ÷ 360 + 350000 × 0.0975 × 9 ÷ 360"
    )
    assert (other["principal"], other["annual_rate"], other["due"], first["due"]) == (
        None,
        None,
        None,
        "2026-12-01",
    )
    figures = [first["total"], other["total"], shown["total"]]
    for figure in figures:
        content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
        assert trace(content) == figure["trace_id"]
    plain = _schedule(book(), "2026-12-10").as_json()
    assert (plain["settlement"], plain["penalty_rate"]) == ("repayment", None)
