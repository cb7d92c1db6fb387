"""The credit line by hand, and what freezes or cuts it."""

from dataclasses import replace
from typing import Any

import pytest

from risk.credit import ROWS, credit_line, read_credit
from risk.decision import Decision
from risk.fields import BookError
from risk.rulebook import CN, Rulebook

_PROFILE = {
    "net_assets": "20000000",
    "annual_income": "1000000",
    "debt_to_assets": "0.1",
    "overdue_days": "0",
    "months_trading": "24",
    "months_on_margin": "12",
    "late_calls": "1",
    "forced_liquidations": "0",
}
"""15 + 10 + 15 + 15 + 8 + 4 + 5 + 15 = 87: grade A."""

_POSITION = {
    "assets": "2000000",
    "largest_share": "0.60",
    "regime": {"name": "strained", "source": "risk committee", "day": "2026-11-19"},
}
_STANDING = {"overdue_debt": False, "call_overdue": False, "blacklisted": False, "assessment_lapsed": False}


def _file(**changes: Any) -> dict[str, Any]:
    return {
        "as_of": "2026-11-20",
        "profile": _PROFILE,
        "position": _POSITION,
        "standing": _STANDING,
    } | changes


def _decide(**changes: Any) -> Decision:
    return credit_line(read_credit(_file(**changes)), CN)


def test_an_initial_line_leaves_the_factors_out() -> None:
    """Grade A: 2,000,000 × 1.00 = 2,000,000, below 50,000,000 and on 2,000,000 ÷ 1.00."""
    decision = _decide()
    line = decision.figures["credit_line"]
    assert (decision.outcome, line.value) == ("grant", 2_000_000)
    assert "financing_margin_ratio" in {each.param for each in line.rule}
    assert decision.figures["credit_score"].value == 87


def test_a_line_is_moved_by_allocation_history_and_market() -> None:
    """2,000,000 × 1.00 × 0.80 (60 % in one) × 0.80 (one late call) × 0.80 (strained) = 1,024,000 → 1,020,000."""
    decision = _decide(current="1500000")
    assert (decision.outcome, decision.figures["credit_line"].value) == ("cut", 1_020_000)
    shown = {each.code: each.outcome for each in decision.reasons}
    assert shown["credit_regime_factor"] == "× 0.8"
    regime = next(each for each in decision.reasons if each.code == "credit_regime_factor")
    assert "risk committee" in regime.text and regime.rule[0].confidence == "firm-set"


@pytest.mark.parametrize(
    ("current", "outcome"), [("1020000", "keep"), ("1000000", "raise"), ("1020001", "cut")]
)
def test_the_outcome_is_against_the_line_in_force(current: str, outcome: str) -> None:
    assert _decide(current=current).outcome == outcome


@pytest.mark.parametrize(
    ("share", "calls", "factors"),
    [("0.50", "0", ("× 1", "× 1")), ("0.701", "2", ("× 0.6", "× 0.5")), ("1", "9", ("× 0.6", "× 0.5"))],
)
def test_the_bands_of_the_factors(share: str, calls: str, factors: tuple[str, str]) -> None:
    decision = _decide(
        current="1",
        position=_POSITION | {"largest_share": share},
        profile=_PROFILE | {"late_calls": calls},
    )
    shown = {each.code: each.outcome for each in decision.reasons}
    assert (shown["credit_allocation_factor"], shown["credit_history_factor"]) == factors


def test_the_cap_of_the_grade_and_that_of_the_margin_ratio_bind() -> None:
    """100,000,000 of assets: grade A is capped at 50,000,000, grade E at nothing; financing asks 100 % of everybody."""
    rich = _POSITION | {"assets": "100000000"}
    assert _decide(position=rich).figures["credit_line"].value == 50_000_000
    nobody = _decide(profile={})
    assert (nobody.outcome, nobody.figures["credit_line"].value) == ("no_line", 0)
    fund = _decide(client_class="private_fund").figures["credit_line"]
    assert fund.value == 2_000_000


@pytest.mark.parametrize("code", list(_STANDING))
def test_what_freezes_a_line(code: str) -> None:
    decision = _decide(current="1020000", standing=_STANDING | {code: True})
    assert decision.outcome == "freeze" and code in {each.code for each in decision.reasons}
    unknown = _decide(current="1020000", standing=_STANDING | {code: None})
    assert unknown.outcome == "person" and unknown.gaps[0].path == f"standing.{code}"


def test_without_its_data_a_line_is_not_told() -> None:
    decision = _decide(current="1", position=None, standing=None, profile=None)
    line = decision.figures["credit_line"]
    assert (decision.outcome, line.value) == ("person", None)
    assert line.missing == ("assets", "position.largest_share", "profile.late_calls", "position.regime")
    assert len(decision.gaps) == 8


def test_what_is_drawn_above_the_line_calls_nothing_back() -> None:
    decision = _decide(current="1020000", used="1020000.01")
    above = next(each for each in decision.reasons if each.code == "drawn_above_line")
    assert above.outcome == "no_new_orders" and "0.01" in above.text
    assert "drawn_above_line" not in {each.code for each in _decide(used="2000000").reasons}


def test_a_cap_nobody_could_check_is_shown_and_caps_nothing() -> None:
    told = next(each for each in _decide().reasons if each.outcome == "not_checked")
    assert told.rule[0].confidence == "unverified"
    seen = next(row for row in ROWS if row.param == "single_client_to_net_capital")
    rules = Rulebook((*CN.every(), replace(seen, confidence="seen-law")))
    outcomes = {each.outcome for each in credit_line(read_credit(_file()), rules).reasons}
    assert "not_checked" not in outcomes


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"profile": {"height": "2"}}, "profile.height", "unknown_key"),
        ({"profile": {"net_assets": 1.5}}, "profile.net_assets", "float"),
        ({"position": {"largest_share": "1.2"}}, "position.largest_share", "out_of_range"),
        ({"position": {"regime": {"name": "wild"}}}, "position.regime.name", "not_one_of"),
        ({"position": {"regime": {"name": "calm"}}}, "position.regime.source", "missing"),
        ({"position": {"regime": {"source": "x"}}}, "position.regime.name", "missing"),
        ({"standing": {"blacklisted": 1}}, "standing.blacklisted", "not_bool"),
        ({"used": "-1"}, "used", "negative"),
        ({"as_of": "2001-01-01"}, "as_of", "out_of_range"),
    ],
)
def test_what_is_wrong_with_a_credit_file_is_said_by_field(
    change: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(BookError) as refused:
        read_credit(_file(**change))
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]


def test_a_line_needs_no_profile_file_at_all() -> None:
    assert read_credit({"as_of": "2026-11-20"}).profile == {}
