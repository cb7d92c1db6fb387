"""How a parameter changed, day by day."""

from datetime import date

from risk.rulebook import CN, HK, US, Rulebook, changes
from tests.risk.rulebook.rows import row


def test_the_margin_ratio_was_introduced_tightened_loosened_and_tightened_again() -> None:
    found = changes(CN, "financing_margin_ratio")
    assert [(str(each.on), each.direction) for each in found] == [
        ("2006-08-21", "introduced"),
        ("2015-11-23", "tightened"),
        ("2023-09-11", "loosened"),
        ("2026-01-19", "tightened"),
    ]
    last = found[-1].as_json()
    assert last["announced"] == "2026-01-14"
    assert {"value", "source", "applies_to"} <= set(last["fields"])  # type: ignore[call-overload]
    assert (last["before"]["value"], last["after"]["value"]) == ("0.80", "1.00")  # type: ignore[index]


def test_only_changes_in_force_by_the_day_are_told() -> None:
    assert [each.on.year for each in changes(CN, "financing_margin_ratio", date(2024, 1, 1))] == [
        2006,
        2015,
        2023,
    ]


def test_an_end_that_nothing_follows_is_a_repeal_with_the_day_it_was_announced() -> None:
    begun, ended = changes(US, "pattern_day_trader_equity")
    assert (begun.direction, begun.announced, begun.as_json()["announced"]) == ("introduced", None, None)
    assert (ended.direction, str(ended.announced), ended.fields) == ("repealed", "2026-04-14", ())
    assert ended.as_json()["after"] is None and begun.as_json()["before"] is None


def test_a_special_case_that_ends_falls_back_to_the_general_rule() -> None:
    on = {str(each.on): each for each in changes(HK, "gearing_threshold")}
    back = on["2007-10-01"]
    assert back.direction == "loosened"
    assert back.after is not None and back.after.value == "0.80"


def test_a_word_that_becomes_a_number_is_a_change_without_direction() -> None:
    assert changes(CN, "call_period")[-1].direction == "changed"
    condition = [row(force="condition", valid_to=date(2021, 1, 1))]
    rules = Rulebook([*condition, row(force="condition", value="2", valid_from=date(2021, 1, 1))])
    assert changes(rules, "p")[-1].direction == "changed"


def test_a_firms_row_is_a_change_while_it_is_tighter_and_a_proposal_is_none() -> None:
    firm = row(layer="firm", value="2", valid_from=date(2022, 1, 1), valid_to=date(2023, 1, 1))
    rules = Rulebook([row(), firm, row(legal="proposal", value="9", valid_from=date(2022, 6, 1))])
    assert [each.direction for each in changes(rules, "p")] == ["introduced", "tightened", "loosened"]
    equal = Rulebook([row(), row(layer="firm", value="1", valid_from=date(2022, 1, 1))])
    assert [each.direction for each in changes(equal, "p")] == ["introduced", "changed"]


def test_a_benchmark_that_the_firm_does_not_keep_to_goes_on_answering() -> None:
    rules = Rulebook([row(legal="benchmark"), row(layer="firm", value="0.5", valid_from=date(2022, 1, 1))])
    assert [each.direction for each in changes(rules, "p")] == ["introduced"]
