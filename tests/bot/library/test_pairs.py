"""Two documents that hold on one day may not give different figures, whether a rule is behind them or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.library.acts import at_odds
from bot.library.pairs import disagreeing, figures_of
from bot.library.readings import read
from bot.library.shelf import Document
from tests.bot.library.shelves import rulebooks, saying


def two(one: str, other: str) -> tuple[Document, Document]:
    second = saying(other)
    return saying(one), replace(second, file="two.md", meta=replace(second.meta, document="two"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("开户办理需要3个工作日。", "开户办理需要5个工作日。"),
        ("追保期限为2个交易日。", "追保期限为3个交易日。"),
        ("Opening the account takes 3 business days.", "Opening an account takes 5 business days."),
    ],
)
def test_one_act_takes_one_time(one: str, other: str) -> None:
    (found,) = at_odds(read(two(one, other), rulebooks()))
    assert found is not None and (found.code, found.file) == ("documents_disagree", "two.md")
    assert list(at_odds(read(two(one, one), rulebooks()))) == [None]


def test_an_example_a_practice_and_another_time_may_differ() -> None:
    assert (
        list(at_odds(read(two("开户办理需要3个工作日。", "例：开户办理需要5个工作日。"), rulebooks()))) == []
    )
    assert (
        list(at_odds(read(two("开户办理需要3个工作日。", "有的公司开户办理需要5个工作日。"), rulebooks())))
        == []
    )
    first, second = two("开户办理需要3个工作日。", "开户办理需要5个工作日。")
    past = replace(first, end=date(2019, 8, 19))
    assert list(at_odds(read((past, second), rulebooks()))) == []


def test_two_documents_state_the_same_set_of_figures_of_a_measure() -> None:
    pair = two("证券类资产日均不低于50万元。", "证券类资产日均不低于50万元。")
    figures = [figures_of(document, claims) for document, claims in read(pair, rulebooks())]
    (measure,) = figures[0].values
    more = replace(
        figures[1],
        values={measure: figures[1].values[measure] | {figures[1].values[measure].__iter__().__next__() * 2}},
    )
    assert list(disagreeing(figures)) == [None]
    (found,) = disagreeing((figures[0], more))
    assert found is not None and found.code == "documents_disagree"
