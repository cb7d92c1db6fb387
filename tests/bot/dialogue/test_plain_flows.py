"""What is answered to a plain request: a raise by a sum or to one, the contract due first, where an application waits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.applying_effects import AskCreditLine, AskExtension
from bot.nlu.model import Amount, Slots
from tests.bot.dialogue.conversation import Conversation
from tests.bot.dialogue.test_applying_flows import BOOK, LINE, MINE, world


def sums(*values: int) -> Slots:
    return Slots(amounts=tuple(Amount(Decimal(each), "yuan", str(each)) for each in values))


def requested(text: str, slots: Slots) -> str:
    conversation = Conversation(world(), MINE)
    assert conversation.say(text, "my_figures", slots).reply.action == "confirm"
    conversation.say("确认", "affirm")
    (written,) = [each for each in conversation.effects if isinstance(each, AskCreditLine)]
    return written.amount


@pytest.mark.parametrize(
    ("text", "slots", "amount"),
    [
        ("把我的额度提到80万", sums(800_000), "800000"),
        ("额度再加30万", sums(300_000), "800000"),
        ("授信给我调高30万", sums(300_000), "800000"),
        ("申请把授信从50万提至80万", sums(500_000, 800_000), "800000"),
        ("increase my credit line by 300k", sums(300_000), "800000"),
        ("raise my credit line to 800k", sums(800_000), "800000"),
    ],
)
def test_a_raise_by_a_sum_comes_on_top_and_one_to_a_sum_does_not(
    text: str, slots: Slots, amount: str
) -> None:
    assert requested(text, slots) == amount


def test_a_raise_by_a_sum_says_what_it_comes_to() -> None:
    told = Conversation(world(), MINE).say("额度再加30万", "my_figures", sums(300_000)).reply
    assert "现有额度上增加" in told.text and "800,000.00" in told.text


def test_a_gap_is_never_named_by_its_path() -> None:
    gap = {
        "code": "unknown",
        "text": "standing.assessment_lapsed is not known",
        "text_zh": "standing.assessment_lapsed 未知",
        "closes": "a person finds it out",
        "closes_zh": "由人工核实",
    }
    line: dict[str, Any] = {**LINE, "decision": {"gaps": [gap]}}
    told = Conversation(world(FetchLineStanding=line), MINE).say("额度为什么这么低", "my_figures").reply
    assert "assessment_lapsed" not in told.text


def two_contracts() -> dict[str, Any]:
    first = BOOK["contracts"][0]
    return {
        **BOOK,
        "contracts": [
            {**first, "contract": "F9", "due": "2027-09-01"},
            {**first, "contract": "F1", "due": "2027-02-10"},
        ],
    }


@pytest.mark.parametrize("text", ("最早到期的那笔帮我展期", "extend the contract that's due first"))
def test_the_contract_due_first_is_extended_without_being_asked_which(text: str) -> None:
    conversation = Conversation(world(FetchPositions=two_contracts()), MINE)
    assert conversation.say(text, "my_positions").reply.action == "confirm"
    conversation.say("确认", "affirm")
    (written,) = [each for each in conversation.effects if isinstance(each, AskExtension)]
    assert written.contract == "F1"


def test_which_of_two_is_asked_where_none_is_meant() -> None:
    conversation = Conversation(world(FetchPositions=two_contracts()), MINE)
    assert conversation.say("我想展期", "my_positions").reply.action == "ask"


@pytest.mark.parametrize("text", ("我的申请卡在哪了", "申请到咩阶段,边个批"))
def test_where_an_application_waits_is_told_with_who_decides(text: str) -> None:
    told = Conversation(world(), MINE).say(text, "oos").reply
    assert told.action == "answer" and "下一步" in told.text and "风控人员决定" in told.text
