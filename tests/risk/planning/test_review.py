"""A plan of one's own against an account: kept on the limit, broken past it, unknown where a datum is missing."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from risk.fields import BookError
from risk.planning import Plan, Review, read_plan, review
from risk.rulebook import CN
from tests.risk.books import book, called, financing, holding, short, snapshot, two_legged

_PLAN: dict[str, Any] = {"name": "my rules", "made_on": "2026-11-01"}


def _review(raw: Any = None, **limits: Any) -> Review:
    return review(read_plan(_PLAN | limits), snapshot(raw or called()), CN)


def _outcome(**limits: Any) -> str:
    items = _review(**limits).items
    assert len(items) == 1
    return items[0].outcome


@pytest.mark.parametrize(("floor", "outcome"), [("1.28", "kept"), ("1.2801", "broken")])
def test_the_floor_of_the_ratio_is_kept_on_it(floor: str, outcome: str) -> None:
    """1,280,000 − 1.2801 × 1,000,000 = −100."""
    item = _review(floor_ratio=floor).items[0]
    assert item.outcome == outcome
    assert item.figures[1].value == (0 if outcome == "kept" else -100)


@pytest.mark.parametrize(("most", "outcome"), [("4.58", "kept"), ("4.57", "broken")])
def test_leverage_is_kept_up_to_the_plans_most(most: str, outcome: str) -> None:
    """1,280,000 ÷ 280,000 = 4.571…"""
    assert _outcome(most_leverage=most) == outcome


def test_own_cash_leaves_short_proceeds_out() -> None:
    """500,000 − 300,000 = 200,000."""
    assert _review(two_legged(), least_cash="200000").items[0].outcome == "kept"
    assert _review(two_legged(), least_cash="200000.01").items[0].outcome == "broken"


@pytest.mark.parametrize(("most", "outcome"), [("0.546875", "kept"), ("0.5468", "broken")])
def test_the_largest_share_is_against_total_assets(most: str, outcome: str) -> None:
    """700,000 ÷ 1,280,000 = 54.6875 %."""
    item = _review(most_share=most).items[0]
    assert item.outcome == outcome and item.figures[0].name == "largest_share.600036.SH"


@pytest.mark.parametrize(("days", "outcome", "lacking"), [(1, "broken", "138000"), (2, "broken", "244200")])
def test_a_buffer_for_days_at_the_limit_is_what_is_lacking_after_them(
    days: int, outcome: str, lacking: str
) -> None:
    """1.30 × 1,000,000 − (100,000 + 300 × 1,440 + 20,000 × 31.50), then 1,296 and 28.35."""
    item = _review(buffer_days=days).items[0]
    assert (item.outcome, item.figures[0].name) == (outcome, "cash_buffer")
    assert item.figures[0].value == Fraction(lacking)


def test_a_buffer_is_kept_where_nothing_is_lacking() -> None:
    assert _review(two_legged(), buffer_days=1).items[0].outcome == "kept"


def test_what_is_to_stay_out_and_what_is_to_stay_in() -> None:
    found = _review(exclusions=["600519.SH", "600000.SH"], keep=["600036.SH", "000001.SZ"])
    assert [each.outcome for each in found.items] == ["broken", "kept", "kept", "broken"]
    assert len(found.broken) == 2
    shorted = book(cash="112500.00", shorts=[short()])
    assert _review(shorted, exclusions=["000001.SZ"]).items[0].outcome == "broken"
    assert _review(shorted, keep=["000001.SZ"]).items[0].outcome == "broken"


def test_what_cannot_be_told_is_unknown_and_says_what_is_missing() -> None:
    unknown = book(collateral=[holding(price=None)], financing=[financing()])
    found = _review(unknown, floor_ratio="1.5", most_leverage="2", most_share="0.5", least_cash="1")
    assert [each.outcome for each in found.items] == ["unknown", "unknown", "kept", "unknown"]
    assert found.items[0].figures[0].missing == ("600519.SH.price",)


def test_an_account_without_debt_or_securities_keeps_every_limit() -> None:
    found = _review(book(), floor_ratio="2", most_leverage="1", most_share="0.1")
    assert [each.outcome for each in found.items] == ["kept"] * 3


def test_an_account_with_nothing_in_it_or_less_than_nothing() -> None:
    assert _review(book(cash="0"), most_leverage="1").items[0].outcome == "kept"
    under = book(cash="0", financing=[financing(amount="400000.00")])
    assert _review(under, most_leverage="9").items[0].outcome == "broken"


def test_limits_weaker_than_the_contract_or_than_each_other_are_named() -> None:
    """A floor of 130 % allows leverage of 1.3 ÷ 0.3 = 4.33; one of 200 % allows 2."""
    weak = _review(floor_ratio="1.30", most_leverage="5")
    assert [each.code for each in weak.findings] == ["floor_below_warning_line", "floor_is_tighter"]
    assert "433.33%" in weak.findings[1].text
    assert _review(floor_ratio="2.00", most_leverage="2").findings == ()
    bare = Plan("bare", date(2026, 11, 1), floor_ratio=Fraction(1), most_leverage=Fraction(9))
    assert [each.code for each in review(bare, snapshot(called()), CN).findings] == [
        "floor_below_warning_line"
    ]


def test_a_plan_is_a_value_that_reads_back_and_its_review_traces() -> None:
    plan = read_plan(_PLAN | {"floor_ratio": "1.50", "keep": ["600519.SH"], "most_share": "0.4"})
    assert read_plan(plan.as_json()) == plan
    told: dict[str, Any] = _review(floor_ratio="1.50").as_json()
    assert told["trace_id"] == _review(floor_ratio="1.50").as_json()["trace_id"]
    assert told["items"][0]["outcome"] == "broken" and told["items"][0]["figures"]


@pytest.mark.parametrize(
    ("limits", "field", "code"),
    [
        ({}, "floor_ratio", "missing"),
        ({"floor_ratio": "1"}, "floor_ratio", "out_of_range"),
        ({"most_leverage": "0.9"}, "most_leverage", "out_of_range"),
        ({"buffer_days": 31}, "buffer_days", "out_of_range"),
        ({"buffer_days": 0}, "buffer_days", "not_positive"),
        ({"most_share": "1.1"}, "most_share", "out_of_range"),
        ({"exclusions": ["600519.SH"], "keep": ["600519.SH"]}, "keep", "contradicts"),
        ({"exclusions": [1]}, "exclusions[0]", "not_text"),
        ({"name": ""}, "name", "not_text"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_by_field(limits: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        read_plan(_PLAN | limits)
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]
