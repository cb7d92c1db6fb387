"""What a rulebook refuses when it is made: gaps and a firm that loosens."""

from datetime import date

import pytest

from risk.rulebook import PACKAGED, Rulebook, RulebookError
from tests.risk.rulebook.rows import TODAY, row

_ENDED = row(valid_to=date(2021, 1, 1))


def test_a_day_that_nothing_answers_between_two_rows_is_refused() -> None:
    with pytest.raises(RulebookError, match="nothing answers from 2021-01-01"):
        Rulebook([_ENDED, row(valid_from=date(2021, 1, 2))])


def test_an_end_that_nothing_follows_is_refused_unless_it_was_repealed() -> None:
    with pytest.raises(RulebookError, match="no repeal"):
        Rulebook([_ENDED])
    repealed = Rulebook([row(valid_to=date(2021, 1, 1), repealed=date(2020, 12, 1))])
    assert repealed.in_force("p", date(2021, 1, 1)) is None


def test_a_special_case_may_end_where_the_general_rule_goes_on() -> None:
    special = row(scope={"client_class": "product"}, value="2", valid_to=date(2021, 1, 1))
    rules = Rulebook([row(), special])
    assert [rules.number("p", date(year, 12, 31), client_class="product") for year in (2020, 2021)] == [2, 1]
    with pytest.raises(RulebookError, match="nothing answers"):
        Rulebook([special, row(scope={"client_class": "individual"})])


def test_a_rule_for_extensions_does_not_answer_for_openings() -> None:
    with pytest.raises(RulebookError, match="nothing answers"):
        Rulebook([_ENDED, row(applies_to="extension")])
    extension = row(applies_to="extension", valid_to=date(2021, 1, 1))
    assert Rulebook([row(), extension]).params() == ("p",)


def test_a_proposal_is_listed_and_neither_answers_nor_fills_a_gap() -> None:
    proposal = row(value="9", legal="proposal", valid_from=date(2020, 6, 1), valid_to=date(2020, 7, 1))
    rules = Rulebook([row(), proposal])
    assert proposal in rules.history("p") and proposal.number is None
    assert rules.number("p", date(2020, 6, 15)) == 1
    with pytest.raises(RulebookError, match="nothing answers"):
        Rulebook([_ENDED, row(legal="proposal")])


@pytest.mark.parametrize(
    ("force", "rule", "tight", "loose"),
    [("floor", "1", "1.2", "0.9"), ("cap", "0.7", "0.6", "0.8"), ("exact", "5", "5", "6")],
)
def test_a_firm_may_tighten_and_never_loosen(force: str, rule: str, tight: str, loose: str) -> None:
    ours = row(force=force, layer="firm", confidence="firm-set", valid_from=date(2024, 1, 1))
    common = row(force=force, value=rule)
    tightened = Rulebook([common, row(force=force, layer="firm", value=tight)])
    assert tightened.in_force("p", TODAY).value == tight  # type: ignore[union-attr]
    with pytest.raises(RulebookError, match="loosens"):
        Rulebook([common, row(force=force, layer="firm", value=loose)])
    assert ours.legal_force == "house" and common.legal_force == "binding"


def test_a_rule_that_rises_later_makes_the_firms_open_row_too_loose() -> None:
    rules = [_ENDED, row(value="3", valid_from=date(2021, 1, 1))]
    with pytest.raises(RulebookError, match="the firm's 2 from 2020-01-01 loosens 3"):
        Rulebook([*rules, row(layer="firm", value="2")])
    ended = row(layer="firm", value="2", valid_to=date(2021, 1, 1))
    assert Rulebook([*rules, ended]).number("p", date(2020, 5, 1)) == 2


def test_where_a_special_rule_asks_for_more_than_the_firm_the_rule_governs() -> None:
    private = row(value="1.2", scope={"client_class": "private_fund"})
    rules = Rulebook([row(), private, row(layer="firm", value="1.1")])
    assert rules.number("p", TODAY) == row(value="1.1").number
    assert rules.number("p", TODAY, client_class="private_fund") == private.number


@pytest.mark.parametrize("rule", [row(legal="benchmark"), row(confidence="unverified")])
def test_what_does_not_bind_or_was_not_checked_cannot_be_loosened(rule: object) -> None:
    assert Rulebook([rule, row(layer="firm", value="0.5")]).params() == ("p",)  # type: ignore[list-item]


def test_what_is_left_to_the_contract_a_firm_may_set_and_what_is_exact_only_repeat() -> None:
    by_contract = row(unit="text", value="by_contract", force="condition")
    assert Rulebook([by_contract, row(layer="firm", value="2")]).number("p", TODAY) == 2
    exact = row(unit="text", value="daily", force="exact")
    with pytest.raises(RulebookError, match="loosens"):
        Rulebook([exact, row(layer="firm", unit="text", value="weekly")])
    with pytest.raises(RulebookError, match="loosens"):
        Rulebook([row(), row(layer="firm", unit="text", value="a word")])


def test_every_packaged_rulebook_has_neither_overlap_nor_gap() -> None:
    sizes = {name: len(list(rules.every())) for name, rules in PACKAGED.items()}
    assert sizes["CN"] >= 90 and sizes["HK"] >= 18 and sizes["US"] >= 40
    for rules in PACKAGED.values():
        assert Rulebook(rules.every()).params() == rules.params()
