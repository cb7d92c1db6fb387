"""A step put right or taken out is the one that the words point at, and none where they point at none."""

from __future__ import annotations

import pytest

from bot.dialogue.revising import is_revision, revised, without

SALE = '[{"op": "trade", "side": "sell_to_repay", "security": "600036.SH", "quantity": "10000"}]'
PAID = '[{"op": "repay", "amount": "50000"}]'
CASH = '[{"op": "cash", "amount": "50000"}]'
FALL = '[{"op": "price", "security": "*", "pct": "-5"}]'
STEPS = (SALE, PAID, CASH, FALL)


@pytest.mark.parametrize(
    ("text", "put_right"),
    [
        ("把卖的改成5000股", (0, "卖5000股600036还款")),
        ("还款改成8万", (1, "还款80000元")),
        ("转的改成3万", (2, "转入30000元")),
        ("跌幅改成8%", (3, "大盘跌8%")),
        ("change the deposit to 80,000", (2, "转入80000元")),
        ("平仓线改成125%", None),
        ("折算率改成0", None),
        ("还款改成8%", None),
        ("过的天数改成20天", None),
    ],
)
def test_a_step_is_written_anew_with_the_new_number(text: str, put_right: tuple[int, str] | None) -> None:
    assert revised(text, STEPS) == put_right


def test_terms_of_the_contract_are_no_step() -> None:
    assert not is_revision("平仓线改成125%") and is_revision("还款改成8万")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("撤销", (SALE, PAID, CASH)),
        ("撤销刚才那一步", (SALE, PAID, CASH)),
        ("撤销第二步", (SALE, CASH, FALL)),
        ("去掉转钱那步", (SALE, PAID, FALL)),
        ("还原", ()),
        ("remove the deposit", (SALE, PAID, FALL)),
        ("撤销第五步", None),
    ],
)
def test_a_step_is_taken_out_by_its_number_or_by_what_it_did(text: str, left: tuple[str, ...] | None) -> None:
    assert without(text, STEPS) == left


def test_what_was_never_supposed_cannot_be_taken_out() -> None:
    assert without("去掉转钱那步", (SALE, FALL)) is None
