"""Short messages about all that is supposed: the list of its steps, dropping it, waiting; and what is none of them."""

from __future__ import annotations

import pytest

from bot.dialogue import supposed_asked
from bot.dialogue.planning import UNDO
from bot.dialogue.state import State

STEP = '[{"op": "repay", "amount": "50000"}]'
SUPPOSING = State(client_id="demo-call", role="client", last_intent="my_what_if", scenario=(STEP,))
CALLED = State(client_id="demo-call", role="client", last_intent="call_why")
ELSEWHERE = State(client_id="demo-call", role="client", last_intent="my_positions")

LISTED = (
    "现在假设里有什么",
    "现在都假设了哪些",
    "而家假设咗啲乜",
    "把假设列出来",
    "我假设了哪几步",
    "现在一共加了几步",
    "what's in the scenario now",
    "what have i supposed so far",
    "list the steps",
    "recap the assumptions",
)
DROPPED = (
    "算了都不算了,看现在的",
    "不算了",
    "不算了,直接看真实的",
    "唔计喇,睇番而家",
    "全部取消",
    "假设都撤掉吧",
    "刚才的都不要了",
    "回到现在的情况",
    "forget it, the real one",
    "never mind all that",
    "drop the scenario",
    "scrap that, show me my real account",
    "back to reality",
)
WAITED = (
    "等到周一呢",
    "那等到周一会怎样",
    "拖到下周一再补行不行",
    "如果我等到星期一先还呢",
    "捱到礼拜一得唔得",
    "周一再补来得及吗",
    "and if i wait till monday",
    "what if i wait until the deadline",
    "can i hold off until monday",
    "what about waiting till tomorrow",
)
NEITHER = (
    "去掉还款那个",
    "第二个不要了",
    "不算了,换成8万",
    "再还5万",
    "等10天呢",
    "那现在呢",
    "什么是假设分析",
    "drop the second one",
    "take out the repayment",
    "what if the market falls 5%",
    "我的比例多少",
    "还差多少",
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        *((text, supposed_asked.STEPS) for text in LISTED),
        *((text, UNDO) for text in DROPPED),
        *((text, supposed_asked.WAITING) for text in WAITED),
        *((text, None) for text in NEITHER),
    ],
)
def test_what_is_asked_of_what_is_supposed(text: str, intent: str | None) -> None:
    found = supposed_asked.asked((text,), SUPPOSING)
    assert (found and found.intent) == intent


@pytest.mark.parametrize("text", WAITED)
def test_waiting_is_also_asked_after_a_call(text: str) -> None:
    found = supposed_asked.asked((text,), CALLED)
    assert found is not None and found.intent == supposed_asked.WAITING


@pytest.mark.parametrize("text", (*LISTED, *DROPPED, *WAITED))
def test_where_nothing_was_supposed_nothing_is_read(text: str) -> None:
    assert supposed_asked.asked((text,), ELSEWHERE) is None
    assert supposed_asked.asked((text,), State(scenario=(STEP,))) is None
