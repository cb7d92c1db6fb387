"""Stress scenarios by hand: prices, lines crossed, distances and cures; what is unknown is named, not guessed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from risk.fields import BookError
from risk.rulebook import CN
from risk.stress import Requirement, StressResult, scenario_named, stress
from risk.stress_scenarios import SCENARIOS, IndexMove, LimitDown, Liquidity, RateRise, Scenario, SectorMove
from risk.stress_shocks import Facts
from tests.risk.books import Book, book, called, financing, holding, short, snapshot, two_legged

A, B, OWN = "600036.SH", "000001.SZ", "600519.SH"
FIVE = Fraction(1, 20)


def _stress(raw: Book, scenario: str | Scenario, **asked: object) -> StressResult:
    named = scenario_named(scenario) if isinstance(scenario, str) else scenario
    return stress(snapshot(raw), CN, named, **asked)  # type: ignore[arg-type]


def _of(*shocks: IndexMove | SectorMove | LimitDown | RateRise | Liquidity) -> Scenario:
    return Scenario("own", "the firm's own", "公司自设", shocks)


def _after(found: StressResult, name: str = "maintenance_ratio") -> Fraction | None:
    return found.after.figures[name].value


def _prices(found: StressResult) -> dict[str, str]:
    return {figure.name.partition(".")[2]: figure.display for figure in found.prices}


@pytest.mark.parametrize(
    ("name", "assets"), [("index_3", 1_244_600), ("index_5", 1_221_000), ("index_10", 1_162_000)]
)
def test_a_fall_of_the_index_takes_every_security_with_it(name: str, assets: int) -> None:
    """Securities of 1,180,000 beside 100,000 of cash: 5 % of them is 59,000."""
    found = _stress(called(), name)
    assert (found.before.band, found.after.band) == ("call", "call")
    assert _after(found, "total_assets") == assets
    assert _after(found) == Fraction(assets, 1_000_000)
    assert [each.code for each in found.findings] == ["beta_assumed"]


def test_distances_and_cures_are_those_of_the_account_afterwards() -> None:
    """1,221,000 over 1,000,000 lacks 179,000 to 140 %; repaying takes 1,000,000 − 1,221,000 ÷ 1.4 = 127,857.15."""
    found = _stress(called(), "index_5")
    restore = {each.line: each for each in found.lines}["restore_line"]
    assert (restore.before, restore.after, restore.crossed) == ("below", "below", False)
    assert (restore.distance.value, restore.room.value) == (Fraction("-0.179"), -179_000)
    assert {name: figure.display for name, figure in found.cures.items()} == {
        "cure_repay_outside_cash": "127,857.15",
        "cure_add_collateral": "179,000.00",
        "cure_sell_to_repay": "447,500.00",
    }


def test_three_sessions_at_the_lower_limit_go_down_day_by_day_to_the_fen() -> None:
    """35.00, 31.50, 28.35, 25.515 that is 25.52: 100,000 + 480,000 + 20,000 × 25.52 = 1,090,400, below 110 %."""
    found = _stress(called(), "limit_down_3")
    assert _prices(found) == {A: "25.52"}
    assert _after(found) == Fraction("1.0904")
    assert [each.line for each in found.lines if each.crossed] == ["minimum_line"]
    assert found.prices[0].rule[0].param == "price_limit"
    assert [_prices(_stress(called(), name))[A] for name in ("limit_down_1", "limit_down_2")] == [
        "31.50",
        "28.35",
    ]


def test_the_limit_is_that_of_the_board_and_of_the_risk_warned() -> None:
    codes = {"600519.SH": "90.00", "300750.SZ": "80.00", "688981.SH": "80.00"}
    raw = book(collateral=[holding(security=code, price="100.00") for code in codes], financing=[financing()])
    found = _stress(raw, "limit_down_all")
    assert {code: _prices(found)[code] for code in codes} == codes
    warned = book(
        as_of="2026-06-30",
        collateral=[holding(price="100.00", status="risk_warned")],
        financing=[financing(quantity=0, opened="2026-06-01")],
    )
    assert _prices(_stress(warned, "limit_down_1")) == {OWN: "95.00"}


def test_two_legs_fall_together_and_the_short_gains() -> None:
    """165.89 % before; 400,000 less on A and 30,000 less owed: 1,400,000 over 874,200 is 160.14 %."""
    found = _stress(two_legged(), "index_10")
    assert found.before.figures["maintenance_ratio"].display == "165.89%"
    assert found.after.figures["maintenance_ratio"].display == "160.14%"
    assert found.after.band == "safe"
    crossed = _stress(two_legged(), "limit_down_3")
    assert [each.line for each in crossed.lines if each.crossed] == [
        "warning_line",
        "restore_line",
    ]
    assert (crossed.before.band, crossed.after.band) == ("safe", "warning")


def test_a_beta_moves_more_than_the_index_and_never_below_nothing() -> None:
    facts = Facts(betas={A: Fraction(2), OWN: Fraction(20)})
    found = _stress(called(), "index_10", facts=facts)
    assert _prices(found) == {OWN: "0.00", A: "28.00"}
    assert found.findings == tuple(found.after.findings)


def test_the_largest_sector_is_told_by_what_is_owned() -> None:
    facts = Facts(sectors={A: "bank", OWN: "liquor"})
    assert _prices(_stress(called(), "sector_10", facts=facts)) == {A: "31.50"}
    named = _of(SectorMove(Fraction(-1, 10), "liquor"))
    assert _prices(_stress(called(), named, facts=facts)) == {OWN: "1,440.00"}


def test_a_sector_a_board_or_a_limit_that_is_unknown_is_named_and_nothing_is_guessed() -> None:
    found = _stress(called(), "sector_10", facts=Facts(sectors={A: "bank"}))
    assert found.missing == (f"{OWN}.sector", f"{OWN}.price")
    assert (found.after.band, _after(found)) == ("indeterminate", None)
    assert {each.after for each in found.lines} == {"indeterminate"}
    assert found.lines[0].distance.missing == (f"{OWN}.price",)
    assert found.prices[0].missing == (f"{OWN}.sector",)
    fund = book(collateral=[holding(security="510300.SH", quantity=9_000)], financing=[financing(quantity=0)])
    assert _stress(fund, "limit_down_1").missing == ("510300.SH.board", "510300.SH.price")
    known = Facts(boards={"510300.SH": "main"})
    assert _stress(fund, "limit_down_1", facts=known).missing == ()
    beijing = book(
        collateral=[holding(security="920001.BJ", quantity=9_000)], financing=[financing(quantity=0)]
    )
    assert _stress(beijing, "limit_down_1").missing == ("920001.BJ.price_limit", "920001.BJ.price")


def test_what_is_suspended_stays_where_it_is_and_is_told() -> None:
    raw = called()
    raw["collateral"][0] |= {"status": "suspended", "fair_value": "1500.00"}
    found = _stress(raw, "index_10")
    assert _prices(found) == {A: "31.50"}
    assert _after(found, "total_assets") == 100_000 + 450_000 + 630_000
    assert [(each.code, each.path) for each in found.findings] == [
        ("fair_value_used", "collateral[0]"),
        ("not_moved", OWN),
        ("beta_assumed", "betas"),
    ]
    largest = _stress(raw | {"financing": [financing(quantity=0)]}, "limit_down_1")
    assert largest.prices == ()


def test_a_price_missing_before_is_missing_after() -> None:
    raw = called()
    raw["collateral"][0]["price"] = None
    found = _stress(raw, "index_10")
    assert found.missing == (f"{OWN}.price",)
    assert {each.before for each in found.lines} == {"indeterminate"}


def test_higher_rates_are_counted_for_their_days() -> None:
    """1,000,000 at 6.5 + 1 % for 30 days on 360: 6,250.00."""
    found = _stress(called(), "rate_1")
    assert _after(found) == Fraction(1_280_000, 1_006_250)
    raw = called()
    raw["financing"][0].pop("annual_rate")
    assert _stress(raw, "rate_1").missing == ("F1.interest",)


def test_a_discount_counts_down_for_what_is_owned_and_up_for_what_is_owed() -> None:
    """1,000,000 of A is 950,000 and the short of 300,000 is 315,000: 1,450,000 over 919,200."""
    found = _stress(two_legged(), "liquidity_5")
    assert _after(found) == Fraction(1_450_000, 919_200)
    assert _prices(found) == {A: "19.00", B: "31.50"}


def test_shocks_of_one_scenario_come_one_after_the_other() -> None:
    """35.00 less 10 % less 5 % is 29.925, 1,600.00 is 1,368.00; interest of 6,250.00 beside."""
    found = _stress(called(), "combined")
    assert _after(found, "total_assets") == 100_000 + 300 * 1368 + 20_000 * Fraction("29.925")
    assert _after(found, "total_liabilities") == 1_006_250
    limit_then_index = _of(LimitDown(1), IndexMove(Fraction(-1, 10)))
    assert _stress(called(), limit_then_index).prices[1].rule[0].param == "price_limit"


def test_a_requirement_held_keeps_rates_and_lines_and_one_recomputed_says_what_it_changes() -> None:
    """Recomputed: rates of 0.70 and 0.65 are cut by 0.10, lines are 10 points higher, so that 1.50 is the restore line."""
    held = _stress(called(), "index_5")
    assert held.requirement.as_json()["text"] == "lines and conversion rates stay as they are"
    again = _stress(
        called(), "index_5", requirement=Requirement("recomputed", Fraction(1, 10), Fraction(1, 10))
    )
    assert {each.line: each.value for each in again.lines}["restore_line"] == Fraction("1.5")
    assert again.cures["cure_add_collateral"].value == 279_000
    assert _after(again) == _after(held)
    assert (_after(held, "available_margin") or 0) - (_after(again, "available_margin") or 0) == 300 * 152
    assert "下调 0.1" in str(again.requirement.as_json()["text_zh"])


def test_recomputed_rates_are_never_above_the_cap_nor_below_nothing() -> None:
    raw = book(
        cash="0",
        collateral=[
            holding(haircut="0.90", status="risk_warned"),
            holding(security="600000.SH", haircut="0.05"),
            holding(security="600004.SH", haircut=None),
        ],
        financing=[financing(quantity=0)],
    )
    found = _stress(raw, _of(), requirement=Requirement("recomputed", FIVE * 2))
    assert found.after.figures["available_margin"].missing == ("600004.SH.conversion_rate",)
    priced = raw | {"collateral": raw["collateral"][:2]}
    spared = _stress(priced, _of(), requirement=Requirement("recomputed", FIVE * 2))
    assert (
        _after(spared, "available_margin") == -700_000
    )  # a loss of 350,000 and its margin; the shares count nothing


def test_lines_that_the_contract_lacks_and_an_account_without_debt_are_told_as_such() -> None:
    raw = called()
    raw["terms"] |= {"minimum_line": None, "withdrawal_line": None}
    judged = Requirement("recomputed", line_rise=FIVE)
    assert [each.line for each in _stress(raw, "index_3", requirement=judged).lines] == [
        "warning_line",
        "restore_line",
        "liquidation_line",
    ]
    free = _stress(book(collateral=[holding()]), "index_3")
    assert {(each.before, each.after, each.crossed) for each in free.lines} == {("no_debt", "no_debt", False)}


def test_an_account_exactly_on_a_line_stands_on_it() -> None:
    raw = called()
    raw["terms"] |= {"liquidation_line": "1.28"}
    stand = {each.line: each for each in _stress(raw, _of()).lines}["liquidation_line"]
    assert (stand.before, stand.after, stand.crossed, stand.distance.value) == ("on", "on", False, 0)
    assert {each.line: each.crossed for each in _stress(raw, "index_3").lines}["liquidation_line"]


def test_every_scenario_has_a_name_of_its_own_and_answers_as_json() -> None:
    names = [each.name for each in SCENARIOS]
    assert len(names) == len(set(names)) == 11
    facts = Facts(sectors={A: "bank", OWN: "liquor"})
    ids = set()
    for each in SCENARIOS:
        found = _stress(called(), each, facts=facts)
        said = found.as_json()
        assert said["trace_id"] == found.trace_id and said["scenario"] == each.as_json()
        ids.add(found.trace_id)
    assert len(ids) == len(names)


def test_the_largest_of_nothing_moves_nothing() -> None:
    raw = book(cash="500000.00", shorts=[short()])
    assert _stress(raw, "limit_down_1").prices == ()


def test_what_is_out_of_range_is_refused_by_name() -> None:
    def refusals(requirement: Requirement) -> list[tuple[str, str]]:
        with pytest.raises(BookError) as caught:
            _stress(called(), "index_3", requirement=requirement)
        return [(error.field, error.code) for error in caught.value.errors]

    assert refusals(Requirement("held", FIVE)) == [("conversion_cut", "contradicts")]
    assert refusals(Requirement("recomputed", Fraction(2), Fraction(-1))) == [
        ("conversion_cut", "out_of_range"),
        ("line_rise", "out_of_range"),
    ]
    other = replace(Requirement(), kind="else")  # type: ignore[arg-type]
    assert refusals(other) == [("requirement", "not_one_of")]
    with pytest.raises(BookError):
        scenario_named("crash")


def test_one_security_at_its_limit_moves_alone_also_one_that_is_owed() -> None:
    """What is owed in shares is cheaper to return, so the ratio rises; nothing else moves."""
    owed = two_legged()["shorts"][0]["security"]
    found = _stress(two_legged(), f"limit_down_1:{owed}")
    assert set(_prices(found)) == {owed}
    before, after = found.before.figures["maintenance_ratio"].value, _after(found)
    assert before is not None and after is not None and after > before
    assert scenario_named("limit_down_2:300750.SZ").shocks == (LimitDown(2, "300750.SZ"),)
