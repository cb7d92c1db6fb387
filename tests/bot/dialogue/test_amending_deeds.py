"""A payment that goes on from a calculation with one's own numbers: in the place of the one it has, behind it, or the first."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.amending_deeds import paid
from bot.nlu.understand import Understander, understander

TODAY = date(2026, 11, 20)
PAID = "我总资产128万，负债100万，还5万比例变多少"
PLAIN = "总资产150万负债100万比例多少"
SOLD = "我总资产128万，负债100万，卖10万股票还债，比例变多少"
ENGLISH = "my assets are 1,280,000 and debt 1,000,000, what's the ratio if I repay 50,000"


@pytest.fixture(scope="module")
def reader() -> Understander:
    return understander([])


def inputs(reader: Understander, question: str, then: str) -> dict[str, str]:
    """What the calculation asks for with the payment; empty where the message is none."""
    whole = paid(reader.understand(question, today=TODAY), reader.understand(then, today=TODAY))
    if whole is None:
        return {}
    (request,) = reader.understand(whole, today=TODAY).requests
    assert request.slots.calculation is not None, whole
    return dict(request.slots.calculation.inputs)


@pytest.mark.parametrize(
    ("question", "then", "done"),
    [
        (PAID, "那还8万呢", {"repay": "80000"}),
        (PAID, "那10万呢", {"repay": "100000"}),
        (PAID, "再还2万呢", {"repay": "70000"}),
        (PAID, "那转入现金10万呢", {"add": "100000"}),
        (PAID, "再补3万呢", {"repay": "50000", "add": "30000"}),
        (PLAIN, "要是还10万呢", {"repay": "100000"}),
        (SOLD, "那20万呢", {"sell": "200000"}),
        (ENGLISH, "and 90,000?", {"repay": "90000"}),
        (ENGLISH, "and also deposit 20,000?", {"repay": "50000", "add": "20000"}),
    ],
)
def test_a_payment_has_its_place(
    reader: Understander, question: str, then: str, done: dict[str, str]
) -> None:
    sums = {"assets": "1500000" if question == PLAIN else "1280000", "liabilities": "1000000"}
    assert inputs(reader, question, then) == sums | done


@pytest.mark.parametrize("then", ["那负债80万呢", "那补8股呢", "还差多少", "再跌5%呢", "那还8万再补3万呢"])
def test_what_is_no_single_payment_is_left_alone(reader: Understander, then: str) -> None:
    assert inputs(reader, PAID, then) == {}
