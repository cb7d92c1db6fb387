"""One account before and after a change of the firm's terms, by figures worked out by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from risk.account import Contract, Holding, Snapshot, Terms
from risk.credit import Credit, Position, Standing
from risk.policy import Rated, Touched, World, holds, lost_margin, revalued, side, totals
from risk.rulebook import CN, PACKAGED, read_firm_rules
from risk.thresholds import firm_set

DAY = date(2026, 12, 7)
TERMS = Terms(Fraction("1.40"), Fraction("1.30"), Fraction("1.40"), withdrawal_line=Fraction(3))
BANK = Rated("600036.SH", Fraction("0.70"), True, True)
LESS = replace(BANK, conversion_rate=Fraction("0.50"))
ACCOUNT = Snapshot(
    as_of=DAY,
    terms=TERMS,
    cash=Fraction(10_000),
    collateral=(
        Holding("600036.SH", 1_000, Fraction(40), BANK.conversion_rate),
        Holding("510300.SH", 1_000, Fraction(4), Fraction("0.90")),
    ),
    financing=(
        Contract(
            "F1",
            "financing",
            "600036.SH",
            500,
            Fraction(40),
            Fraction(18_000),
            BANK.conversion_rate,
            Fraction(1),
            date(2026, 10, 12),
            interest=Fraction(0),
        ),
    ),
    id="c",
)
"""Available: 10,000 + 40,000 × 70 % + 4,000 × 90 % + a gain of 2,000 × 70 % − 18,000 = 25,000."""
SHORT = replace(
    ACCOUNT,
    collateral=(),
    financing=(),
    cash=Fraction(30_000),
    shorts=(
        Contract(
            "S1",
            "short",
            "600036.SH",
            100,
            Fraction(40),
            Fraction(4_200),
            BANK.conversion_rate,
            Fraction(1),
            date(2026, 10, 12),
            interest=Fraction(0),
        ),
    ),
)


def ours(*rows: dict[str, object]) -> World:
    """The rulebook with these rows of the firm."""
    read = read_firm_rules({"jurisdiction": "CN", "rows": list(rows)}, PACKAGED)
    assert read.rulebook is not None, read.errors
    return World(read.rulebook)


def row(param: str, value: str, **more: object) -> dict[str, object]:
    return {"param": param, "value": value, "valid_from": "2026-01-19", "source": "本公司", **more}


def between(account: Snapshot, before: World, after: World, credit: Credit | None = None) -> Touched:
    return Touched("c", side(account, before, credit), side(account, after, credit))


def test_a_cut_takes_margin_from_collateral_and_from_gains_and_leaves_the_ratio() -> None:
    found = between(ACCOUNT, World(CN, BANK), World(CN, LESS))
    assert found.before.amount("available_margin") == 25_000
    assert found.after.amount("available_margin") == 25_000 - 8_000 - 400
    assert lost_margin(found) == 8_400
    assert found.before.amount("maintenance_ratio") == found.after.amount("maintenance_ratio")
    assert (found.effects, found.moved) == ((), True)


def test_a_short_keeps_its_loss_and_loses_part_of_its_gain() -> None:
    found = between(SHORT, World(CN, BANK), World(CN, LESS))
    assert lost_margin(found) == 200 * Fraction("0.20")
    assert revalued(SHORT, LESS).shorts[0].conversion_rate == Fraction("0.50")


def test_who_has_no_margin_left_can_no_longer_buy() -> None:
    poor = replace(ACCOUNT, cash=Fraction(-10_000))
    found = between(poor, World(CN, BANK), World(CN, LESS))
    assert found.before.amount("max_margin_purchase") == 5_000
    assert found.after.amount("max_margin_purchase") == 0
    assert found.effects == ("cannot_buy",)


def test_of_a_security_no_longer_eligible_nothing_can_be_bought() -> None:
    barred = replace(BANK, eligible_financing=False)
    found = between(ACCOUNT, World(CN, BANK), World(CN, barred))
    assert found.after.amount("max_margin_purchase") == 0 and lost_margin(found) == 0
    assert found.effects == ("cannot_buy",)
    names = [each.name for each in found.after.figures["max_margin_purchase"].inputs]
    assert names == ["available_margin", "financing_margin_ratio", "eligible_financing"]


def test_a_higher_ratio_leaves_less_to_buy() -> None:
    found = between(ACCOUNT, World(CN), ours(row("financing_margin_ratio", "1.25")))
    assert found.before.amount("max_margin_purchase") == 25_000
    assert found.after.amount("max_margin_purchase") == 20_000
    assert found.moved and lost_margin(found) == 0


def test_a_formula_takes_the_rate_that_counts_most() -> None:
    formula = ours(row("financing_margin_ratio_formula", "1.00+(1-rate)"))
    found = between(ACCOUNT, World(CN), formula)
    assert found.after.amount("max_margin_purchase") == 25_000 / Fraction("1.10")
    empty = replace(ACCOUNT, collateral=(), financing=())
    assert side(empty, formula).amount("max_margin_purchase") == 10_000 / Fraction(2)


def test_a_tighter_limit_names_what_is_above_it() -> None:
    tight = ours(
        row(
            "concentration_limit",
            "0.40",
            scope={"ratio_from": "2.40"},
            applies_to="all",
            valid_from="2026-01-19",
        )
    )
    found = between(ACCOUNT, World(CN), tight)
    assert (found.before.over, found.after.over) == ((), ("600036.SH",))
    assert found.effects == ("over_limit",) and found.moved
    assert side(ACCOUNT, tight, limits=False).over == ()


def test_nothing_moves_under_the_same_terms() -> None:
    found = between(ACCOUNT, World(CN), World(CN))
    assert not found.moved and found.effects == ()


def test_what_is_unknown_is_no_effect_and_no_sum() -> None:
    unpriced = replace(ACCOUNT, collateral=(replace(ACCOUNT.collateral[0], price=None),))
    found = between(unpriced, World(CN, BANK), World(CN, LESS))
    assert found.before.amount("max_margin_purchase") is None and found.effects == ()
    assert found.before.amount("no_such_figure") is None
    assert lost_margin(found) == 0


def granting(share: str) -> World:
    """A firm that grants this share of the assets, whatever the grade."""
    rows = [
        firm_set(param, value, unit, "", "", scope={"grade": grade})
        for grade in "ABCDE"
        for param, value, unit in (
            ("credit_line_multiple", share, "ratio"),
            ("credit_line_most", "50000000", "CNY"),
        )
    ]
    return World(CN.with_firm_rows(rows))


@pytest.mark.parametrize(("drawn", "effects"), [(18_000, ("line_below_used",)), (10_000, ())])
def test_a_line_that_falls_below_what_is_drawn(drawn: int, effects: tuple[str, ...]) -> None:
    account = replace(ACCOUNT, financing=(replace(ACCOUNT.financing[0], amount=Fraction(drawn)),))
    known = Position(Fraction(100_000), Fraction("0.4"), "calm", "committee", DAY)
    credit = Credit(DAY, {"late_calls": Fraction(0)}, known, Standing(), current=Fraction(20_000))
    found = between(account, granting("0.20"), granting("0.10"), credit)
    assert (found.before.amount("credit_line"), found.after.amount("credit_line")) == (20_000, 10_000)
    assert found.effects == effects and found.moved


@pytest.mark.parametrize(("held", "known"), [("600036.SH", True), ("510300.SH", True), ("000001.SZ", False)])
def test_holding_is_owning_owing_or_having_bought(held: str, known: bool) -> None:
    assert holds(ACCOUNT, held) is known
    assert holds(SHORT, "600036.SH") and not holds(SHORT, "510300.SH")


def test_sums_are_traced_to_the_groups() -> None:
    poor = replace(ACCOUNT, cash=Fraction(-20_000))
    rows = {
        "east": (between(ACCOUNT, World(CN, BANK), World(CN, LESS)),),
        "west": (between(poor, World(CN, BANK), World(CN, LESS)),),
    }
    found = totals(rows, DAY)
    assert found["policy_margin_lost"].value == 16_800
    assert found["policy_deficit_before"].value == 5_000
    assert found["policy_deficit_after"].value == 13_400
    assert found["policy_shortfall_after"].value == found["policy_shortfall_before"].value
    inputs = found["policy_deficit_after"].inputs
    assert [(each.name, each.value) for each in inputs] == [("east", 0), ("west", 13_400)]
    assert totals({}, DAY)["policy_margin_lost"].value == 0
