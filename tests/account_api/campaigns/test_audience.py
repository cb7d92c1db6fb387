"""Who belongs to an audience: exact at the lines, and unknown is neither below nor above."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from account_api.campaigns.audience import Facts, judge
from account_api.campaigns.contract import Audience

TODAY = date(2026, 11, 20)
NOTHING: frozenset[str] = frozenset()


def facts(**known: Any) -> Facts:
    usual: dict[str, Any] = {
        "group": "east",
        "opened": date(2025, 3, 10),
        "band": "warning",
        "ratio": Fraction("1.35"),
        "course_done": False,
    }
    return Facts(**usual | known)


@pytest.mark.parametrize(
    ("ratio", "below", "at_least"),
    [
        (Fraction("1.40"), False, True),
        (Fraction("1.40") - Fraction(1, 10**30), True, False),
        (Fraction("1.40") + Fraction(1, 10**30), False, True),
    ],
)
def test_a_ratio_on_the_line_is_not_below_it(ratio: Fraction, below: bool, at_least: bool) -> None:
    judged = [
        judge(Audience(**{name: "1.40"}), facts(ratio=ratio), TODAY, NOTHING) == "selected"
        for name in ("ratio_below", "ratio_at_least")
    ]
    assert judged == [below, at_least]


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({"band": "indeterminate", "ratio": None}, "indeterminate"),
        ({"band": "no_debt", "ratio": None}, "no_debt"),
        ({"opened": None, "band": None, "ratio": None}, "no_account"),
        ({"group": "west", "opened": None}, "selected"),
    ],
)
def test_whoever_has_no_ratio_is_out_of_every_condition_on_it(known: dict[str, Any], verdict: str) -> None:
    asked = Audience(group="west") if known.get("group") == "west" else Audience(ratio_at_least="0")
    assert judge(asked, facts(**known), TODAY, NOTHING) == verdict


def test_a_text_that_quotes_the_line_goes_to_nobody_without_a_contract_in_force() -> None:
    unknown = facts(has_line=False)
    quoted = frozenset({"line"})
    assert judge(Audience(group="east"), unknown, TODAY, quoted) == "indeterminate"
    assert judge(Audience(group="east"), unknown, TODAY, NOTHING) == "selected"
    assert judge(Audience(group="east"), facts(), TODAY, quoted) == "selected"


def test_a_text_that_quotes_a_figure_needs_it_though_the_audience_does_not_ask() -> None:
    audience = Audience(group="east")
    unknown = facts(band="indeterminate", ratio=None)
    assert judge(audience, unknown, TODAY, NOTHING) == "selected"
    assert judge(audience, unknown, TODAY, frozenset({"ratio"})) == "indeterminate"
    assert judge(audience, facts(opened=None), TODAY, frozenset({"line"})) == "no_account"


@pytest.mark.parametrize(("opened", "in_time"), [(date(2026, 8, 23), True), (date(2026, 8, 22), False)])
def test_opened_within_days_counts_today_as_the_first(opened: date, in_time: bool) -> None:
    verdict = judge(Audience(opened_within_days=90), facts(opened=opened), TODAY, NOTHING)
    assert (verdict == "selected") is in_time


def test_every_condition_must_hold() -> None:
    audience = Audience(group="east", band="warning", course_not_done="before-opening", ratio_below="1.40")
    assert judge(audience, facts(), TODAY, NOTHING) == "selected"
    for other in ({"group": "west"}, {"band": "safe"}, {"course_done": True}, {"ratio": Fraction(2)}):
        assert judge(audience, facts(**other), TODAY, NOTHING) == "not_matching", other
