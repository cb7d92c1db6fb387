"""The score card: its data hold together, points never fall as a datum gets better, every point has a reason."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.credit import CARD, GRADES, score
from risk.credit.card import Factor

_DAY = date(2026, 11, 20)
_BEST = {
    "net_assets": Fraction(20_000_000),
    "annual_income": Fraction(1_000_000),
    "debt_to_assets": Fraction("0.1"),
    "overdue_days": Fraction(0),
    "months_trading": Fraction(60),
    "months_on_margin": Fraction(36),
    "late_calls": Fraction(0),
    "forced_liquidations": Fraction(0),
}


def test_the_card_adds_up_to_a_hundred_and_covers_four_groups() -> None:
    assert len(CARD) == 8 and sum(factor.most for factor in CARD) == 100
    assert {factor.group for factor in CARD} == {"finances", "repayment", "experience", "history"}
    assert [least for least, _ in GRADES] == sorted((least for least, _ in GRADES), reverse=True)
    assert GRADES[-1][0] == 0


@pytest.mark.parametrize("factor", CARD, ids=lambda each: each.field)
def test_the_bands_of_a_factor_fall_from_the_best_to_the_worst(factor: Factor) -> None:
    points = [band.points for band in factor.bands]
    limits = [band.limit for band in factor.bands]
    assert points == sorted(points, reverse=True) and len(set(points)) == len(points) and points[-1] > 0
    assert limits == sorted(limits, reverse=factor.better == "higher")


_PROFILES = st.fixed_dictionaries(
    {
        factor.field: st.one_of(
            st.none(),
            st.fractions(min_value=0, max_value=factor.bands[0].limit * 2 + 100, max_denominator=100),
        )
        for factor in CARD
    }
)


@given(_PROFILES, st.sampled_from(CARD), st.fractions(min_value=0, max_value=10**8, max_denominator=100))
def test_a_better_datum_never_lowers_the_score(
    profile: dict[str, Fraction | None], factor: Factor, step: Fraction
) -> None:
    value = profile[factor.field]
    better = step
    if value is not None:
        better = value + step if factor.better == "higher" else max(Fraction(0), value - step)
    assert score(profile | {factor.field: better}, _DAY).points >= score(profile, _DAY).points


@given(_PROFILES)
def test_the_points_are_those_of_the_reasons_and_what_is_unknown_is_named(
    profile: dict[str, Fraction | None],
) -> None:
    scored = score(profile, _DAY)
    assert scored.points == sum(int(each.outcome.split("/")[0]) for each in scored.reasons)
    assert scored.missing == tuple(each.field for each in CARD if profile[each.field] is None)
    assert len(scored.gaps) == sum(
        each.outcome.split("/")[0] != each.outcome.split("/")[1] for each in scored.reasons
    )


def test_the_best_profile_has_every_point_and_no_gap() -> None:
    scored = score(_BEST, _DAY)
    assert (scored.points, scored.grade, scored.gaps, scored.missing) == (100, "A", (), ())


def test_a_profile_by_hand() -> None:
    """3,200,000 → 12, 250,000 → 4, 0.50 → 10, 3 days → 8, 30 months → 8, 12 → 4, one late call → 5, none → 15: 66."""
    profile = {
        "net_assets": Fraction(3_200_000),
        "annual_income": Fraction(250_000),
        "debt_to_assets": Fraction("0.50"),
        "overdue_days": Fraction(3),
        "months_trading": Fraction(30),
        "months_on_margin": Fraction(12),
        "late_calls": Fraction(1),
        "forced_liquidations": Fraction(0),
    }
    scored = score(profile, _DAY)
    assert (scored.points, scored.grade, scored.figure.value) == (66, "C", 66)
    closes = {each.code: each.closes for each in scored.gaps}
    assert closes["annual_income"] == "income of a year at least 300000 gives 7"
    assert closes["debt_to_assets"] == "debts over assets at most 0.3 gives 15"


def test_a_profile_nobody_knows_scores_nothing_and_says_what_to_bring() -> None:
    scored = score({}, _DAY)
    assert (scored.points, scored.grade, len(scored.missing)) == (0, "E", 8)
    assert {each.closes for each in scored.gaps} == {"bring it"}
    told = scored.as_json()
    assert told["grade"] == "E" and len(told["reasons"]) == 8  # type: ignore[arg-type]
