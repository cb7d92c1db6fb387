"""Admission by hand: 20 sessions up to 2026-11-20, threshold 500,000, half a year, two years, 5 %."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.admission import ROWS, decide, read_applicant
from risk.admission.average import level_needed, sessions_needed
from risk.admission.months import add_months, full_years
from risk.decision import Decision
from risk.fields import BookError
from risk.rulebook import CN
from risk.sessions import cn_calendar

_TODAY = date(2026, 11, 20)
_DAYS = tuple(
    day
    for day in (_TODAY - timedelta(days=back) for back in range(40, -1, -1))
    if cn_calendar().is_session(day)
)[-20:]


def _assets(*amounts: int) -> list[dict[str, str]]:
    """The last of `amounts` at the close of 2026-11-20, the others on the sessions before it."""
    pairs = zip(_DAYS[-len(amounts) :], amounts, strict=True)
    return [{"date": day.isoformat(), "amount": str(amount)} for day, amount in pairs]


def _applicant(**changes: Any) -> dict[str, Any]:
    return {
        "as_of": "2026-11-20",
        "client_class": "individual",
        "born": "1985-03-01",
        "first_trade": "2020-05-06",
        "assets": _assets(*[600_000] * 20),
        "suitability": {"grade": "C4", "assessed_on": "2026-01-10"},
        "shareholding": "0",
        "affiliate": False,
        "staff": False,
        "blacklisted": False,
        "material_default": False,
    } | changes


def _decide(**changes: Any) -> Decision:
    return decide(read_applicant(_applicant(**changes)), CN, cn_calendar())


def _outcome(decision: Decision, code: str) -> str:
    return next(each.outcome for each in decision.reasons if each.code == code)


def test_who_meets_every_condition_is_admitted_and_each_condition_is_told() -> None:
    decision = _decide()
    assert (decision.outcome, decision.gaps, len(decision.reasons)) == ("admit", (), 8)
    assert all(each.rule for each in decision.reasons)
    assert decision.figures["admission_average"].value == 600_000


def test_the_average_that_is_exactly_the_threshold_is_enough() -> None:
    """(10 × 400,000 + 10 × 600,000) ÷ 20 = 500,000."""
    assert _decide(assets=_assets(*[400_000] * 10, *[600_000] * 10)).outcome == "admit"


def test_the_first_day_on_which_the_average_reaches_the_threshold_if_assets_stay() -> None:
    """10 × 300,000 + 10 × 550,000 = 8,500,000, average 425,000. Each session swaps 300,000 for 550,000: +250,000.
    1,500,000 ÷ 250,000 = 6 sessions after Friday 2026-11-20: Monday 2026-11-30."""
    decision = _decide(assets=_assets(*[300_000] * 10, *[550_000] * 10))
    assert (decision.outcome, len(decision.gaps)) == ("not_yet", 1)
    gap, figures = decision.gaps[0], decision.figures
    assert gap.earliest == date(2026, 11, 30)
    assert figures["admission_average"].value == 425_000
    assert figures["admission_lacking"].value == 75_000
    assert figures["admission_sessions_left"].value == 6


def test_what_would_have_to_be_added_to_reach_it_sooner() -> None:
    """On the next session alone: 10,000,000 − (8,500,000 − 300,000) = 1,800,000, that is 1,250,000 more than 550,000.
    Over five: (10,000,000 − 7,000,000) ÷ 5 = 600,000, 50,000 more. Over ten: (10,000,000 − 5,500,000) ÷ 10: none."""
    figures = _decide(assets=_assets(*[300_000] * 10, *[550_000] * 10)).figures
    added = {k: figures[f"admission_addition.{k}"].value for k in (1, 5, 10, 20)}
    assert added == {1: 1_250_000, 5: 50_000, 10: 0, 20: 0}


def test_assets_that_stay_below_never_reach_it_and_the_gap_says_so() -> None:
    decision = _decide(assets=_assets(*[400_000] * 20))
    assert decision.gaps[0].earliest is None and "does not reach" in decision.gaps[0].closes
    assert decision.figures["admission_sessions_left"].value is None
    assert decision.figures["admission_addition.20"].value == 100_000


def test_an_average_may_pass_the_threshold_although_the_latest_assets_are_below_it() -> None:
    """10 × 0, 9 × 1,000,000, 400,000: 9,400,000; the next sessions give 9,800,000 and 10,200,000: two sessions."""
    amounts = [Fraction(0)] * 10 + [Fraction(1_000_000)] * 9 + [Fraction(400_000)]
    assert sessions_needed(amounts, Fraction(500_000)) == 2


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 900_000), min_size=20, max_size=20), st.integers(1, 20))
def test_holding_the_level_for_k_sessions_brings_the_average_exactly_to_the_threshold(
    amounts: list[int], k: int
) -> None:
    known, least = [Fraction(each) for each in amounts], Fraction(500_000)
    level = level_needed(known, least, k)
    assert sum([*known[k:], *[level] * k]) / 20 == least
    first = sessions_needed(known, least)
    rolled = [sum([*known[j:], *[known[-1]] * j]) / 20 for j in range(1, 21)]
    assert first == next((j for j, each in enumerate(rolled, 1) if each >= least), None)


def test_today_counts_only_where_its_assets_are_known() -> None:
    """Without 2026-11-20 the window is the 20 sessions up to the 19th, of which the first is not given."""
    decision = _decide(assets=_assets(*[600_000] * 20)[:-1])
    assert decision.outcome == "person"
    assert len(decision.figures["admission_average"].missing) == 1
    assert decision.figures["admission_average"].value is None


@pytest.mark.parametrize(
    ("first_trade", "outcome", "earliest"),
    [
        ("2026-05-20", "admit", None),
        ("2026-05-21", "not_yet", date(2026, 11, 21)),
        (None, "person", None),
    ],
)
def test_half_a_year_of_experience(first_trade: str | None, outcome: str, earliest: date | None) -> None:
    decision = _decide(first_trade=first_trade)
    assert _outcome(decision, "experience") == decision.outcome == outcome
    assert [each.earliest for each in decision.gaps] == ([] if outcome == "admit" else [earliest])


@pytest.mark.parametrize(
    ("suitability", "outcome"),
    [
        ({"grade": "C4", "assessed_on": "2024-11-21"}, "admit"),
        ({"grade": "C4", "assessed_on": "2024-11-20"}, "not_yet"),
        ({"grade": "C5", "assessed_on": "2027-01-01"}, "not_yet"),
        ({"grade": "C3", "assessed_on": "2026-01-10"}, "refuse"),
        ({"grade": "C4"}, "person"),
        ({"assessed_on": "2026-01-10"}, "person"),
        (None, "person"),
    ],
)
def test_a_fitting_grade_assessed_within_two_years(suitability: Any, outcome: str) -> None:
    assert _outcome(_decide(suitability=suitability), "suitability") == outcome


@pytest.mark.parametrize(
    ("until", "outcome"), [("2026-11-20", "admit"), ("2026-11-19", "not_yet"), (None, "person")]
)
def test_the_last_day_that_the_firm_set_for_an_assessment_counts_where_its_own_day_is_unknown(
    until: str | None, outcome: str
) -> None:
    found = _decide(suitability={"grade": "C4", "until": until})
    assert _outcome(found, "suitability") == outcome


def test_an_assessment_ends_on_the_earlier_of_its_two_ends() -> None:
    both = {"grade": "C4", "assessed_on": "2026-01-10", "until": "2026-11-19"}
    assert _outcome(_decide(suitability=both), "suitability") == "not_yet"


@pytest.mark.parametrize(
    ("average", "outcome"), [("500000", "admit"), ("499999.99", "not_yet"), (None, "person")]
)
def test_an_average_that_is_stated_is_used_where_its_days_are_not_known(
    average: str | None, outcome: str
) -> None:
    found = _decide(assets=_assets(1), average=average)
    assert _outcome(found, "assets") == outcome
    if outcome == "not_yet":
        assert found.gaps[0].earliest is None and "each session" in found.gaps[0].closes
        assert found.figures["admission_lacking"].value == Fraction("0.01")


def test_days_that_are_known_come_before_an_average_that_is_stated() -> None:
    assert _outcome(_decide(average="1"), "assets") == "admit"


def test_nothing_at_all_is_below_the_threshold() -> None:
    assert _outcome(_decide(assets=_assets(*[0] * 20)), "assets") == "not_yet"


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"shareholding": "0.05"}, "admit"),
        ({"shareholding": "0.0501"}, "refuse"),
        ({"affiliate": True}, "refuse"),
        ({"shareholding": None}, "person"),
        ({"affiliate": None}, "person"),
    ],
)
def test_shareholders_beyond_five_per_cent_and_affiliates_are_excluded(
    change: dict[str, Any], outcome: str
) -> None:
    assert _outcome(_decide(**change), "shareholder") == outcome


@pytest.mark.parametrize("code", ["staff", "blacklisted", "material_default"])
def test_what_bars_refuses_by_its_rule_and_what_is_unknown_needs_a_person(code: str) -> None:
    barred, unknown = _decide(**{code: True}), _decide(**{code: None})
    assert (barred.outcome, unknown.outcome) == ("refuse", "person")
    assert next(each for each in barred.reasons if each.code == code).rule
    assert len(barred.gaps) == (0 if code == "material_default" else 1)


@pytest.mark.parametrize(
    ("born", "outcome"),
    [
        ("2008-11-20", "admit"),
        ("2008-11-21", "refuse"),
        ("1956-11-21", "admit"),
        ("1956-11-20", "person"),
        (None, "person"),
    ],
)
def test_the_age_policy_of_the_firm(born: str | None, outcome: str) -> None:
    """18 on 2026-11-20 is old enough; 70 on that day is talked with first."""
    assert _outcome(_decide(born=born), "age") == outcome


def test_professional_institutions_are_exempt_from_assets_experience_and_age() -> None:
    decision = _decide(client_class="professional", assets=[], first_trade=None, born=None)
    assert decision.outcome == "admit" and "admission_average" not in decision.figures


def test_the_gravest_condition_decides() -> None:
    assert _decide(staff=True, first_trade=None, assets=_assets(*[1] * 20)).outcome == "refuse"
    assert _decide(first_trade=None, assets=_assets(*[1] * 20)).outcome == "person"


def test_the_decision_as_json_traces_itself() -> None:
    decision = _decide(first_trade="2026-06-01")
    told = decision.as_json()
    assert told["trace_id"] == _decide(first_trade="2026-06-01").trace_id != _decide().trace_id
    assert told["gaps"][0]["earliest"] == "2026-12-01"  # type: ignore[index]


def test_only_what_nobody_publishes_is_marked_as_set_by_the_firm() -> None:
    assert len(ROWS) == 22
    assert {row.confidence for row in ROWS if row.layer == "firm"} == {"firm-set"}
    assert all(row.article for row in ROWS if row.layer == "law")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 6, 15), 24, date(2028, 6, 15)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"as_of": None}, "as_of", "missing"),
        ({"as_of": "2015-06-30"}, "as_of", "out_of_range"),
        ({"client_class": "pet"}, "client_class", "not_one_of"),
        ({"born": "2027-01-01"}, "born", "out_of_range"),
        ({"born": "1899-12-31"}, "born", "out_of_range"),
        ({"born": "1985-02-30"}, "born", "bad_date"),
        ({"born": 1985}, "born", "bad_date"),
        ({"staff": "no"}, "staff", "not_bool"),
        ({"shareholding": "1.1"}, "shareholding", "out_of_range"),
        ({"suitability": {"grade": "C9"}}, "suitability.grade", "not_one_of"),
        ({"assets": [{"amount": "1"}]}, "assets[0].date", "missing"),
        ({"assets": [{"date": "x", "amount": "1"}]}, "assets[0].date", "bad_date"),
        ({"assets": [{"date": "2026-11-20", "amount": -1}]}, "assets[0].amount", "negative"),
        ({"assets": _assets(1) * 2}, "assets[1].date", "duplicate"),
    ],
)
def test_what_is_wrong_with_an_application_is_said_by_field(
    change: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(BookError) as refused:
        read_applicant(_applicant(**change))
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]
