"""A verdict: what is asked for and missing is named, what is there is left in peace."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import Any

import pytest

from bot.evaluation.grading import NOTHING, Said, end_state, matches, shortfalls
from bot.evaluation.scenario import Expect


def figure(name: str, value: str | None, direction: str | None = None) -> dict[str, Any]:
    return {"name": name, "value": value, "direction": direction}


def wants(**asked: Any) -> Expect:
    for name in ("must", "must_not"):
        asked[name] = tuple(re.compile(text, re.IGNORECASE) for text in asked.get(name, ()))
    return Expect(**asked)


SAID = Said(
    "维持担保比例是１２８.00％（合同 12.3 条）。",
    "answer",
    [
        figure("maintenance_ratio", "1.28"),
        figure("cure_repay_outside_cash", "85714.2857142857", "lower_safer"),
    ],
    [{"title": "融资融券交易实施细则", "article": "第三十九条"}],
)


@pytest.mark.parametrize(
    "expect",
    [
        wants(),
        wants(action=("answer",)),
        wants(action=("ask", "answer")),
        wants(must=("128\\.00%", "合同 ?12\\.3"), must_not=("建议",)),
        wants(figures=(("maintenance_ratio", Decimal("1.28")),)),
        wants(figures=(("maintenance_ratio", Decimal("1.3")),)),
        wants(figures=(("cure_repay_outside_cash", Decimal("85714.29")),)),
        wants(cites=("实施细则 第三十九条",)),
        wants(absent_figures=("withdrawable",)),
    ],
)
def test_what_is_there_is_passed(expect: Expect) -> None:
    assert shortfalls(expect, SAID) == []


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        (wants(action=("refuse",)), "action answer, expected refuse"),
        (wants(must=("129",)), "must: 129 is not in the answer"),
        (wants(must_not=("合同",)), "must_not: 合同 is in the answer"),
        (wants(figures=(("maintenance_ratio", Decimal("1.281")),)), "expected 1.281"),
        (wants(figures=(("withdrawable", Decimal("0")),)), "figure withdrawable is not shown"),
        (wants(cites=("管理办法",)), "cites: 管理办法 is not among"),
        (wants(absent_figures=("*",)), "figures are shown"),
        (wants(absent_figures=("maintenance_ratio",)), "figure maintenance_ratio is shown"),
    ],
)
def test_what_is_missing_is_named(expect: Expect, why: str) -> None:
    (told,) = shortfalls(expect, SAID)
    assert why in told


def test_an_unknown_figure_equals_no_number() -> None:
    said = Said("", "answer", [figure("maintenance_ratio", None)])
    assert shortfalls(wants(figures=(("maintenance_ratio", Decimal("0")),)), said)


def test_an_amount_owed_may_be_rounded_to_its_careful_side() -> None:
    owed = Said(
        "", "answer", [figure("owed", "10.001", "lower_safer"), figure("free", "10.009", "higher_safer")]
    )
    assert shortfalls(wants(figures=(("owed", Decimal("10.01")), ("free", Decimal("10.00")))), owed) == []
    assert shortfalls(wants(figures=(("free", Decimal("10.02")),)), owed)


def test_an_answer_in_traditional_characters_is_searched_in_both() -> None:
    said = Said("維持擔保比例是 128.00%", "answer")
    assert shortfalls(wants(must=("维持担保比例", "維持擔保比例")), said) == []
    assert shortfalls(wants(must_not=("维持担保比例",)), said)


def test_what_broke_by_itself_fails_whatever_is_expected() -> None:
    assert shortfalls(Expect(), Said(broken=("click: nothing was offered",))) == [
        "click: nothing was offered"
    ]


def test_a_table_holds_exactly_the_rows_named() -> None:
    found = {"tickets": [{"client": "me", "state": "open", "number": "T1", "due": "2"}]}
    assert end_state({"tickets": [{"client": "me"}]}, found) == []
    assert len(end_state({"tickets": []}, found)) == 1
    assert len(end_state({"tickets": [{"client": "other"}]}, found)) == 1
    assert len(end_state({"tickets": [{}, {}]}, found)) == 1


def test_each_named_row_takes_a_row_of_its_own() -> None:
    found = {"calls": [{"client": "a", "state": "called"}, {"client": "b", "state": "called"}]}
    assert end_state({"calls": [{"state": "called"}, {"client": "a"}]}, found) == []
    assert end_state({"calls": [{"client": "a"}, {"client": "a"}]}, found)


def test_values_match_by_what_they_are() -> None:
    assert matches("120000", "120000.00") and matches("120,000", "120,000") and not matches("1", "2")
    assert matches({"a": {"b": "1"}}, {"a": {"b": "1", "c": "2"}}) and not matches({"a": "1"}, {"b": "1"})
    assert matches(["1", "2"], ["1", "2"]) and not matches(["1"], ["1", "2"])
    assert matches(None, None) and not matches(None, "x")


def test_rows_are_paired_so_that_as_many_as_can_find_one() -> None:
    found = {
        "calls": [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}, {"a": "2", "b": "1"}, {"a": "2", "b": "2"}]
    }
    wanted = [{"a": "1"}, {"b": "1"}, {"b": "2"}, {"a": "2", "b": "2"}]
    for order in itertools.permutations(wanted):
        assert end_state({"calls": order}, found) == []
    assert len(end_state({"calls": [{"a": "1"}, {"a": "1"}, {"a": "1"}, {"b": "2"}]}, found)) == 1


def test_nothing_that_came_back_is_never_what_is_expected() -> None:
    for expect in (wants(action=("answer",)), wants(must_not=("x",)), wants(absent_figures=("*",))):
        assert shortfalls(expect, NOTHING) == ["nothing came back that could be what is expected"]
    assert shortfalls(wants(), NOTHING) == []


@pytest.mark.parametrize("digits", [28, 60, 400, 100_000])
def test_a_number_with_too_many_digits_fails_and_breaks_nothing(digits: int) -> None:
    wanted = Decimal("1." + "28" + "0" * digits + "1")
    (told,) = shortfalls(wants(figures=(("maintenance_ratio", wanted),)), SAID)
    assert told.startswith("figure maintenance_ratio is ['1.28'], expected 1.28")
    assert shortfalls(wants(figures=(("maintenance_ratio", Decimal("1E+999999")),)), SAID)
