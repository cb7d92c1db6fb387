"""Real answers go out as they are; changed by one thing each, they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from account_api.settings import Settings
from bot.guard.evidence import Evidence
from bot.proof.answers import CLIENTS, SCRIPTS, Answer, answers, conversations
from bot.proof.operators import OPERATORS, article, digit, negation, point, stranger, swap, unit
from bot.proof.tally import GOAL, STRANGER, readable, tallied
from bot.wiring import open_product
from tests.conftest import copy_of
from tests.scale import scaled

EVERY, EVERY_LONG = 28, 1
"""Of the conversations of the proof every n-th is held in a quick run, each in the long form."""
ANSWERS, ANSWERS_LONG = 20, 500


def texts(operator: object) -> list[str]:
    assert callable(operator)
    return [
        mutant.text for mutant in operator("比例 128.00%，低于平仓线 130%；还款 1,000.00 元。", Random(1))
    ]


def test_each_operator_changes_one_thing() -> None:
    assert len(texts(digit)) == 3 and len(texts(point)) == 6
    assert texts(swap) == ["比例 130%，低于平仓线 128.00%；还款 1,000.00 元。"]
    assert "比例 128.00倍，低于平仓线 130%；还款 1,000.00 元。" in texts(unit)
    assert texts(negation) == ["比例 128.00%，不低于平仓线 130%；还款 1,000.00 元。"]
    told = stranger("总资产 5.00 元，6 股。", ("总资产 7.00 元，比例 128.00%。", "总资产 5.00 元。"))
    assert [mutant.text for mutant in told] == ["总资产 7.00 元，6 股。"]
    assert [mutant.text for mutant in article("（合同 12.3 条）", Random(1))] == [
        "（合同 13.3 条）", "（合同 11.3 条）", "（合同 12.4 条）", "（合同 12.2 条）",
    ]  # fmt: skip
    assert [mutant.text for mutant in article("第五十条", Random(1))] == ["第六十条", "第四十条"]


def test_what_stays_true_is_no_mutant() -> None:
    assert [mutant.text for mutant in swap("甲 5.00 元，乙 5.00 元。", Random(1))] == []
    assert [mutant.text for mutant in unit("利息 0.00 元。", Random(1))] == []


def test_a_guard_that_lets_everything_out_reaches_nothing() -> None:
    answer = Answer("q", None, "zh", "i", "总资产 5.00 元。", Evidence(), date(2026, 1, 1))
    tally = tallied([answer], lambda *_: True)
    assert not tally.reached and tally.rows[0].caught == 0 and "digit" in readable(tally)


@pytest.mark.asyncio
async def test_no_true_answer_is_refused_and_hardly_a_mutant_gets_through(
    demo_home: Path, tmp_path: Path
) -> None:
    asked = tuple(conversations())[:: scaled(EVERY, EVERY_LONG)]
    assert {each.client for each in asked} == {*CLIENTS, None} and {each.lang for each in asked} == {*SCRIPTS}
    async with open_product(Settings(home=copy_of(demo_home, tmp_path))) as product:
        tally = tallied([answer async for answer in answers(product, asked)])
    print("\n" + readable(tally))
    assert tally.answers >= scaled(ANSWERS, ANSWERS_LONG)
    assert tally.refused == ()
    assert [row.operator for row in tally.rows] == [*dict(OPERATORS), STRANGER]
    for row in tally.rows:
        assert row.caught >= GOAL * row.tried, row.operator
        assert row.tried
